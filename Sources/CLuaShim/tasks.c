// Part of Perch. SPDX-License-Identifier: Apache-2.0
//
// What the scheduler, itself written in Lua, needs from below. It is compiled when it is first used: most scripts
// never run two things side by side.

#include "context.h"

#include <string.h>

/// Makes the coroutine of a task, which only the scheduler may resume.
static int task_create(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_State *co = lua_newthread(L);
    *(uintptr_t *)lua_getextraspace(co) |= 1;
    lua_pushvalue(L, 1);
    lua_xmove(L, co, 1);
    return 1;
}

/// task_resume(thread, …): "done", result · "failed", error, traceback · "waits", token · "joins"
static int task_resume(lua_State *L) {
    plua_context *context = context_of(L);
    lua_State *co = lua_tothread(L, 1);
    int count = lua_gettop(L) - 1;
    if (!lua_checkstack(co, count)) return luaL_error(L, "not enough memory");
    lua_xmove(L, co, count);
    context->current = co;
    if (is_killed(context)) plua_arm(context, co);
    int results;
    int status = lua_resume(co, L, count, &results);
    context->current = L;
    if (status == LUA_YIELD) {
        check_killed(L);
        void *mark = results > 0 ? lua_touserdata(co, -results) : NULL;
        bool waits = mark == (void *)&plua_mark_suspended;
        lua_pushstring(L, waits ? "waits" : "joins");
        lua_pushinteger(L, waits ? lua_tointeger(co, -1) : 0);
        lua_pop(co, results);
        return 2;
    }
    if (status == LUA_OK) {
        check_killed(L);
        lua_pushliteral(L, "done");
        if (results == 0) {
            lua_pushnil(L);
        } else {
            lua_pushvalue(co, -results);
            lua_xmove(co, L, 1);
        }
        lua_settop(co, 0);
        return 2;
    }
    plua_note_memory(context, co);
    check_ending(L);
    plua_join(context, co);
    lua_pushliteral(L, "failed");
    lua_pushvalue(co, -1);
    lua_xmove(co, L, 1);
    trace *where = lua_newuserdatauv(L, sizeof(trace), 0);
    if (context->has_joined) *where = context->joined;
    else where->count = 0;
    // What the task left open is closed now; nobody else will.
    context->current = co;
    if (is_killed(context)) plua_arm(context, co);
    lua_resetthread(co);
    context->current = L;
    check_ending(L);
    return 3;
}

static int task_can_wait(lua_State *L) {
    lua_pushboolean(L, is_task(L) && lua_isyieldable(L));
    return 1;
}

static int finish_join(lua_State *L, int status, lua_KContext unused) {
    (void)status;
    (void)unused;
    if (is_killed(context_of(L))) return plua_raise_killed(L);
    return 0;
}

static int task_join(lua_State *L) {
    lua_settop(L, 0);
    lua_pushlightuserdata(L, (void *)&plua_mark_join);
    return lua_yieldk(L, 1, 0, finish_join);
}

/// Blocks the thread until a suspended call is complete; its token.
static int task_next_completed(lua_State *L) {
    plua_context *context = context_of(L);
    size_t saved = context->ceiling;
    context->ceiling = SIZE_MAX;
    int64_t token = context->callbacks.next_completed(context->host);
    context->ceiling = saved;
    if (token < 0 || is_killed(context)) return plua_raise_killed(L);
    lua_pushinteger(L, token);
    return 1;
}

/// Raises the error of a task in whoever waits for it, with the task's traceback before that one's own.
static int task_raise(lua_State *L) {
    plua_context *context = context_of(L);
    const trace *where = lua_touserdata(L, 2);
    if (where && where->count > 0) {
        context->joined = *where;
        context->has_joined = true;
        if (lua_isnil(L, 1)) lua_pushboolean(L, false);
        else lua_pushvalue(L, 1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &plua_key_joined);
    }
    lua_settop(L, 1);
    return lua_error(L);
}

static void push_scheduler(lua_State *L) {
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &plua_key_scheduler) == LUA_TTABLE) return;
    lua_pop(L, 1);
    plua_context *context = context_of(L);
    if (luaL_loadbufferx(L, context->scheduler, context->scheduler_length, "=[perch]", "t") != LUA_OK) lua_error(L);
    static const luaL_Reg functions[] = {
        {"create", task_create},     {"resume", task_resume}, {"can_wait", task_can_wait},
        {"join", task_join},         {"next_completed", task_next_completed}, {"raise", task_raise},
        {NULL, NULL},
    };
    luaL_newlib(L, functions);
    lua_call(L, 1, 1);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &plua_key_scheduler);
}

static int finish_scheduler_call(lua_State *L, int status, lua_KContext unused) {
    (void)status;
    (void)unused;
    return lua_gettop(L);
}

static int call_scheduler(lua_State *L, const char *name) {
    push_scheduler(L);
    lua_getfield(L, -1, name);
    lua_remove(L, -2);
    lua_insert(L, 1);
    lua_callk(L, lua_gettop(L) - 1, LUA_MULTRET, 0, finish_scheduler_call);
    return finish_scheduler_call(L, LUA_OK, 0);
}

static int parallel(lua_State *L) { return call_scheduler(L, "parallel"); }

static int map(lua_State *L) { return call_scheduler(L, "map"); }

void plua_open_tasks(lua_State *L) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &plua_key_builtins);
    lua_pushcfunction(L, parallel);
    lua_setfield(L, -2, "parallel");
    lua_pushcfunction(L, map);
    lua_setfield(L, -2, "map");
    lua_pop(L, 1);
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0
//
// Coroutines. The library is written anew for three reasons: the context must know which coroutine runs, the end of a
// script must pass through every resume, and a coroutine that the scheduler made is the scheduler's alone.

#include "context.h"

static lua_State *check_coroutine(lua_State *L, int index) {
    lua_State *co = lua_tothread(L, index);
    luaL_argexpected(L, co, index, "coroutine");
    return co;
}

/// Resumes `co` with the `count` topmost values. Gives the number of results on `L`, or -1 with the error on `co`.
static int resume(lua_State *L, lua_State *co, int count) {
    plua_context *context = context_of(L);
    if (!lua_checkstack(co, count)) {
        lua_pushliteral(co, "too many arguments to resume");
        return -1;
    }
    lua_xmove(L, co, count);
    context->current = co;
    if (is_killed(context)) plua_arm(context, co);
    int results;
    int status = lua_resume(co, L, count, &results);
    context->current = L;
    if (status == LUA_OK || status == LUA_YIELD) {
        check_killed(L);
        if (!lua_checkstack(L, results + 1)) {
            lua_pop(co, results);
            lua_pushliteral(co, "too many results to resume");
            return -1;
        }
        lua_xmove(co, L, results);
        return results;
    }
    plua_note_memory(context, co);
    check_ending(L);
    plua_join(context, co);
    return -1;
}

static bool refuses_resume(lua_State *L, lua_State *co) {
    if (is_task(co)) {
        lua_pushliteral(L, "cannot resume a task of the scheduler");
        return true;
    }
    int status = lua_status(co);
    bool dead = (status == LUA_OK && lua_gettop(co) == 0) || (status != LUA_OK && status != LUA_YIELD);
    lua_Debug activation;
    bool running = status == LUA_OK && lua_getstack(co, 0, &activation);
    if (dead && !running) {
        lua_pushliteral(L, "cannot resume dead coroutine");
        return true;
    }
    if (running) {
        lua_pushliteral(L, "cannot resume non-suspended coroutine");
        return true;
    }
    return false;
}

static int co_resume(lua_State *L) {
    lua_State *co = check_coroutine(L, 1);
    if (refuses_resume(L, co)) {
        lua_pushboolean(L, false);
        lua_insert(L, -2);
        return 2;
    }
    int results = resume(L, co, lua_gettop(L) - 1);
    lua_pushboolean(L, results >= 0);
    if (results < 0) {
        lua_xmove(co, L, 1);
        return 2;
    }
    lua_insert(L, -(results + 1));
    return results + 1;
}

static int co_wrap_call(lua_State *L) {
    lua_State *co = lua_tothread(L, lua_upvalueindex(1));
    if (refuses_resume(L, co)) {
        luaL_where(L, 1);
        lua_insert(L, -2);
        lua_concat(L, 2);
        return lua_error(L);
    }
    int results = resume(L, co, lua_gettop(L));
    if (results >= 0) return results;
    int status = lua_status(co);
    if (status != LUA_OK && status != LUA_YIELD) {
        // Closes what the coroutine left open; the error object may change on the way.
        plua_context *context = context_of(L);
        context->current = co;
        if (is_killed(context)) plua_arm(context, co);
        lua_resetthread(co);
        context->current = L;
        check_ending(L);
    }
    lua_xmove(co, L, 1);
    return lua_error(L);
}

static int co_create(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_State *co = lua_newthread(L);
    lua_pushvalue(L, 1);
    lua_xmove(L, co, 1);
    return 1;
}

static int co_wrap(lua_State *L) {
    co_create(L);
    lua_pushcclosure(L, co_wrap_call, 1);
    return 1;
}

static int co_yield(lua_State *L) {
    if (is_task(L)) {
        return luaL_error(L, "coroutine.yield in a task outside of a coroutine of its own: nobody would resume it");
    }
    return lua_yield(L, lua_gettop(L));
}

static const char *status_name(lua_State *L, lua_State *co) {
    if (L == co) return "running";
    switch (lua_status(co)) {
    case LUA_YIELD: return "suspended";
    case LUA_OK: {
        lua_Debug activation;
        if (lua_getstack(co, 0, &activation)) return "normal";
        return lua_gettop(co) == 0 ? "dead" : "suspended";
    }
    default: return "dead";
    }
}

static int co_status(lua_State *L) {
    lua_pushstring(L, status_name(L, check_coroutine(L, 1)));
    return 1;
}

static int co_running(lua_State *L) {
    lua_pushboolean(L, lua_pushthread(L));
    return 2;
}

static int co_isyieldable(lua_State *L) {
    lua_State *co = lua_isnone(L, 1) ? L : check_coroutine(L, 1);
    lua_pushboolean(L, lua_isyieldable(co) && !is_task(co));
    return 1;
}

static int co_close(lua_State *L) {
    lua_State *co = check_coroutine(L, 1);
    if (is_task(co)) return luaL_error(L, "cannot close a task of the scheduler");
    const char *status = status_name(L, co);
    if (*status != 'd' && *status != 's') return luaL_error(L, "cannot close a %s coroutine", status);
    plua_context *context = context_of(L);
    context->current = co;
    if (is_killed(context)) plua_arm(context, co);
    int result = lua_resetthread(co);
    context->current = L;
    if (result == LUA_OK) {
        check_killed(L);
        lua_pushboolean(L, true);
        return 1;
    }
    plua_note_memory(context, co);
    check_ending(L);
    lua_pushboolean(L, false);
    lua_xmove(co, L, 1);
    return 2;
}

void plua_open_coroutine(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"create", co_create},   {"resume", co_resume}, {"wrap", co_wrap},     {"yield", co_yield},
        {"status", co_status},   {"running", co_running}, {"isyieldable", co_isyieldable}, {"close", co_close},
        {NULL, NULL},
    };
    luaL_newlib(L, functions);
    lua_pushvalue(L, -1);
    lua_setglobal(L, LUA_COLIBNAME);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_pushvalue(L, -2);
    lua_setfield(L, -2, LUA_COLIBNAME);
    lua_pop(L, 2);
}

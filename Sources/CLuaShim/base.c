// Part of Perch. SPDX-License-Identifier: Apache-2.0
//
// The basic library. What catches errors is written anew, so that the end of a script cannot be caught; what reads
// code takes text only; what is dangerous is gone or asks first.

#include "context.h"

#include <stdlib.h>
#include <string.h>

// pcall and xpcall --------------------------------------------------------------------------------------------------

static int finish_pcall(lua_State *L, int status, lua_KContext hidden) {
    plua_context *context = context_of(L);
    if (status == LUA_OK || status == LUA_YIELD) {
        check_killed(L);
        return lua_gettop(L) - (int)hidden;
    }
    plua_note_memory(context, L);
    check_ending(L);
    lua_pushboolean(L, false);
    lua_insert(L, -2);
    return 2;
}

static int base_pcall(lua_State *L) {
    luaL_checkany(L, 1);
    lua_pushboolean(L, true);
    lua_insert(L, 1);
    int status = lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0, finish_pcall);
    return finish_pcall(L, status, 0);
}

/// A handler of the script, which must not hear of the end of the script.
static int guarded_handler(lua_State *L) {
    if (is_ending(context_of(L))) return 1;
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 1);
    return 1;
}

static int base_xpcall(lua_State *L) {
    int arguments = lua_gettop(L) - 2;
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, guarded_handler, 1);
    lua_replace(L, 2);
    lua_pushboolean(L, true);
    lua_pushvalue(L, 1);
    lua_rotate(L, 3, 2); // function, handler, true, function, arguments…
    int status = lua_pcallk(L, arguments, LUA_MULTRET, 2, 2, finish_pcall);
    return finish_pcall(L, status, 2);
}

// Loading code ------------------------------------------------------------------------------------------------------

/// load(chunk, name, mode, environment): the original, for text only.
static int base_load(lua_State *L) {
    int count = lua_gettop(L);
    if (count < 3) lua_settop(L, 3);
    const char *mode = luaL_optstring(L, 3, "bt");
    lua_pushstring(L, strchr(mode, 't') ? "t" : "none");
    lua_replace(L, 3);
    count = lua_gettop(L);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, count, LUA_MULTRET);
    if (lua_isnil(L, 1)) {
        plua_note_memory(context_of(L), L);
        check_ending(L);
    }
    check_killed(L);
    return lua_gettop(L);
}

static int load_file(lua_State *L, const char *path, bool has_environment, int environment) {
    if (luaL_loadfilex(L, path, "t") != LUA_OK) {
        lua_pushnil(L);
        lua_insert(L, -2);
        return 2;
    }
    if (has_environment) {
        lua_pushvalue(L, environment);
        if (!lua_setupvalue(L, -2, 1)) lua_pop(L, 1);
    }
    return 1;
}

static int base_loadfile(lua_State *L) {
    size_t length;
    const char *path = luaL_checklstring(L, 1, &length);
    plua_authorize(L, PLUA_MAY_READ, path, length);
    return load_file(L, path, !lua_isnone(L, 3), 3);
}

static int finish_dofile(lua_State *L, int status, lua_KContext unused) {
    (void)status;
    (void)unused;
    return lua_gettop(L) - 1;
}

static int base_dofile(lua_State *L) {
    size_t length;
    const char *path = luaL_checklstring(L, 1, &length);
    plua_authorize(L, PLUA_MAY_READ, path, length);
    lua_settop(L, 1);
    if (load_file(L, path, false, 0) != 1) return lua_error(L);
    lua_callk(L, 0, LUA_MULTRET, 0, finish_dofile);
    return finish_dofile(L, LUA_OK, 0);
}

// The rest ----------------------------------------------------------------------------------------------------------

static int base_setmetatable(lua_State *L) {
    int type = lua_type(L, 2);
    luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2, "nil or table");
    luaL_checktype(L, 1, LUA_TTABLE);
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL) return luaL_error(L, "cannot change a protected metatable");
    if (type == LUA_TTABLE) {
        // The collector runs finalizers where no limit reaches.
        lua_pushliteral(L, "__gc");
        if (lua_rawget(L, 2) != LUA_TNIL) {
            return luaL_error(L, "`__gc` is not available to scripts; use a `<close>` variable with `__close`");
        }
    }
    lua_settop(L, 2);
    lua_setmetatable(L, 1);
    return 1;
}

static int base_collectgarbage(lua_State *L) {
    const char *option = luaL_optstring(L, 1, "collect");
    if (strcmp(option, "count") == 0) {
        lua_pushnumber(L, (lua_Number)context_of(L)->used / 1024);
    } else if (strcmp(option, "collect") == 0) {
        lua_gc(L, LUA_GCCOLLECT);
        lua_pushinteger(L, 0);
    } else if (strcmp(option, "step") == 0) {
        lua_pushboolean(L, lua_gc(L, LUA_GCSTEP, 0));
    } else if (strcmp(option, "isrunning") == 0) {
        lua_pushboolean(L, lua_gc(L, LUA_GCISRUNNING));
    } else {
        return luaL_error(L, "collectgarbage(\"%s\") is not available; use \"collect\", \"step\" or \"count\"", option);
    }
    return 1;
}

static int base_print(lua_State *L) {
    FILE *out = context_of(L)->streams[PLUA_STDOUT];
    int count = lua_gettop(L);
    for (int i = 1; i <= count; i++) {
        size_t length;
        const char *text = luaL_tolstring(L, i, &length);
        if (i > 1) fputc('\t', out);
        fwrite(text, 1, length, out);
        lua_pop(L, 1);
    }
    fputc('\n', out);
    return 0;
}

typedef enum { WARN_OFF, WARN_ON, WARN_MORE } warning_state;

static void warn(void *argument, const char *message, int to_continue) {
    // Off until the script says "@on", as in the stand-alone interpreter.
    plua_context *context = argument;
    static _Thread_local warning_state state = WARN_OFF;
    if (state != WARN_MORE && !to_continue && *message == '@') {
        if (strcmp(message, "@on") == 0) state = WARN_ON;
        if (strcmp(message, "@off") == 0) state = WARN_OFF;
        return;
    }
    if (state == WARN_OFF) return;
    FILE *out = context->streams[PLUA_STDERR];
    if (state == WARN_ON) fputs("Lua warning: ", out);
    fputs(message, out);
    if (!to_continue) fputc('\n', out);
    state = to_continue ? WARN_MORE : WARN_ON;
}

static void replace(lua_State *L, const char *name, lua_CFunction function) {
    lua_pushcfunction(L, function);
    lua_setfield(L, -2, name);
}

void plua_open_base(lua_State *L) {
    luaL_requiref(L, LUA_GNAME, luaopen_base, true);
    replace(L, "pcall", base_pcall);
    replace(L, "xpcall", base_xpcall);
    replace(L, "loadfile", base_loadfile);
    replace(L, "dofile", base_dofile);
    replace(L, "setmetatable", base_setmetatable);
    replace(L, "collectgarbage", base_collectgarbage);
    replace(L, "print", base_print);
    lua_getfield(L, -1, "load");
    lua_pushcclosure(L, base_load, 1);
    lua_setfield(L, -2, "load");
    lua_pop(L, 1);
    lua_setwarnf(L, warn, context_of(L));

    luaL_requiref(L, LUA_MATHLIBNAME, luaopen_math, true);
    luaL_requiref(L, LUA_UTF8LIBNAME, luaopen_utf8, true);
    lua_pop(L, 2);

    luaL_requiref(L, LUA_DBLIBNAME, luaopen_debug, false);
    lua_createtable(L, 0, 1);
    lua_getfield(L, -2, "traceback");
    lua_setfield(L, -2, "traceback");
    lua_pushvalue(L, -1);
    lua_setglobal(L, LUA_DBLIBNAME);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_pushvalue(L, -2);
    lua_setfield(L, -2, LUA_DBLIBNAME);
    lua_pop(L, 3);
}

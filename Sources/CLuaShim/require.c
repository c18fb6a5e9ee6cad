// Part of Perch. SPDX-License-Identifier: Apache-2.0
//
// require: Lua files below the project's module roots, and what the host put into package.loaded or package.preload.
// A module's body may call anything, also what waits for the network; it then blocks, as everything below a C call.

#include "context.h"

#include <stdio.h>
#include <string.h>

static bool readable(const char *path) {
    FILE *file = fopen(path, "r");
    if (file) fclose(file);
    return file != NULL;
}

/// Replaces dots of the name by slashes, and `?` in the template by the result.
static const char *expand(lua_State *L, const char *name, const char *template, size_t length) {
    const char *file = luaL_gsub(L, name, ".", "/");
    lua_pushlstring(L, template, length);
    const char *path = luaL_gsub(L, lua_tostring(L, -1), "?", file);
    lua_remove(L, -2);
    lua_remove(L, -2);
    return path;
}

/// Pushes the path of the file, or a text with the places that were tried.
static bool search_path(lua_State *L, const char *name, const char *path) {
    lua_pushliteral(L, "");
    int tried = lua_gettop(L);
    while (*path) {
        const char *end = strchr(path, ';');
        size_t length = end ? (size_t)(end - path) : strlen(path);
        if (length > 0) {
            const char *candidate = expand(L, name, path, length);
            // Asked before looking: whether a file exists is something to be read, too.
            plua_authorize(L, PLUA_MAY_READ, candidate, strlen(candidate));
            if (readable(candidate)) {
                lua_replace(L, tried);
                return true;
            }
            lua_pushfstring(L, "%s\n\tno file '%s'", lua_tostring(L, tried), candidate);
            lua_replace(L, tried);
            lua_settop(L, tried);
        }
        path += length + (end ? 1 : 0);
    }
    return false;
}

/// The chain of modules being loaded, for the message about a cycle: "a → b → a".
static int raise_cycle(lua_State *L, const char *name, int loading) {
    lua_Integer count = luaL_len(L, loading);
    lua_pushliteral(L, "");
    bool inside = false;
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, loading, i);
        inside = inside || strcmp(lua_tostring(L, -1), name) == 0;
        if (inside) {
            lua_pushfstring(L, "%s%s → ", lua_tostring(L, -2), lua_tostring(L, -1));
            lua_replace(L, -3);
        }
        lua_pop(L, 1);
    }
    return luaL_error(L, "modules require each other in a circle: %s%s", lua_tostring(L, -1), name);
}

/// Takes the innermost module from the stack of those being loaded, however its loading ended.
static int end_loading(lua_State *L) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &plua_key_loading);
    lua_Integer depth = luaL_len(L, -1);
    lua_rawgeti(L, -1, depth);
    lua_pushnil(L);
    lua_rawset(L, -3);
    lua_pushnil(L);
    lua_rawseti(L, -2, depth);
    return 0;
}

static int compile_module(lua_State *L, const char *name, const char *path) {
    plua_context *context = context_of(L);
    if (luaL_loadfilex(L, path, "t") == LUA_OK) return 1;
    snprintf(context->failed_chunk, sizeof context->failed_chunk, "@%s", path);
    plua_note_memory(context, L);
    check_ending(L);
    lua_pushfstring(L, " (loading module '%s')", name);
    lua_concat(L, 2);
    return lua_error(L);
}

static int package_require(lua_State *L) {
    const char *name = luaL_checkstring(L, 1);
    lua_settop(L, 1);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE); // 2
    lua_getfield(L, 2, name);
    if (lua_toboolean(L, -1)) return 1;
    lua_settop(L, 2);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &plua_key_loading); // 3: the stack of names
    lua_getfield(L, 3, name);
    if (lua_toboolean(L, -1)) return raise_cycle(L, name, 3);
    lua_settop(L, 3);

    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
    lua_getfield(L, -1, name);
    lua_remove(L, -2);
    if (lua_isfunction(L, -1)) {
        lua_pushliteral(L, ":preload:");
    } else {
        lua_pop(L, 1);
        lua_getfield(L, lua_upvalueindex(1), "path");
        const char *path = lua_tostring(L, -1);
        if (!path) return luaL_error(L, "'package.path' must be a string");
        if (!search_path(L, name, path)) {
            return luaL_error(L, "module '%s' not found:\n\tno field package.preload['%s']%s", name, name,
                              lua_tostring(L, -1));
        }
        lua_remove(L, -2);
        compile_module(L, name, lua_tostring(L, -1));
        lua_insert(L, -2);
    }
    // 4: loader, 5: where it comes from, 6: closed on every way out. A protected call would do that too, but hide
    // where an error was raised.
    lua_newuserdatauv(L, 0, 0);
    lua_pushvalue(L, lua_upvalueindex(2));
    lua_setmetatable(L, -2);
    lua_Integer depth = luaL_len(L, 3) + 1;
    lua_pushboolean(L, true);
    lua_setfield(L, 3, name);
    lua_pushvalue(L, 1);
    lua_rawseti(L, 3, depth);
    lua_toclose(L, 6);
    lua_pushvalue(L, 4);
    lua_pushvalue(L, 1);
    lua_pushvalue(L, 5);
    lua_call(L, 2, 1);
    if (!lua_isnil(L, -1)) lua_setfield(L, 2, name);
    else lua_pop(L, 1);
    if (lua_getfield(L, 2, name) == LUA_TNIL) {
        lua_pushboolean(L, true);
        lua_pushvalue(L, -1);
        lua_setfield(L, 2, name);
    }
    lua_pushvalue(L, 5);
    return 2;
}

static int package_searchpath(lua_State *L) {
    const char *name = luaL_checkstring(L, 1);
    const char *path = luaL_checkstring(L, 2);
    lua_settop(L, 2);
    if (search_path(L, name, path)) return 1;
    luaL_pushfail(L);
    lua_insert(L, -2);
    return 2;
}

void plua_open_require(lua_State *L, const char *path, size_t length) {
    lua_createtable(L, 0, 6);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_pushvalue(L, -2);
    lua_setfield(L, -2, LUA_LOADLIBNAME);
    lua_setfield(L, -2, "loaded");
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
    lua_setfield(L, -2, "preload");
    lua_pushlstring(L, path, length);
    lua_setfield(L, -2, "path");
    lua_pushliteral(L, "");
    lua_setfield(L, -2, "cpath");
    lua_pushliteral(L, "/\n;\n?\n!\n-\n");
    lua_setfield(L, -2, "config");
    lua_pushcfunction(L, package_searchpath);
    lua_setfield(L, -2, "searchpath");
    lua_pushvalue(L, -1);
    lua_setglobal(L, LUA_LOADLIBNAME);
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, end_loading);
    lua_setfield(L, -2, "__close");
    lua_pushcclosure(L, package_require, 2);
    lua_setglobal(L, "require");
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &plua_key_loading);
}

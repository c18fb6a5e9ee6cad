// Part of Perch. SPDX-License-Identifier: Apache-2.0
//
// Loops in C that no hook reaches, and that a script can make as long as it likes without using memory: these
// functions are replaced by ones that cannot run away, or look up now and then.

#define _GNU_SOURCE
#include "context.h"

#include <string.h>

#define LOOK_UP_EVERY 0xFFFF

static void look_up(lua_State *L, lua_Unsigned step) {
    if ((step & LOOK_UP_EVERY) == LOOK_UP_EVERY) check_killed(L);
}

// string ------------------------------------------------------------------------------------------------------------

static int call_original(lua_State *L) {
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    return lua_gettop(L);
}

/// string.rep: nothing, repeated any number of times, is nothing.
static int string_rep(lua_State *L) {
    size_t length, separator;
    luaL_checklstring(L, 1, &length);
    luaL_checkinteger(L, 2);
    luaL_optlstring(L, 3, "", &separator);
    if (length + separator == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    return call_original(L);
}

/// string.find of plain text: the original compares at every place, which near matches make quadratic.
static int string_find(lua_State *L) {
    size_t length, needle_length;
    const char *text = luaL_checklstring(L, 1, &length);
    const char *needle = luaL_checklstring(L, 2, &needle_length);
    bool plain = lua_toboolean(L, 4);
    for (size_t i = 0; !plain; i++) {
        if (i == needle_length) plain = true;
        else if (memchr("^$*+?.([%-", needle[i], 10)) break;
    }
    if (!plain) return call_original(L);
    lua_Integer start = luaL_optinteger(L, 3, 1);
    if (start < 0) start = -(lua_Unsigned)start <= length ? (lua_Integer)length + start + 1 : 1;
    if (start == 0) start = 1;
    if ((lua_Unsigned)start > length + 1) {
        luaL_pushfail(L);
        return 1;
    }
    const char *from = text + start - 1;
    const char *found = needle_length ? memmem(from, length - (size_t)(from - text), needle, needle_length) : from;
    if (!found) {
        luaL_pushfail(L);
        return 1;
    }
    lua_pushinteger(L, found - text + 1);
    lua_pushinteger(L, (lua_Integer)((size_t)(found - text) + needle_length));
    return 2;
}

// table -------------------------------------------------------------------------------------------------------------

static bool has_metamethod(lua_State *L, int index, const char *name) {
    if (!lua_getmetatable(L, index)) return false;
    lua_pushstring(L, name);
    lua_rawget(L, -2);
    bool has = !lua_isnil(L, -1);
    lua_pop(L, 2);
    return has;
}

static void check_indexable(lua_State *L, int index, bool read, bool write, bool length) {
    if (lua_type(L, index) == LUA_TTABLE) return;
    bool fits = (!read || has_metamethod(L, index, "__index")) && (!write || has_metamethod(L, index, "__newindex"))
        && (!length || has_metamethod(L, index, "__len"));
    if (!fits) luaL_checktype(L, index, LUA_TTABLE);
}

static int table_insert(lua_State *L) {
    check_indexable(L, 1, true, true, true);
    lua_Integer end = (lua_Integer)((lua_Unsigned)luaL_len(L, 1) + 1);
    switch (lua_gettop(L)) {
    case 2: lua_seti(L, 1, end); return 0;
    case 3: {
        lua_Integer position = luaL_checkinteger(L, 2);
        luaL_argcheck(L, (lua_Unsigned)position - 1u < (lua_Unsigned)end, 2, "position out of bounds");
        for (lua_Integer i = end; i > position; i--) {
            look_up(L, (lua_Unsigned)i);
            lua_geti(L, 1, i - 1);
            lua_seti(L, 1, i);
        }
        lua_seti(L, 1, position);
        return 0;
    }
    default: return luaL_error(L, "wrong number of arguments to 'insert'");
    }
}

static int table_remove(lua_State *L) {
    check_indexable(L, 1, true, true, true);
    lua_Integer size = luaL_len(L, 1);
    lua_Integer position = luaL_optinteger(L, 2, size);
    if (!lua_isnone(L, 2)) {
        luaL_argcheck(L, (lua_Unsigned)position - 1u <= (lua_Unsigned)size, 2, "position out of bounds");
    }
    lua_geti(L, 1, position);
    for (; position < size; position++) {
        look_up(L, (lua_Unsigned)position);
        lua_geti(L, 1, position + 1);
        lua_seti(L, 1, position);
    }
    lua_pushnil(L);
    lua_seti(L, 1, position);
    return 1;
}

static int table_move(lua_State *L) {
    lua_Integer first = luaL_checkinteger(L, 2), last = luaL_checkinteger(L, 3), to = luaL_checkinteger(L, 4);
    int target = lua_isnoneornil(L, 5) ? 1 : 5;
    check_indexable(L, 1, true, false, false);
    check_indexable(L, target, false, true, false);
    if (last >= first) {
        luaL_argcheck(L, first > 0 || last < LUA_MAXINTEGER + first, 3, "too many elements to move");
        luaL_argcheck(L, to <= LUA_MAXINTEGER - (last - first + 1) + 1, 4, "destination wrap around");
        lua_Integer count = last - first + 1;
        // Overlapping to the right, the copy must run backwards, or it would read what it wrote.
        bool forwards = to > last || to <= first || (target != 1 && !lua_compare(L, 1, target, LUA_OPEQ));
        for (lua_Integer i = 0; i < count; i++) {
            lua_Integer at = forwards ? i : count - 1 - i;
            look_up(L, (lua_Unsigned)i);
            lua_geti(L, 1, first + at);
            lua_seti(L, target, to + at);
        }
    }
    lua_pushvalue(L, target);
    return 1;
}

static void wrap(lua_State *L, const char *name, lua_CFunction function) {
    lua_getfield(L, -1, name);
    lua_pushcclosure(L, function, 1);
    lua_setfield(L, -2, name);
}

void plua_open_shields(lua_State *L) {
    luaL_requiref(L, LUA_STRLIBNAME, luaopen_string, true);
    wrap(L, "rep", string_rep);
    wrap(L, "find", string_find);
    lua_pushnil(L);
    lua_setfield(L, -2, "dump");
    // Strings share one metatable, whose __index is the library: it is not handed out.
    lua_pushliteral(L, "");
    lua_getmetatable(L, -1);
    lua_pushliteral(L, "string");
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 3);

    luaL_requiref(L, LUA_TABLIBNAME, luaopen_table, true);
    wrap(L, "insert", table_insert);
    wrap(L, "remove", table_remove);
    wrap(L, "move", table_move);
    lua_pop(L, 1);
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0
//
// Values cross as a flat tape: nodes in the order of a walk, and one buffer for the bytes of strings. A value of any
// size crosses in one call.

#include "context.h"

#include <stdlib.h>
#include <string.h>

// Protected work ----------------------------------------------------------------------------------------------------

/// Runs `function` with `argument` under its `values` topmost stack values. Nothing in here raises.
int plua_protect(lua_State *L, lua_CFunction function, void *argument, int values, int results) {
    if (!lua_checkstack(L, LUA_MINSTACK)) {
        lua_pop(L, values);
        lua_pushnil(L); // Lua keeps a few slots in reserve
        return PLUA_OUT_OF_MEMORY;
    }
    lua_pushcfunction(L, function);
    lua_pushlightuserdata(L, argument);
    if (values > 0) {
        lua_rotate(L, -(values + 2), 2);
    }
    return lua_pcall(L, values + 1, results, 0) == LUA_OK ? PLUA_OK : PLUA_FAILED;
}

// Into Lua ----------------------------------------------------------------------------------------------------------

typedef struct source {
    const plua_node *nodes;
    size_t count, position;
    const uint8_t *bytes;
    size_t byte_count;
} source;

static const plua_node *next_node(lua_State *L, source *from) {
    if (from->position >= from->count) luaL_error(L, "malformed value: it ends too early");
    return &from->nodes[from->position++];
}

static void push_text(lua_State *L, source *from, const plua_node *node) {
    size_t offset = node->payload.text.offset, length = node->payload.text.length;
    if (offset + length > from->byte_count) luaL_error(L, "malformed value: a string lies outside");
    lua_pushlstring(L, (const char *)from->bytes + offset, length);
}

static void push_opaque(lua_State *L, const plua_node *node) {
    int64_t *box = lua_newuserdatauv(L, sizeof(int64_t), 0);
    *box = 0;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &plua_key_opaque);
    if (lua_rawgeti(L, -1, (lua_Integer)node->count) != LUA_TTABLE) luaL_error(L, "malformed value: unknown type");
    lua_setmetatable(L, -3);
    lua_pop(L, 1);
    *box = node->payload.integer;
}

static void push_value(lua_State *L, source *from, int depth) {
    const plua_node *node = next_node(L, from);
    switch (node->kind) {
    case PLUA_NIL: lua_pushnil(L); break;
    case PLUA_FALSE: lua_pushboolean(L, false); break;
    case PLUA_TRUE: lua_pushboolean(L, true); break;
    case PLUA_INTEGER: lua_pushinteger(L, node->payload.integer); break;
    case PLUA_NUMBER: lua_pushnumber(L, node->payload.number); break;
    case PLUA_STRING: push_text(L, from, node); break;
    case PLUA_NULL: lua_pushlightuserdata(L, (void *)&plua_mark_null); break;
    case PLUA_EMPTY: lua_createtable(L, 0, 0); break;
    case PLUA_REFERENCE: lua_rawgeti(L, LUA_REGISTRYINDEX, (lua_Integer)node->payload.integer); break;
    case PLUA_OPAQUE: push_opaque(L, node); break;
    case PLUA_ARRAY: {
        if (depth >= PLUA_MAX_DEPTH) luaL_error(L, "a value is nested deeper than %d levels", PLUA_MAX_DEPTH);
        luaL_checkstack(L, 4, NULL);
        uint32_t count = node->count;
        size_t room = from->count - from->position;
        lua_createtable(L, (int)(count < room ? count : room), 0);
        for (uint32_t i = 1; i <= count; i++) {
            push_value(L, from, depth + 1);
            lua_rawseti(L, -2, i);
        }
        if (count == 0) {
            lua_rawgetp(L, LUA_REGISTRYINDEX, &plua_key_array);
            lua_setmetatable(L, -2);
        }
        break;
    }
    case PLUA_OBJECT: {
        if (depth >= PLUA_MAX_DEPTH) luaL_error(L, "a value is nested deeper than %d levels", PLUA_MAX_DEPTH);
        luaL_checkstack(L, 4, NULL);
        uint32_t count = node->count;
        size_t room = (from->count - from->position) / 2;
        lua_createtable(L, 0, (int)(count < room ? count : room));
        for (uint32_t i = 0; i < count; i++) {
            const plua_node *key = next_node(L, from);
            if (key->kind != PLUA_STRING) luaL_error(L, "malformed value: a key is not a string");
            push_text(L, from, key);
            push_value(L, from, depth + 1);
            lua_rawset(L, -3);
        }
        break;
    }
    default: luaL_error(L, "malformed value: kind %d", node->kind);
    }
}

void plua_push_values(lua_State *L, const plua_node *nodes, size_t node_count, const uint8_t *bytes,
                      size_t byte_count, int values) {
    source from = {.nodes = nodes, .count = node_count, .bytes = bytes, .byte_count = byte_count};
    luaL_checkstack(L, values + 4, NULL);
    for (int i = 0; i < values; i++) push_value(L, &from, 0);
}

typedef struct push_request {
    const plua_node *nodes;
    size_t node_count;
    const uint8_t *bytes;
    size_t byte_count;
    int values;
} push_request;

static int push_protected(lua_State *L) {
    const push_request *it = lua_touserdata(L, 1);
    plua_push_values(L, it->nodes, it->node_count, it->bytes, it->byte_count, it->values);
    return it->values;
}

int plua_push(plua_context *context, lua_State *L, const plua_node *nodes, size_t node_count, const uint8_t *bytes,
              size_t byte_count, int values) {
    (void)context;
    push_request request = {nodes, node_count, bytes, byte_count, values};
    return plua_protect(L, push_protected, &request, 0, values);
}

// Out of Lua --------------------------------------------------------------------------------------------------------
//
// Reading raises nothing: it uses raw access only and grows buffers of its own. With references it must make registry
// slots, and then runs protected.

typedef struct step {
    const void *table;
    const char *key; // NULL: `index` counts
    size_t key_length;
    lua_Integer index;
} step;

/// What a tape may come to however little memory its state may hold.
#define SHORTEST_LIMIT ((size_t)16 << 20)

typedef struct reader {
    plua_context *context;
    plua_tape *tape;
    int flags;
    int value;
    size_t most; // bytes that the tape may come to
    step path[PLUA_MAX_DEPTH + 1];
} reader;

static plua_node *add_node(plua_tape *tape, uint8_t kind) {
    if (tape->node_count == tape->node_capacity) {
        size_t capacity = tape->node_capacity ? tape->node_capacity * 2 : 64;
        plua_node *larger = realloc(tape->nodes, capacity * sizeof(plua_node));
        if (!larger) return NULL;
        tape->nodes = larger;
        tape->node_capacity = capacity;
    }
    plua_node *node = &tape->nodes[tape->node_count++];
    memset(node, 0, sizeof *node);
    node->kind = kind;
    return node;
}

static bool add_text(plua_tape *tape, const char *text, size_t length) {
    if (length > UINT32_MAX || tape->byte_count + length > UINT32_MAX) return false;
    if (tape->byte_capacity - tape->byte_count < length) {
        size_t capacity = tape->byte_capacity ? tape->byte_capacity * 2 : 512;
        while (capacity - tape->byte_count < length) capacity *= 2;
        uint8_t *larger = realloc(tape->bytes, capacity);
        if (!larger) return false;
        tape->bytes = larger;
        tape->byte_capacity = capacity;
    }
    plua_node *node = add_node(tape, PLUA_STRING);
    if (!node) return false;
    node->payload.text.offset = (uint32_t)tape->byte_count;
    node->payload.text.length = (uint32_t)length;
    if (length > 0) memcpy(tape->bytes + tape->byte_count, text, length);
    tape->byte_count += length;
    return true;
}

static bool is_identifier(const char *text, size_t length) {
    if (length == 0 || (text[0] >= '0' && text[0] <= '9')) return false;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        if (!fits) return false;
    }
    return true;
}

/// Writes the path down, as one would in Lua: `.cartItems[2].x`, `["two words"]`.
static int problem(reader *it, int kind, int depth, const char *type) {
    plua_context *context = it->context;
    char *out = context->problem_path;
    size_t room = sizeof context->problem_path, used = 0;
    for (int i = 0; i < depth && used < room - 1; i++) {
        const step *at = &it->path[i];
        int wrote;
        if (!at->key) {
            wrote = snprintf(out + used, room - used, "[%lld]", (long long)at->index);
        } else if (is_identifier(at->key, at->key_length)) {
            wrote = snprintf(out + used, room - used, ".%.*s", (int)at->key_length, at->key);
        } else {
            int length = at->key_length < 60 ? (int)at->key_length : 60;
            wrote = snprintf(out + used, room - used, "[\"%.*s\"]", length, at->key);
        }
        if (wrote < 0) break;
        used += (size_t)wrote;
        if (i == 9 && depth > 12) { // a deep path says enough with its beginning
            if (used < room - 4) memcpy(out + used, "…", 4);
            used = room;
        }
    }
    if (used < room) out[used] = 0;
    out[room - 1] = 0;
    context->problem_type = type;
    context->problem_value = it->value;
    return kind;
}

static int read_value(lua_State *L, reader *it, int index, int depth);

/// A table that stands in many places is written down in each: a small value of Lua can be a tape that no memory holds.
static bool is_too_long(const reader *it) {
    return it->tape->byte_count + it->tape->node_count * sizeof(plua_node) > it->most;
}

/// Reads integer keys in order when the fast walk could not: the table must have exactly the keys 1..n.
static int read_sequence(lua_State *L, reader *it, int table, int depth, size_t node_index) {
    lua_Unsigned largest = 0, count = 0;
    lua_pushnil(L);
    while (lua_next(L, table)) {
        lua_pop(L, 1);
        if (lua_type(L, -1) == LUA_TSTRING) {
            lua_pop(L, 1);
            return problem(it, PLUA_PROBLEM_MIXED, depth, "table");
        }
        if (!lua_isinteger(L, -1)) {
            const char *type = luaL_typename(L, -1);
            lua_pop(L, 1);
            return problem(it, PLUA_PROBLEM_KEY, depth, type);
        }
        lua_Integer key = lua_tointeger(L, -1);
        if (key < 1) {
            it->path[depth] = (step){.index = key};
            lua_pop(L, 1);
            return problem(it, PLUA_PROBLEM_HOLE, depth + 1, "table");
        }
        if ((lua_Unsigned)key > largest) largest = (lua_Unsigned)key;
        count += 1;
    }
    for (lua_Unsigned i = 1; i <= count; i++) {
        lua_rawgeti(L, table, (lua_Integer)i);
        it->path[depth].key = NULL;
        it->path[depth].index = (lua_Integer)i;
        if (lua_isnil(L, -1)) {
            lua_pop(L, 1);
            return problem(it, PLUA_PROBLEM_HOLE, depth + 1, "table");
        }
        int failed = read_value(L, it, lua_gettop(L), depth + 1);
        if (failed) return failed;
        if (is_too_long(it)) return problem(it, PLUA_PROBLEM_MEMORY, depth, "table");
        lua_pop(L, 1);
    }
    it->tape->nodes[node_index].kind = PLUA_ARRAY;
    it->tape->nodes[node_index].count = (uint32_t)count;
    return 0;
}

static int read_table(lua_State *L, reader *it, int table, int depth) {
    if (depth >= PLUA_MAX_DEPTH) return problem(it, PLUA_PROBLEM_DEPTH, depth, "table");
    const void *identity = lua_topointer(L, table);
    for (int i = 0; i < depth; i++) {
        if (it->path[i].table == identity) return problem(it, PLUA_PROBLEM_CYCLE, depth, "table");
    }
    if (!lua_checkstack(L, 6)) return problem(it, PLUA_PROBLEM_MEMORY, depth, "table");
    it->path[depth].table = identity;

    bool marked = false;
    if (lua_getmetatable(L, table)) {
        marked = lua_topointer(L, -1) == it->context->array_marker;
        lua_pop(L, 1);
    }
    plua_tape *tape = it->tape;
    size_t node_index = tape->node_count, bytes_before = tape->byte_count;
    if (!add_node(tape, PLUA_EMPTY)) return problem(it, PLUA_PROBLEM_MEMORY, depth, "table");

    // One walk suffices as long as integer keys come in order, which they do in the array part.
    uint32_t count = 0;
    bool strings = false;
    lua_pushnil(L);
    while (lua_next(L, table)) {
        int key_type = lua_type(L, -2);
        if (key_type == LUA_TSTRING) {
            if ((count > 0 && !strings) || marked) {
                lua_pop(L, 2);
                return problem(it, PLUA_PROBLEM_MIXED, depth, "table");
            }
            strings = true;
            size_t length;
            const char *text = lua_tolstring(L, -2, &length);
            it->path[depth].key = text;
            it->path[depth].key_length = length;
            if (!add_text(tape, text, length)) return problem(it, PLUA_PROBLEM_MEMORY, depth, "string");
        } else {
            if (strings) {
                lua_pop(L, 2);
                return problem(it, PLUA_PROBLEM_MIXED, depth, "table");
            }
            if (!lua_isinteger(L, -2) || lua_tointeger(L, -2) != (lua_Integer)count + 1) {
                lua_pop(L, 2);
                tape->node_count = node_index + 1;
                tape->byte_count = bytes_before;
                return read_sequence(L, it, table, depth, node_index);
            }
            it->path[depth].key = NULL;
            it->path[depth].index = (lua_Integer)count + 1;
        }
        // Scalars are read here: a call for each would cost as much as the rest.
        switch (lua_type(L, -1)) {
        case LUA_TSTRING: {
            size_t length;
            const char *text = lua_tolstring(L, -1, &length);
            if (!add_text(tape, text, length)) return problem(it, PLUA_PROBLEM_MEMORY, depth, "string");
            break;
        }
        case LUA_TNUMBER: {
            bool integer = lua_isinteger(L, -1);
            plua_node *node = add_node(tape, integer ? PLUA_INTEGER : PLUA_NUMBER);
            if (!node) return problem(it, PLUA_PROBLEM_MEMORY, depth, "number");
            if (integer) node->payload.integer = lua_tointeger(L, -1);
            else node->payload.number = lua_tonumber(L, -1);
            break;
        }
        default: {
            int failed = read_value(L, it, lua_gettop(L), depth + 1);
            if (failed) return failed;
        }
        }
        if (is_too_long(it)) return problem(it, PLUA_PROBLEM_MEMORY, depth, "table");
        lua_pop(L, 1);
        count += 1;
    }
    plua_node *node = &tape->nodes[node_index];
    node->count = count;
    if (strings) node->kind = PLUA_OBJECT;
    else if (count > 0 || marked) node->kind = PLUA_ARRAY;
    return 0;
}

static int64_t opaque_at(lua_State *L, int index, uint32_t *type) {
    const int64_t *box = lua_touserdata(L, index);
    if (!box || lua_type(L, index) != LUA_TUSERDATA || !lua_getmetatable(L, index)) return 0;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &plua_key_opaque);
    lua_pushvalue(L, -2);
    lua_rawget(L, -2); // the table of types maps each metatable back to its number
    int64_t id = lua_isinteger(L, -1) ? *box : 0;
    if (id != 0 && type) *type = (uint32_t)lua_tointeger(L, -1);
    lua_pop(L, 3);
    return id;
}

static int read_value(lua_State *L, reader *it, int index, int depth) {
    plua_tape *tape = it->tape;
    plua_node *node = NULL;
    switch (lua_type(L, index)) {
    case LUA_TNIL: node = add_node(tape, PLUA_NIL); break;
    case LUA_TBOOLEAN: node = add_node(tape, lua_toboolean(L, index) ? PLUA_TRUE : PLUA_FALSE); break;
    case LUA_TNUMBER:
        if (lua_isinteger(L, index)) {
            node = add_node(tape, PLUA_INTEGER);
            if (node) node->payload.integer = lua_tointeger(L, index);
        } else {
            node = add_node(tape, PLUA_NUMBER);
            if (node) node->payload.number = lua_tonumber(L, index);
        }
        break;
    case LUA_TSTRING: {
        size_t length;
        const char *text = lua_tolstring(L, index, &length);
        if (!add_text(tape, text, length)) return problem(it, PLUA_PROBLEM_MEMORY, depth, "string");
        return 0;
    }
    case LUA_TTABLE: return read_table(L, it, index, depth);
    case LUA_TLIGHTUSERDATA:
        if (lua_touserdata(L, index) == (void *)&plua_mark_null) {
            node = add_node(tape, PLUA_NULL);
            break;
        }
        return problem(it, PLUA_PROBLEM_TYPE, depth, "userdata");
    default: {
        if (!lua_checkstack(L, 4)) return problem(it, PLUA_PROBLEM_MEMORY, depth, "value");
        uint32_t type = 0;
        int64_t id = opaque_at(L, index, &type);
        if (id != 0) {
            node = add_node(tape, PLUA_OPAQUE);
            if (node) {
                tape->attachment_count += 1;
                node->count = type;
                node->payload.integer = id;
            }
        } else if (it->flags & PLUA_READ_REFERENCES) {
            node = add_node(tape, PLUA_REFERENCE);
            if (node) {
                tape->attachment_count += 1;
                lua_pushvalue(L, index);
                node->payload.integer = luaL_ref(L, LUA_REGISTRYINDEX);
            }
        } else {
            return problem(it, PLUA_PROBLEM_TYPE, depth, luaL_typename(L, index));
        }
    }
    }
    return node ? 0 : problem(it, PLUA_PROBLEM_MEMORY, depth, "value");
}

static int read_range(lua_State *L, reader *it, int first, int last) {
    int top = lua_gettop(L), failed = 0;
    for (int i = first; i <= last && !failed; i++) {
        it->value = i - first;
        failed = read_value(L, it, i, 0);
    }
    lua_settop(L, top);
    return failed;
}

typedef struct read_request {
    reader *reader;
    int failed;
} read_request;

static int read_protected(lua_State *L) {
    read_request *request = lua_touserdata(L, 1);
    request->failed = read_range(L, request->reader, 2, lua_gettop(L));
    return 0;
}

int plua_read(plua_context *context, lua_State *L, int first, int last, int flags, plua_tape *tape) {
    reader it;
    it.context = context;
    it.tape = tape;
    it.flags = flags;
    it.value = 0;
    it.most = context->limit / 2 > SHORTEST_LIMIT ? context->limit / 2 : SHORTEST_LIMIT;
    if (!lua_checkstack(L, 8)) return problem(&it, PLUA_PROBLEM_MEMORY, 0, "value");
    if (!(flags & PLUA_READ_REFERENCES)) return read_range(L, &it, first, last);

    size_t nodes_before = tape->node_count;
    int count = last - first + 1;
    if (!lua_checkstack(L, count + 8)) return problem(&it, PLUA_PROBLEM_MEMORY, 0, "value");
    for (int i = first; i <= last; i++) lua_pushvalue(L, i);
    read_request request = {&it, 0};
    if (plua_protect(L, read_protected, &request, count, 0) != PLUA_OK) {
        lua_pop(L, 1);
        request.failed = problem(&it, PLUA_PROBLEM_MEMORY, 0, "value");
    }
    if (request.failed) {
        for (size_t i = nodes_before; i < tape->node_count; i++) {
            plua_node *node = &tape->nodes[i];
            if (node->kind == PLUA_REFERENCE) luaL_unref(L, LUA_REGISTRYINDEX, (int)node->payload.integer);
        }
        tape->node_count = nodes_before;
    }
    return request.failed;
}

const char *plua_problem_path(plua_context *context) { return context->problem_path; }
const char *plua_problem_type(plua_context *context) { return context->problem_type ? context->problem_type : ""; }
int plua_problem_value(plua_context *context) { return context->problem_value; }

void plua_tape_free(plua_tape *tape) {
    free(tape->nodes);
    free(tape->bytes);
    memset(tape, 0, sizeof *tape);
}

// Single values -----------------------------------------------------------------------------------------------------

int plua_top(lua_State *L) { return lua_gettop(L); }
void plua_set_top(lua_State *L, int top) { lua_settop(L, top); }

int plua_kind(plua_context *context, lua_State *L, int index) {
    switch (lua_type(L, index)) {
    case LUA_TNONE: return -1;
    case LUA_TNIL: return PLUA_NIL;
    case LUA_TBOOLEAN: return lua_toboolean(L, index) ? PLUA_TRUE : PLUA_FALSE;
    case LUA_TNUMBER: return lua_isinteger(L, index) ? PLUA_INTEGER : PLUA_NUMBER;
    case LUA_TSTRING: return PLUA_STRING;
    case LUA_TTABLE: return PLUA_OBJECT;
    case LUA_TLIGHTUSERDATA: return lua_touserdata(L, index) == (void *)&plua_mark_null ? PLUA_NULL : PLUA_REFERENCE;
    default: return plua_opaque(context, L, index) != 0 ? PLUA_OPAQUE : PLUA_REFERENCE;
    }
}

bool plua_is_function(lua_State *L, int index) { return lua_type(L, index) == LUA_TFUNCTION; }

const char *plua_type_name(lua_State *L, int index) { return luaL_typename(L, index); }

int64_t plua_integer(lua_State *L, int index, bool *is_integer) {
    int is = 0;
    lua_Integer value = lua_type(L, index) == LUA_TNUMBER ? lua_tointegerx(L, index, &is) : 0;
    *is_integer = is != 0;
    return value;
}

double plua_number(lua_State *L, int index, bool *is_number) {
    *is_number = lua_type(L, index) == LUA_TNUMBER;
    return *is_number ? lua_tonumber(L, index) : 0;
}

bool plua_boolean(lua_State *L, int index) { return lua_toboolean(L, index); }

const uint8_t *plua_string(lua_State *L, int index, size_t *length) {
    if (lua_type(L, index) != LUA_TSTRING) return NULL; // lua_tolstring would change a number in place
    return (const uint8_t *)lua_tolstring(L, index, length);
}

int64_t plua_opaque(plua_context *context, lua_State *L, int index) {
    (void)context;
    return lua_checkstack(L, 4) ? opaque_at(L, lua_absindex(L, index), NULL) : 0;
}

void plua_push_nil(lua_State *L) { lua_pushnil(L); }
void plua_push_boolean(lua_State *L, bool value) { lua_pushboolean(L, value); }
void plua_push_integer(lua_State *L, int64_t value) { lua_pushinteger(L, value); }
void plua_push_number(lua_State *L, double value) { lua_pushnumber(L, value); }

// References --------------------------------------------------------------------------------------------------------

static int make_reference(lua_State *L) {
    int *reference = lua_touserdata(L, 1);
    *reference = luaL_ref(L, LUA_REGISTRYINDEX);
    return 0;
}

int plua_reference(plua_context *context, lua_State *L, int index) {
    (void)context;
    int reference = 0;
    if (!lua_checkstack(L, 4)) return 0;
    lua_pushvalue(L, index);
    int status = plua_protect(L, make_reference, &reference, 1, 0);
    if (status != PLUA_OK) lua_pop(L, 1);
    return status == PLUA_OK ? reference : 0;
}

void plua_unreference(plua_context *context, int reference) {
    lua_State *L = context->current;
    if (reference > 0 && lua_checkstack(L, 4)) luaL_unref(L, LUA_REGISTRYINDEX, reference);
}

int plua_push_reference(lua_State *L, int reference) {
    if (!lua_checkstack(L, 4)) {
        lua_pushnil(L);
        return PLUA_OUT_OF_MEMORY;
    }
    lua_rawgeti(L, LUA_REGISTRYINDEX, reference);
    return PLUA_OK;
}

// Null, arrays and opaque values ------------------------------------------------------------------------------------

static int null_text(lua_State *L) {
    void *mark = lua_touserdata(L, 1);
    if (mark == (void *)&plua_mark_null) lua_pushliteral(L, "null");
    else lua_pushliteral(L, "(end of the script)");
    return 1;
}

static int array_mark(lua_State *L) {
    lua_settop(L, 1);
    if (lua_isnil(L, 1)) {
        lua_settop(L, 0);
        lua_newtable(L);
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &plua_key_array);
    if (lua_getmetatable(L, 1) && !lua_rawequal(L, -1, 2)) {
        return luaL_error(L, "a table that has a metatable cannot be marked as an array");
    }
    lua_settop(L, 2);
    lua_setmetatable(L, 1);
    return 1;
}

static int opaque_collect(lua_State *L) {
    plua_context *context = context_of(L);
    int64_t *box = lua_touserdata(L, 1);
    if (*box != 0) context->callbacks.release(context->host, *box);
    *box = 0;
    return 0;
}

static int opaque_text(lua_State *L) {
    lua_pushvalue(L, lua_upvalueindex(1));
    return 1;
}

static int opaque_equal(lua_State *L) {
    int64_t left = opaque_at(L, 1, NULL), right = opaque_at(L, 2, NULL);
    lua_pushboolean(L, left != 0 && left == right);
    return 1;
}

typedef struct type_request {
    const char *name, *text;
    size_t name_length, text_length;
    int result;
} type_request;

static int make_type(lua_State *L) {
    type_request *request = lua_touserdata(L, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &plua_key_opaque);
    int number = (int)lua_rawlen(L, -1) + 1;
    lua_createtable(L, 0, 5);
    lua_pushlstring(L, request->name, request->name_length);
    lua_pushvalue(L, -1);
    lua_setfield(L, -3, "__name");
    lua_setfield(L, -2, "__metatable");
    lua_pushlstring(L, request->text, request->text_length);
    lua_pushcclosure(L, opaque_text, 1);
    lua_setfield(L, -2, "__tostring");
    lua_pushcfunction(L, opaque_equal);
    lua_setfield(L, -2, "__eq");
    lua_pushcfunction(L, opaque_collect);
    lua_setfield(L, -2, "__gc");
    lua_pushvalue(L, -1);
    lua_pushinteger(L, number);
    lua_rawset(L, -4);
    lua_rawseti(L, -2, number);
    request->result = number;
    return 0;
}

int plua_opaque_type(plua_context *context, const char *name, size_t name_length, const char *text,
                     size_t text_length) {
    type_request request = {name, text, name_length, text_length, 0};
    lua_State *L = context->current;
    if (plua_protect(L, make_type, &request, 0, 0) != PLUA_OK) lua_pop(L, 1);
    return request.result;
}

void plua_open_values(lua_State *L) {
    lua_createtable(L, 0, 2);
    lua_pushliteral(L, "array");
    lua_setfield(L, -2, "__name");
    lua_pushliteral(L, "array");
    lua_setfield(L, -2, "__metatable");
    context_of(L)->array_marker = lua_topointer(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &plua_key_array);

    // All light userdata share one metatable; null is the only one a script ever sees.
    lua_pushlightuserdata(L, (void *)&plua_mark_null);
    lua_createtable(L, 0, 3);
    lua_pushcfunction(L, null_text);
    lua_setfield(L, -2, "__tostring");
    lua_pushliteral(L, "null");
    lua_setfield(L, -2, "__name");
    lua_pushliteral(L, "null");
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_pop(L, 1);

    lua_createtable(L, 2, 2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &plua_key_opaque);

    lua_createtable(L, 0, 4);
    lua_pushcfunction(L, array_mark);
    lua_setfield(L, -2, "array");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &plua_key_builtins);
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0
//
// Tracebacks: where an error was raised, as plain data. Nothing here allocates in Lua, because errors are also raised
// when there is no memory left.

#include "context.h"

#include <stdlib.h>
#include <string.h>

static bool is_hidden(const char *source) { return strncmp(source, "=[perch", 7) == 0; }

static uint32_t add_text(trace *into, const char *text, size_t length) {
    size_t room = TRACE_TEXT - into->text_length;
    if (length > room) length = room;
    memcpy(into->text + into->text_length, text, length);
    into->text_length += (uint32_t)length;
    return (uint32_t)length;
}

static plua_frame *add_frame(trace *into, int32_t line, uint32_t kind) {
    if (into->count == TRACE_FRAMES) {
        into->truncated = true;
        return NULL;
    }
    plua_frame *frame = &into->frames[into->count++];
    *frame = (plua_frame){.line = line, .kind = kind, .source = into->text_length, .name = into->text_length};
    return frame;
}

static void add_source(trace *into, plua_frame *frame, const char *source, size_t length) {
    // The same few sources come again and again.
    for (uint32_t i = 0; i + 1 < into->count; i++) {
        plua_frame *other = &into->frames[i];
        if (other->source_length == length && memcmp(into->text + other->source, source, length) == 0) {
            frame->source = other->source;
            frame->source_length = other->source_length;
            return;
        }
    }
    frame->source = into->text_length;
    frame->source_length = add_text(into, source, length);
}

/// A chunk's name as people know it: without the mark that says what kind of name it is.
static void visible_source(const lua_Debug *activation, const char **source, size_t *length) {
    const char *text = activation->source;
    if (*text == '@' || *text == '=') {
        *source = text + 1;
        *length = strlen(text + 1);
        if (*length > 300) *length = 300;
    } else {
        *source = activation->short_src;
        *length = strlen(activation->short_src);
    }
}

void plua_capture(lua_State *L, trace *into, bool append) {
    if (!append) {
        into->count = 0;
        into->text_length = 0;
        into->truncated = false;
    }
    lua_Debug activation;
    for (int level = 0; lua_getstack(L, level, &activation); level++) {
        if (!lua_getinfo(L, "Sln", &activation)) continue;
        if (activation.currentline < 0 || is_hidden(activation.source)) continue;
        bool is_main = *activation.what == 'm';
        plua_frame *frame = add_frame(into, activation.currentline, is_main ? PLUA_FRAME_MAIN : PLUA_FRAME_FUNCTION);
        if (!frame) return;
        const char *source;
        size_t length;
        visible_source(&activation, &source, &length);
        add_source(into, frame, source, length);
        if (!is_main && activation.name && activation.name[0] != '?') {
            frame->name = into->text_length;
            frame->name_length = add_text(into, activation.name, strlen(activation.name));
        }
    }
}

/// Whether the value at `index` is the one that came out of a coroutine last.
static bool was_joined(plua_context *context, lua_State *L, int index) {
    if (!context->has_joined || !lua_checkstack(L, 2)) return false;
    index = lua_absindex(L, index);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &plua_key_joined);
    bool same = lua_rawequal(L, -1, index);
    lua_pop(L, 1);
    return same;
}

/// Lets the observer, if there is one, look at the error while the functions that led to it still stand.
static void show_observer(lua_State *L, plua_context *context) {
    if (!context->has_observer || is_ending(context) || !lua_checkstack(L, 8)) return;
    int top = lua_gettop(L);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &plua_key_observer);
    lua_pushvalue(L, 1);
    lua_pcall(L, 1, 0, 0);
    lua_settop(L, top);
}

/// observe(function): to be called with every error that nobody catches.
static int observe(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &plua_key_observer);
    context_of(L)->has_observer = true;
    return 0;
}

void plua_open_observer(lua_State *L) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &plua_key_builtins);
    lua_pushcfunction(L, observe);
    lua_setfield(L, -2, "observe");
    luaL_requiref(L, LUA_DBLIBNAME, luaopen_debug, false);
    lua_createtable(L, 0, 6);
    static const char *const names[] = {"getinfo", "getlocal", "getupvalue", "getmetatable", "setmetatable", "traceback"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        lua_getfield(L, -2, names[i]);
        lua_setfield(L, -2, names[i]);
    }
    lua_setfield(L, -3, "debug");
    lua_pop(L, 2);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_pushnil(L);
    lua_setfield(L, -2, LUA_DBLIBNAME);
    lua_pop(L, 1);
}

int plua_message_handler(lua_State *L) {
    plua_context *context = context_of(L);
    if (was_joined(context, L, 1)) {
        context->raised = context->joined;
        plua_capture(L, &context->raised, true);
    } else {
        plua_capture(L, &context->raised, false);
    }
    show_observer(L, context);
    return 1;
}

void plua_join(plua_context *context, lua_State *from) {
    if (is_ending(context) || lua_gettop(from) == 0) return;
    if (was_joined(context, from, -1)) {
        plua_capture(from, &context->joined, true);
        return;
    }
    plua_capture(from, &context->joined, false);
    context->has_joined = lua_checkstack(from, 1);
    if (!context->has_joined) return;
    if (lua_isnil(from, -1)) lua_pushboolean(from, false);
    else lua_pushvalue(from, -1);
    lua_rawsetp(from, LUA_REGISTRYINDEX, &plua_key_joined); // the key exists: no allocation, so nothing is raised
}

const char *plua_failed_chunk(plua_context *context) { return context->failed_chunk; }

bool plua_location(lua_State *L, const char **source, size_t *length, int *line) {
    lua_Debug activation;
    for (int level = 0; lua_getstack(L, level, &activation); level++) {
        if (!lua_getinfo(L, "Sl", &activation)) continue;
        if (activation.currentline < 0 || is_hidden(activation.source)) continue;
        // A pointer into the function's own name, alive as long as the function is on the stack; or a copy.
        visible_source(&activation, source, length);
        if (*source == activation.short_src) {
            char *copy = context_of(L)->location_text;
            memcpy(copy, activation.short_src, sizeof activation.short_src);
            *source = copy;
        }
        *line = activation.currentline;
        return true;
    }
    return false;
}

// Errors of the host ------------------------------------------------------------------------------------------------
//
// An error table made by the host has a companion, found through a table with weak keys: a userdata with the id of the
// host's own error and the traceback. When the error table is collected, so is the companion, and the host lets go.

typedef struct companion {
    int64_t cause;
    uint32_t count, text_length;
    bool truncated;
    // frames, then text
} companion;

static int companion_collect(lua_State *L) {
    plua_context *context = context_of(L);
    companion *it = lua_touserdata(L, 1);
    if (it->cause != 0) context->callbacks.release(context->host, it->cause);
    it->cause = 0;
    return 0;
}

/// Pushes the companion of the error table at `index`, or nothing.
static companion *find_companion(lua_State *L, int index) {
    if (lua_type(L, index) != LUA_TTABLE) return NULL;
    index = lua_absindex(L, index);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &plua_key_causes);
    lua_pushvalue(L, index);
    lua_rawget(L, -2);
    companion *it = lua_touserdata(L, -1);
    lua_remove(L, -2);
    if (!it) lua_pop(L, 1);
    return it;
}

static void companion_trace(const companion *it, trace *into) {
    memset(into, 0, offsetof(trace, frames));
    const plua_frame *frames = (const plua_frame *)(it + 1);
    into->count = it->count;
    into->text_length = it->text_length;
    into->truncated = it->truncated;
    memcpy(into->frames, frames, it->count * sizeof(plua_frame));
    memcpy(into->text, frames + it->count, it->text_length);
}

typedef struct error_request {
    const plua_node *nodes;
    size_t node_count;
    const uint8_t *bytes;
    size_t byte_count;
    int64_t cause;
} error_request;

static int push_error(lua_State *L) {
    const error_request *request = lua_touserdata(L, 1);
    plua_context *context = context_of(L);
    plua_push_values(L, request->nodes, request->node_count, request->bytes, request->byte_count, 1);
    lua_getfield(L, -1, "location");
    bool has_location = !lua_isnil(L, -1);
    lua_pop(L, 1);
    const char *source;
    size_t length;
    int line;
    if (!has_location && plua_location(L, &source, &length, &line)) {
        lua_pushlstring(L, source, length);
        lua_pushfstring(L, ":%d", line);
        lua_concat(L, 2);
        lua_setfield(L, -2, "location");
    }
    lua_rawgetp(L, LUA_REGISTRYINDEX, &plua_key_error);
    lua_setmetatable(L, -2);

    trace *here = &context->raised;
    plua_capture(L, here, false);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &plua_key_causes);
    lua_pushvalue(L, -2);
    size_t size = sizeof(companion) + here->count * sizeof(plua_frame) + here->text_length;
    companion *it = lua_newuserdatauv(L, size, 0);
    it->cause = 0;
    it->count = here->count;
    it->text_length = here->text_length;
    it->truncated = here->truncated;
    plua_frame *frames = (plua_frame *)(it + 1);
    memcpy(frames, here->frames, here->count * sizeof(plua_frame));
    memcpy(frames + here->count, here->text, here->text_length);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &plua_key_hidden);
    lua_setmetatable(L, -2);
    lua_rawset(L, -3);
    lua_pop(L, 1);
    // Only now, when nothing can fail any more, does the userdata own the id.
    it->cause = request->cause;
    return 1;
}

int plua_push_error(plua_context *context, lua_State *L, const plua_node *nodes, size_t node_count,
                    const uint8_t *bytes, size_t byte_count, int64_t cause) {
    error_request request = {nodes, node_count, bytes, byte_count, cause};
    int status = plua_protect(L, push_error, &request, 0, 1);
    if (status != PLUA_OK && cause != 0) context->callbacks.release(context->host, cause);
    return status;
}

static int error_text(lua_State *L) {
    lua_settop(L, 1);
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_pushliteral(L, "location");
    lua_rawget(L, 1);
    lua_pushliteral(L, "message");
    lua_rawget(L, 1);
    bool has_location = lua_type(L, 2) == LUA_TSTRING;
    if (lua_isnil(L, 3)) {
        lua_pushliteral(L, "error");
        lua_replace(L, 3);
    }
    luaL_tolstring(L, 3, NULL);
    if (!has_location) return 1;
    lua_pushvalue(L, 2);
    lua_pushliteral(L, ": ");
    lua_pushvalue(L, 4);
    lua_concat(L, 3);
    return 1;
}

/// `traceback` is made when it is asked for: most errors that are caught are never printed.
static int error_index(lua_State *L) {
    const char *key = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
    if (strcmp(key, "traceback") != 0) return 0;
    companion *it = find_companion(L, 1);
    if (!it) return 0;
    const plua_frame *frames = (const plua_frame *)(it + 1);
    const char *text = (const char *)(frames + it->count);
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    luaL_addstring(&buffer, "stack traceback:");
    for (uint32_t i = 0; i < it->count; i++) {
        const plua_frame *frame = &frames[i];
        char line[32];
        snprintf(line, sizeof line, ":%d: in ", frame->line);
        luaL_addstring(&buffer, "\n\t");
        luaL_addlstring(&buffer, text + frame->source, frame->source_length);
        luaL_addstring(&buffer, line);
        if (frame->kind == PLUA_FRAME_MAIN) {
            luaL_addstring(&buffer, "main chunk");
        } else {
            luaL_addstring(&buffer, "function '");
            luaL_addlstring(&buffer, frame->name_length ? text + frame->name : "?",
                            frame->name_length ? frame->name_length : 1);
            luaL_addchar(&buffer, '\'');
        }
    }
    luaL_pushresult(&buffer);
    return 1;
}

void plua_open_errors(lua_State *L) {
    lua_createtable(L, 0, 4);
    lua_pushcfunction(L, error_text);
    lua_setfield(L, -2, "__tostring");
    lua_pushcfunction(L, error_index);
    lua_setfield(L, -2, "__index");
    lua_pushliteral(L, "error");
    lua_setfield(L, -2, "__name");
    lua_pushliteral(L, "error");
    lua_setfield(L, -2, "__metatable");
    context_of(L)->error_marker = lua_topointer(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &plua_key_error);

    lua_createtable(L, 0, 1);
    lua_createtable(L, 0, 1);
    lua_pushliteral(L, "k");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &plua_key_causes);

    lua_createtable(L, 0, 2);
    lua_pushcfunction(L, companion_collect);
    lua_setfield(L, -2, "__gc");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &plua_key_hidden);

    lua_pushboolean(L, false);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &plua_key_joined);
}

// The report --------------------------------------------------------------------------------------------------------

typedef struct report_request {
    int64_t cause;
} report_request;

static void keep_message(plua_context *context, const char *text, size_t length) {
    if (context->message_capacity < length + 1) {
        char *larger = realloc(context->message, length + 1);
        if (!larger) length = context->message_capacity ? context->message_capacity - 1 : 0;
        else {
            context->message = larger;
            context->message_capacity = length + 1;
        }
    }
    if (context->message_capacity == 0) return;
    memcpy(context->message, text, length);
    context->message[length] = 0;
}

/// The error is argument 2; the text of its message is the result.
static int describe_error(lua_State *L) {
    report_request *request = lua_touserdata(L, 1);
    if (lua_type(L, 2) == LUA_TTABLE) {
        companion *it = find_companion(L, 2);
        if (it) {
            request->cause = it->cause;
            lua_pop(L, 1);
        }
        lua_pushliteral(L, "message");
        lua_rawget(L, 2);
        if (lua_type(L, -1) == LUA_TSTRING) return 1;
        lua_pop(L, 1);
    }
    if (lua_type(L, 2) == LUA_TSTRING) {
        lua_pushvalue(L, 2);
    } else if (luaL_getmetafield(L, 2, "__tostring") != LUA_TNIL || lua_isnumber(L, 2)) {
        context_of(L)->ceiling = context_of(L)->limit; // for a method of the script
        luaL_tolstring(L, 2, NULL);
    } else {
        lua_pushfstring(L, "(error object is a %s value)", luaL_typename(L, 2));
    }
    return 1;
}

void plua_report_error(plua_context *context, lua_State *L, int status, plua_report *report) {
    memset(report, 0, sizeof *report);
    report->is_table = lua_type(L, -1) == LUA_TTABLE;
    report->is_string = lua_type(L, -1) == LUA_TSTRING;
    size_t saved = context->ceiling;
    context->ceiling = SIZE_MAX;
    const trace *where = &context->raised;
    if (status == PLUA_OUT_OF_MEMORY || status == PLUA_KILLED) {
        keep_message(context, "", 0);
        if (status == PLUA_OUT_OF_MEMORY || atomic_load(&context->kill) == PLUA_KILL_MEMORY) where = &context->refused;
    } else {
        // Describing may call __tostring of the script, which has the limits of a call.
        trace raised = context->raised;
        report_request request = {0};
        bool outermost = context->depth == 0;
        if (outermost) plua_enter(context);
        lua_pushvalue(L, -1);
        if (plua_protect(L, describe_error, &request, 1, 1) == PLUA_OK) {
            size_t length;
            const char *text = lua_tolstring(L, -1, &length);
            keep_message(context, text, length);
            report->message_length = length;
        } else {
            keep_message(context, "", 0);
        }
        lua_pop(L, 1);
        if (outermost) plua_leave(context);
        context->ceiling = SIZE_MAX;
        context->raised = raised;
        report->cause = request.cause;
        // An error of the host was raised where it was made, wherever it was raised again.
        companion *it = was_joined(context, L, -1) ? NULL : find_companion(L, -1);
        if (it) {
            companion_trace(it, &context->raised);
            lua_pop(L, 1);
        }
    }
    context->ceiling = saved;
    if (status == PLUA_SYNTAX) where = NULL;
    report->message = context->message ? context->message : "";
    if (!where) return;
    report->frames = where->frames;
    report->frame_count = where->count;
    report->frame_text = where->text;
    report->truncated = where->truncated;
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0
//
// Calls in both directions, and the life of a state.

#include "context.h"

#include <stdlib.h>
#include <string.h>

const char plua_key_causes, plua_key_joined, plua_key_array, plua_key_error, plua_key_opaque, plua_key_scheduler,
    plua_key_builtins, plua_key_loading, plua_key_hidden, plua_key_observer;
const char plua_mark_null, plua_mark_killed, plua_mark_suspended, plua_mark_join;

// From Lua to the host ----------------------------------------------------------------------------------------------

static int finish_suspended(lua_State *L, int status, lua_KContext token) {
    (void)status;
    plua_context *context = context_of(L);
    if (is_killed(context)) return plua_raise_killed(L);
    lua_settop(L, 0);
    size_t saved = context->ceiling;
    context->ceiling = SIZE_MAX;
    bool was_ending = is_ending(context);
    int32_t outcome = context->callbacks.resume(context->host, L, (int64_t)token);
    context->ceiling = saved;
    return plua_settle(L, context, outcome, was_ending);
}

/// Turns what the host gave back into what Lua understands. Its frames are gone by now, so raising is safe.
int plua_settle(lua_State *L, plua_context *context, int32_t outcome, bool was_ending) {
    if (is_killed(context) || (is_ending(context) && !was_ending)) return plua_raise_killed(L);
    if (context->used > context->limit) plua_check_memory(L);
    if (outcome >= 0) return outcome;
    if (outcome == PLUA_SUSPEND) {
        int64_t token = context->suspended_token;
        lua_settop(L, 0);
        lua_pushlightuserdata(L, (void *)&plua_mark_suspended);
        lua_pushinteger(L, token);
        return lua_yieldk(L, 2, (lua_KContext)token, finish_suspended);
    }
    if (outcome == PLUA_RAISE_MEMORY) {
        lua_settop(L, 0);
        lua_pushliteral(L, "not enough memory");
    }
    return lua_error(L);
}

static int call_host(lua_State *L) {
    plua_context *context = context_of(L);
    if (is_killed(context)) return plua_raise_killed(L);
    lua_Integer id = lua_tointeger(L, lua_upvalueindex(1));
    bool yieldable = is_task(L) && lua_isyieldable(L);
    size_t saved = context->ceiling;
    context->ceiling = SIZE_MAX;
    bool was_ending = is_ending(context);
    int32_t outcome = context->callbacks.invoke(context->host, L, id, yieldable);
    context->ceiling = saved;
    return plua_settle(L, context, outcome, was_ending);
}

void plua_suspend(plua_context *context, int64_t token) { context->suspended_token = token; }

void plua_authorize(lua_State *L, int action, const char *text, size_t length) {
    plua_context *context = context_of(L);
    size_t saved = context->ceiling;
    context->ceiling = SIZE_MAX;
    int32_t outcome = context->callbacks.authorize(context->host, L, action, text, length);
    context->ceiling = saved;
    if (outcome != 0) plua_settle(L, context, outcome, true);
}

// From the host to Lua ----------------------------------------------------------------------------------------------

int plua_call(plua_context *context, lua_State *L, int arguments) {
    bool outermost = context->depth == 0;
    if (outermost) {
        plua_enter(context);
        if (is_ending(context)) plua_arm(context, L); // killed before the signal could find this state
    }
    bool was_ending = is_ending(context);
    context->depth += 1;
    size_t saved_ceiling = context->ceiling;
    context->ceiling = context->limit;

    int base = lua_gettop(L) - arguments;
    int status;
    if (lua_checkstack(L, 4)) {
        lua_pushcfunction(L, plua_message_handler);
        lua_insert(L, base);
        status = lua_pcall(L, arguments, LUA_MULTRET, base);
        lua_remove(L, base);
    } else {
        lua_settop(L, base - 1);
        lua_pushnil(L);
        status = LUA_ERRMEM;
    }

    context->ceiling = saved_ceiling;
    context->depth -= 1;
    context->current = L;
    int result = PLUA_OK;
    if (status != LUA_OK) result = PLUA_FAILED;
    if (status == LUA_ERRMEM) result = PLUA_OUT_OF_MEMORY;
    if (status == LUA_ERRRUN && lua_type(L, -1) == LUA_TSTRING && strcmp(lua_tostring(L, -1), "not enough memory") == 0) {
        result = PLUA_OUT_OF_MEMORY;
    }
    if (outermost) plua_leave(context);
    // A script that came to its end just before it was killed has come to its end; one that exited has not.
    int reason = atomic_load(&context->kill);
    if (reason != PLUA_KILL_NONE && (status != LUA_OK || (reason == PLUA_KILL_EXIT && !was_ending))) {
        if (status == LUA_OK) {
            lua_settop(L, base - 1);
            lua_pushnil(L);
        }
        result = PLUA_KILLED;
    }
    return result;
}

// Loading -----------------------------------------------------------------------------------------------------------

int plua_load(plua_context *context, lua_State *L, const char *text, size_t length, const char *chunk_name) {
    if (!lua_checkstack(L, 4)) {
        lua_pushnil(L);
        return PLUA_OUT_OF_MEMORY;
    }
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        length -= 3;
    }
    if (length > 0 && *text == '#') {
        // A line for the shell. Its line break stays, so that line numbers do.
        const char *end = memchr(text, '\n', length);
        length = end ? length - (size_t)(end - text) : 0;
        if (end) text = end;
    }
    int status = luaL_loadbufferx(L, text, length, chunk_name, "t");
    if (status == LUA_OK) return PLUA_OK;
    snprintf(context->failed_chunk, sizeof context->failed_chunk, "%s", chunk_name);
    if (status == LUA_ERRMEM) return PLUA_FAILED;
    return status == LUA_ERRSYNTAX ? PLUA_SYNTAX : PLUA_FAILED;
}

// Globals -----------------------------------------------------------------------------------------------------------

/// Pushes the table at a dotted path below the globals, made where it is missing.
static void push_module(lua_State *L, const char *path, size_t length) {
    lua_pushglobaltable(L);
    while (length > 0) {
        const char *dot = memchr(path, '.', length);
        size_t part = dot ? (size_t)(dot - path) : length;
        lua_pushlstring(L, path, part);
        lua_pushvalue(L, -1);
        if (lua_rawget(L, -3) != LUA_TTABLE) {
            lua_pop(L, 1);
            lua_createtable(L, 0, 8);
            lua_pushvalue(L, -2);
            lua_pushvalue(L, -2);
            lua_rawset(L, -5);
        }
        lua_replace(L, -3);
        lua_pop(L, 1);
        size_t used = part + (dot ? 1 : 0);
        path += used;
        length -= used;
    }
}

typedef struct register_request {
    const plua_function *functions;
    size_t count;
} register_request;

static int register_functions(lua_State *L) {
    const register_request *request = lua_touserdata(L, 1);
    const char *module = NULL;
    size_t module_length = 0;
    for (size_t i = 0; i < request->count; i++) {
        const plua_function *it = &request->functions[i];
        // Functions of a module usually come together.
        bool same = module && module_length == it->module_length && memcmp(module, it->module, module_length) == 0;
        if (!same) {
            lua_settop(L, 1);
            push_module(L, it->module, it->module_length);
            module = it->module;
            module_length = it->module_length;
        }
        lua_pushlstring(L, it->name, it->name_length);
        lua_pushinteger(L, it->id);
        lua_pushcclosure(L, call_host, 1);
        lua_rawset(L, -3);
    }
    return 0;
}

int plua_register(plua_context *context, const plua_function *functions, size_t count) {
    register_request request = {functions, count};
    return plua_protect(context->current, register_functions, &request, 0, 0);
}

typedef struct path_request {
    const char *path;
    size_t length;
} path_request;

static void split_path(const path_request *request, size_t *module, size_t *name) {
    size_t at = request->length;
    while (at > 0 && request->path[at - 1] != '.') at--;
    *name = at;
    *module = at > 0 ? at - 1 : 0;
}

static int set_path(lua_State *L) {
    const path_request *request = lua_touserdata(L, 1);
    size_t module, name;
    split_path(request, &module, &name);
    push_module(L, request->path, module);
    lua_pushlstring(L, request->path + name, request->length - name);
    lua_pushvalue(L, 2);
    lua_rawset(L, -3);
    return 0;
}

int plua_set_path(plua_context *context, lua_State *L, const char *path, size_t length) {
    (void)context;
    path_request request = {path, length};
    return plua_protect(L, set_path, &request, 1, 0);
}

static int get_path(lua_State *L) {
    const path_request *request = lua_touserdata(L, 1);
    const char *path = request->path;
    size_t length = request->length;
    lua_pushglobaltable(L);
    while (length > 0) {
        const char *dot = memchr(path, '.', length);
        size_t part = dot ? (size_t)(dot - path) : length;
        if (lua_type(L, -1) != LUA_TTABLE) {
            lua_pushnil(L);
            return 1;
        }
        lua_pushlstring(L, path, part);
        lua_rawget(L, -2);
        size_t used = part + (dot ? 1 : 0);
        path += used;
        length -= used;
    }
    return 1;
}

int plua_get_path(plua_context *context, lua_State *L, const char *path, size_t length) {
    (void)context;
    path_request request = {path, length};
    return plua_protect(L, get_path, &request, 0, 1);
}

static int set_loaded(lua_State *L) {
    const path_request *request = lua_touserdata(L, 1);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_pushlstring(L, request->path, request->length);
    lua_pushvalue(L, 2);
    lua_rawset(L, -3);
    return 0;
}

int plua_set_loaded(plua_context *context, lua_State *L, const char *name, size_t length) {
    (void)context;
    path_request request = {name, length};
    return plua_protect(L, set_loaded, &request, 1, 0);
}

static int get_builtin(lua_State *L) {
    const char *name = lua_touserdata(L, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &plua_key_builtins);
    lua_getfield(L, -1, name);
    return 1;
}

int plua_push_builtin(plua_context *context, lua_State *L, const char *name) {
    (void)context;
    return plua_protect(L, get_builtin, (void *)name, 0, 1);
}

// Life cycle --------------------------------------------------------------------------------------------------------

static int panic(lua_State *L) {
    const char *text = lua_tostring(L, -1);
    fprintf(stderr, "perch: an error outside of a protected call: %s\n", text ? text : "?");
    abort();
}

static int open_libraries(lua_State *L) {
    const plua_options *options = lua_touserdata(L, 1);
    plua_open_values(L);
    plua_open_errors(L);
    plua_open_observer(L);
    plua_open_base(L);
    plua_open_coroutine(L);
    plua_open_shields(L);
    plua_open_files(L);
    plua_open_require(L, options->module_path, options->module_path_length);
    plua_open_tasks(L);
    return 0;
}

plua_context *plua_open(const plua_callbacks *callbacks, void *host, const plua_options *options,
                        uint64_t fail_allocation) {
    plua_context *context = calloc(1, sizeof *context);
    if (!context) return NULL;
    context->callbacks = *callbacks;
    context->host = host;
    context->limit = options->memory_limit;
    context->ceiling = context->limit;
    context->fail_countdown = fail_allocation;
    context->line_buffered = options->line_buffered;
    context->scheduler = options->scheduler;
    context->scheduler_length = options->scheduler_length;
    atomic_init(&context->references, 1);
    pthread_mutex_init(&context->mutex, NULL);
    pthread_cond_init(&context->condition, NULL);

    // Lists of free blocks and the steps between their sizes take room that the limit does not count.
    size_t most = context->limit > SIZE_MAX / 8 ? SIZE_MAX / 8 : context->limit;
    bool has_memory = !options->has_images || plua_open_arena(context, most * 4 + (64 << 20));
    lua_State *L = has_memory ? lua_newstate(plua_allocate, context) : NULL;
    if (L) {
        *(plua_context **)lua_getextraspace(L) = context;
        context->main = L;
        context->current = L;
        lua_atpanic(L, panic);
        bool is_open = plua_protect(L, open_libraries, (void *)options, 0, 0) == PLUA_OK;
        if (is_open && (!options->counts_lines || plua_count_lines(context))) return context;
    }
    plua_close(context);
    plua_release(context);
    return NULL;
}

void plua_close(plua_context *context) {
    if (context->main) {
        context->ceiling = SIZE_MAX;
        context->current = context->main;
        plua_flush(context);
        lua_close(context->main);
        context->main = NULL;
        context->current = NULL;
    }
    plua_free_pool(context);
    plua_close_arena(context);
    plua_free_lines(context);
    plua_close_streams(context);
}

void plua_retain(plua_context *context) { atomic_fetch_add_explicit(&context->references, 1, memory_order_relaxed); }

void plua_release(plua_context *context) {
    if (atomic_fetch_sub_explicit(&context->references, 1, memory_order_acq_rel) != 1) return;
    pthread_mutex_destroy(&context->mutex);
    pthread_cond_destroy(&context->condition);
    if (context->callbacks.drop && context->handle) context->callbacks.drop(context->handle);
    free(context->message);
    plua_tape_free(&context->scratch);
    free(context);
}

lua_State *plua_current(plua_context *context) { return context->current; }

void plua_collect(plua_context *context) {
    // Collecting calls finalizers, all of them ours, none of which raises.
    if (context->current) lua_gc(context->current, LUA_GCCOLLECT);
}

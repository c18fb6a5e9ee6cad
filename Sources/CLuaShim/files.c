// Part of Perch. SPDX-License-Identifier: Apache-2.0
//
// io and os. The libraries are Lua's own, behind functions that ask the host first. The standard streams are the
// host's: C streams whose bytes come from and go to callbacks.

#define _GNU_SOURCE
#include "context.h"

#include <stdlib.h>
#include <string.h>

// Streams of the host -----------------------------------------------------------------------------------------------

typedef struct stream_cookie {
    plua_context *context;
    int32_t stream;
} stream_cookie;

#ifdef __APPLE__
typedef int read_result;
typedef int write_result;
typedef int size_argument;
#else
typedef ssize_t read_result;
typedef ssize_t write_result;
typedef size_t size_argument;
#endif

static write_result write_stream(void *argument, const char *bytes, size_argument length) {
    stream_cookie *cookie = argument;
    plua_context *context = cookie->context;
    context->callbacks.write(context->host, cookie->stream, bytes, (size_t)length);
    return (write_result)length;
}

static read_result read_stream(void *argument, char *bytes, size_argument capacity) {
    stream_cookie *cookie = argument;
    plua_context *context = cookie->context;
    plua_flush(context); // a question should be seen before its answer is awaited
    return (read_result)context->callbacks.read(context->host, bytes, (size_t)capacity);
}

static int close_stream(void *argument) {
    free(argument);
    return 0;
}

static FILE *open_stream(plua_context *context, int32_t stream) {
    stream_cookie *cookie = malloc(sizeof *cookie);
    if (!cookie) return NULL;
    *cookie = (stream_cookie){context, stream};
    bool reads = stream == PLUA_STDIN;
#ifdef __APPLE__
    FILE *file = funopen(cookie, reads ? read_stream : NULL, reads ? NULL : write_stream, NULL, close_stream);
#else
    cookie_io_functions_t functions = {
        .read = reads ? read_stream : NULL, .write = reads ? NULL : write_stream, .close = close_stream,
    };
    FILE *file = fopencookie(cookie, reads ? "r" : "w", functions);
#endif
    if (!file) free(cookie);
    else if (stream == PLUA_STDERR) setvbuf(file, NULL, _IONBF, 0);
    return file;
}

void plua_flush(plua_context *context) {
    for (int i = PLUA_STDOUT; i <= PLUA_STDERR; i++) {
        if (context->streams[i]) fflush(context->streams[i]);
    }
}

void plua_close_streams(plua_context *context) {
    for (int i = PLUA_STDIN; i <= PLUA_STDERR; i++) {
        if (context->streams[i]) fclose(context->streams[i]);
        context->streams[i] = NULL;
    }
}

static int keep_open(lua_State *L) {
    luaL_Stream *file = luaL_checkudata(L, 1, LUA_FILEHANDLE);
    file->closef = keep_open;
    luaL_pushfail(L);
    lua_pushliteral(L, "cannot close standard file");
    return 2;
}

static void push_stream(lua_State *L, int32_t stream, bool line_buffered) {
    plua_context *context = context_of(L);
    luaL_Stream *file = lua_newuserdatauv(L, sizeof *file, 0);
    file->closef = NULL;
    file->f = NULL;
    luaL_setmetatable(L, LUA_FILEHANDLE);
    context->streams[stream] = open_stream(context, stream);
    if (!context->streams[stream]) luaL_error(L, "not enough memory");
    if (line_buffered) setvbuf(context->streams[stream], NULL, _IOLBF, BUFSIZ);
    file->f = context->streams[stream];
    file->closef = keep_open;
}

// Functions that ask first ------------------------------------------------------------------------------------------

static void authorize_path(lua_State *L, int index, int action) {
    size_t length;
    const char *path = luaL_checklstring(L, index, &length);
    if (strlen(path) != length) luaL_argerror(L, index, "a path cannot have a zero byte");
    plua_authorize(L, action, path, length);
}

static int call_original(lua_State *L) {
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    return lua_gettop(L);
}

static int open_file(lua_State *L) {
    context_of(L)->holds_files = true;
    return call_original(L);
}

static int io_open(lua_State *L) {
    const char *mode = luaL_optstring(L, 2, "r");
    bool reads = *mode == 'r' || strchr(mode, '+');
    bool writes = *mode != 'r' || strchr(mode, '+');
    if (reads) authorize_path(L, 1, PLUA_MAY_READ);
    if (writes) authorize_path(L, 1, PLUA_MAY_WRITE);
    return open_file(L);
}

static int io_lines(lua_State *L) {
    if (lua_type(L, 1) == LUA_TSTRING) authorize_path(L, 1, PLUA_MAY_READ);
    return open_file(L);
}

static int io_input(lua_State *L) {
    if (lua_type(L, 1) == LUA_TSTRING) authorize_path(L, 1, PLUA_MAY_READ);
    return open_file(L);
}

static int io_output(lua_State *L) {
    if (lua_type(L, 1) == LUA_TSTRING) authorize_path(L, 1, PLUA_MAY_WRITE);
    return open_file(L);
}

static int os_remove(lua_State *L) {
    authorize_path(L, 1, PLUA_MAY_WRITE);
    return call_original(L);
}

static int os_rename(lua_State *L) {
    authorize_path(L, 1, PLUA_MAY_WRITE);
    authorize_path(L, 2, PLUA_MAY_WRITE);
    return call_original(L);
}

static int os_getenv(lua_State *L) {
    size_t length;
    const char *name = luaL_checklstring(L, 1, &length);
    plua_authorize(L, PLUA_MAY_READ_ENVIRONMENT, name, length);
    return call_original(L);
}

static int run_command(lua_State *L) {
    size_t length;
    const char *command = luaL_optlstring(L, 1, "", &length);
    plua_authorize(L, PLUA_MAY_RUN, command, length);
    plua_flush(context_of(L));
    return open_file(L);
}

/// os.exit: ends the script, not the process. Nothing catches it; `<close>` variables are closed on the way out.
static int os_exit(lua_State *L) {
    plua_context *context = context_of(L);
    if (lua_isboolean(L, 1)) context->exit_code = lua_toboolean(L, 1) ? EXIT_SUCCESS : EXIT_FAILURE;
    else context->exit_code = (int)luaL_optinteger(L, 1, EXIT_SUCCESS);
    plua_kill_self(context, PLUA_KILL_EXIT);
    return plua_raise_killed(L);
}

// Opening -----------------------------------------------------------------------------------------------------------

static void wrap(lua_State *L, const char *name, lua_CFunction function) {
    lua_getfield(L, -1, name);
    lua_pushcclosure(L, function, 1);
    lua_setfield(L, -2, name);
}

static void remove_field(lua_State *L, const char *name) {
    lua_pushnil(L);
    lua_setfield(L, -2, name);
}

void plua_open_files(lua_State *L) {
    plua_context *context = context_of(L);
    luaL_requiref(L, LUA_IOLIBNAME, luaopen_io, true);
    if (context->callbacks.read) {
        lua_getfield(L, -1, "input");
        push_stream(L, PLUA_STDIN, false);
        lua_pushvalue(L, -1);
        lua_setfield(L, -4, "stdin");
        lua_call(L, 1, 0);
    }
    lua_getfield(L, -1, "output");
    push_stream(L, PLUA_STDOUT, context->line_buffered);
    lua_pushvalue(L, -1);
    lua_setfield(L, -4, "stdout");
    lua_call(L, 1, 0);
    push_stream(L, PLUA_STDERR, false);
    lua_setfield(L, -2, "stderr");
    wrap(L, "open", io_open);
    wrap(L, "lines", io_lines);
    wrap(L, "input", io_input);
    wrap(L, "output", io_output);
    wrap(L, "popen", run_command);
    wrap(L, "tmpfile", open_file); // has no name, and is gone when it is closed
    lua_pop(L, 1);

    luaL_requiref(L, LUA_OSLIBNAME, luaopen_os, true);
    wrap(L, "remove", os_remove);
    wrap(L, "rename", os_rename);
    wrap(L, "getenv", os_getenv);
    wrap(L, "execute", run_command);
    wrap(L, "exit", os_exit);
    remove_field(L, "tmpname");
    remove_field(L, "setlocale");
    lua_pop(L, 1);
}

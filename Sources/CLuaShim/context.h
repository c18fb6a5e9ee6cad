// Part of Perch. SPDX-License-Identifier: Apache-2.0
//
// What one Lua state knows about itself, and what the files of this target share.

#ifndef PLUA_CONTEXT_H
#define PLUA_CONTEXT_H

#include "CLuaShim.h"

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#define TRACE_FRAMES 48
#define TRACE_TEXT 4096

typedef struct trace {
    uint32_t count, text_length;
    bool truncated;
    plua_frame frames[TRACE_FRAMES];
    char text[TRACE_TEXT];
} trace;

#define POOL_GRAIN 16
#define POOL_LARGEST 256

/// Small blocks, by size: free ones of each in a list, new ones cut from chunks that live as long as the state.
struct pool {
    void *free[POOL_LARGEST / POOL_GRAIN + 1];
    char *next, *end;
    void *chunks;
    size_t chunk_size;
};

#define ARENA_CLASSES 160

/// One stretch of memory that holds all of a state, so that the whole can be put back as it was. Blocks come from its
/// end; those given back wait in lists by size.
struct arena {
    char *base; // NULL: the state lives in the C library's memory
    size_t reserved, next;
    void *free[ARENA_CLASSES];
};

struct plua_context {
    plua_callbacks callbacks;
    void *host;
    lua_State *main;
    lua_State *current; // the coroutine that is running; read by the signal handler of the same thread
    atomic_int references;

    // Memory. `ceiling` is `limit`, or everything while code of the host is on the stack: an allocation that is
    // refused there would jump over it.
    size_t used, peak, limit, ceiling;
    struct pool pool;
    struct arena arena;
    const struct plua_image *mapped; // the image that the beginning of the arena shows
    int page_map;                    // tells which pages were written to; 0: not opened yet, -1: not to be had
    bool holds_files;                // files were opened that only finalizers close
    uint64_t fail_countdown;
    bool fail_done;
    void *failed_block;
    size_t failed_size;
    int memory_hits;

    struct line_counts *lines; // NULL: nobody counts

    // The end of the script. The mutex guards what other threads touch.
    pthread_mutex_t mutex;
    pthread_cond_t condition;
    atomic_int kill;
    int exit_code;
    int depth; // calls from the host that are under way, one inside the other
    bool active;
    bool notified;
    pthread_t thread;
    int64_t wall_nanoseconds, grace_nanoseconds;
    void *handle;
    struct plua_context *outer;        // the state this one's script runs inside of, on the same thread
    struct plua_context *next_watched; // the watchdog's list
    int64_t watch_at;                  // monotonic nanoseconds
    bool watched;

    // Errors.
    trace raised;  // where the last uncaught error was raised
    trace refused; // where memory was refused last
    trace joined;  // where the error that came out of a coroutine was raised
    bool has_joined;
    bool has_observer;
    char *message;
    size_t message_capacity;
    char location_text[LUA_IDSIZE];
    char failed_chunk[256]; // the chunk whose compilation failed last

    // Values.
    const void *array_marker;
    const void *error_marker;
    plua_tape scratch;
    char problem_path[512];
    const char *problem_type;
    int problem_value;
    int64_t suspended_token;

    // Streams.
    FILE *streams[3];
    bool line_buffered;

    const char *scheduler;
    size_t scheduler_length;
};

// Registry keys: only the addresses matter.
extern const char plua_key_causes, plua_key_joined, plua_key_array, plua_key_error, plua_key_opaque, plua_key_scheduler,
    plua_key_builtins, plua_key_loading, plua_key_hidden, plua_key_observer;
extern const char plua_mark_null, plua_mark_killed, plua_mark_suspended, plua_mark_join;

// The extra space of a thread holds its context; the lowest bit is set in coroutines that belong to the scheduler.
static inline plua_context *context_of(lua_State *L) {
    return (plua_context *)(*(uintptr_t *)lua_getextraspace(L) & ~(uintptr_t)1);
}

static inline bool is_task(lua_State *L) { return (*(uintptr_t *)lua_getextraspace(L) & 1) != 0; }

// The end of a script is an error that nothing catches. An exit unwinds at leisure: `<close>` variables are closed, and
// what their methods call works. Every other end stops whatever still runs.

static inline bool is_ending(plua_context *context) {
    return atomic_load_explicit(&context->kill, memory_order_relaxed) != PLUA_KILL_NONE;
}

static inline bool is_killed(plua_context *context) {
    return atomic_load_explicit(&context->kill, memory_order_relaxed) > PLUA_KILL_EXIT;
}

int plua_raise_killed(lua_State *L);

/// For a function of ours that called back into Lua, where that went well.
static inline void check_killed(lua_State *L) {
    if (is_killed(context_of(L))) plua_raise_killed(L);
}

/// The same where an error was caught, which may be the end of the script.
static inline void check_ending(lua_State *L) {
    if (is_ending(context_of(L))) plua_raise_killed(L);
}

// allocator.c
void *plua_allocate(void *context, void *block, size_t old_size, size_t new_size);
int plua_check_memory(lua_State *L);         // raises when the host went over the limit
bool plua_note_memory(plua_context *, lua_State *L); // counts the memory error on top; true when it is one

void plua_free_pool(plua_context *context);

// image.c
bool plua_open_arena(plua_context *context, size_t size);
void plua_close_arena(plua_context *context);
void *plua_arena_take(struct arena *arena, size_t size);
void plua_arena_give(struct arena *arena, void *block, size_t size);
/// How much a block of this size really holds.
size_t plua_arena_room(size_t size);

// kill.c
void plua_arm(plua_context *context, lua_State *L);
void plua_enter(plua_context *context);
void plua_leave(plua_context *context);
void plua_kill_self(plua_context *context, int reason);

// lines.c
/// Leaves a coroutine with the hook that it has while nothing is wrong: the one that counts, or none.
void plua_rest(plua_context *context, lua_State *L);
bool plua_count_lines(plua_context *context); // false when memory is short
void plua_free_lines(plua_context *context);

// trace.c
void plua_capture(lua_State *L, trace *into, bool append);
int plua_message_handler(lua_State *L);
/// Keeps the frames of `from`, whose error is on top of it, to be joined with those of whoever raises it again.
void plua_join(plua_context *context, lua_State *from);

// tape.c
void plua_open_values(lua_State *L);
void plua_push_values(lua_State *L, const plua_node *nodes, size_t node_count, const uint8_t *bytes,
                      size_t byte_count, int values);
int plua_protect(lua_State *L, lua_CFunction function, void *argument, int values, int results);

// The parts of the standard library that are ours. Each changes the globals of a new state.
void plua_open_base(lua_State *L);
void plua_open_coroutine(lua_State *L);
void plua_open_shields(lua_State *L);
void plua_open_files(lua_State *L);
void plua_open_require(lua_State *L, const char *path, size_t length);
void plua_open_observer(lua_State *L);
void plua_open_errors(lua_State *L);
void plua_open_tasks(lua_State *L);
void plua_close_streams(plua_context *context);

// calls.c
int plua_settle(lua_State *L, plua_context *context, int32_t outcome, bool was_ending);
void plua_authorize(lua_State *L, int action, const char *text, size_t length);

#endif

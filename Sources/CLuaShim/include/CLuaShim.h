// Part of Perch. SPDX-License-Identifier: Apache-2.0
//
// Lua behind a wall. Every longjmp of the interpreter starts and lands in this target: the host above calls the
// functions declared here, none of which can raise, and gives back sentinels that C turns into errors or yields.

#ifndef CLUASHIM_H
#define CLUASHIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct lua_State lua_State;
typedef struct plua_context plua_context;
typedef struct plua_image plua_image;

// Values ---------------------------------------------------------------------------------------------------------

enum {
    PLUA_NIL = 0,
    PLUA_FALSE = 1,
    PLUA_TRUE = 2,
    PLUA_INTEGER = 3,
    PLUA_NUMBER = 4,
    PLUA_STRING = 5,
    PLUA_ARRAY = 6,      // `count` values follow
    PLUA_OBJECT = 7,     // `count` pairs follow: a string node, then a value
    PLUA_EMPTY = 8,      // from Lua only: a table with nothing in it and no marker
    PLUA_NULL = 9,
    PLUA_REFERENCE = 10, // any Lua value, by its slot in the registry
    PLUA_OPAQUE = 11,    // an object of the host, by its id
};

typedef struct plua_node {
    uint8_t kind;
    uint8_t flags;
    uint16_t reserved;
    uint32_t count;
    union {
        int64_t integer;
        double number;
        struct {
            uint32_t offset, length;
        } text;
    } payload;
} plua_node;

/// A tape as it lies in memory. The owner is whoever made it.
typedef struct plua_tape {
    plua_node *nodes;
    size_t node_count, node_capacity;
    uint8_t *bytes;
    size_t byte_count, byte_capacity;
    size_t attachment_count; // references and opaque values among the nodes
} plua_tape;

/// Tables deeper than this do not cross, in either direction.
#define PLUA_MAX_DEPTH 200

/// What kept a value from crossing.
enum {
    PLUA_PROBLEM_NONE = 0,
    PLUA_PROBLEM_TYPE = 1,  // a function, thread or foreign userdata
    PLUA_PROBLEM_CYCLE = 2,
    PLUA_PROBLEM_DEPTH = 3,
    PLUA_PROBLEM_MIXED = 4, // string keys beside integer keys
    PLUA_PROBLEM_HOLE = 5,  // integer keys that are not 1..n
    PLUA_PROBLEM_KEY = 6,   // a key that is neither string nor integer
    PLUA_PROBLEM_MEMORY = 7,
};

enum {
    PLUA_READ_REFERENCES = 1, // functions, threads and userdata become references instead of a problem
};

// Errors and tracebacks ---------------------------------------------------------------------------------------------

enum { PLUA_FRAME_FUNCTION = 0, PLUA_FRAME_MAIN = 1, PLUA_FRAME_JOINT = 2 };

typedef struct plua_frame {
    uint32_t source, source_length; // into the trace's text
    uint32_t name, name_length;
    int32_t line;
    uint32_t kind;
} plua_frame;

/// Why the script is being ended; sticky until the outermost call has returned.
enum {
    PLUA_KILL_NONE = 0,
    PLUA_KILL_EXIT = 1,
    PLUA_KILL_TIME = 2,
    PLUA_KILL_INTERRUPT = 3,
    PLUA_KILL_MEMORY = 4,
};

/// How a call from the host ended.
enum { PLUA_OK = 0, PLUA_FAILED = 1, PLUA_OUT_OF_MEMORY = 2, PLUA_SYNTAX = 3, PLUA_KILLED = 4 };

typedef struct plua_report {
    const char *message;
    size_t message_length;
    const plua_frame *frames;
    size_t frame_count;
    const char *frame_text;
    bool truncated;
    bool is_table;
    bool is_string;
    int64_t cause; // id of the host's own error, or 0
} plua_report;

// The host's side ---------------------------------------------------------------------------------------------------

/// What the host's callbacks give back instead of raising.
enum {
    PLUA_RAISE = -1,        // the error value is on top of the stack
    PLUA_SUSPEND = -2,      // yield to the scheduler; the token was given to plua_suspend
    PLUA_RAISE_MEMORY = -3, // there was not even room for an error value
};

enum {
    PLUA_MAY_READ = 0,
    PLUA_MAY_WRITE = 1,
    PLUA_MAY_RUN = 2,
    PLUA_MAY_READ_ENVIRONMENT = 3,
};

enum { PLUA_STDIN = 0, PLUA_STDOUT = 1, PLUA_STDERR = 2 };

typedef struct plua_callbacks {
    /// Runs host function `id`. Gives the number of values pushed, or one of the sentinels.
    int32_t (*invoke)(void *host, lua_State *L, int64_t id, bool yieldable);
    /// Delivers what a suspended call came to.
    int32_t (*resume)(void *host, lua_State *L, int64_t token);
    /// Blocks until a suspended call is complete; its token, or -1 when the script is being ended.
    int64_t (*next_completed)(void *host);
    /// The object behind `id` is no longer reachable from Lua.
    void (*release)(void *host, int64_t id);
    /// 0 when `action` on `text` is allowed, else PLUA_RAISE or PLUA_RAISE_MEMORY.
    int32_t (*authorize)(void *host, lua_State *L, int32_t action, const char *text, size_t length);
    void (*write)(void *host, int32_t stream, const char *bytes, size_t length);
    /// Fills `bytes`; 0 at the end. NULL: the process's own standard input.
    size_t (*read)(void *host, char *bytes, size_t capacity);
    /// Called by the watchdog, on its thread, for a script that did not stop within the grace.
    void (*unstoppable)(void *handle);
    /// The context is gone, and with it the last use of the handle.
    void (*drop)(void *handle);
} plua_callbacks;

typedef struct plua_options {
    size_t memory_limit; // bytes
    bool line_buffered;
    const char *module_path; // package.path
    size_t module_path_length;
    const char *scheduler; // Lua text of the scheduler; must live as long as the process
    size_t scheduler_length;
    bool counts_lines;
    bool has_images; // the state lives in one stretch of memory, and can be put back as it was
} plua_options;

// Life cycle --------------------------------------------------------------------------------------------------------

/// Makes a state; NULL when memory is short. `fail_allocation` makes the nth allocation fail (0: none), for tests.
plua_context *plua_open(const plua_callbacks *callbacks, void *host, const plua_options *options,
                        uint64_t fail_allocation);
/// Closes the Lua state; the context stays for those who still hold it.
void plua_close(plua_context *context);
void plua_retain(plua_context *context);
void plua_release(plua_context *context);

/// Keeps all that the state holds. NULL when memory is short, when a call is under way, or when the state was made
/// without `has_images`.
plua_image *plua_take_image(plua_context *context);
/// Puts the state back. What was made since is gone, without finalizers, except for files, which are closed.
/// False when the system refuses; the state is then gone.
bool plua_restore_image(plua_context *context, const plua_image *image);
void plua_free_image(plua_context *context, plua_image *image);

/// The coroutine that is running, or the main one.
lua_State *plua_current(plua_context *context);

// Limits ------------------------------------------------------------------------------------------------------------

/// Ends the running script, from any thread. False when none runs.
bool plua_kill(plua_context *context, int reason);
/// Why the last call ended early; forgotten when the next outermost call begins.
int plua_kill_reason(plua_context *context);
int plua_exit_code(plua_context *context);
/// `handle` goes to the unstoppable callback; times in nanoseconds, 0 for no limit.
void plua_set_limits(plua_context *context, int64_t wall_nanoseconds, int64_t grace_nanoseconds, void *handle);
/// For the calls that begin from now on.
void plua_set_wall_time(plua_context *context, int64_t nanoseconds);
size_t plua_memory_used(plua_context *context);
size_t plua_memory_peak(plua_context *context);
void plua_fail_allocation(plua_context *context, uint64_t n);
/// True once the failure asked for has happened.
bool plua_has_failed_allocation(plua_context *context);

/// Waits for plua_notify or the end of the script; true when it is being ended.
bool plua_wait(plua_context *context);
void plua_notify(plua_context *context);

// Lines -------------------------------------------------------------------------------------------------------------

typedef struct plua_counted {
    const char *name;
    size_t name_length;
    const uint32_t *counts; // by line
    size_t line_count;
} plua_counted;

size_t plua_counted_files(plua_context *context);
/// How often the lines of a file were run; false when none was since the last reset. Valid until Lua runs again.
bool plua_counted_file(plua_context *context, size_t index, plua_counted *counted);
void plua_reset_lines(plua_context *context);
/// The bytecode of the function at `index`, to be given to `free`; NULL when memory is short.
uint8_t *plua_dump(lua_State *L, int index, size_t *length);

// Stack -------------------------------------------------------------------------------------------------------------

int plua_top(lua_State *L);
void plua_set_top(lua_State *L, int top);
/// The tape kind of an argument without reading it: PLUA_OBJECT for every table, PLUA_REFERENCE for a function,
/// thread or foreign userdata, -1 when there is none.
int plua_kind(plua_context *context, lua_State *L, int index);
bool plua_is_function(lua_State *L, int index);
const char *plua_type_name(lua_State *L, int index);
int64_t plua_integer(lua_State *L, int index, bool *is_integer);
double plua_number(lua_State *L, int index, bool *is_number);
bool plua_boolean(lua_State *L, int index);
/// The bytes of a string argument; NULL when it is not a string. Valid while the value is on the stack.
const uint8_t *plua_string(lua_State *L, int index, size_t *length);
int64_t plua_opaque(plua_context *context, lua_State *L, int index);

void plua_push_nil(lua_State *L);
void plua_push_boolean(lua_State *L, bool value);
void plua_push_integer(lua_State *L, int64_t value);
void plua_push_number(lua_State *L, double value);

/// Pushes `values` values. On failure one error value is pushed instead, here and wherever a status is given back.
int plua_push(plua_context *context, lua_State *L, const plua_node *nodes, size_t node_count, const uint8_t *bytes,
              size_t byte_count, int values);
/// Reads the values `first...last` onto the end of `tape`. Gives a PLUA_PROBLEM, described by plua_problem_*.
int plua_read(plua_context *context, lua_State *L, int first, int last, int flags, plua_tape *tape);
const char *plua_problem_path(plua_context *context);
const char *plua_problem_type(plua_context *context);
/// The position among the values read, from 0, of the one with the problem.
int plua_problem_value(plua_context *context);
void plua_tape_free(plua_tape *tape);

/// Keeps the value at `index`; 0 when memory is short.
int plua_reference(plua_context *context, lua_State *L, int index);
void plua_unreference(plua_context *context, int reference);

// Calls -------------------------------------------------------------------------------------------------------------

/// Compiles text and pushes the function, or the error.
int plua_load(plua_context *context, lua_State *L, const char *text, size_t length, const char *chunk_name);
/// Calls the function under `arguments` values; pushes its results, or the error. `base` is where they start.
int plua_call(plua_context *context, lua_State *L, int arguments);
/// Describes the error on top of the stack. The pointers live until the next call of this function.
void plua_report_error(plua_context *context, lua_State *L, int status, plua_report *report);

/// Remembers which call is about to be suspended; the host then gives back PLUA_SUSPEND.
void plua_suspend(plua_context *context, int64_t token);

/// Pushes an error table made of `nodes` (an object), with location, traceback and `cause`. 
int plua_push_error(plua_context *context, lua_State *L, const plua_node *nodes, size_t node_count,
                    const uint8_t *bytes, size_t byte_count, int64_t cause);
/// Pushes what was kept.
int plua_push_reference(lua_State *L, int reference);

/// The name of the chunk whose compilation failed last, with its leading mark.
const char *plua_failed_chunk(plua_context *context);

/// The nearest line of the script: its length and text, and the line. False when there is none.
bool plua_location(lua_State *L, const char **source, size_t *length, int *line);

// Globals and functions ---------------------------------------------------------------------------------------------

typedef struct plua_function {
    const char *module; // dotted path of the table; empty for a global
    size_t module_length;
    const char *name;
    size_t name_length;
    int64_t id;
} plua_function;

int plua_register(plua_context *context, const plua_function *functions, size_t count);
/// Sets or gets the field at a dotted path, from or onto the top of the stack.
int plua_set_path(plua_context *context, lua_State *L, const char *path, size_t length);
int plua_get_path(plua_context *context, lua_State *L, const char *path, size_t length);
/// Makes `require(name)` give the value on top of the stack, which is popped.
int plua_set_loaded(plua_context *context, lua_State *L, const char *name, size_t length);
/// Pushes one of the functions of the shim: "array", "parallel", "map", "observe", or the table "debug".
int plua_push_builtin(plua_context *context, lua_State *L, const char *name);

/// Declares a type of opaque values and gives its number from 1; 0 when memory is short.
int plua_opaque_type(plua_context *context, const char *name, size_t name_length, const char *text,
                     size_t text_length);

void plua_flush(plua_context *context);
/// Lets the calling thread receive the signal that ends scripts.
void plua_prepare_thread(void);
void plua_collect(plua_context *context);

#endif

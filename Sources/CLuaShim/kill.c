// Part of Perch. SPDX-License-Identifier: Apache-2.0
//
// Ending a script that does not end by itself. While nothing is wrong no hook of it is set, so limits cost nothing. A kill
// sets a sticky reason and signals the script's thread; the handler sets a hook on the coroutine that is running, as
// the stand-alone interpreter does for Ctrl-C. The hook raises at the next instruction and stays set, and every place
// that catches errors (pcall, resume, load…) is ours and goes on raising, so nothing survives.

#include "context.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#include <dlfcn.h>
#define PERCH_THREAD_SANITIZER 1
#endif
#endif

// Urgent socket data is the one meaning of this signal, nobody uses it, and it is ignored by default.
#define KILL_SIGNAL SIGURG

static _Thread_local plua_context *running __attribute__((tls_model("initial-exec")));
static _Thread_local bool prepared;

__attribute__((disable_sanitizer_instrumentation)) static void raise_in_hook(lua_State *L, lua_Debug *activation) {
    (void)activation;
    plua_context *context = context_of(L);
    int reason = atomic_load_explicit(&context->kill, memory_order_relaxed);
    if (reason == PLUA_KILL_NONE) {
        plua_rest(context, L); // left over from a script that was ended before
        return;
    }
    lua_pushlightuserdata(L, (void *)&plua_mark_killed);
    lua_error(L);
}

__attribute__((disable_sanitizer_instrumentation)) void plua_arm(plua_context *context, lua_State *L) {
    // An exit unwinds by itself; the hook would keep the script's __close methods from running.
    if (atomic_load_explicit(&context->kill, memory_order_relaxed) == PLUA_KILL_EXIT) return;
    lua_sethook(L, raise_in_hook, LUA_MASKCALL | LUA_MASKLINE | LUA_MASKCOUNT, 1);
}

__attribute__((disable_sanitizer_instrumentation)) static void handle_signal(int number) {
    (void)number;
    int saved = errno;
    for (plua_context *context = running; context; context = context->outer) {
        if (atomic_load_explicit(&context->kill, memory_order_relaxed) != PLUA_KILL_NONE) {
            plua_arm(context, context->current);
        }
    }
    errno = saved;
}

static void install_handler(void) {
    struct sigaction action = {0};
    action.sa_handler = handle_signal;
    action.sa_flags = SA_RESTART | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
#ifdef PERCH_THREAD_SANITIZER
    // The sanitizer holds signals back until the thread calls something it watches, which a loop in Lua never does.
    int (*set_action)(int, const struct sigaction *, struct sigaction *) = dlsym(RTLD_NEXT, "sigaction");
    if (set_action && set_action(KILL_SIGNAL, &action, NULL) == 0) return;
#endif
    sigaction(KILL_SIGNAL, &action, NULL);
}

void plua_prepare_thread(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (prepared) return;
    pthread_once(&once, install_handler);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, KILL_SIGNAL);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    prepared = true;
}

// The watchdog ------------------------------------------------------------------------------------------------------

static pthread_mutex_t watch_mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t watch_condition;
static pthread_once_t watch_once = PTHREAD_ONCE_INIT;
static plua_context *watch_list;
static int64_t watch_next = INT64_MAX;

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void unwatch_locked(plua_context *context) {
    if (!context->watched) return;
    plua_context **link = &watch_list;
    while (*link != context) link = &(*link)->next_watched;
    *link = context->next_watched;
    context->watched = false;
}

static void watch_locked(plua_context *context, int64_t at) {
    if (!context->watched) {
        context->next_watched = watch_list;
        watch_list = context;
        context->watched = true;
    }
    context->watch_at = at;
    if (at < watch_next) {
        watch_next = at;
        pthread_cond_signal(&watch_condition);
    }
}

static void kill_locked(plua_context *context, int reason) {
    int old = atomic_load(&context->kill);
    if (old == PLUA_KILL_NONE || old == PLUA_KILL_EXIT) atomic_store(&context->kill, reason);
    pthread_kill(context->thread, KILL_SIGNAL);
    context->notified = true;
    pthread_cond_broadcast(&context->condition);
}

static void *watch(void *argument) {
    (void)argument;
    pthread_mutex_lock(&watch_mutex);
    for (;;) {
        int64_t time = now();
        int64_t next = INT64_MAX;
        plua_context *due = NULL;
        for (plua_context *context = watch_list; context; context = context->next_watched) {
            if (context->watch_at <= time) {
                due = context;
                break;
            }
            if (context->watch_at < next) next = context->watch_at;
        }
        if (due) {
            // The first time is the deadline; the second, when the script has not stopped within the grace. Both
            // mutexes are held while looking, so the script found running is the one the time was set for.
            unwatch_locked(due);
            pthread_mutex_lock(&due->mutex);
            int reason = atomic_load(&due->kill);
            bool first = reason == PLUA_KILL_NONE || reason == PLUA_KILL_EXIT;
            bool active = due->active;
            if (active && first) kill_locked(due, PLUA_KILL_TIME);
            pthread_mutex_unlock(&due->mutex);
            if (active && first) {
                watch_locked(due, time + due->grace_nanoseconds);
            } else if (active && due->callbacks.unstoppable) {
                plua_retain(due);
                pthread_mutex_unlock(&watch_mutex);
                due->callbacks.unstoppable(due->handle);
                plua_release(due);
                pthread_mutex_lock(&watch_mutex);
            }
            continue;
        }
        watch_next = next;
        if (next == INT64_MAX) {
            pthread_cond_wait(&watch_condition, &watch_mutex);
        } else {
            struct timespec until = {.tv_sec = next / 1000000000, .tv_nsec = next % 1000000000};
            pthread_cond_timedwait(&watch_condition, &watch_mutex, &until);
        }
    }
    return NULL;
}

static void start_watchdog(void) {
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
#ifndef __APPLE__
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
#endif
    pthread_cond_init(&watch_condition, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_attr_t thread_attributes;
    pthread_attr_init(&thread_attributes);
    pthread_attr_setdetachstate(&thread_attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&thread_attributes, 512 * 1024);
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); // the process's signals are for other threads
    pthread_t thread;
    pthread_create(&thread, &thread_attributes, watch, NULL);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&thread_attributes);
}

// Entering and leaving ----------------------------------------------------------------------------------------------

void plua_enter(plua_context *context) {
    plua_prepare_thread();
    pthread_mutex_lock(&context->mutex);
    atomic_store(&context->kill, PLUA_KILL_NONE);
    context->exit_code = 0;
    context->thread = pthread_self();
    context->active = true;
    context->notified = false;
    context->memory_hits = 0;
    context->outer = running;
    atomic_signal_fence(memory_order_seq_cst);
    running = context;
    pthread_mutex_unlock(&context->mutex);
    if (context->wall_nanoseconds > 0) {
        pthread_once(&watch_once, start_watchdog);
        pthread_mutex_lock(&watch_mutex);
        watch_locked(context, now() + context->wall_nanoseconds);
        pthread_mutex_unlock(&watch_mutex);
    }
}

void plua_leave(plua_context *context) {
    running = context->outer;
    atomic_signal_fence(memory_order_seq_cst);
    pthread_mutex_lock(&context->mutex);
    context->active = false;
    pthread_mutex_unlock(&context->mutex);
    // Once it is not active no kill begins; take back what an earlier one or the deadline put on the list.
    pthread_mutex_lock(&watch_mutex);
    unwatch_locked(context);
    pthread_mutex_unlock(&watch_mutex);
    plua_rest(context, context->main);
}

bool plua_kill(plua_context *context, int reason) {
    pthread_once(&watch_once, start_watchdog);
    pthread_mutex_lock(&watch_mutex);
    pthread_mutex_lock(&context->mutex);
    bool active = context->active;
    if (active) kill_locked(context, reason);
    pthread_mutex_unlock(&context->mutex);
    if (active) watch_locked(context, now() + context->grace_nanoseconds);
    pthread_mutex_unlock(&watch_mutex);
    return active;
}

void plua_kill_self(plua_context *context, int reason) {
    int none = PLUA_KILL_NONE;
    atomic_compare_exchange_strong(&context->kill, &none, reason);
    plua_arm(context, context->current);
}

int plua_raise_killed(lua_State *L) {
    plua_arm(context_of(L), L);
    lua_settop(L, 0);
    lua_pushlightuserdata(L, (void *)&plua_mark_killed);
    return lua_error(L);
}

int plua_kill_reason(plua_context *context) { return atomic_load(&context->kill); }

int plua_exit_code(plua_context *context) { return context->exit_code; }

void plua_set_limits(plua_context *context, int64_t wall_nanoseconds, int64_t grace_nanoseconds, void *handle) {
    context->wall_nanoseconds = wall_nanoseconds;
    context->grace_nanoseconds = grace_nanoseconds;
    context->handle = handle;
}

void plua_set_wall_time(plua_context *context, int64_t nanoseconds) { context->wall_nanoseconds = nanoseconds; }

bool plua_wait(plua_context *context) {
    pthread_mutex_lock(&context->mutex);
    while (!context->notified) pthread_cond_wait(&context->condition, &context->mutex);
    // A kill keeps the flag set, so that no later wait blocks.
    bool killed = is_killed(context);
    context->notified = killed;
    pthread_mutex_unlock(&context->mutex);
    return killed;
}

void plua_notify(plua_context *context) {
    pthread_mutex_lock(&context->mutex);
    context->notified = true;
    pthread_cond_broadcast(&context->condition);
    pthread_mutex_unlock(&context->mutex);
}

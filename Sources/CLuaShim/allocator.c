// Part of Perch. SPDX-License-Identifier: Apache-2.0
//
// The allocator of a state: it counts, and refuses what goes over the limit. A refusal makes Lua collect its garbage
// and ask once more; if that is refused too, Lua raises "not enough memory", which a script can catch.

#include "context.h"

#include <stdlib.h>
#include <string.h>

static bool refuses(plua_context *context, void *block, size_t old_size, size_t new_size) {
    size_t growth = new_size - old_size;
    bool injected = false;
    if (context->fail_countdown > 0) {
        context->fail_countdown -= 1;
        if (context->fail_countdown == 0) {
            injected = true;
            context->fail_done = true;
            context->failed_block = block;
            context->failed_size = new_size;
        }
    } else if (context->failed_size != 0) {
        // Lua's second attempt at the allocation that was made to fail must fail as well.
        injected = context->failed_size == new_size && context->failed_block == block;
        context->failed_size = 0;
    }
    bool over = growth > context->ceiling || context->used > context->ceiling - growth;
    if (!injected && !over) return false;
    if (context->main && context->current) plua_capture(context->current, &context->refused, false);
    return true;
}

void *plua_allocate(void *argument, void *block, size_t old_size, size_t new_size) {
    plua_context *context = argument;
    size_t before = block ? old_size : 0; // without a block, Lua passes the kind of object instead
    if (new_size == 0) {
        context->used -= before;
        free(block);
        return NULL;
    }
    if (new_size > before) {
        bool over = context->used + (new_size - before) > context->ceiling || new_size > context->ceiling;
        if ((over || context->fail_countdown > 0 || context->failed_size != 0)
            && refuses(context, block, before, new_size)) {
            return NULL;
        }
    }
    void *result = realloc(block, new_size);
    if (result) {
        context->used += new_size - before;
        if (context->used > context->peak) context->peak = context->used;
    }
    return result;
}

int plua_check_memory(lua_State *L) {
    plua_context *context = context_of(L);
    if (context->used <= context->limit) return 0;
    lua_gc(L, LUA_GCCOLLECT);
    if (context->used <= context->limit) return 0;
    plua_capture(L, &context->refused, false);
    lua_settop(L, 0);
    lua_pushliteral(L, "not enough memory");
    return lua_error(L);
}

bool plua_note_memory(plua_context *context, lua_State *L) {
    const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : NULL;
    if (!text || strcmp(text, "not enough memory") != 0) return false;
    context->memory_hits += 1;
    // Once may be a script that knows what it does; a script that goes on and hits the limit again is ended.
    if (context->memory_hits >= 2) plua_kill_self(context, PLUA_KILL_MEMORY);
    return true;
}

size_t plua_memory_used(plua_context *context) { return context->used; }

size_t plua_memory_peak(plua_context *context) { return context->peak; }

void plua_fail_allocation(plua_context *context, uint64_t n) {
    context->fail_countdown = n;
    context->fail_done = false;
    context->failed_size = 0;
}

bool plua_has_failed_allocation(plua_context *context) { return context->fail_done; }

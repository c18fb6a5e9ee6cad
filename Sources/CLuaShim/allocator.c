// Part of Perch. SPDX-License-Identifier: Apache-2.0
//
// The allocator of a state: it counts, and refuses what goes over the limit. A refusal makes Lua collect its garbage
// and ask once more; if that is refused too, Lua raises "not enough memory", which a script can catch.

#include "context.h"

#include <stdlib.h>
#include <string.h>

// Small blocks ------------------------------------------------------------------------------------------------------
//
// Lua makes and frees small blocks all the time, in one thread. The C library's allocator, which thinks of all threads,
// takes about twice as long for it. With the address sanitizer every block is the C library's, so that it sees them.

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POOL_IS_OFF 1
#endif
#endif

static bool is_small(size_t size) {
#ifdef POOL_IS_OFF
    (void)size;
    return false;
#else
    return size <= POOL_LARGEST;
#endif
}

/// Memory for larger blocks and for chunks of small ones.
static void *take_large(plua_context *context, size_t size) {
    return context->arena.base ? plua_arena_take(&context->arena, size) : malloc(size);
}

static void give_large(plua_context *context, void *block, size_t size) {
    if (context->arena.base) plua_arena_give(&context->arena, block, size);
    else free(block);
}

static void *resize_large(plua_context *context, void *block, size_t before, size_t size) {
    if (!context->arena.base) return realloc(block, size);
    if (block && plua_arena_room(before) == plua_arena_room(size)) return block;
    void *result = plua_arena_take(&context->arena, size);
    if (!result) return block && size <= before ? block : NULL;
    if (block) {
        memcpy(result, block, before < size ? before : size);
        plua_arena_give(&context->arena, block, before);
    }
    return result;
}

static void *take_small(plua_context *context, size_t size) {
    struct pool *pool = &context->pool;
    size_t list = (size + POOL_GRAIN - 1) / POOL_GRAIN;
    void *block = pool->free[list];
    if (block) {
        pool->free[list] = *(void **)block;
        return block;
    }
    size_t rounded = list * POOL_GRAIN;
    if ((size_t)(pool->end - pool->next) < rounded) {
        size_t chunk_size = pool->chunk_size ? pool->chunk_size : 16 * 1024;
        char *chunk = take_large(context, chunk_size);
        if (!chunk) return NULL;
        // What is left of the old chunk is of use as smaller blocks.
        size_t rest = (size_t)(pool->end - pool->next) / POOL_GRAIN;
        if (rest > 0) {
            *(void **)pool->next = pool->free[rest];
            pool->free[rest] = pool->next;
        }
        *(void **)chunk = pool->chunks;
        pool->chunks = chunk;
        pool->next = chunk + POOL_GRAIN;
        pool->end = chunk + chunk_size;
        pool->chunk_size = chunk_size < 128 * 1024 ? chunk_size * 2 : chunk_size;
    }
    block = pool->next;
    pool->next += rounded;
    return block;
}

static void give_small(struct pool *pool, void *block, size_t size) {
    size_t list = (size + POOL_GRAIN - 1) / POOL_GRAIN;
    *(void **)block = pool->free[list];
    pool->free[list] = block;
}

void plua_free_pool(plua_context *context) {
    void *chunk = context->arena.base ? NULL : context->pool.chunks; // an arena goes as a whole
    while (chunk) {
        void *next = *(void **)chunk;
        free(chunk);
        chunk = next;
    }
    memset(&context->pool, 0, sizeof context->pool);
}

static void *resize(plua_context *context, void *block, size_t before, size_t size) {
    bool was_small = block && is_small(before), becomes_small = is_small(size);
    if (!was_small && !becomes_small) return resize_large(context, block, before, size);
    if (was_small && becomes_small && (before + POOL_GRAIN - 1) / POOL_GRAIN == (size + POOL_GRAIN - 1) / POOL_GRAIN) {
        return block;
    }
    void *result = becomes_small ? take_small(context, size) : take_large(context, size);
    // Lua counts on it that a block can always become smaller. One that is larger than it says does no harm.
    if (!result) return size <= before ? block : NULL;
    if (block) {
        memcpy(result, block, before < size ? before : size);
        if (was_small) give_small(&context->pool, block, before);
        else give_large(context, block, before);
    }
    return result;
}

// The limit ---------------------------------------------------------------------------------------------------------

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
        if (!block) return NULL;
        context->used -= before;
        if (is_small(before)) give_small(&context->pool, block, before);
        else give_large(context, block, before);
        return NULL;
    }
    if (new_size > before) {
        bool over = context->used + (new_size - before) > context->ceiling || new_size > context->ceiling;
        if ((over || context->fail_countdown > 0 || context->failed_size != 0)
            && refuses(context, block, before, new_size)) {
            return NULL;
        }
    }
    void *result = resize(context, block, before, new_size);
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

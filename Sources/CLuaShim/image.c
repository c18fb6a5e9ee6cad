// Part of Perch. SPDX-License-Identifier: Apache-2.0
//
// Images: all that a state holds, to come back to in microseconds. A state that wants them lives in an arena of its
// own, one stretch of memory that stays at its address, so that pointers inside of it mean the same again.
//
// On Linux an image is a file in memory. The arena shows it as a private mapping: a page is copied when it is first written
// to, and putting the state back fills those copies again, whatever the size of the whole. They stay, for the next one is
// likely to write to the same pages. Elsewhere all bytes are copied back.

#define _GNU_SOURCE
#include "context.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// The arena ---------------------------------------------------------------------------------------------------------

#define SMALLEST 256

/// Classes are four to each doubling, from 256 bytes on.
static size_t class_of(size_t size, size_t *room) {
    size_t last = (size > SMALLEST ? size : SMALLEST + 1) - 1;
    int power = 63 - __builtin_clzll(last);
    size_t step = (last >> (power - 2)) & 3;
    *room = (5 + step) << (power - 2);
    return (size_t)(power - 8) * 4 + step;
}

size_t plua_arena_room(size_t size) {
    size_t room;
    class_of(size, &room);
    return room;
}

void *plua_arena_take(struct arena *arena, size_t size) {
    size_t room;
    size_t class = class_of(size, &room);
    if (class >= ARENA_CLASSES) return NULL;
    void *block = arena->free[class];
    if (block) {
        arena->free[class] = *(void **)block;
        return block;
    }
    if (room > arena->reserved - arena->next) return NULL;
    block = arena->base + arena->next;
    arena->next += room;
    return block;
}

void plua_arena_give(struct arena *arena, void *block, size_t size) {
    size_t room;
    size_t class = class_of(size, &room);
    *(void **)block = arena->free[class];
    arena->free[class] = block;
}

static void *reserve(void *address, size_t size) {
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | (address ? MAP_FIXED : 0);
    void *memory = mmap(address, size, PROT_READ | PROT_WRITE, flags, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

bool plua_open_arena(plua_context *context, size_t size) {
    context->arena.base = reserve(NULL, size);
    context->arena.reserved = size;
    return context->arena.base != NULL;
}

void plua_close_arena(plua_context *context) {
    if (context->page_map > 0) close(context->page_map);
    context->page_map = 0;
    if (context->arena.base) munmap(context->arena.base, context->arena.reserved);
    context->arena.base = NULL;
}

// Images ------------------------------------------------------------------------------------------------------------

struct plua_image {
    size_t length; // whole pages
    int file;      // -1: `copy` is memory of its own rather than what the file shows
    char *copy;
    size_t used;
    struct pool pool;
    struct arena arena;
};

static size_t whole_pages(size_t size) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    return (size + page - 1) / page * page;
}

#ifdef __linux__
static bool write_all(int file, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t written = write(file, bytes, length);
        if (written <= 0) return false;
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

static bool show(plua_context *context, const plua_image *image) {
    void *memory = mmap(context->arena.base, image->length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, image->file, 0);
    return memory != MAP_FAILED;
}

static bool keep(plua_context *context, plua_image *image) {
    image->file = memfd_create("lua", MFD_CLOEXEC);
    if (image->file < 0) return false;
    image->copy = MAP_FAILED;
    if (write_all(image->file, context->arena.base, image->length)) {
        image->copy = mmap(NULL, image->length, PROT_READ, MAP_SHARED, image->file, 0);
    }
    if (image->copy == MAP_FAILED || !show(context, image)) {
        if (image->copy != MAP_FAILED) munmap(image->copy, image->length);
        close(image->file);
        return false;
    }
    context->mapped = image;
    return true;
}

static void drop(plua_image *image) {
    munmap(image->copy, image->length);
    close(image->file);
}

// Of a page of this process, as the system tells it: whether there is one, here or in swap, and whether it is the file's.
#define PAGE_PRESENT (1ull << 63)
#define PAGE_SWAPPED (1ull << 62)
#define PAGE_OF_FILE (1ull << 61)
// With more copies than this it is cheaper, and smaller, to forget them.
#define MOST_COPIES 512
#define AT_ONCE 512

/// Fills the pages that were written to. False when the system does not tell which, or when they are too many.
static bool refill(plua_context *context, const plua_image *image) {
    if (context->page_map <= 0) {
        context->page_map = context->page_map < 0 ? -1 : open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
        if (context->page_map < 0) return false;
    }
    size_t page = (size_t)sysconf(_SC_PAGESIZE), count = image->length / page, copies = 0;
    uint64_t entries[AT_ONCE];
    for (size_t first = 0; first < count; first += AT_ONCE) {
        size_t part = count - first < AT_ONCE ? count - first : AT_ONCE;
        off_t place = (off_t)(((uintptr_t)context->arena.base / page + first) * sizeof *entries);
        if (pread(context->page_map, entries, part * sizeof *entries, place) != (ssize_t)(part * sizeof *entries)) return false;
        for (size_t i = 0; i < part; i++) {
            if (!(entries[i] & (PAGE_PRESENT | PAGE_SWAPPED)) || entries[i] & PAGE_OF_FILE) continue;
            if (++copies > MOST_COPIES) return false;
            memcpy(context->arena.base + (first + i) * page, image->copy + (first + i) * page, page);
        }
    }
    return true;
}

// What a state may keep behind its image.
#define SPARE (4 << 20)

static bool put_back(plua_context *context, const plua_image *image, size_t end) {
    char *base = context->arena.base;
    if (context->mapped == image && refill(context, image)) {
        size_t kept = image->length + SPARE;
        return end <= kept || madvise(base + kept, end - kept, MADV_DONTNEED) == 0;
    }
    if (context->mapped == image) return madvise(base, end, MADV_DONTNEED) == 0;
    size_t shown = context->mapped ? context->mapped->length : 0;
    // What a larger image showed behind the end of this one becomes plain memory.
    if (shown > image->length && !reserve(base + image->length, shown - image->length)) return false;
    if (!show(context, image)) return false;
    if (end > image->length) madvise(base + image->length, end - image->length, MADV_DONTNEED);
    context->mapped = image;
    return true;
}
#else
static bool keep(plua_context *context, plua_image *image) {
    image->file = -1;
    image->copy = malloc(image->length);
    if (!image->copy) return false;
    memcpy(image->copy, context->arena.base, image->length);
    return true;
}

static void drop(plua_image *image) { free(image->copy); }

static bool put_back(plua_context *context, const plua_image *image, size_t end) {
    (void)end;
    memcpy(context->arena.base, image->copy, image->length);
    return true;
}
#endif

plua_image *plua_take_image(plua_context *context) {
    if (!context->arena.base || context->depth > 0) return NULL;
    plua_image *image = calloc(1, sizeof *image);
    if (!image) return NULL;
    plua_flush(context);
    lua_gc(context->main, LUA_GCCOLLECT);
    // What is made from here on begins on a page of its own, so that few pages of the image are ever written to.
    size_t length = whole_pages(context->arena.next);
    if (length > context->arena.reserved) length = context->arena.reserved;
    context->arena.next = length;
    memset(context->arena.free, 0, sizeof context->arena.free);
    struct pool pool = {.chunks = NULL};
    context->pool = pool;
    image->length = length;
    image->used = context->used;
    image->pool = context->pool;
    image->arena = context->arena;
    if (keep(context, image)) return image;
    free(image);
    return NULL;
}

bool plua_restore_image(plua_context *context, const plua_image *image) {
    if (context->depth > 0) return false;
    plua_flush(context);
    if (context->holds_files) {
        // Their finalizers must run; there is no shorter way that finds them all.
        context->ceiling = SIZE_MAX;
        context->current = context->main;
        lua_close(context->main);
        context->holds_files = false;
    }
    if (!put_back(context, image, whole_pages(context->arena.next))) {
        context->main = NULL;
        context->current = NULL;
        return false;
    }
    context->used = image->used;
    context->peak = image->used;
    context->pool = image->pool;
    context->arena = image->arena;
    context->ceiling = context->limit;
    context->current = context->main;
    context->has_joined = false;
    context->memory_hits = 0;
    return true;
}

void plua_free_image(plua_context *context, plua_image *image) {
    if (context->mapped == image) context->mapped = NULL;
    drop(image);
    free(image);
}

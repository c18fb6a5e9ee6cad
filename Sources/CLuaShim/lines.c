// Part of Perch. SPDX-License-Identifier: Apache-2.0
//
// Which lines of files are run, and how often. The hook that counts is set only for states that want it. What ends a
// script takes its place, since a coroutine has one hook, and nothing needs to be counted any more then. The counts live
// in memory of their own, so they stay when a state is put back to an image.

#include "context.h"

#include <stdlib.h>
#include <string.h>

struct line_file {
    char *name;
    size_t name_length;
    uint32_t *counts; // by line; the first is not used
    size_t line_count;
    bool touched;
};

struct line_counts {
    struct line_file *files;
    size_t count, capacity;
    size_t last; // the file of the line before, which is mostly the same one
};

static bool is_named(const struct line_file *file, const char *name, size_t length) {
    return file->name_length == length && memcmp(file->name, name, length) == 0;
}

static struct line_file *file_named(struct line_counts *lines, const char *name, size_t length) {
    if (lines->last < lines->count && is_named(&lines->files[lines->last], name, length)) {
        return &lines->files[lines->last];
    }
    for (size_t i = 0; i < lines->count; i++) {
        if (!is_named(&lines->files[i], name, length)) continue;
        lines->last = i;
        return &lines->files[i];
    }
    if (lines->count == lines->capacity) {
        size_t capacity = lines->capacity ? lines->capacity * 2 : 16;
        struct line_file *files = realloc(lines->files, capacity * sizeof *files);
        if (!files) return NULL;
        lines->files = files;
        lines->capacity = capacity;
    }
    char *copy = malloc(length + 1);
    if (!copy) return NULL;
    memcpy(copy, name, length);
    copy[length] = 0;
    lines->last = lines->count++;
    lines->files[lines->last] = (struct line_file){.name = copy, .name_length = length};
    return &lines->files[lines->last];
}

static bool has_room(struct line_file *file, size_t line) {
    if (line < file->line_count) return true;
    size_t line_count = line + line / 2 + 64;
    uint32_t *counts = realloc(file->counts, line_count * sizeof *counts);
    if (!counts) return false;
    memset(counts + file->line_count, 0, (line_count - file->line_count) * sizeof *counts);
    file->counts = counts;
    file->line_count = line_count;
    return true;
}

// A line that there is no memory for is not counted.
static void count_line(lua_State *L, lua_Debug *activation) {
    plua_context *context = context_of(L);
    if (!context->lines || activation->currentline <= 0 || !lua_getinfo(L, "S", activation)) return;
    // Files have a name with this mark; what a script makes of text has not, and neither has the Lua of the host.
    if (*activation->source != '@') return;
    struct line_file *file = file_named(context->lines, activation->source + 1, activation->srclen - 1);
    size_t line = (size_t)activation->currentline;
    if (!file || !has_room(file, line)) return;
    if (file->counts[line] < UINT32_MAX) file->counts[line]++;
    file->touched = true;
}

void plua_rest(plua_context *context, lua_State *L) {
    if (context->lines) lua_sethook(L, count_line, LUA_MASKLINE, 0);
    else lua_sethook(L, NULL, 0, 0);
}

bool plua_count_lines(plua_context *context) {
    context->lines = calloc(1, sizeof *context->lines);
    plua_rest(context, context->main);
    return context->lines != NULL;
}

size_t plua_counted_files(plua_context *context) { return context->lines ? context->lines->count : 0; }

bool plua_counted_file(plua_context *context, size_t index, plua_counted *counted) {
    const struct line_file *file = &context->lines->files[index];
    *counted = (plua_counted){file->name, file->name_length, file->counts, file->line_count};
    return file->touched;
}

void plua_reset_lines(plua_context *context) {
    for (size_t i = 0; i < plua_counted_files(context); i++) {
        struct line_file *file = &context->lines->files[i];
        if (file->touched) memset(file->counts, 0, file->line_count * sizeof *file->counts);
        file->touched = false;
    }
}

void plua_free_lines(plua_context *context) {
    if (!context->lines) return;
    for (size_t i = 0; i < context->lines->count; i++) {
        free(context->lines->files[i].name);
        free(context->lines->files[i].counts);
    }
    free(context->lines->files);
    free(context->lines);
    context->lines = NULL;
}

// Bytecode ----------------------------------------------------------------------------------------------------------

typedef struct dump {
    uint8_t *bytes;
    size_t length, capacity;
} dump;

static int append(lua_State *L, const void *bytes, size_t length, void *argument) {
    (void)L;
    dump *into = argument;
    if (length > into->capacity - into->length) {
        size_t capacity = (into->length + length) * 2;
        uint8_t *grown = realloc(into->bytes, capacity);
        if (!grown) return 1;
        into->bytes = grown;
        into->capacity = capacity;
    }
    memcpy(into->bytes + into->length, bytes, length);
    into->length += length;
    return 0;
}

uint8_t *plua_dump(lua_State *L, int index, size_t *length) {
    dump into = {NULL, 0, 0};
    lua_pushvalue(L, index);
    int status = lua_dump(L, append, &into, 0);
    lua_pop(L, 1);
    *length = into.length;
    if (status == 0) return into.bytes;
    free(into.bytes);
    return NULL;
}

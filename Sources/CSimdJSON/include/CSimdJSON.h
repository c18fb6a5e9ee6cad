// Part of Perch. SPDX-License-Identifier: Apache-2.0
//
// JSON text to a flat tape, by simdjson. C++ stays behind this header: Swift sees a plain array of nodes.

#ifndef C_SIMD_JSON_H
#define C_SIMD_JSON_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
    CJSON_NULL = 0,
    CJSON_FALSE,
    CJSON_TRUE,
    CJSON_INTEGER,  // integer is set
    CJSON_NUMBER,   // number is the nearest double; offset and length give the exact text
    CJSON_STRING,   // offset and length into bytes, unescaped UTF-8
    CJSON_ARRAY,    // count elements follow
    CJSON_OBJECT,   // count pairs follow, each a CJSON_STRING and a value
};

typedef struct cjson_node {
    uint32_t kind;
    uint32_t count;
    union {
        int64_t integer;
        double number;
    };
    uint32_t offset;
    uint32_t length;
} cjson_node;

typedef struct cjson_tape {
    const cjson_node *nodes;
    size_t node_count;
    const char *bytes;
    const char *error;    // NULL when the text was valid
    size_t error_offset;  // where in the text
} cjson_tape;

typedef struct cjson_parser cjson_parser;

// A parser keeps its buffers between texts; it is for one thread at a time.
cjson_parser *cjson_parser_make(void);
void cjson_parser_free(cjson_parser *parser);

// The tape belongs to the parser and holds until its next text.
cjson_tape cjson_parse(cjson_parser *parser, const char *text, size_t length);

#ifdef __cplusplus
}
#endif

#endif

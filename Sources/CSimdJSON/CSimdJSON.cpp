// Part of Perch. SPDX-License-Identifier: Apache-2.0

#include "CSimdJSON.h"

#include <simdjson.h>

#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

using namespace simdjson;

struct cjson_parser {
    ondemand::parser parser;
    std::string padded;
    std::vector<cjson_node> nodes;
    std::string bytes;
    const char *error = nullptr;
};

namespace {

// The grammar of RFC 8259, section 6. On-demand parsing leaves this to the reader of a number.
bool is_number(std::string_view text, bool &integral) {
    size_t at = 0;
    auto digits = [&] {
        size_t start = at;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9') at++;
        return at - start;
    };
    if (at < text.size() && text[at] == '-') at++;
    size_t first = at;
    size_t count = digits();
    if (count == 0 || (count > 1 && text[first] == '0')) return false;
    integral = true;
    if (at < text.size() && text[at] == '.') {
        at++;
        integral = false;
        if (digits() == 0) return false;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        at++;
        integral = false;
        if (at < text.size() && (text[at] == '+' || text[at] == '-')) at++;
        if (digits() == 0) return false;
    }
    return at == text.size();
}

class reader {
  public:
    explicit reader(cjson_parser &state) : state(state) {}

    bool value(ondemand::value current) {
        // simdjson checks its own limit of 1,024 only in debug builds; and threads of Swift have small stacks.
        if (depth >= 256) return fail("nesting deeper than 256 levels");
        depth++;
        bool fine = content(current);
        depth--;
        return fine;
    }

    bool failed(error_code code) {
        if (code == SUCCESS) return false;
        switch (code) {
        case UTF8_ERROR: fail("a string that is not UTF-8"); break;
        case UNCLOSED_STRING: fail("a string that does not end"); break;
        case STRING_ERROR: fail("a bad escape in a string"); break;
        case CAPACITY: fail("a text of more than 4 GB"); break;
        case EMPTY: fail("an empty text"); break;
        default: fail("a structure that is not JSON"); break;
        }
        return true;
    }

    bool fail(const char *reason) {
        if (state.error == nullptr) state.error = reason;
        return false;
    }

  private:
    cjson_parser &state;
    int depth = 0;

    bool content(ondemand::value current) {
        ondemand::json_type type;
        if (failed(current.type().get(type))) return false;
        switch (type) {
        case ondemand::json_type::object: {
            size_t at = add(CJSON_OBJECT);
            uint32_t count = 0;
            ondemand::object object;
            if (failed(current.get_object().get(object))) return false;
            for (auto field : object) {
                std::string_view key;
                if (failed(field.unescaped_key().get(key))) return false;
                text(CJSON_STRING, key);
                ondemand::value child;
                if (failed(field.value().get(child)) || !value(child)) return false;
                count++;
            }
            state.nodes[at].count = count;
            return true;
        }
        case ondemand::json_type::array: {
            size_t at = add(CJSON_ARRAY);
            uint32_t count = 0;
            ondemand::array array;
            if (failed(current.get_array().get(array))) return false;
            for (auto element : array) {
                ondemand::value child;
                if (failed(element.get(child)) || !value(child)) return false;
                count++;
            }
            state.nodes[at].count = count;
            return true;
        }
        case ondemand::json_type::string: {
            std::string_view string;
            if (failed(current.get_string().get(string))) return false;
            text(CJSON_STRING, string);
            return true;
        }
        case ondemand::json_type::boolean: {
            bool flag;
            if (failed(current.get_bool().get(flag))) return false;
            add(flag ? CJSON_TRUE : CJSON_FALSE);
            return true;
        }
        case ondemand::json_type::null: {
            bool null = false;
            if (failed(current.is_null().get(null))) return false;
            if (!null) return fail("a value that is not JSON");
            add(CJSON_NULL);
            return true;
        }
        case ondemand::json_type::number:
            return number(current);
        }
        return fail("a value that is not JSON");
    }

    size_t add(uint32_t kind) {
        cjson_node node{};
        node.kind = kind;
        state.nodes.push_back(node);
        return state.nodes.size() - 1;
    }

    cjson_node &text(uint32_t kind, std::string_view string) {
        cjson_node &node = state.nodes[add(kind)];
        node.offset = static_cast<uint32_t>(state.bytes.size());
        node.length = static_cast<uint32_t>(string.size());
        state.bytes.append(string);
        return node;
    }

    bool number(ondemand::value current) {
        std::string_view token = current.raw_json_token();
        while (!token.empty() && (token.back() == ' ' || token.back() == '\n' || token.back() == '\r' || token.back() == '\t')) {
            token.remove_suffix(1);
        }
        bool integral = false;
        if (!is_number(token, integral)) return fail("a number that is not JSON");
        int64_t integer;
        // -0 is a number, not an integer: as an integer it would lose its sign.
        if (integral && token != "-0" && current.get_int64().get(integer) == SUCCESS) {
            state.nodes[add(CJSON_INTEGER)].integer = integer;
            return true;
        }
        double nearest;
        if (current.get_double().get(nearest) != SUCCESS) {
            nearest = std::strtod(std::string(token).c_str(), nullptr);
        }
        text(CJSON_NUMBER, token).number = nearest;
        return true;
    }
};

}  // namespace

// One parser waits on each thread for the next text: its buffers cost more than a small text takes to read.
static thread_local std::unique_ptr<cjson_parser> spare;

extern "C" cjson_parser *cjson_parser_make(void) { return spare ? spare.release() : new cjson_parser(); }

extern "C" void cjson_parser_free(cjson_parser *parser) {
    if (!spare && parser->padded.capacity() < (1 << 20)) {
        spare.reset(parser);
    } else {
        delete parser;
    }
}

extern "C" cjson_tape cjson_parse(cjson_parser *parser, const char *text, size_t length) {
    parser->nodes.clear();
    parser->bytes.clear();
    parser->error = nullptr;
    reader reader(*parser);
    const char *place = nullptr;

    // In brackets, so that a lone number or string takes the same way as any other value.
    parser->padded.reserve(length + 2 + SIMDJSON_PADDING);
    parser->padded.assign("[").append(text, length).append("]");

    ondemand::document document;
    ondemand::array root;
    if (!reader.failed(parser->parser.iterate(padded_string_view(parser->padded.data(), parser->padded.size(),
                                                                 parser->padded.capacity()))
                           .get(document)) &&
        !reader.failed(document.get_array().get(root))) {
        size_t count = 0;
        bool fine = true;
        for (auto element : root) {
            ondemand::value value;
            if (reader.failed(element.get(value)) || !reader.value(value)) {
                fine = false;
                break;
            }
            count++;
        }
        if (!fine) {
            if (document.current_location().get(place) != SUCCESS) place = nullptr;
        } else if (count == 0) {
            reader.fail("an empty text");
        } else if (count > 1 || document.current_location().get(place) == SUCCESS) {
            reader.fail("more than one value");
        }
    }
    size_t offset = 0;
    if (parser->error != nullptr && place != nullptr && place > parser->padded.data()) {
        offset = static_cast<size_t>(place - parser->padded.data()) - 1;
        if (offset > length) offset = length;
    }
    return cjson_tape{parser->nodes.data(), parser->nodes.size(), parser->bytes.data(), parser->error, offset};
}

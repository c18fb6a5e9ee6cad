// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@Suite struct JSONTests {
    @Test(arguments: [
        "0", "-1", "9223372036854775807", "-9223372036854775808", "1.10", "0.1", "-0", "9.999", "-0.05", "0.00", "10.0",
        "-123456789012345.678", "0.000000000000000001", "123456789012345678",
        "123456789012345678901234567890", "0.12345678901234567890123", "\"\"", "\"a\\nb\\u0000\"", "null", "true",
        "[]", "{}", "[[],{}]", "{\"b\":1,\"a\":[1,2,{\"c\":null}]}",
    ])
    func `a text comes back as it was`(text: String) throws {
        #expect(try JSONValue(parsing: text).description == text)
    }

    @Test(arguments: [
        "", " ", "nul", "[1,]", "{\"a\"}", "{\"a\":}", "01", "1.", "-", ".5", "1 2", "[1] [2]", "1] , [2", "\"\\x\"",
        "\"a", "[1", "{\"a\":1", "tru", "NaN", "[1 2]", "{a:1}", "\u{FEFF}1", "'a'",
    ])
    func `a text that is not JSON is refused`(text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22]) }
    }

    @Test func `nesting that would exhaust the stack is refused`() {
        let text = String(repeating: "[", count: 100_000)
        #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        let nested = { String(repeating: "[", count: $0) + String(repeating: "]", count: $0) }
        #expect(throws: Never.self) { try JSONValue(parsing: nested(256)) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: nested(257)) }
    }

    @Test func `escapes and surrogate pairs are read`() throws {
        #expect(try JSONValue(parsing: #""\u00e9\ud83d\ude00\/""#) == .string("é😀/"))
    }

    @Test func `a parser can be used again after an error`() throws {
        let parser = JSONParser()
        #expect(throws: JSONError.self) { try parser.parse("[".utf8) }
        #expect(try parser.parse("[1]".utf8) == [1])
    }

    @Test func `the last of two equal keys counts`() throws {
        #expect(try JSONValue(parsing: #"{"a":1,"a":2}"#) == ["a": 2])
    }
}

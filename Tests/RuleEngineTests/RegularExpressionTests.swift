// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Testing

@testable import RuleEngine

/// The patterns of `~`: RE2's syntax, found anywhere in a text.
@Suite("Regular expressions")
struct RegularExpressionTests {
    private func isFound(_ pattern: String, in text: String) throws -> Bool {
        try RegularExpression(pattern).matches(text, limit: .max).isMatch
    }

    static let found: [(String, String)] = [
        ("", ""), ("", "abc"), ("b", "abc"), ("^abc$", "abc"), ("a.c", "abc"), ("a|x", "xyz"), ("(ab)+", "ababab"),
        ("^(?:ab|cd)*$", "abcdab"), ("^a{3}$", "aaa"), ("^a{2,3}$", "aaa"), ("^a{2,}$", "aaaaa"), ("^a{0}b", "b"),
        ("a{,2}", "a{,2}"), ("{", "{"), ("a{x}", "a{x}"), ("]", "]"), ("}", "}"), ("^a??b", "b"), ("a*?b", "aab"),
        ("(?i)HELLO", "say hello"), ("(?i:H)ello", "hello"), ("(?i)[a-c]X", "Bx"), ("(?i)ß", "ß"),
        ("(?i)k", "\u{212A}"),
        ("(?i)é", "É"), ("(?m)^b$", "a\nb\nc"), ("(?s)a.b", "a\nb"), ("(?U)a+", "aaa"), ("(?i-s:A).", "ab"),
        ("(?P<year>\\d{4})", "in 2018"), ("(?<year>\\d{4})", "in 2018"), ("\\bfoo\\b", "a foo b"), ("\\Boo", "foo"),
        ("^\\w+\\s\\W\\d\\D\\S$", "ab_9 !1x?"), ("[\\d-]+", "-"), ("[^\\d\\s]", "a"), ("[]a]", "]"), ("[^]a]", "b"),
        ("[a-]", "-"), ("[-a]", "-"), ("[a\\]]", "]"), ("[[:alpha:]]", "x"), ("[[:^alpha:]]", "1"), ("[[:word:]]", "_"),
        ("\\pL", "é"), ("\\p{Lu}", "É"), ("\\PL", "1"), ("\\p{^L}", "1"), ("[\\p{Nd}x]", "٣"), ("\\p{Any}", "x"),
        ("\\x41\\x{1F600}", "A😀"), ("\\101", "A"), ("\\0", "\u{0}"), ("\\Qa.b*\\E$", "xa.b*"),
        ("\\a\\f\\t\\n\\r\\v", "\u{7}\u{C}\t\n\r\u{B}"),
        ("\\Aab\\z", "ab"), ("()", "x"), ("a||b", ""), ("(|a)b", "b"), ("\\.", "."), ("\\_", "_"), ("(a*)*b", "aab"),
        ("(a*)+$", "aaa"), ("^(a|b)*c$", "ababc"), ("é", "e\u{301}é"), (".", "😀"), ("^.$", "😀"), ("$^", ""),
    ]

    @Test(arguments: found)
    func `a pattern is found`(pattern: String, text: String) throws {
        #expect(try isFound(pattern, in: text))
    }

    static let absent: [(String, String)] = [
        ("^b", "abc"), ("b$", "abc"), ("a.c", "a\nc"), ("^a{3}$", "aaaa"), ("^a{2,3}$", "a"), ("[^a]", "aaa"),
        ("a", "A"), ("(?i:a)b", "AB"), ("(?m)^b$", "ab"), ("\\bfoo\\b", "foobar"), ("\\d", "٣"), ("\\w", "é"),
        ("[[:alpha:]]", "é"), ("\\p{Lu}", "é"), ("$a", "a"), ("x*y", "xxx"), ("\\s", "\u{B}"), ("(?i)[^a]", "A"),
        ("é", "e\u{301}"), ("[b-d]", "ae"), ("(?-i)a", "A"), ("(?i)a(?-i)b", "AB"), ("((?i)a)b", "AB"), ("\\z.", "a"),
    ]

    @Test(arguments: absent)
    func `a pattern is not found`(pattern: String, text: String) throws {
        #expect(try !isFound(pattern, in: text))
    }

    static let wrong: [(String, String)] = [
        ("[", "a bracket is not closed"), ("[a", "a bracket is not closed"), ("[]", "a bracket is not closed"),
        ("(", "not closed"), (")", "not open"), ("a)", "not open"), ("*", "nothing that `*` could repeat"),
        ("a|*", "nothing that"), ("(+)", "nothing that"), ("{2}", "nothing that"), ("a**", "repeats a repetition"),
        ("a*+", "repeats a repetition"), ("a{2}{3}", "repeats a repetition"), ("a{1001}", "more than 1000 times"),
        ("(a{100}){100}", "more than 1000 times"), ("a{3,2}", "no range"), ("[z-a]", "no range"),
        ("[a-\\d]", "`\\d` means nothing"), ("\\", "a backslash stands at its end"), ("\\1", "refers back"),
        ("(a)\\1", "refers back"), ("(?=a)", "looks around"), ("(?!a)", "looks around"), ("(?<=a)b", "looks around"),
        ("(?<!a)b", "looks around"), ("\\Z", "`\\Z` means nothing"), ("\\C", "means nothing"), ("\\y", "means nothing"),
        ("(?x)a", "is no flag"), ("(?i", "not closed"), ("(?P<>a)", "no name"), ("(?P<a b>c)", "no name"),
        ("(?P<a>b)(?P<a>c)", "two groups"), ("\\p{Foo}", "no general category"), ("\\p{L", "a brace is not closed"),
        ("[[:foo:]]", "no class of characters"), ("\\xG", "needs two digits"), ("\\x{110000}", "needs two digits"),
        ("(?-)a", "is no flag"), ("((((?:a{10}){10}){10}){10})", "more than 1000 times"),
    ]

    @Test(arguments: wrong)
    func `a pattern that is not RE2 is refused`(pattern: String, reason: String) {
        #expect { try RegularExpression(pattern) } throws: { "\($0)".contains(reason) }
    }

    @Test func `a match takes steps in proportion to the text`() throws {
        for pattern in ["(a*)*b", "(a|aa)+$b", "(a+)+b", "(?:a?){30}a{30}b", "(.*)(.*)(.*)(.*)(.*)b", "(x+x+)+y"] {
            let expression = try RegularExpression(pattern)
            let short = expression.matches(String(repeating: "a", count: 1_000), limit: .max)
            let long = expression.matches(String(repeating: "a", count: 2_000), limit: .max)
            #expect(!short.isMatch && !long.isMatch)
            #expect(long.steps <= 2 * short.steps + 1_000, "\(pattern): \(short.steps), \(long.steps)")
        }
    }

    @Test func `a match gives up at its limit`() throws {
        let text = String(repeating: "a", count: 10_000)
        let (isMatch, steps) = try RegularExpression("(?:a?){900}b").matches(text, limit: 100_000)
        #expect(!isMatch)
        #expect(steps > 100_000 && steps < 110_000)
    }

    @Test func `large and deep patterns are refused`() {
        let deep = String(repeating: "(", count: 100_000)
        #expect { try RegularExpression(deep) } throws: { "\($0)".contains("nest deeper") }
        let large = "(?:" + String(repeating: "a", count: 100) + "){1000}"
        #expect { try RegularExpression(large) } throws: { "\($0)".contains("too large") }
    }
}

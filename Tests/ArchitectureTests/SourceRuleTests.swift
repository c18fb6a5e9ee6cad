// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Testing

@Suite struct SourceRuleTests {
    /// Only the command talks to the terminal, ends the process, or looks at its surroundings.
    static let reserved = [
        "print(", "exit(", "ProcessInfo", "FileHandle.standard", "try!", "fatalError(", "@_exported",
    ]

    static func violations(in tree: SourceTree) -> [String] {
        tree.files.filter { !["PerchCommand", "perch", "catalog-gen", "benchmark"].contains($0.target) }
            .flatMap { file -> [String] in
                var isInText = false
                var found: [String] = []
                for (number, line) in file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                    let startsInText = isInText
                    if line.contains("\"\"\"") { isInText.toggle() }
                    let code = line.drop { $0 == " " }
                    guard !startsInText, !code.hasPrefix("//") else { continue }
                    for word in reserved where uses(word, in: code) {
                        found.append("\(file.path):\(number + 1) uses \(word)")
                    }
                }
                return found
            }
    }

    /// Whether a word stands in a line of code, and not as the end of a longer name, in quotes, or as the case of an enum.
    private static func uses(_ word: String, in code: Substring) -> Bool {
        guard code.contains(word), !code.hasPrefix("case ") else { return false }
        return code.ranges(of: word).contains { range in
            guard range.lowerBound != code.startIndex else { return true }
            let before = code[code.index(before: range.lowerBound)]
            return !(before.isLetter || before.isNumber || "_.\"`".contains(before))
        }
    }

    @Test func `libraries leave the terminal and the process alone`() {
        #expect(Self.violations(in: .sources) == [])
    }

    @Test func `the check finds what it is for`() {
        let planted = SourceTree(files: [
            .init(target: "Sandbox", path: "a.swift", text: "// print(1)\n    print(1)\nlet x = try! y\nreprint(1)")
        ])
        #expect(Self.violations(in: planted) == ["a.swift:2 uses print(", "a.swift:3 uses try!"])
    }

    @Test func `every file says what it is part of and under which licence`() {
        let first = "// Part of Perch. SPDX-License-Identifier: Apache-2.0"
        let missing = (SourceTree.sources.files + SourceTree.tests.files).filter { !$0.text.hasPrefix(first) }.map(
            \.path)
        #expect(missing == [])
    }
}

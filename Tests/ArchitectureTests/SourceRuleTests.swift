// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Testing

@Suite struct SourceRuleTests {
    /// Only the command talks to the terminal, ends the process, or looks at its surroundings.
    static let reserved = ["print(", "exit(", "ProcessInfo", "FileHandle.standard", "try!", "fatalError(", "@_exported"]

    static func violations(in tree: SourceTree) -> [String] {
        tree.files.filter { !["PerchCommand", "perch", "catalog-gen", "benchmark"].contains($0.target) }
            .flatMap { file -> [String] in
                file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
                    .flatMap { number, line -> [String] in
                        let code = line.drop { $0 == " " }
                        guard !code.hasPrefix("//") else { return [] }
                        return reserved.filter { word in
                            code.ranges(of: word).contains { range in
                                range.lowerBound == code.startIndex
                                    || !isPartOfName(code[code.index(before: range.lowerBound)])
                            }
                        }.map { "\(file.path):\(number + 1) uses \($0)" }
                    }
            }
    }

    private static func isPartOfName(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_" || character == "." || character == "\"" || character == "`"
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
        let missing = (SourceTree.sources.files + SourceTree.tests.files).filter { !$0.text.hasPrefix(first) }.map(\.path)
        #expect(missing == [])
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Every example runs, and prints what its last comment says.
@Suite struct ExampleTests {
    static let names = scripts(in: "")
    /// Worked examples of the vendor's public documentation.
    static let documented = scripts(in: "documented/")

    private static func scripts(in folder: String) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: PerchBinary.root + "/examples/" + folder)
        return (names ?? []).filter { $0.hasSuffix(".lua") }.sorted().map { folder + $0 }
    }

    @Test func `there are examples of what people do`() {
        #expect(Self.names.contains("first-session.lua"))
        #expect(Self.names.count >= 8)
    }

    @Test(arguments: documented)
    func `a documented example says where it is documented`(name: String) throws {
        let text = try String(contentsOfFile: PerchBinary.root + "/examples/" + name, encoding: .utf8)
        let comment = text.components(separatedBy: "\n\n").first ?? ""
        #expect(comment.contains("\n-- Source: "))
        #expect(comment.contains("talon"))
    }

    @Test(arguments: names + documented)
    func `an example prints what it says`(name: String) async throws {
        let path = PerchBinary.root + "/examples/" + name
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let start = try #require(text.range(of: "\n--[[ prints\n"), "the example says nothing about what it prints")
        let end = try #require(text.range(of: "]]", range: start.upperBound..<text.endIndex))
        let expected = String(text[start.upperBound..<end.lowerBound])

        let result = try await PerchBinary.run("run", path)

        #expect(result.errors == "")
        #expect(result.output == expected)
        #expect(result.status == 0)
    }
}

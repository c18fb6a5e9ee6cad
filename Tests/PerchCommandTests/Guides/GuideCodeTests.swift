// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What the README and the guides show works as they show it.
@Suite struct GuideCodeTests {
    /// All pages; with the variable `PERCH_GUIDE` those whose name has it, for those who write one.
    static let pages: [String] = {
        let wanted = ProcessInfo.processInfo.environment["PERCH_GUIDE"] ?? ""
        return allPages.filter { wanted.isEmpty || $0.contains(wanted) }
    }()

    private static let allPages: [String] = {
        let folder = "Sources/Documentation/Documentation.docc/Guides"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: PerchBinary.root + "/" + folder)) ?? []
        let plugins =
            (try? FileManager.default.contentsOfDirectory(atPath: PerchBinary.root + "/examples/plugins")) ?? []
        return ["README.md"]
            + plugins.filter { !$0.hasSuffix(".md") }.sorted().map { "examples/plugins/\($0)/README.md" }
            + names.filter { $0.hasSuffix(".md") }.sorted().map { "\(folder)/\($0)" }
    }()

    @Test(arguments: pages)
    func `the code of a page runs`(path: String) async throws {
        let page = try PageOfCode(path: path)
        let project = try await PageProject(page)
        defer { project.tearDown() }

        for block in page.blocks {
            for problem in try await project.run(block) { Issue.record("\(problem)") }
        }
    }

    @Test func `few blocks are left out, each with a reason`() throws {
        let blocks = try Self.allPages.flatMap { try PageOfCode(path: $0).blocks }.filter { !$0.isHidden }
        let left = blocks.filter { $0.notRun != nil }

        #expect(blocks.count > 90)
        #expect(left.allSatisfy { ($0.notRun ?? "").count > 8 })
        #expect(left.count * 10 <= blocks.count)
    }

    @Test func `what a page says is compared with what comes`() {
        let said = SaidOutput(text: "…\npassed in 12 ms\n…\nkey: 5b…\n")
        #expect(said.is("passed in 1.5 s  \n\nmore\nand more\nkey: 77\n"))
        #expect(said.is("before\npassed in 1.5 s\nkey: 77\n"))
        #expect(!said.is("failed in 12 ms\nmore\nkey: 5b77\n"))
        #expect(!said.is("passed in 12 ms\nmore\nkey: 5b77\nafter"))
        #expect(!SaidOutput(text: "value 1").is("value 10"))
        #expect(!SaidOutput(text: "value 1").is("value 1\nvalue 2"))

        let part = SaidOutput(text: "{ \"a\": 1, …\n  \"c\": [3] }")
        #expect(part.isPart(of: "[{\"a\":1,\"b\":2,\"c\":[3]}]"))
        #expect(!part.isPart(of: "[{\"a\":1,\"b\":2,\"c\":[4]}]"))
    }

    @Test func `comments of a page say how its blocks are run`() throws {
        let page = try PageOfCode(
            path: "a.md",
            text: """
                # Title

                <!-- test: file shop.json
                {}
                -->
                <!-- test: run touch a b -->
                <!-- test: exit 3 -->
                <!-- test: given examples as e -->
                ```lua
                -- a.lua
                error("no")
                ```

                ```
                error: no
                ```

                Words.

                <!-- test: printed by perch run a.lua -->
                ```
                error: no
                ```

                <!-- test: not run, nobody can -->
                ```console
                $ perch dance
                ```

                <!-- test: whistle -->
                ```json
                1
                ```
                """)

        #expect(page.blocks.map(\.isHidden) == [true, true, false, false, false, false])
        #expect(page.blocks[0].file == "shop.json")
        #expect(page.blocks[0].text == "{}\n")
        #expect(page.blocks[1].command == "touch a b")
        #expect(page.blocks[2].file == "a.lua")
        #expect(page.blocks[2].exit == 3)
        #expect(page.blocks[2].given == ["examples as e"])
        #expect(page.blocks[2].output == "error: no\n")
        #expect(page.blocks[3].command == "perch run a.lua")
        #expect(page.blocks[3].text == "error: no\n")
        #expect(page.blocks[4].notRun == "nobody can")
        #expect(page.blocks[5].unknown == "whistle")
    }
}

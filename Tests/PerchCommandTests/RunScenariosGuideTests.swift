// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite struct RunScenariosGuideTests {
    @Test(arguments: ["Sources/Documentation/Documentation.docc/Guides/Run-Scenarios.md", "README.md"])
    func `scenarios of the documentation run`(file: String) async throws {
        let text = try String(contentsOfFile: PerchBinary.root + "/" + file, encoding: .utf8)
        let blocks = text.matches(of: /```lua\n((?:.|\n)*?)```/).map { String($0.1) }.filter { $0.contains("scenario") }
        let project = try TestProject(
            Dictionary(uniqueKeysWithValues: blocks.enumerated().map { ("block\($0)_test.lua", $1) }))

        let result = try await project.test()

        #expect(!blocks.isEmpty)
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.output.contains(" passed in "))
    }

    @Test func `the example scenarios hold`() async throws {
        let result = try await PerchBinary.run(
            ["test", "examples/scenarios", "--history", PerchBinary.temporaryFolder().path + "/history.json"],
            folder: PerchBinary.root, environment: ["CI": "", "GITHUB_ACTIONS": ""])

        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.output.contains("15 passed"))
    }
}

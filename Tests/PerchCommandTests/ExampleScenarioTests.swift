// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite struct ExampleScenarioTests {
    @Test func `the example scenarios hold`() async throws {
        let result = try await PerchBinary.run(
            ["test", "examples/scenarios", "--history", PerchBinary.temporaryFolder().path + "/history.json"],
            folder: PerchBinary.root, environment: ["CI": "", "GITHUB_ACTIONS": ""])

        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.output.contains("15 passed"))
    }
}

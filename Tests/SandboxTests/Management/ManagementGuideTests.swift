// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import OperationCatalog
import Sandbox
import Testing

@Suite struct ManagementGuideTests {
    @Test func `the guide lists each operation where it belongs`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let guide = try String(
            contentsOf: root.appendingPathComponent(
                "Sources/Documentation/Documentation.docc/Guides/Set-Up-Through-The-Management-API.md"), encoding: .utf8
        )
        let parts = guide.components(separatedBy: "## Not answered")
        try #require(parts.count == 2)
        func rows(_ text: String) -> [String] {
            text.split(separator: "\n").map(String.init).filter { $0.hasPrefix("| `") }
        }
        func row(_ operation: OperationCatalog.Operation) -> String {
            "| `\(operation.method.rawValue) \(operation.path)` | `\(operation.id)` | \(operation.summary) |"
        }
        let unanswered = Sandbox.unansweredOperations

        #expect(rows(parts[0]) == ManagementCatalog.operations.filter { !unanswered.contains($0) }.map(row))
        #expect(rows(parts[1]) == unanswered.map(row))
        for operation in unanswered {
            #expect(operation.responses.contains { $0.status == 501 }, "\(operation.id)")
        }
        for resource in ManagementCatalog.resources {
            #expect(parts[0].contains("### \(resource.title)\n"), "\(resource.title)")
        }
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import Testing

@testable import PerchCommand

/// The guide of exit codes and error codes has all of them, with what the command says of them.
@Suite struct CodeTablesTests {
    private static func rows() throws -> [[String]] {
        let page = try String(
            contentsOfFile: PerchBinary.root
                + "/Sources/Documentation/Documentation.docc/Guides/Exit-And-Error-Codes.md", encoding: .utf8)
        return page.split(separator: "\n").filter { $0.hasPrefix("| ") }.map { line in
            line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    @Test(arguments: ExitCode.allCases)
    func `every exit code is in the guide`(code: ExitCode) throws {
        let row = try #require(try Self.rows().first { $0.first == "\(code.rawValue)" })

        #expect(row.count == 3)
        #expect(row[1] == code.meaning)
    }

    @Test(arguments: PerchError.Code.all)
    func `every error code is in the guide`(code: PerchError.Code) throws {
        let row = try #require(try Self.rows().first { $0.first == "`\(code.rawValue)`" })

        #expect(row.dropFirst() == [code.meaning, "\(ExitCode(code).rawValue)"])
    }
}

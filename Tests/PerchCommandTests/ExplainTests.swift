// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import Testing

@testable import PerchCommand

/// `perch explain` on a database that a script has left behind.
@Suite struct ExplainTests {
    private static let script = """
        sandbox.clock.set("2026-03-10T12:00:00Z")
        sandbox.campaign { name = "Big", rules = { {
          title = "big carts", condition = { "and", { ">=", { ".", "Session", "Total" }, 200 } },
          effects = { { "setDiscount", "big", 20 } },
        } } }
        talon.sessions.update("s1", { customerSession = {
          profileId = "ada", cartItems = { { sku = "a", quantity = 1, price = 150 } } } })
        """

    /// A folder with a project whose sandbox keeps its state in a file.
    private static func project() async throws -> String {
        let folder = try PerchBinary.temporaryFolder()
        try "[environments.sandbox]\nkind = \"embedded\"\ndatabase = \"shop.sqlite\"\n"
            .write(to: folder.appending(path: "perch.toml"), atomically: true, encoding: .utf8)
        let result = try await PerchBinary.run(["run", "-e", script], folder: folder.path)
        #expect(result.status == 0, "\(result.errors)")
        return folder.path
    }

    @Test func `a session of a database is explained, and the file stays as it was`() async throws {
        let folder = try await Self.project()
        let file = URL(filePath: folder + "/shop.sqlite")
        let before = try Data(contentsOf: file)

        let result = try await PerchBinary.run(["explain", "s1"], folder: folder, environment: ["LC_ALL": "C.UTF-8"])
        let ascii = try await PerchBinary.run(
            ["explain", "s1", "--database", "shop.sqlite", "--application", "1"], folder: folder,
            environment: ["LC_ALL": "C"])

        #expect(result.errors == "")
        #expect(result.status == 0)
        #expect(
            result.output == """
                session s1, open, customer ada, total 150
                decided at 2026-03-10 12:00 UTC

                ✗ Big
                  ✗ big carts
                      ✗ Session.Total ≥ 200   Session.Total is 150

                """)
        #expect(ascii.output.contains("      - Session.Total >= 200   Session.Total is 150\n"))
        #expect(try Data(contentsOf: file) == before)
    }

    @Test func `JSON is what scripts get`() async throws {
        let folder = try await Self.project()

        let result = try await PerchBinary.run(["explain", "s1", "--json"], folder: folder)

        let json = try JSONValue(parsing: result.output)
        #expect(json["session"] == "s1")
        #expect(json["asDecided"] == true)
        #expect(json["campaigns"]?[0]?["runs"]?[0]?["rules"]?[0]?["conditions"]?[0]?["met"] == false)
    }

    @Test func `what cannot be explained is told in three lines`() async throws {
        let folder = try await Self.project()
        let elsewhere = try PerchBinary.temporaryFolder().path
        let cases: [(arguments: [String], folder: String, status: Int32, words: [String])] = [
            (["explain", "s2"], folder, 3, ["there is no session `s2`", "did you mean `s1`?", "shop.sqlite"]),
            (["explain", "s1", "--application", "9"], folder, 3, ["9"]),
            (["explain", "s1", "--database", "none.sqlite"], folder, 5, ["there is no database `none.sqlite`"]),
            (["explain", "s1"], elsewhere, 5, ["in memory", "--database"]),
            (["explain"], folder, 2, ["session"]),
        ]
        for (arguments, folder, status, words) in cases {
            let result = try await PerchBinary.run(arguments, folder: folder)
            #expect(result.status == status, "\(arguments) \(result.errors)")
            #expect(result.output == "")
            for word in words { #expect(result.errors.contains(word), "\(arguments) \(result.errors)") }
            #expect(result.errors.split(separator: "\n").count == 3, "\(result.errors)")
        }
    }

    @Test func `marks are coloured, and plain where the locale has no better ones`() {
        #expect(
            ExplanationPage(isColoured: true, isUnicode: true).text("  ✗ a × b") == "  \u{1B}[31m✗\u{1B}[0m a × b")
        #expect(ExplanationPage(isUnicode: false).text("✓ a × b\n→ c ≤ d") == "+ a * b\n> c <= d")
        #expect(ExplanationPage.hasUnicode(["LANG": "de_DE.UTF-8"]))
        #expect(ExplanationPage.hasUnicode([:]))
        #expect(!ExplanationPage.hasUnicode(["LANG": "en_US.UTF-8", "LC_ALL": "POSIX"]))
    }
}

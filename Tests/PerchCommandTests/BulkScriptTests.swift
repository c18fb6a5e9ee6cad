// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import Locking
import Testing

/// `perch.bulk` in scripts.
@Suite struct BulkScriptTests {
    private func run(_ code: String, in project: BulkProject, _ options: String...) async throws -> PerchBinary.Result {
        try project.write("script.lua", code)
        return try await PerchBinary.run(
            ["run"] + options + ["script.lua"], folder: project.folder.path, environment: ["TEA_KEY": LiveTests.key])
    }

    @Test func `each makes of rows what the operation takes, in the script's own sandbox`() async throws {
        let project = try BulkProject()
        try project.write("people.csv", "name,spent\nada,120\nbob,5\neve,300\n")

        let result = try await run(
            """
            local result = perch.bulk {
              operation = "profiles.update_many", input = "people.csv",
              each = function(row)
                if tonumber(row.spent) < 100 then return nil end
                return { integrationId = row.name, attributes = { spent = tonumber(row.spent) } }
              end,
            }
            print(result.rows, result.done, result.failed, result.calls, result.complete)
            print(talon.inventory.get("eve", { profile = true }).profile.attributes.spent)
            print(pcall(talon.inventory.get, "bob", { profile = true }))
            """, in: project)

        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.hasPrefix("2\t2\t0\t1\ttrue\n300\nfalse\t"), "\(result.output)")
        // A sandbox in memory leaves nothing to go on with.
        #expect(!project.exists("people.csv.perch-bulk"))
    }

    @Test func `rows come from lists and functions, too`() async throws {
        let project = try BulkProject()
        let result = try await run(
            """
            print(perch.bulk { operation = "profiles.update_many", input = { { integrationId = "a" }, { integrationId = "b" } } }.done)
            local left = 3
            print(perch.bulk { operation = "events.track", set = { type = "visit" }, input = function()
              left = left - 1
              if left >= 0 then return { profileId = "p" .. left } end
            end }.done)
            """, in: project)
        #expect(result.output == "2\n3\n", "\(result.errors)")
    }

    @Test(arguments: [
        ("perch.bulk()", "perch.bulk takes a table"), ("perch.bulk { input = {} }", "needs an `operation`"),
        ("perch.bulk { operation = 'data.delete' }", "needs an `input`"),
        ("perch.bulk { operation = 'data.delet', input = {} }", "did you mean `data.delete`?"),
        ("perch.bulk { operation = 'data.delete', input = {}, bach = 3 }", "did you mean `batch`?"),
        ("perch.bulk { operation = 'data.delete', input = {}, rate = 0 }", "`rate` of perch.bulk is 0"),
        ("perch.bulk { operation = 'data.delete', input = 'none.csv' }", "none.csv"),
        (
            "perch.bulk { operation = 'data.delete', input = '/etc/passwd', each = print }",
            "reading `/etc/passwd` is not allowed"
        ),
        ("perch.bulk { operation = 'data.delete', input = { { wrong = 1 } } }", "row 1: column `wrong` is no field"),
        (
            "perch.bulk { operation = 'data.delete', input = { { integrationId = 'a' } }, results = 'out.jsonl' }",
            "writing `out.jsonl`"
        ),
        ("perch.bulk { operation = 'data.delete', input = { 1 }, each = function() error('mine') end }", "mine"),
    ])
    func `a mistake is an error with a hint`(code: String, words: String) async throws {
        let result = try await run(code, in: try BulkProject())
        #expect(result.status != 0)
        #expect(result.errors.contains(words), "\(result.errors)")
        #expect(result.errors.contains("hint:"))
    }

    @Test func `a script that was stopped goes on where it was`() async throws {
        let isWell = Guarded(false)
        let server = try LedgerServer(entries: LedgerServer.eventEntries) { _, done in
            done.count >= 12 && !isWell.withLock { $0 } ? .refused(401, "Invalid API key") : .init()
        }
        defer { server.close() }
        let project = try BulkProject(port: server.port)
        try project.write("rows.csv", BulkProject.events(40))
        let code = """
            local result = perch.bulk {
              operation = "events.track", input = "rows.csv", results = "out.jsonl", concurrency = 3,
              each = function(row)
                return { profileId = row.profileId, type = "visit", attributes = { number = row["attributes.number"] } }
              end,
            }
            print(result.done, result.complete)
            """

        let stopped = try await run(code, in: project, "--allow-write", ".")
        #expect(stopped.status == 7, "\(stopped.errors)")
        #expect(stopped.errors.contains("run the script again"))
        isWell.withLock { $0 = true }
        let resumed = try await run(code, in: project, "--allow-write", ".")

        #expect(resumed.output == "40\ttrue\n", "\(resumed.errors)")
        #expect(server.done.count == 40)
        #expect(server.done.values.allSatisfy { $0 == 1 })
        #expect(try project.read("out.jsonl").split(separator: "\n").count == 40)
    }
}

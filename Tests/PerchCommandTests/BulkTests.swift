// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import Locking
import Testing

/// A folder with rows, and an environment that is a ledger.
struct BulkProject {
    let folder: URL

    init(port: Int? = nil, _ settings: String = "") throws {
        folder = try PerchBinary.temporaryFolder()
        let text =
            port.map {
                "default = \"live\"\n[environments.live]\nbase_url = \"http://127.0.0.1:\($0)\"\napi_key = { env = \"TEA_KEY\" }\n"
            } ?? ""
        try write("perch.toml", text + settings)
    }

    func write(_ name: String, _ text: String) throws {
        try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    func read(_ name: String) throws -> String {
        // As it is, with the mark at its beginning.
        String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
    }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder.appending(path: name).path) }

    func bulk(_ arguments: String..., input: String = "", environment: [String: String] = [:]) async throws
        -> PerchBinary.Result
    {
        try await PerchBinary.run(
            ["bulk"] + arguments, input: input, folder: folder.path,
            environment: environment.merging(["TEA_KEY": LiveTests.key]) { a, _ in a })
    }

    /// `count` rows of events, each of its own customer unless there are fewer.
    static func events(_ count: Int, customers: Int = .max) -> String {
        "profileId,attributes.number\n" + (1...count).map { "c\($0 % customers),\($0)\n" }.joined()
    }
}

extension LedgerServer {
    /// Entries are the numbers of events.
    static let eventEntries: @Sendable (Request) -> [String] = { [$0.body["attributes"]?["number"]?.string ?? "?"] }
    static let profileEntries: @Sendable (Request) -> [String] = { request in
        (request.body["customerProfiles"]?.array ?? []).compactMap { $0["integrationId"]?.string }
    }
}

/// `perch bulk` as people use it.
@Suite struct BulkTests {
    private let events = ["events.track", "rows.csv", "--set", "type=visit"]

    // MARK: - In the sandbox

    @Test func `rows of a spreadsheet become profiles, and the results say so`() async throws {
        let project = try BulkProject(port: nil, "[environments.sandbox]\ndatabase = \"shop.sqlite\"\n")
        try project.write("customers.csv", "\u{FEFF}Kunde;attributes.tier\r\nada;gold\r\n\"bob;jr\";\"sil\"\"ver\"\r\n")

        let result = try await project.bulk("profiles.update_many", "customers.csv", "--map", "Kunde=integrationId")

        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("done       2"))
        #expect(
            try project.read("customers.results.csv")
                == "\u{FEFF}Kunde;attributes.tier;status;id;reason\r\nada;gold;done;;\r\n\"bob;jr\";\"sil\"\"ver\";done;;\r\n"
        )
        let read = try await PerchBinary.run(
            "run", "-e", "print(talon.inventory.get('bob;jr', { profile = true }).profile.attributes.tier)",
            folder: project.folder.path)
        #expect(read.output == "sil\"ver\n")
        let status = try await project.bulk("status", "customers.csv")
        #expect(status.output.contains("profiles.update_many on sandbox, 2 of 2 rows, finished"))
        #expect(try await project.bulk("list").output.contains("customers.csv.perch-bulk: profiles.update_many"))
    }

    @Test func `the same file is not done twice by mistake`() async throws {
        let project = try BulkProject(port: nil, "[environments.sandbox]\ndatabase = \"shop.sqlite\"\n")
        try project.write("rows.csv", "integrationId\nada\n")

        #expect(try await project.bulk("profiles.update_many", "rows.csv").status == 0)
        let twice = try await project.bulk("profiles.update_many", "rows.csv")
        #expect(twice.status == 5)
        #expect(twice.errors.contains("the same was done before"))
        #expect(try await project.bulk("profiles.update_many", "rows.csv", "--again").status == 0)
        try project.write("rows.csv", "integrationId\nada\nbob\n")
        #expect(try await project.bulk("profiles.update_many", "rows.csv").status == 0)
    }

    @Test func `a file that is wrong is refused before the first call, with every problem in a file`() async throws {
        let project = try BulkProject(port: nil, "[environments.sandbox]\ndatabase = \"shop.sqlite\"\n")
        try project.write(
            "rows.csv", "action,profileIntegrationId,audienceId\nadd,ada,1\nadd,,1\nadd,x,one\nadd,ada,1\nadd,b,1,2\n")

        let result = try await project.bulk("audiences.update_members", "rows.csv")

        #expect(result.status == 1)
        #expect(result.output == "")
        for words in [
            "rows.csv:3, column profileIntegrationId", "rows.csv:4, column audienceId: `one` is not a whole number",
            "rows.csv:5: the row is about the same as that of line 2", "rows.csv:6",
            "error: 4 problems in rows.csv, and nothing was sent",
        ] {
            #expect(result.errors.contains(words), "\(result.errors)")
        }
        #expect(try project.read("rows.problems.csv").split(separator: "\n").count == 5)
        #expect(!project.exists("rows.csv.perch-bulk"))
    }

    @Test(arguments: [
        (["profiles.update_manyy", "rows.csv"], Int32(3), "did you mean `profiles.update_many`?"),
        (["profiles.update_many", "none.csv"], 5, "there is no file none.csv"),
        (["profiles.update_many"], 2, "needs a file"),
        (["profiles.update_many", "rows.csv", "--rate", "0"], 2, "--rate"),
        (["profiles.update_many", "rows.csv", "--map", "x"], 2, "no `=`"),
        (["profiles.update_many", "rows.csv", "--shard", "3/2"], 3, "write 2/5"),
        (["profiles.update_many", "rows.csv", "--shard", "auto"], 5, "--shard K/N"),
        (["data.delete", "rows.csv", "--undo"], 3, "cannot be taken back"),
        (["profiles.update_many", "rows.csv", "--resume"], 5, "nothing to go on with"),
        (["profiles.update_many", "empty.csv"], 4, "there are no rows"),
        (["status", "rows.csv"], 5, "no journal of rows.csv"),
        (["merge", "rows.csv"], 5, "no journals of shards"),
    ])
    func `a mistake is named, with its exit code`(arguments: [String], status: Int32, words: String) async throws {
        let project = try BulkProject()
        try project.write("rows.csv", "integrationId\nada\n")
        try project.write("empty.csv", "integrationId\n")

        let result = try await PerchBinary.run(["bulk"] + arguments, folder: project.folder.path)

        #expect(result.status == status, "\(result.errors)")
        #expect(result.errors.contains(words), "\(result.errors)")
    }

    @Test func `a dry run changes nothing and tells what it would do`() async throws {
        let project = try BulkProject(port: nil, "[environments.sandbox]\ndatabase = \"shop.sqlite\"\n")
        try project.write("rows.csv", "integrationId,attributes.tier\nada,gold\nbob,silver\n")
        #expect(try await project.bulk("profiles.update_many", "rows.csv").status == 0)
        try project.write("rows.csv", "integrationId,attributes.tier\nada,gold\nbob,gold\n")

        let dry = try await project.bulk("profiles.update_many", "rows.csv", "--dry-run")

        #expect(dry.status == 0, "\(dry.errors)")
        #expect(dry.output.contains("dry run"))
        #expect(dry.output.contains("would change 1 row, and leave 1 row as it is"), "\(dry.output)")
        #expect(dry.output.contains("bob"))
        let read = try await PerchBinary.run(
            "run", "-e", "print(talon.inventory.get('bob', { profile = true }).profile.attributes.tier)",
            folder: project.folder.path)
        #expect(read.output == "silver\n")
    }

    @Test func `attributes, memberships and reservations are taken back by the undo file`() async throws {
        let project = try BulkProject(port: nil, "[environments.sandbox]\ndatabase = \"shop.sqlite\"\n")
        try project.write(
            "set-up.lua",
            """
            sandbox.campaign { name = "C", coupons = { "WALLET" } }
            sandbox.audience { name = "A", id = 5 }
            talon.profiles.update("ada", { attributes = { tier = "silver" } })
            talon.profiles.update("bob", {})
            talon.audiences.update_members { data = { { action = "add", profileIntegrationId = "ada", audienceId = 5 } } }
            talon.reservations.create("WALLET", { integrationIDs = { "ada" } })
            """)
        try project.write(
            "look.lua",
            """
            for _, id in ipairs { "ada", "bob" } do
              local profile = talon.inventory.get(id, { profile = true }).profile
              print(id, profile.attributes.tier, #profile.audienceMemberships)
            end
            print(#talon.reservations.customers("WALLET").data)
            """)
        let run = { (name: String) in try await PerchBinary.run("run", name, folder: project.folder.path) }
        #expect(try await run("set-up.lua").errors == "")
        let before = try await run("look.lua").output
        try project.write("tiers.csv", "integrationId,attributes.tier\nada,gold\nbob,gold\n")
        try project.write("members.csv", "profileIntegrationId\nada\nbob\n")
        try project.write("wallet.csv", "customer\nada\nbob\n")

        let tiers = try await project.bulk("profiles.update_many", "tiers.csv", "--undo")
        let members = try await project.bulk(
            "audiences.update_members", "members.csv", "--undo", "--set", "action=add", "--set", "audienceId=5")
        let wallet = try await project.bulk(
            "reservations.create", "wallet.csv", "--undo", "--set", "couponValue=WALLET", "--map",
            "customer=integrationID")
        for result in [tiers, members, wallet] { #expect(result.status == 0, "\(result.errors)") }
        #expect(try await run("look.lua").output == "ada\tgold\t1\nbob\tgold\t1\n2\n")

        for result in [tiers, members, wallet] {
            let line = try #require(
                result.output.split(separator: "\n").last { $0.hasPrefix("to take it back: perch ") })
            let words = line.dropFirst("to take it back: perch ".count).split(separator: " ").map(String.init)
            let undone = try await PerchBinary.run(words, folder: project.folder.path)
            #expect(undone.status == 0, "\(undone.errors)")
        }
        #expect(try await run("look.lua").output == before)
    }

    @Test func `rows come in through the standard input, and go out as they came`() async throws {
        let project = try BulkProject()
        let result = try await project.bulk(
            "profiles.update_many", "-", input: "{\"integrationId\":\"ada\",\"attributes\":{\"n\":1.50}}\n")
        #expect(result.status == 0, "\(result.errors)")
        #expect(
            try project.read("stdin.results.jsonl")
                == "{\"row\":{\"integrationId\":\"ada\",\"attributes\":{\"n\":1.50}},\"status\":\"done\"}\n")
    }

    // MARK: - On an account

    @Test func `a row that the service refuses is found in its call, and all others are done`() async throws {
        let server = try LedgerServer(entries: LedgerServer.profileEntries) { request, _ in
            let ids = LedgerServer.profileEntries(request)
            return ids.contains { ["c7", "c250"].contains($0) } ? .refused(400, "A profile is wrong") : .init()
        }
        defer { server.close() }
        let project = try BulkProject(port: server.port)
        try project.write("rows.csv", "integrationId\n" + (1...300).map { "c\($0)\n" }.joined())

        let result = try await project.bulk("profiles.update_many", "rows.csv", "--batch", "100")

        #expect(result.status == 1, "\(result.errors)")
        #expect(result.output.contains("failed     2"))
        #expect(try project.read("rows.failed.csv") == "integrationId\nc7\nc250\n")
        #expect(server.done.count == 298)
        #expect(server.done.values.allSatisfy { $0 == 1 })
        let results = try project.read("rows.results.csv").split(separator: "\n")
        #expect(results[7] == "c7,failed,,A profile is wrong")
        #expect(results[8] == "c8,done,,")
    }

    @Test func `rows about the same customer are done in their order`() async throws {
        let server = try LedgerServer(entries: LedgerServer.eventEntries)
        defer { server.close() }
        let project = try BulkProject(port: server.port)
        try project.write("rows.csv", BulkProject.events(120, customers: 7))

        let result = try await project.bulk("events.track", "rows.csv", "--set", "type=visit", "--concurrency", "16")

        #expect(result.status == 0, "\(result.errors)")
        let order = server.order.compactMap(Int.init)
        #expect(Set(order) == Set(1...120))
        for customer in 0..<7 {
            let own = order.filter { $0 % 7 == customer }
            #expect(own == own.sorted())
        }
    }

    @Test func `a refused key stops the work, and it goes on with the right one`() async throws {
        let server = try LedgerServer(entries: LedgerServer.eventEntries) { request, done in
            done.count >= 20 && request.headers["authorization"]?.hasSuffix("old") == true
                ? .refused(401, "Invalid API key") : .init()
        }
        defer { server.close() }
        let project = try BulkProject(port: server.port)
        try project.write("rows.csv", BulkProject.events(50))

        let stopped = try await project.bulk(
            "events.track", "rows.csv", "--set", "type=visit", environment: ["TEA_KEY": "old"])

        #expect(stopped.status == 7)
        #expect(stopped.errors.contains("to go on: perch bulk events.track rows.csv --set type=visit --resume"))
        #expect(stopped.output.contains("not sent   30"), "\(stopped.output)")
        let resumed = try await project.bulk("events.track", "rows.csv", "--set", "type=visit", "--resume")
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(server.done.count == 50)
        #expect(server.done.values.allSatisfy { $0 == 1 })
    }

    @Test func `a service in trouble stops the work after a while, and nothing is lost`() async throws {
        let isWell = Guarded(false)
        let server = try LedgerServer(
            entries: LedgerServer.eventEntries,
            fault: { $0.number > 10 && !isWell.withLock { $0 } ? .errorAfter : nil })
        defer { server.close() }
        let project = try BulkProject(port: server.port)
        try project.write("rows.csv", BulkProject.events(30))

        let stopped = try await project.bulk("events.track", "rows.csv", "--set", "type=visit", "--patience", "0")
        #expect(stopped.status == 7)
        #expect(stopped.errors.contains("--resume"))
        isWell.withLock { $0 = true }
        let resumed = try await project.bulk(
            "events.track", "rows.csv", "--set", "type=visit", "--patience", "0", "--resume")

        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(server.done.count == 30)
        #expect(server.done.values.allSatisfy { $0 == 1 })
    }

    @Test func `a row that brings the service down keeps back only what is about the same customer`() async throws {
        let server = try LedgerServer(
            entries: LedgerServer.eventEntries,
            fault: { LedgerServer.eventEntries($0) == ["8"] ? .errorBefore : nil })
        defer { server.close() }
        let project = try BulkProject(port: server.port)
        try project.write("rows.csv", BulkProject.events(60, customers: 20))

        let result = try await project.bulk("events.track", "rows.csv", "--set", "type=visit", "--patience", "0")

        #expect(result.status == 7)
        #expect(Set((1...60).map(String.init)).subtracting(server.done.keys) == ["8", "28", "48"])
        #expect(try project.read("rows.results.csv").contains("c8,8,open,,the work stopped before it was settled"))
    }

    @Test func `a lost answer is looked up where the service tells, and is uncertain where it does not`() async throws {
        let reserved = Guarded<Set<String>>([])
        let server = try LedgerServer(
            entries: { request in
                guard request.method == "POST" else { return [] }
                let ids = (request.body["integrationIDs"]?.array ?? []).compactMap(\.string)
                reserved.withLock { $0.formUnion(ids) }
                return ids.isEmpty ? ["points"] : ids
            },
            respond: { request, _ in
                guard request.method == "GET" else { return .init(status: 201, body: ["id": 1]) }
                let data = reserved.withLock { $0 }.map { JSONValue.object(["integrationId": .string($0)]) }
                return .init(status: 200, body: ["data": .array(data)])
            },
            fault: { $0.method == "POST" ? ($0.number == 2 ? .cutAfter : $0.number == 4 ? .cutBefore : nil) : nil })
        defer { server.close() }
        let project = try BulkProject(port: server.port)
        try project.write("rows.csv", "customer\n" + (1...40).map { "c\($0)\n" }.joined())

        let result = try await project.bulk(
            "reservations.create", "rows.csv", "--map", "customer=integrationID", "--set", "couponValue=WALLET",
            "--batch",
            "10", "--concurrency", "1")

        #expect(result.status == 0, "\(result.errors)")
        #expect(server.done.count == 40)
        #expect(server.done.values.allSatisfy { $0 == 1 })
        try project.write("points.csv", "loyaltyProgramId,sessionId\n1,s1\n")
        let server2 = try LedgerServer(entries: { _ in ["points"] }, fault: { _ in .cutAfter })
        defer { server2.close() }
        let other = try BulkProject(port: server2.port)
        try other.write("points.csv", "loyaltyProgramId,sessionId\n1,s1\n")
        let uncertain = try await other.bulk("loyalty.activate_points", "points.csv")
        #expect(uncertain.status == 1, "\(uncertain.errors)")
        #expect(uncertain.output.contains("uncertain  1"))
        #expect(try other.read("points.results.csv").contains("1,s1,uncertain,,\"no answer came"))
        #expect(server2.requests.count == 1)
    }

    @Test func `a rate is kept in every second, repetitions counted`() async throws {
        let server = try LedgerServer(
            entries: LedgerServer.eventEntries, fault: { $0.number % 10 == 0 ? .tooManyCalls : nil })
        defer { server.close() }
        let project = try BulkProject(port: server.port)
        try project.write("rows.csv", BulkProject.events(150))

        let result = try await project.bulk(
            "events.track", "rows.csv", "--set", "type=visit", "--rate", "50", "--concurrency", "8")

        #expect(result.status == 0, "\(result.errors)")
        let times = server.requests.map(\.time)
        #expect(times.count > 150)
        for (place, start) in times.enumerated() {
            let inSecond = times[place...].prefix { $0 - start < .seconds(1) }.count
            #expect(inSecond <= 52, "from request \(place + 1)")
        }
    }

    @Test func `a file that changed, another file's journal and other options are refused`() async throws {
        let server = try LedgerServer(entries: LedgerServer.eventEntries) { request, _ in
            request.number > 5 ? .refused(401, "Invalid") : .init()
        }
        defer { server.close() }
        let project = try BulkProject(port: server.port)
        try project.write("rows.csv", BulkProject.events(20))
        #expect(try await project.bulk("events.track", "rows.csv", "--set", "type=visit").status == 7)

        let begun = try await project.bulk("events.track", "rows.csv", "--set", "type=visit")
        #expect(begun.status == 5)
        #expect(begun.errors.contains("go on with perch bulk events.track rows.csv --set type=visit --resume"))
        let other = try await project.bulk("events.track", "rows.csv", "--set", "type=buy", "--resume")
        #expect(other.errors.contains("begun with other options"))
        try project.write("rows.csv", BulkProject.events(21))
        let changed = try await project.bulk("events.track", "rows.csv", "--set", "type=visit", "--resume")
        #expect(changed.status == 5)
        #expect(changed.errors.contains("has changed since the work was begun"))
        try project.write("other.csv", BulkProject.events(5))
        try FileManager.default.copyItem(
            at: project.folder.appending(path: "rows.csv.perch-bulk"),
            to: project.folder.appending(path: "other.csv.perch-bulk"))
        let foreign = try await project.bulk("events.track", "other.csv", "--set", "type=visit", "--resume")
        #expect(foreign.status == 5)
        #expect(foreign.errors.contains("journal is of another file"))
    }

    @Test func `shards together give what one run gives`() async throws {
        let refuse: @Sendable (LedgerServer.Request, [String: Int]) -> LedgerServer.Answer = { request, _ in
            LedgerServer.profileEntries(request).contains("c33") ? .refused(400, "Wrong") : .init()
        }
        let server = try LedgerServer(entries: LedgerServer.profileEntries, respond: refuse)
        defer { server.close() }
        let whole = try BulkProject(port: server.port)
        let parts = try BulkProject(port: server.port)
        let rows = "integrationId,attributes.n\n" + (1...200).map { "c\($0),\($0)\n" }.joined()
        for project in [whole, parts] { try project.write("rows.csv", rows) }

        #expect(try await whole.bulk("profiles.update_many", "rows.csv", "--batch", "20").status == 1)
        let first = try await parts.bulk("profiles.update_many", "rows.csv", "--batch", "20", "--shard", "1/2")
        let second = try await parts.bulk(
            "profiles.update_many", "rows.csv", "--batch", "20", "--shard", "auto",
            environment: ["SLURM_ARRAY_TASK_ID": "1", "SLURM_ARRAY_TASK_MIN": "0", "SLURM_ARRAY_TASK_MAX": "1"])
        #expect(Set([first.status, second.status]) == [0, 1], "\(first.errors)\(second.errors)")
        let merged = try await parts.bulk("merge", "rows.csv")

        #expect(merged.status == 1, "\(merged.errors)")
        #expect(try parts.read("rows.results.csv") == whole.read("rows.results.csv"))
        #expect(try parts.read("rows.failed.csv") == whole.read("rows.failed.csv"))
        // 199 in each of the two projects.
        #expect(server.done.count == 199)
        #expect(server.done.values.allSatisfy { $0 == 2 })
        try FileManager.default.removeItem(at: parts.folder.appending(path: "rows.csv.2-of-2.perch-bulk"))
        #expect(try await parts.bulk("merge", "rows.csv").errors.contains("the journal of shard 2/2 is missing"))
    }

    @Test func `a full disk stops the work, and it goes on when there is room`() async throws {
        let server = try LedgerServer(entries: LedgerServer.eventEntries)
        defer { server.close() }
        let project = try BulkProject(port: server.port)
        try project.write("rows.csv", BulkProject.events(400))
        let words = ["bulk"] + events

        // No file may become longer than 64 KiB, as on a disk without room.
        let full = try await PerchBinary.shell(
            "ulimit -f 64; trap '' XFSZ; exec \"$0\" \"$@\"", words, folder: project.folder.path,
            environment: ["TEA_KEY": LiveTests.key])

        #expect(full.status == 5, "\(full.status) \(full.errors)")
        #expect(full.errors.contains("the journal cannot be used"), "\(full.errors)")
        let resumed = try await project.bulk("events.track", "rows.csv", "--set", "type=visit", "--resume")
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(server.done.count == 400)
        #expect(server.done.values.allSatisfy { $0 == 1 })
    }
}

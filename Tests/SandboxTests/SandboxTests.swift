// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI
import OperationCatalog
import RuleEngine
import Testing

@testable import Sandbox

@Suite("The sandbox")
struct SandboxTests {
    @Test func `every operation of the catalogue has a handler`() {
        let operations = Set(Catalog.operations.map(\.id))

        #expect(operations.count == 42)
        #expect(operations.isSubset(of: Handlers.table.keys))
        #expect(operations.union(ManagementCatalog.operations.map(\.id)).isSuperset(of: Handlers.table.keys))
    }

    @Test func `an operation without a handler is told by name`() throws {
        let sandbox = try Sandbox.make()
        let operation = OperationCatalog.Operation(
            id: "teleport", lua: "x.teleport", .get, "/v9/teleport", responses: [], repetition: .safe, summary: "",
            example: "")

        let error = #expect(throws: PerchError.self) { try sandbox.respond(to: APIRequest(operation)) }

        #expect(error?.code == .unsupported)
        #expect(error?.message.contains("teleport") == true)
    }

    @Test func `two sandboxes know nothing of each other`() throws {
        let one = try Sandbox.make()
        let other = try Sandbox.make()

        try one.call("sessions.update", "s1", body: update(["profileId": "ada"]))
        try one.addSummer()

        try other.call("sessions.get", "s1", expecting: 404)
        #expect(try other.coupon("SUMMER10") == nil)
    }

    @Test func `a reset forgets everything`() throws {
        let sandbox = try Sandbox.make()
        let fresh = try sandbox.dump()
        try sandbox.addSummer()
        try sandbox.call(
            "sessions.update", "s1", body: update(["profileId": "ada", "state": "closed", "couponCodes": ["SUMMER10"]]))

        try sandbox.reset()

        #expect(try sandbox.dump() == fresh)
        #expect(sandbox.calls().isEmpty)
        try sandbox.addSummer()
    }

    @Test func `requests from several threads are all answered, one after the other`() async throws {
        let sandbox = try Sandbox.make()
        try sandbox.addSummer()

        try await withThrowingTaskGroup { group in
            for task in 0..<8 {
                group.addTask {
                    for step in 0..<25 {
                        try sandbox.call(
                            "sessions.update", "s\(task)-\(step)",
                            body: update([
                                "profileId": "ada", "state": "closed", "couponCodes": ["SUMMER10"], "cartItems": cart,
                            ]))
                    }
                }
            }
            try await group.waitForAll()
        }

        #expect(try sandbox.coupon("SUMMER10")?.usageCounter == 200)
        let profile = try sandbox.call("profiles.update", "ada", body: ["responseContent": ["customerProfile"]])
        #expect(profile["customerProfile"]?["closedSessions"] == 200)
        #expect(profile["customerProfile"]?["totalSales"] == 23_998)
    }

    @Test func `an exchange is remembered with its guesses, and only so many are`() throws {
        var configuration = SandboxConfiguration()
        configuration.rememberedCalls = 3
        let sandbox = try Sandbox(configuration)

        for number in 0..<5 { try sandbox.call("sessions.get", "s\(number)", expecting: 404) }

        let calls = sandbox.calls()
        #expect(
            calls.map(\.request.target) == [
                "/v2/customer_sessions/s2", "/v2/customer_sessions/s3", "/v2/customer_sessions/s4",
            ])
        #expect(calls.last?.assumptions.all == [.unknownSessionIs404])
        #expect(calls.last?.json["status"] == 404)
    }

    @Test func `every guess is marked where it is followed`() throws {
        let sources = URL(filePath: #filePath).appending(path: "../../../Sources").standardized
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        var code = ""
        for case let file as URL in files
        where file.pathExtension == "swift" && file.lastPathComponent != "Assumption.swift" {
            code += try String(contentsOf: file, encoding: .utf8)
        }

        for assumption in Assumption.allCases {
            #expect(code.contains("(.\(assumption.name))"), "nothing follows \(assumption.name)")
        }
    }

    @Test func `every guess stands in one group`() throws {
        #expect(Assumption.groups.flatMap(\.assumptions) == Assumption.allCases)
        let file = URL(filePath: #filePath).appending(path: "../../../Sources/RuleEngine/Assumption.swift").standardized
        let headings = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            .filter { $0.hasPrefix("    // ") }.map { String($0.dropFirst("    // ".count)) }
        #expect(Assumption.groups.map(\.title) == headings)
    }

    @Test func `every guess has a sentence`() {
        for assumption in Assumption.allCases {
            #expect(assumption.sentence.hasSuffix("."))
            #expect(!assumption.name.contains(" "))
        }
        #expect(Assumption.allCases.count < 128)
    }
}

@Suite("Requests")
struct RequestTests {
    @Test func `all that is wrong with a body is told at once`() throws {
        let sandbox = try Sandbox.make()

        let answer = try sandbox.call(
            "sessions.update", "s1",
            body: [
                "customerSession": ["state": "opened", "cartItems": [["sku": "a", "quantity": "two"]]],
                "responseContent": ["everything"],
            ], expecting: 400)

        let errors = answer["errors"]?.array ?? []
        #expect(answer["message"] == "The submitted data was invalid")
        #expect(answer["StatusCode"] == nil)
        #expect(
            Set(errors.compactMap { $0["source"]?["pointer"]?.string }) == [
                "/customerSession/state", "/customerSession/cartItems/0/quantity", "/responseContent/0",
            ])
        #expect(errors.contains { $0["title"] == "Invalid type" })
        #expect(
            errors.first { $0["source"]?["pointer"] == "/customerSession/state" }?["details"]
                == "state must be one of the following: \"open\", \"closed\", \"partially_returned\", \"cancelled\"")
    }

    @Test func `a body that is all wrong gets an answer that is not longer than it`() throws {
        let sandbox = try Sandbox.make()
        let items = JSONValue.array(Array(repeating: ["sku": 1, "quantity": "two"], count: 1_000))

        let answer = try sandbox.call(
            "sessions.update", "s1", body: ["customerSession": ["cartItems": items]], expecting: 400)

        #expect(answer["errors"]?.array?.count == 100)
    }

    @Test func `an empty id in the path is nothing`() throws {
        let sandbox = try Sandbox.make()

        let answer = try sandbox.call("sessions.update", "", body: update([:]), expecting: 404)

        #expect(answer["message"] == "`customerSessionId` in the path is empty")
    }

    @Test func `an id in the path that is too long is told by its name`() throws {
        let sandbox = try Sandbox.make()
        let id = String(repeating: "a", count: 1001)

        let profile = try sandbox.call("v1.profiles.update", id, body: [:], expecting: 400)
        let session = try sandbox.call("sessions.update", id, body: ["customerSession": [:]], expecting: 400)

        #expect(profile["errors"]?[0]?["source"] == ["parameter": "integrationId"])
        #expect(session["errors"]?[0]?["source"] == ["parameter": "customerSessionId"])
    }

    @Test func `fields without a meaning are not in the answer`() throws {
        let sandbox = try Sandbox.make()
        let item: JSONValue = [
            "sku": "a", "name": "A", "quantity": 1, "price": 2, "weight": .null, "adjustment": .null, "colour": "red",
            "returnedQuantity": 7,
        ]

        let first = try sandbox.call("v1.sessions.update", "s1", body: ["cartItems": [item], "total": 2])
        let second = try sandbox.call(
            "sessions.update", "s2",
            body: ["customerSession": ["cartItems": [item]], "responseContent": ["customerSession"]])

        for line in [first["session"]?["cartItems"]?[0], second["customerSession"]?["cartItems"]?[0]] {
            for name in ["weight", "adjustment", "colour"] { #expect(line?[name] == nil, "\(name)") }
            #expect(line?["returnedQuantity"] != 7)
        }
    }

    @Test func `a wrong query parameter is told by its name`() throws {
        let sandbox = try Sandbox.make()

        let answer = try sandbox.call(
            "sessions.update", "s1", query: ["dry": "maybe"], body: update([:]), expecting: 400)

        #expect(answer["errors"]?[0]?["source"]?["parameter"] == "dry")
    }

    @Test func `an item without a price is refused`() throws {
        let sandbox = try Sandbox.make()

        let answer = try sandbox.call(
            "sessions.update", "s1", body: update(["cartItems": [["sku": "a", "quantity": 1]]]), expecting: 400)

        #expect(answer["errors"]?[0]?["source"]?["pointer"] == "/customerSession/cartItems/0/price")
    }

    @Test func `a cart has at most ten thousand units`() throws {
        let sandbox = try Sandbox.make()
        let items: JSONValue = [
            ["sku": "a", "quantity": 6_000, "price": 1], ["sku": "b", "quantity": 5_000, "price": 1],
        ]

        try sandbox.call("sessions.update", "s1", body: update(["cartItems": items]), expecting: 400)
    }

    @Test func `more units than can be counted are too many`() throws {
        let sandbox = try Sandbox.make()
        let items: JSONValue = [
            ["sku": "a", "name": "a", "quantity": .integer(.max), "price": 1],
            ["sku": "b", "name": "b", "quantity": .integer(.max), "price": 1],
        ]

        let answer = try sandbox.call("sessions.update", "s1", body: update(["cartItems": items]), expecting: 400)
        try sandbox.call("v1.sessions.update", "s1", body: ["cartItems": items], expecting: 400)

        #expect(answer["errors"]?[0]?["title"] == "Too many items")
    }

    @Test func `additional costs must be declared once any is`() throws {
        let sandbox = try Sandbox.make()
        _ = try sandbox.addAdditionalCost(["name": "shipping", "type": "session"])
        _ = try sandbox.addAdditionalCost(["name": "gift", "type": "item"])

        try sandbox.call("sessions.update", "s1", body: update(["additionalCosts": ["shipping": ["price": 1]]]))
        let unknown = try sandbox.call(
            "sessions.update", "s1", body: update(["additionalCosts": ["postage": ["price": 1]]]), expecting: 400)
        try sandbox.call(
            "sessions.update", "s1", body: update(["additionalCosts": ["gift": ["price": 1]]]), expecting: 400)

        #expect(unknown["errors"]?[0]?["source"]?["pointer"] == "/customerSession/additionalCosts/postage")
    }

    @Test func `an idempotency key replays its answer for a day`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addSummer()
        let body = update(["state": "closed", "couponCodes": ["SUMMER10"], "cartItems": cart])
        let headers = ["Idempotency-Key": "k1"]

        let first = try sandbox.call("sessions.update", "s1", body: body, headers: headers)
        let replayed = try sandbox.call("sessions.update", "s1", body: update(["state": "open"]), headers: headers)
        try sandbox.call("sessions.update", "s1", body: body, expecting: 400)
        sandbox.clock.advance(by: .seconds(24 * 3_600))
        try sandbox.call("sessions.update", "s1", body: body, headers: headers, expecting: 400)

        #expect(first == replayed)
        #expect(try sandbox.coupon("SUMMER10")?.usageCounter == 1)
    }
}

@Suite("Setting up")
struct SetupTests {
    @Test func `a bundle sets up everything, or nothing`() throws {
        let sandbox = try Sandbox.make()
        let before = try sandbox.dump()
        let bundle: JSONObject = [
            "application": ["name": "Shop", "timezone": "Europe/Berlin"],
            "attributes": [["entity": "CustomerSession", "name": "Channel"]],
            "eventTypes": [["name": "review"]],
            "stores": [["integrationId": "berlin", "name": "Berlin"]],
            "customEffects": [["name": "confetti", "params": [["key": "count"]]]],
            "campaigns": [
                [
                    "name": "Berlin", "linkedStoreIds": [1], "coupons": ["BERLIN"],
                    "rules": [["title": "r", "condition": ["and", true], "effects": [["!", "confetti", 3]]]],
                ]
            ],
        ]

        #expect(throws: PerchError.self) {
            try sandbox.load(bundle: .object(bundle.merging(["coupons": [["codes": ["X"]]]]) { $1 }))
        }
        #expect(try sandbox.dump() == before)
        _ = try sandbox.load(bundle: .object(bundle))
        let here = try sandbox.call(
            "sessions.update", "s1", body: update(["storeIntegrationId": "berlin", "attributes": ["Channel": "web"]]))
        let elsewhere = try sandbox.call("sessions.update", "s2", body: update([:]))

        #expect(here.effectTypes == ["customEffect"])
        #expect(here.props("customEffect")?["payload"] == ["count": 3])
        #expect(elsewhere.effectTypes == [])
    }

    @Test func `a campaign that was switched off takes no part`() throws {
        let sandbox = try Sandbox.make()
        let campaign = try sandbox.addShirts()
        let changed = try sandbox.updateCampaign(["id": campaign["id"] ?? 0, "state": "disabled"])

        let answer = try sandbox.call("sessions.update", "s1", body: update(["cartItems": cart]))

        #expect(changed["frontendState"] == "disabled")
        #expect(changed["name"] == "Shirts")
        #expect(answer.effectTypes == [])
    }

    @Test func `a campaign says what of it is not understood`() throws {
        let sandbox = try Sandbox.make()

        let campaign = try sandbox.addCampaign([
            "name": "Odd", "rules": [["title": "r", "condition": ["and", ["isFullMoon"]], "effects": []]],
        ])
        let answer = try sandbox.call("sessions.update", "s1", body: update([:]))

        #expect(campaign["warnings"]?[0]?.string?.contains("`isFullMoon`") == true)
        #expect(answer.effectTypes == ["error"])
    }

    @Test func `coupons are made by a pattern`() throws {
        let sandbox = try Sandbox.make()
        let campaign = try sandbox.addSummer()

        let coupons = try sandbox.addCoupons([
            "campaignId": campaign["id"] ?? 0, "numberOfCoupons": 20, "couponPattern": "GO-######",
            "validCharacters": ["A", "B"],
            "usageLimit": 1,
        ])

        let codes = coupons.strings(at: "value")
        #expect(Set(codes).count == 20)
        #expect(codes.allSatisfy { $0.wholeMatch(of: /GO-[AB]{6}/) != nil })
    }

    struct Mistake: CustomTestStringConvertible {
        var what: String
        var campaign: JSONValue
        var hint: String
        var testDescription: String { what }
    }

    @Test(arguments: [
        Mistake(what: "a misspelled field", campaign: ["name": "x", "rule": []], hint: "did you mean `rules`?"),
        Mistake(what: "an unknown state", campaign: ["name": "x", "state": "enable"], hint: "did you mean `enabled`?"),
        Mistake(what: "no name", campaign: ["rules": []], hint: "add `name`"),
        Mistake(what: "a wrong time", campaign: ["name": "x", "startTime": "soon"], hint: "give a time"),
        Mistake(
            what: "a wrong limit", campaign: ["name": "x", "limits": [["action": "redeem", "limit": 1]]],
            hint: "actions are"),
        Mistake(what: "a short code", campaign: ["name": "x", "coupons": ["abc"]], hint: "at least 4"),
        Mistake(what: "no object", campaign: "Summer", hint: "give its fields by name"),
    ])
    func `a mistake is told with a hint, and nothing is kept`(mistake: Mistake) throws {
        let sandbox = try Sandbox.make()
        let before = try sandbox.dump()

        let error = #expect(throws: PerchError.self) { try sandbox.addCampaign(mistake.campaign) }

        #expect(error?.code == .invalidArgument)
        #expect(error?.hint?.contains(mistake.hint) == true, "\(error?.hint ?? "no hint")")
        #expect(try sandbox.dump() == before)
    }

    @Test func `names are unique`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addSummer()

        #expect(throws: PerchError.self) { try sandbox.addSummer() }
        _ = try sandbox.defineEvent(["name": "review"])
        #expect(throws: PerchError.self) { try sandbox.defineEvent(["name": "review"]) }
        #expect(throws: PerchError.self) { try sandbox.defineEvent(["name": "talon_review"]) }
        _ = try sandbox.defineAttribute(["entity": "CartItem", "name": "Size"])
        #expect(throws: PerchError.self) { try sandbox.defineAttribute(["entity": "CartItem", "name": "Size"]) }
    }

    @Test func `what the sandbox cannot do is not taken`() {
        #expect(throws: PerchError.self) { try Sandbox.make(application: ["timezone": "Mars/Olympus"]) }
    }
}

extension JSONValue {
    /// The texts of a member of each element.
    fileprivate func strings(at key: String) -> [String] { (array ?? []).compactMap { $0[key]?.string } }
}

@Suite("Storage")
struct StorageTests {
    private func withFolder(_ work: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "perch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try work(folder)
    }

    @Test func `a file keeps data and set-up`() throws {
        try withFolder { folder in
            let path = folder.appending(path: "shop.sqlite").path
            var dump = ""
            do {
                let sandbox = try Sandbox.make(.file(path), application: ["name": "Shop"])
                try sandbox.addSummer()
                _ = try sandbox.defineAttribute(["entity": "CustomerSession", "name": "Channel"])
                try sandbox.call(
                    "sessions.update", "s1",
                    body: update(["profileId": "ada", "couponCodes": ["SUMMER10"], "cartItems": cart]))
                dump = try sandbox.dump()
            }

            let sandbox = try Sandbox.make(.file(path), application: ["name": "Other"])
            #expect(try sandbox.dump() == dump)
            let answer = try sandbox.call("sessions.update", "s1", body: update(["state": "closed"]))
            try sandbox.call("sessions.update", "s2", body: update(["attributes": ["Colour": 1]]), expecting: 400)

            #expect(answer.effectTypes == ["acceptCoupon", "setDiscount"])
        }
    }

    @Test func `a full disk is an error with a hint, and nothing is kept`() throws {
        try withFolder { folder in
            let sandbox = try Sandbox.make(.file(folder.appending(path: "shop.sqlite").path))
            try sandbox.call("sessions.update", "s1", body: update(["cartItems": cart]))
            let before = try sandbox.dump()
            let pages = try sandbox.outsideTransaction("PRAGMA page_count")
            _ = try sandbox.outsideTransaction("PRAGMA max_page_count = \(pages)")
            let long = JSONValue.string(String(repeating: "x", count: 200_000))

            let error = #expect(throws: PerchError.self) {
                try sandbox.call("sessions.update", "s2", body: update(["attributes": ["Note": long]]))
            }

            #expect(error?.code == .storage)
            #expect(error?.hint?.contains("full") == true)
            #expect(try sandbox.dump() == before)
            _ = try sandbox.outsideTransaction("PRAGMA max_page_count = 1000000")
            try sandbox.call("sessions.update", "s2", body: update(["attributes": ["Note": long]]))
        }
    }

    @Test func `a file that is no database is an error with a hint`() throws {
        try withFolder { folder in
            let file = folder.appending(path: "notes.txt")
            try Data(String(repeating: "Not a database. ", count: 100).utf8).write(to: file)

            let error = #expect(throws: PerchError.self) { try Sandbox.make(.file(file.path)) }

            #expect(error?.code == .storage)
            #expect(error?.hint?.contains("SQLite") == true)
            #expect(try String(contentsOf: file, encoding: .utf8).hasPrefix("Not a database."))
        }
    }

    @Test func `a folder that is not there is an error with a hint`() {
        let error = #expect(throws: PerchError.self) { try Sandbox.make(.file("/nowhere/at/all/shop.sqlite")) }

        #expect(error?.code == .storage)
        #expect(error?.hint?.contains("folder") == true)
    }
}

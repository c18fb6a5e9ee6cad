// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import OperationCatalog
import Rows
import Testing

@testable import BulkRunner

@Suite struct FieldPathTests {
    @Test(arguments: [
        ("sku", [FieldPath.Step.key("sku")]), ("attributes.tier", [.key("attributes"), .key("tier")]),
        ("cartItems[0].sku", [.key("cartItems"), .index(0), .key("sku")]),
        ("a[1][2]", [.key("a"), .index(1), .index(2)]),
    ])
    func `a dotted name is a path, and the path is that name`(text: String, steps: [FieldPath.Step]) {
        #expect(FieldPath(text)?.steps == steps)
        #expect(FieldPath(text)?.description == text)
    }

    @Test(arguments: ["", ".", "a.", ".a", "a[", "a[x]", "[0]", "a[-1]", "a[10000]"])
    func `what is no path is none`(text: String) {
        #expect(FieldPath(text) == nil)
    }
}

@Suite struct CellTypeTests {
    static let values: [(CellType, String, JSONValue)] = [
        (.text, " 007 ", " 007 "), (.integer, " 42 ", 42), (.integer, "5.0", 5),
        (.number, "12.50", .decimal(DecimalNumber(text: "12.50")!)),
        (.number, "1e3", .decimal(DecimalNumber(text: "1e3")!)),
        (.number, "12345678901234567890.5", .longNumber("12345678901234567890.5")),
        (.boolean, "Yes", true), (.boolean, "0", false), (.boolean, "TRUE", true),
        (.choice(["add", "delete"]), "Add", "add"), (.choice(["a", "A"]), "A", "A"),
        (.time, "2026-01-31", "2026-01-31T00:00:00Z"), (.time, "2026-01-31 12:30:00", "2026-01-31T12:30:00Z"),
        (.time, "2026-01-31T12:30:00+02:00", "2026-01-31T12:30:00+02:00"),
        (.time, "2026-01-31 12:30:00.5", "2026-01-31T12:30:00.5Z"),
        (.list(of: .text), "a|b", ["a", "b"]), (.list(of: .integer), "1|2", [1, 2]),
        (.list(of: .text), "[\"a|b\"]", ["a|b"]),
        (.json, "{\"a\": 1}", ["a": 1]), (.location, "52.5,13.4", "52.5,13.4"),
    ]

    @Test(arguments: values.indices)
    func `a cell is what its type says`(index: Int) throws {
        let (type, text, value) = Self.values[index]
        #expect(try type.value(of: text) == value)
    }

    static let problems: [(CellType, String, String)] = [
        (.integer, "1.5", "`1.5` is not a whole number"), (.integer, "x", "whole number"),
        (.number, "1,5", "`1,5` is not a number"),
        (.number, "", "not a number"), (.number, "0x10", "not a number"), (.number, "true", "not a number"),
        (.boolean, "maybe", "true or false"),
        (.choice(["add", "delete"]), "addd", "`addd` is not one of `add`, `delete`"),
        (.time, "31.01.2026", "a point in time"),
        (.time, "2026-02-30", "a point in time"), (.list(of: .integer), "1|x", "`x` is not a whole number"),
        (.json, "{", "not JSON"),
    ]

    @Test(arguments: problems.indices)
    func `a cell that is something else is named, with what to write`(index: Int) {
        let (type, text, words) = Self.problems[index]
        let problem = #expect(throws: CellProblem.self) { try type.value(of: text) }
        #expect(problem?.message.contains(words) == true, "\(problem?.message ?? "")")
        #expect(problem?.hint.isEmpty == false)
    }
}

@Suite struct BatchFormTests {
    @Test func `exactly the operations that take many rows in a call have a form`() {
        let forms = Dictionary(
            uniqueKeysWithValues: Catalog.operations.compactMap { operation in
                BatchForm(operation).map { (operation.lua, "\($0.list) \($0.limit)") }
            })
        #expect(
            forms == [
                "profiles.update_many": "customerProfiles 1000", "audiences.update_members": "data 1000",
                "referrals.create_many": "advocateProfileIntegrationIds 1000", "catalogs.sync": "actions 1000",
                "reservations.create": "integrationIDs 1000", "reservations.delete": "integrationIDs 1000",
            ])
    }
}

@Suite struct FieldFinderTests {
    static let found: [(operation: String, name: String, target: Target, type: CellType)] = [
        ("profiles.update", "integrationId", .path(0), .text), ("profiles.update", "customerId", .path(0), .text),
        ("profiles.update", "attributes.age", .row(FieldPath("attributes.age")!), .text),
        ("profiles.update", "runRuleEngine", .query("runRuleEngine"), .boolean),
        ("profiles.update_many", "profileId", .row(FieldPath("integrationId")!), .text),
        (
            "sessions.update", "customerSession.state", .row(FieldPath("customerSession.state")!),
            .choice(["open", "closed", "partially_returned", "cancelled"])
        ),
        ("sessions.update", "profileId", .row(FieldPath("customerSession.profileId")!), .text),
        ("sessions.update", "cartItems[0].price", .row(FieldPath("customerSession.cartItems[0].price")!), .number),
        ("sessions.update", "session_id", .path(0), .text),
        ("referrals.create_many", "advocateProfileIntegrationId", .element, .text),
        ("referrals.create_many", "campaignId", .shared(FieldPath("campaignId")!), .integer),
        ("reservations.create", "code", .path(0), .text), ("reservations.create", "integrationId", .element, .text),
        ("catalogs.sync", "sku", .row(FieldPath("payload.sku")!), .text),
        ("catalogs.sync", "price", .row(FieldPath("payload.price")!), .number),
        ("audiences.update_members", "audienceId", .row(FieldPath("audienceId")!), .integer),
        ("loyalty.join", "profileId", .path(1), .text), ("data.delete", "integrationId", .path(0), .text),
    ]

    @Test(arguments: found.indices)
    func `the name of a column means a place in the call`(index: Int) throws {
        let (name, column, target, type) = Self.found[index]
        let operation = try #require(Catalog.operation(name))
        let field = try FieldFinder(operation, AttributeTypes()).find(column)
        #expect(field.target == target)
        #expect(field.type == type)
    }

    static let types = AttributeTypes([
        ["entity": "CustomerProfile", "name": "age", "type": "number"],
        ["entity": "CustomerProfile", "name": "tags", "type": "(list string)"],
    ])

    @Test func `attributes have the types that the account declares`() throws {
        let finder = FieldFinder(.updateCustomerProfilesV2, Self.types)
        #expect(try finder.find("attributes.age").type == .number)
        #expect(try finder.find("attributes.tags").type == .list(of: .text))
        #expect(throws: FieldFinder.Failure.undeclared(name: "agge", nearest: "age")) {
            try finder.find("attributes.agge")
        }
        // Nothing is declared for these.
        #expect(try FieldFinder(.updateCustomerSessionV2, Self.types).find("attributes.age").type == .text)
    }

    @Test func `an unknown column is told with the name that was meant`() {
        let profiles = FieldFinder(.updateCustomerProfilesV2, AttributeTypes())
        #expect(throws: FieldFinder.Failure.unknown(nearest: "attributes.tier")) { try profiles.find("tier") }
        let finder = FieldFinder(.updateCustomerProfileAudiences, AttributeTypes())
        #expect(throws: FieldFinder.Failure.unknown(nearest: "audienceId")) { try finder.find("audience_Id2") }
        #expect(throws: FieldFinder.Failure.unknown(nearest: nil)) { try finder.find("colour") }
    }

    @Test func `a template has the needed columns first, and the attributes of the account`() {
        #expect(
            BulkTemplate.header(.updateCustomerProfilesV2, Self.types) == "integrationId,attributes.age,attributes.tags"
        )
        #expect(
            BulkTemplate.header(.updateCustomerProfileAudiences, AttributeTypes())
                == "action,profileIntegrationId,audienceId")
        #expect(BulkTemplate.header(.createCouponReservation, AttributeTypes()) == "couponValue,integrationID")
    }

    @Test(arguments: Catalog.operations)
    func `every column of every template is understood`(operation: OperationCatalog.Operation) throws {
        let finder = FieldFinder(operation, Self.types)
        for column in finder.columns { #expect(throws: Never.self) { try finder.find(column.name) } }
    }
}

@Suite struct RowMappingTests {
    private func job(_ operation: OperationCatalog.Operation) -> BulkJob {
        BulkJob(operation: operation, input: RowInput(path: "rows.csv"))
    }

    private func row(_ fields: String..., number: Int = 1) -> Row {
        Row(number: number, line: number + 1, content: .fields(fields))
    }

    @Test func `columns become the body, and empty cells are left out`() throws {
        var job = job(.updateCustomerSessionV2)
        job.constants = [("state", "closed")]
        let mapping = try RowMapping(
            job,
            columns: [
                "customerSessionId", "profileId", "cartItems[0].sku", "cartItems[0].price", "cartItems[0].quantity",
                "identifiers",
            ])

        let (item, findings) = mapping.item(row("s1", "", "tea", "9.90", "2", "a|b"))

        #expect(findings == [])
        #expect(item.pathArguments == ["s1"])
        #expect(
            item.value == [
                "customerSession": [
                    "cartItems": [["sku": "tea", "price": .decimal(DecimalNumber(text: "9.90")!), "quantity": 2]],
                    "identifiers": ["a", "b"], "state": "closed",
                ]
            ])
    }

    @Test func `null is a value of its own`() throws {
        let mapping = try RowMapping(job(.updateCustomerProfilesV2), columns: ["integrationId", "attributes.tier"])
        #expect(mapping.item(row("ada", #"\N"#)).item.value == ["integrationId": "ada", "attributes": ["tier": .null]])
        #expect(mapping.item(row("ada", "")).item.value == ["integrationId": "ada"])
    }

    @Test func `rows of JSON take the same names`() throws {
        var job = job(.createReferralsForMultipleAdvocates)
        job.constants = [("campaignId", "7")]
        let mapping = try RowMapping(job, columns: [])
        let content: JSONValue = ["advocateProfileIntegrationId": "ada", "usageLimit": 3]

        let (item, findings) = mapping.item(Row(number: 4, line: 4, content: .value(content)))

        #expect(findings == [])
        #expect(item.value == "ada")
        #expect(item.shared == ["campaignId": 7, "usageLimit": 3])
    }

    @Test func `everything that is wrong with the columns is told at once`() throws {
        var job = job(.updateCustomerProfileAudiences)
        job.map = ["who": "profileIntegrationId", "ghost": "action"]
        let problem = #expect(throws: MappingProblem.self) {
            _ = try RowMapping(job, columns: ["who", "profileIntegrationId", "colour"])
        }
        let text = (problem?.findings ?? []).map(\.message).joined(separator: "\n")
        for words in [
            "`colour` is no field", "no column `ghost` for --map",
            "`who` and `profileIntegrationId` mean the same field",
            "column `action` is missing", "column `audienceId` is missing",
        ] {
            #expect(text.contains(words), "\(text)")
        }
    }

    @Test func `what is wrong with a row names its line and its column`() throws {
        var job = job(.updateCustomerProfileAudiences)
        job.map = ["list": "audienceId"]
        let mapping = try RowMapping(job, columns: ["action", "profileIntegrationId", "list"])

        let findings = mapping.item(row("drop", "", "x", number: 3)).findings

        #expect(findings.allSatisfy { $0.line == 4 && $0.row == 3 })
        #expect(findings.map(\.column) == ["action", "list"])
        #expect(mapping.item(row("add", "", "5")).findings.map(\.column) == ["profileIntegrationId"])
    }

    @Test func `rows that only look alike have no key to be twice`() throws {
        let cards = try RowMapping(job(.generateLoyaltyCard), columns: ["loyaltyProgramId", "cardIdentifier"])
        #expect(cards.item(row("1", "")).item.key.identity == nil)
        #expect(cards.item(row("1", "C-1")).item.key.identity != nil)
        let events = try RowMapping(job(.trackEventV2), columns: ["profileId", "type"])
        #expect(events.item(row("ada", "visit")).item.key.identity == nil)
        #expect(
            events.item(row("ada", "visit")).item.key.order == events.item(row("ada", "buy", number: 2)).item.key.order)
        let referrals = try RowMapping(job(.createReferral), columns: ["campaignId", "advocateProfileIntegrationId"])
        #expect(
            referrals.item(row("1", "ada")).item.key.identity
                == referrals.item(row("1", "ada", number: 5)).item.key.identity)
        #expect(referrals.item(row("1", "ada")).item.key.identity != nil)
    }

    @Test func `keys are the same for the same thing, and nothing else`() throws {
        let mapping = try RowMapping(
            job(.updateCustomerProfileAudiences), columns: ["action", "profileIntegrationId", "audienceId"])
        let first = mapping.item(row("add", "ada", "1")).item.key
        #expect(mapping.item(row("delete", "ada", "1", number: 9)).item.key == first)
        let other = mapping.item(row("add", "ada", "2")).item.key
        #expect(other.identity != first.identity)
        // Both are about the customer, so they stay in order and on one machine.
        #expect(other.order == first.order)
        // The number never changes: journals and machines depend on it.
        #expect(RowKey.hash(["ada"]) == 4_939_393_450_076_981_169)
    }
}

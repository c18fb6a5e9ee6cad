// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import OperationCatalog
import Testing

@Suite struct ValidationTests {
    private func problems(
        _ body: JSONValue, _ name: String = "sessions.update", _ mode: SchemaValidator.Mode = .strict
    ) throws -> [Problem] {
        try #require(Catalog.operation(name)).check(body: body, mode)
    }

    @Test func `a body that fits has no problems`() throws {
        let body = session([
            "profileId": "ada", "state": "open", "couponCodes": ["SUMMER10"], "attributes": ["any": ["thing": 1]],
            "cartItems": [["sku": "A", "quantity": 2, "price": .decimal(try #require(DecimalNumber(text: "24.90")))]],
            "additionalCosts": ["shipping": ["price": 5]],
        ])

        #expect(try problems(body) == [])
        #expect(try problems(body, "sessions.update", .tolerant) == [])
    }

    @Test func `every problem is found at once, each at its place`() throws {
        let found = try problems(
            session([
                "state": "close", "cartitems": [], "identifiers": ["a", "b", "c", "d", "e", "f"],
                "cartItems": [["sku": "A", "quantity": 1], ["sku": "", "quantity": "two"]],
            ]))

        #expect(
            found.map(\.pointer) == [
                "/customerSession/state", "/customerSession/cartitems", "/customerSession/identifiers",
                "/customerSession/cartItems/1/sku", "/customerSession/cartItems/1/quantity",
            ])
        #expect(found.map(\.kind) == [.notAChoice, .unknownField, .outOfRange, .outOfRange, .wrongType])
    }

    @Test func `an unknown field is answered with the one that was meant`() throws {
        let problem = try #require(try problems(session(["cartitems": []])).first)

        #expect(problem.message == "unknown field `cartitems` in sessions.update")
        #expect(problem.hint == "did you mean `cartItems`? `perch ops sessions.update` lists the fields")
    }

    @Test(arguments: [
        ("cart_items", "cartItems"), ("CARTITEMS", "cartItems"), ("cartItem", "cartItems"), ("profileID", "profileId"),
        ("couponCods", "couponCodes"), ("attirbutes", "attributes"),
    ])
    func `the nearest name is suggested`(wrong: String, meant: String) throws {
        let problem = try #require(try problems(session(.object([wrong: .null]))).first)

        #expect(problem.hint?.hasPrefix("did you mean `\(meant)`?") == true)
    }

    @Test func `no name is suggested when none is near`() throws {
        let problem = try #require(try problems(session(["discountEverything": true])).first)

        #expect(problem.hint == "`perch ops sessions.update` lists the fields")
    }

    @Test func `a field one level too high is told where it belongs`() throws {
        let found = try problems(["cartItems": [], "customerSession": [:]])

        #expect(found.count == 1)
        #expect(found.first?.hint?.hasPrefix("it belongs in `customerSession`; ") == true)
    }

    @Test func `a missing field and a missing body are named`() throws {
        let operation = OperationCatalog.Operation.updateCustomerSessionV2

        #expect(operation.check(body: [:]).map(\.message) == ["missing field `customerSession` in sessions.update"])
        #expect(operation.check(body: nil).map(\.message) == ["missing body in sessions.update"])
        #expect(OperationCatalog.Operation.getCustomerSession.check(body: nil) == [])
        #expect(
            OperationCatalog.Operation.getCustomerSession.check(body: [:]).map(\.message)
                == ["sessions.get takes no body"])
    }

    @Test func `places in lists count from one for scripts and from zero off the wire`() throws {
        let body = session(["cartItems": [["sku": "A", "quantity": 1], ["sku": "B"]]])

        #expect(
            try problems(body).map(\.message) == [
                "missing field `customerSession.cartItems[2].quantity` in sessions.update"
            ])
        #expect(
            try problems(body, "sessions.update", .tolerant).map(\.message)
                == ["missing field `customerSession.cartItems[1].quantity` in sessions.update"])
        #expect(try problems(body).map(\.pointer) == ["/customerSession/cartItems/1/quantity"])
    }

    @Test(
        arguments: [
            (["quantity": "two"], "must be an integer, not a string (\"two\")"),
            (["quantity": true], "must be an integer, not a boolean (true)"),
            (
                ["quantity": .decimal(DecimalNumber(significand: 15, exponent: -1))],
                "must be an integer, not a number (1.5)"
            ),
            (["quantity": 0], "is 0, and must be at least 1"),
            (["quantity": .longNumber("9223372036854775808")], "is 9223372036854775808, which is beyond 64 bits"),
            (["price": "24.90"], "must be a number, not a string (\"24.90\")"),
            (["product": ["name"]], "must be an object, not an array"),
            (["name": .null], "must be a string, not null"),
            (["additionalCosts": ["shipping": 5]], "must be an object, not an integer (5)"),
            (["sku": ""], "is empty"),
        ] as [(JSONObject, String)])
    func `a wrong value is shown with what it should be`(change: JSONObject, message: String) throws {
        var item: JSONObject = ["sku": "A", "quantity": 1]
        item.merge(change) { $1 }

        let found = try problems(session(["cartItems": [.object(item)]]))

        #expect(found.count == 1)
        #expect(found.first?.message.hasSuffix(" \(message)") == true, "\(found)")
    }

    @Test func `a choice lists what there is`() throws {
        let problem = try #require(try problems(session(["state": "closd"])).first)

        #expect(problem.message == "sessions.update: `customerSession.state` cannot be \"closd\"")
        #expect(
            problem.hint
                == "did you mean `closed`? It is one of `open`, `closed`, `partially_returned`, `cancelled`")
    }

    @Test(arguments: limits)
    func `limits of the service are known`(name: String, body: JSONValue, part: String) throws {
        let found = try problems(body, name)

        #expect(found.count == 1)
        #expect(found.first?.message.contains(part) == true, "\(found)")
    }

    @Test func `a characters' count is not that of its bytes`() throws {
        let codes: JSONValue = ["couponCodes": [.string(String(repeating: "é", count: 100))]]

        #expect(try problems(session(codes)) == [])
    }

    @Test func `an entry that must be there once is not there twice`() throws {
        let uuid: JSONValue = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"

        let found = try problems(["transactionUUIDs": [uuid, uuid]], "loyalty.activate_points")

        #expect(found.map(\.kind) == [.badFormat])
        #expect(found.first?.message.contains("twice") == true)
    }

    @Test(arguments: [
        ("2026-01-31T12:00:00Z", true), ("2026-01-31T12:00:00.123456+02:00", true), ("2024-02-29t00:00:00z", true),
        ("2026-02-29T00:00:00Z", false), ("2026-01-31", false), ("2026-01-31T12:00Z", false),
        ("2026-01-31T24:00:00Z", false), ("2026-13-01T00:00:00Z", false), ("2026-01-31T12:00:00", false),
        ("tomorrow", false), ("", false), ("2026-01-31T12:00:00.Z", false), ("2026-01-31T12:00:00Z ", false),
    ])
    func `a point in time is told by its form`(text: String, isFine: Bool) throws {
        let body: JSONValue = [
            "campaignId": 1, "advocateProfileIntegrationId": "ada", "startDate": .string(text),
        ]

        #expect(try problems(body, "referrals.create").isEmpty == isFine)
    }

    @Test(arguments: [
        ("f81d4fae-7dec-11d0-a765-00a0c91e6bf6", true), ("F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6", true),
        ("f81d4fae7dec11d0a76500a0c91e6bf6", false), ("f81d4fae-7dec-11d0-a765-00a0c91e6bfg", false), ("", false),
    ])
    func `a UUID is told by its form`(text: String, isFine: Bool) throws {
        let found = try problems(["transactionUUIDs": [.string(text)]], "loyalty.activate_points")

        #expect(found.isEmpty == isFine)
    }

    @Test(arguments: [
        ("30D", true), ("1h", true), ("3M_U", true), ("1D_D", true), ("unlimited", true), ("3M_D", false), ("D", false),
        ("30", false), ("30d", false), ("30D_", false), ("forever", false), ("-1D", false),
    ])
    func `a duration is told by its form`(text: String, isFine: Bool) {
        let found = SchemaValidator(.strict).check(.string(text), as: .duration(words: ["unlimited"]))

        #expect(found.isEmpty == isFine)
    }

    @Test func `off the wire unknown fields and nulls are left alone, and wrong ones are not`() throws {
        let body = session(["cartitems": [], "profileId": .null, "state": "close"])

        #expect(try problems(body, "sessions.update", .tolerant).map(\.pointer) == ["/customerSession/state"])
    }

    @Test func `what only the service sets is ignored in a request`() throws {
        let item: JSONValue = ["sku": "A", "quantity": 1, "position": "first", "remainingQuantity": -1]

        #expect(try problems(session(["cartItems": [item]])) == [])
    }

    @Test func `the payload of a catalog action is checked by its type`() throws {
        func action(_ type: JSONValue, _ payload: JSONValue) -> JSONValue {
            ["actions": [["type": type, "payload": payload]]]
        }

        #expect(try problems(action("ADD", ["sku": "A", "price": 1]), "catalogs.sync") == [])
        #expect(
            try problems(action("ADD", ["price": 1]), "catalogs.sync").map(\.pointer) == ["/actions/0/payload/sku"])
        #expect(
            try problems(action("REMOVE", ["sku": "A", "price": 1]), "catalogs.sync").map(\.pointer)
                == ["/actions/0/payload/price"])
        #expect(
            try problems(action("DROP", ["sku": "A"]), "catalogs.sync").map(\.pointer) == ["/actions/0/type"])
    }

    @Test func `a null that means something is allowed, and no other`() throws {
        func body(_ member: JSONObject) -> JSONValue {
            var adjustment: JSONObject = ["priceType": "sale", "referenceId": "r-1"]
            adjustment.merge(member) { $1 }
            return [
                "actions": [
                    ["type": "ADD_PRICE_ADJUSTMENT", "payload": ["sku": "A", "adjustments": [.object(adjustment)]]]
                ]
            ]
        }

        #expect(try problems(body(["price": .null]), "catalogs.sync") == [])
        #expect(try problems(body(["contextId": .null]), "catalogs.sync").map(\.kind) == [.wrongType])
    }

    @Test func `a body takes the form of its schema`() throws {
        let operation = OperationCatalog.Operation.updateCustomerSessionV2
        let body = session([
            "cartItems": [:], "attributes": [], "couponCodes": [:],
            "additionalCosts": ["shipping": ["price": .decimal(DecimalNumber(significand: 20, exponent: -1))]],
        ])
        let item: JSONValue = ["sku": "A", "quantity": .decimal(DecimalNumber(significand: 20, exponent: -1))]

        let (prepared, found) = operation.prepare(body: body)

        #expect(found == [])
        #expect(prepared?["customerSession"]?["cartItems"] == [])
        #expect(prepared?["customerSession"]?["attributes"] == [:])
        #expect(prepared?["customerSession"]?["couponCodes"] == [])
        #expect(
            prepared?["customerSession"]?["additionalCosts"]?["shipping"]?["price"]?.description == "2.0",
            "a number keeps its digits")
        #expect(
            operation.prepare(body: session(["cartItems": [item]])).body?["customerSession"]?["cartItems"]
                == [["sku": "A", "quantity": 2]])
        #expect(operation.prepare(body: session(["cartItems": [:]]), .tolerant).problems.map(\.kind) == [.wrongType])
    }

    @Test func `what is ignored in a request is left out of it`() throws {
        let sent = session([
            "profileId": .null, "surprise": 1, "attributes": ["Channel": .null],
            "cartItems": [["sku": "A", "quantity": 2, "name": .null, "returnedQuantity": 1, "colour": "red"]],
        ])
        let (prepared, found) = OperationCatalog.Operation.updateCustomerSessionV2.prepare(body: sent, .tolerant)

        #expect(found == [])
        #expect(
            prepared == session(["attributes": ["Channel": .null], "cartItems": [["sku": "A", "quantity": 2]]]))
    }

    @Test func `an empty list that must not be empty stays a problem`() throws {
        let found = OperationCatalog.Operation.syncCatalog.check(body: ["actions": [:]])

        #expect(found.map(\.kind) == [.outOfRange])
    }

    @Test func `an answer must have what the service always sends`() throws {
        var profile: JSONObject = [
            "id": 1, "created": "2026-01-31T12:00:00Z", "integrationId": "ada", "accountId": 1, "closedSessions": 0,
            "totalSales": 0, "lastActivity": "2026-01-31T12:00:00Z",
        ]
        let validator = SchemaValidator(.answer)
        let schema = Schema.object("CustomerProfile")

        #expect(validator.check(.object(profile), as: schema).map(\.pointer) == ["/attributes"])
        profile["attributes"] = [:]
        #expect(validator.check(.object(profile), as: schema) == [])
        profile["surprise"] = 1
        #expect(validator.check(.object(profile), as: schema).map(\.kind) == [.unknownField])
    }
}

/// What breaks a limit, and a part of what is said about it.
private let limits: [(String, JSONValue, String)] = [
    ("sessions.update", session(list("cartItems", 1001, of: ["sku": "A", "quantity": 1])), "1001 entries"),
    ("sessions.update", session(list("identifiers", 6, of: "x")), "6 entries"),
    ("sessions.update", session(list("loyaltyCards", 2, of: "x")), "2 entries"),
    ("sessions.update", session(["couponCodes": [.string(String(repeating: "é", count: 101))]]), "101 characters"),
    ("profiles.update_many", list("customerProfiles", 1001, of: ["integrationId": "a"]), "1001 entries"),
    (
        "audiences.update_members",
        list("data", 1001, of: ["action": "add", "profileIntegrationId": "a", "audienceId": 1]), "1001 entries"
    ),
    ("reservations.create", list("integrationIDs", 1001, of: "a"), "1001 entries"),
    (
        "referrals.create_many", ["campaignId": 1, "advocateProfileIntegrationIds": []],
        "0 entries, and must have at least 1"
    ),
    ("loyalty.activate_points", ["transactionUUIDs": []], "0 entries, and must have at least 1"),
    ("catalogs.sync", ["actions": []], "0 entries, and must have at least 1"),
    ("loyalty.create_card", ["cardIdentifier": "a b c"], "wrong form: \"a b c\""),
    ("loyalty.create_card", ["cardIdentifier": "abc"], "3 characters, and must have at least 4"),
    (
        "referrals.create", ["campaignId": 1, "advocateProfileIntegrationId": "a", "usageLimit": 1_000_000],
        "at most 999999"
    ),
]

private func list(_ key: String, _ count: Int, of element: JSONValue) -> JSONValue {
    .object([key: .array(Array(repeating: element, count: count))])
}

private func session(_ members: JSONValue) -> JSONValue {
    ["customerSession": members]
}

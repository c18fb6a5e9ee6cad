// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@testable import Sandbox

@Suite("Profiles")
struct ProfileTests {
    private let content: JSONValue = [
        "customerProfile", "event", "triggeredCampaigns", "ruleFailureReasons", "loyalty",
    ]

    @Test func `attributes are merged, and a null removes one`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.call("profiles.update", "ada", body: ["attributes": ["Name": "Ada", "City": "London", "Age": 36]])

        let answer = try sandbox.call(
            "profiles.update", "ada",
            body: ["attributes": ["City": "Paris", "Age": .null], "responseContent": ["customerProfile"]])

        #expect(answer["customerProfile"]?["attributes"] == ["Name": "Ada", "City": "Paris"])
    }

    @Test func `without the rule engine there are no effects, and no activity`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addCampaign(welcome)
        try sandbox.call("profiles.update", "ada", body: [:])
        sandbox.clock.advance(by: .seconds(60))

        let quiet = try sandbox.call("profiles.update", "ada", body: ["responseContent": content])

        #expect(quiet["effects"] == [])
        #expect(quiet["event"] == nil)
        #expect(quiet["customerProfile"]?["lastActivity"] == "2026-03-10T12:00:00Z")
    }

    @Test func `with the rule engine a new profile is created by an event of its own`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addCampaign(welcome)

        let created = try sandbox.call(
            "profiles.update", "ada", query: ["runRuleEngine": "true"], body: ["responseContent": content])
        sandbox.clock.advance(by: .seconds(60))
        let updated = try sandbox.call(
            "profiles.update", "ada", query: ["runRuleEngine": "true"], body: ["responseContent": content])

        #expect(created.effectTypes == ["showNotification"])
        #expect(created["event"]?["type"] == "talon_profile_created")
        #expect(created["loyalty"] == ["programs": [:]])
        #expect(updated.effectTypes == [])
        #expect(updated["event"]?["type"] == "talon_profile_updated")
        #expect(updated["customerProfile"]?["lastActivity"] == "2026-03-10T12:01:00Z")
    }

    private let welcome: JSONValue = [
        "name": "Welcome",
        "rules": [
            [
                "title": "hello", "condition": ["and", ["=", [".", "Event", "Type"], "talon_profile_created"]],
                "effects": [["notification", "Hello", ["body": "Welcome"]]],
            ]
        ],
    ]

    @Test func `rules that read the session fail without one`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addShirts()

        let answer = try sandbox.call(
            "profiles.update", "ada", query: ["runRuleEngine": "true"], body: ["responseContent": content])

        #expect(answer.effectTypes == [])
        #expect(answer["ruleFailureReasons"]?[0]?["details"] == "`Session.CartItems` has no value")
    }

    @Test func `many profiles are updated at once, or none`() throws {
        let sandbox = try Sandbox.make()
        _ = try sandbox.defineAttribute(["entity": "CustomerProfile", "name": "Age", "type": "number"])

        let silent = try sandbox.call(
            "profiles.update_many", body: ["customerProfiles": [["integrationId": "ada", "attributes": ["Age": 36]]]],
            expecting: 204)
        let loud = try sandbox.call(
            "profiles.update_many", query: ["silent": "no"],
            body: ["customerProfiles": [["integrationId": "ada"], ["integrationId": "bob"]]], expecting: 200)
        let before = try sandbox.dump()
        let wrong = try sandbox.call(
            "profiles.update_many",
            body: [
                "customerProfiles": [
                    ["integrationId": "eve", "attributes": ["Age": 1]],
                    ["integrationId": "bob", "attributes": ["Age": "old"]],
                ]
            ], expecting: 400)

        #expect(silent == .null)
        #expect(loud["integrationStates"]?[0]?["customerProfile"]?["attributes"] == ["Age": 36])
        #expect(loud["integrationStates"]?.array?.count == 2)
        #expect(wrong["errors"]?[0]?["source"]?["pointer"] == "/customerProfiles/1/attributes/Age")
        #expect(wrong["StatusCode"] == 400)
        #expect(try sandbox.dump() == before)
    }

    @Test func `an unknown audience is refused`() throws {
        let sandbox = try Sandbox.make()

        try sandbox.call(
            "profiles.update", "ada", body: ["audiencesChanges": ["adds": [99], "deletes": []]], expecting: 400)
    }
}

@Suite("Attributes")
struct AttributeTests {
    @Test func `a fresh sandbox accepts any attribute`() throws {
        let sandbox = try Sandbox.make()

        try sandbox.call("sessions.update", "s1", body: update(["attributes": ["Whatever": 1]]))

        #expect(sandbox.calls().last?.assumptions.contains(.undeclaredEntityAcceptsAnyAttribute) == true)
    }

    @Test func `an undeclared attribute of a session is refused in the service's words`() throws {
        let sandbox = try Sandbox.make()
        _ = try sandbox.defineAttribute(["entity": "CustomerSession", "name": "Channel"])

        let answer = try sandbox.call(
            "sessions.update", "s1",
            body: update([
                "attributes": ["MyAttribute": 1],
                "cartItems": [["sku": "a", "quantity": 1, "price": 1, "attributes": ["x": 1]]],
            ]),
            expecting: 400)

        #expect(
            answer == [
                "message": "The submitted data was invalid",
                "errors": [
                    [
                        "title": "Unknown",
                        "details": "The attribute \"MyAttribute\" is not defined on CustomerSession entities.",
                        "source": ["pointer": "/customerSession/attributes/MyAttribute"],
                    ]
                ],
            ])
    }

    @Test(arguments: [
        ("string", #""text""#, "false"), ("number", "1.5", #""1.5""#), ("boolean", "true", "1"),
        ("time", #""2026-01-01T00:00:00Z""#, #""soon""#), ("location", #"{"lat": 1, "lon": 2}"#, #""here""#),
        ("location", #""52.5,13.4""#, "5"), ("(list string)", #"["a"]"#, "[1]"), ("(list number)", "[1, 2]", #""1""#),
        ("(list time)", #"["2026-01-01"]"#, "[1]"), ("(list location)", #"["1,2"]"#, #"["x"]"#),
    ])
    func `an attribute has the type it is declared with`(type: String, right: String, wrong: String) throws {
        let sandbox = try Sandbox.make()
        _ = try sandbox.defineAttribute(["entity": "CustomerSession", "name": "Name", "type": .string(type)])

        try sandbox.call("sessions.update", "s1", body: update(["attributes": ["Name": try JSONValue(parsing: right)]]))
        let answer = try sandbox.call(
            "sessions.update", "s1", body: update(["attributes": ["Name": try JSONValue(parsing: wrong)]]),
            expecting: 400)

        #expect(answer["errors"]?[0]?["title"] == "Invalid type")
        #expect(answer["errors"]?[0]?["details"]?.string?.hasPrefix("Value of \"Name\" attribute (") == true)
    }

    @Test func `an allowed list restricts the values`() throws {
        let sandbox = try Sandbox.make()
        _ = try sandbox.defineAttribute([
            "entity": "CustomerProfile", "name": "Tier", "suggestions": ["gold", "silver"],
            "restrictedBySuggestions": true,
        ])

        try sandbox.call("profiles.update", "ada", body: ["attributes": ["Tier": "gold"]])
        try sandbox.call("profiles.update", "ada", body: ["attributes": ["Tier": "bronze"]], expecting: 400)
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import Testing

@testable import Sandbox

extension Sandbox {
    /// Makes a campaign through the Management API and gives its id.
    func makeCampaign(
        _ name: String = "Summer", in application: String = "1", changing changes: JSONObject = [:]
    ) throws -> String {
        var body: JSONObject = [
            "name": .string(name), "state": "enabled", "tags": [], "features": ["coupons", "referrals"], "limits": [],
        ]
        body.merge(changes) { $1 }
        let campaign = try call("createCampaign", application, body: .object(body), expecting: 201)
        return campaign["id"]?.description ?? ""
    }

    /// Makes a ruleset that gives a discount, and lets it run.
    @discardableResult
    func makeRules(_ campaign: String, _ rules: JSONValue? = nil, in application: String = "1") throws -> JSONValue {
        let always: JSONValue = [
            ["title": "Always", "condition": ["and", true], "effects": [["setDiscount", "Ten off", 10]]]
        ]
        return try call(
            "createRuleset", application, campaign,
            body: ["rules": rules ?? always, "bindings": [], "activate": true], expecting: 201)
    }

    /// The types of the effects that an open session of one item for 100 gets.
    func effects(_ session: String = "s1", coupons: [String] = [], in application: Int64? = nil) throws -> [String] {
        let answer = try call(
            "updateCustomerSessionV2", session, in: application,
            body: [
                "customerSession": [
                    "cartItems": [["name": "Shirt", "sku": "shirt", "quantity": 1, "price": 100]],
                    "couponCodes": .array(coupons.map { .string($0) }), "state": "open",
                ]
            ])
        return answer["effects"]?.elements.compactMap { $0["effectType"]?.string } ?? []
    }
}

@Suite struct CampaignManagementTests {
    @Test func `a campaign gives its effects once it has a ruleset`() throws {
        let sandbox = try Sandbox.make()
        let id = try sandbox.makeCampaign()
        let empty = try sandbox.call("getCampaign", "1", id)
        #expect(empty["activeRulesetId"] == nil)
        #expect(empty["frontendState"] == "running")
        #expect(try sandbox.effects().isEmpty)

        let ruleset = try sandbox.makeRules(id)

        #expect(try sandbox.effects() == ["setDiscount"])
        #expect(try sandbox.call("getCampaign", "1", id)["activeRulesetId"] == ruleset["id"])
    }

    @Test func `a campaign without a ruleset is there again after a restart`() throws {
        try withTemporaryDatabase { path in
            try {
                let sandbox = try Sandbox.make(.file(path))
                _ = try sandbox.makeCampaign("Empty")
                try sandbox.makeRules(sandbox.makeCampaign("Full"))
            }()
            let sandbox = try Sandbox.make(.file(path))

            #expect(try sandbox.call("getCampaigns", "1")["totalResultSize"] == 2)
            #expect(try sandbox.effects() == ["setDiscount"])
        }
    }

    @Test func `a change of state counts at once, and a null takes a date away`() throws {
        let sandbox = try Sandbox.make()
        let id = try sandbox.makeCampaign(changing: ["endTime": "2027-01-01T00:00:00Z"])
        try sandbox.makeRules(id)
        var body: JSONObject = ["name": "Summer", "tags": ["a"], "features": [], "limits": [], "state": "disabled"]
        body["endTime"] = .null
        let changed = try sandbox.call("updateCampaign", "1", id, body: .object(body))

        #expect(changed["frontendState"] == "disabled")
        #expect(changed["endTime"] == nil)
        #expect(changed["tags"] == ["a"])
        #expect(try sandbox.effects().isEmpty)
    }

    @Test func `another ruleset runs when the campaign names it`() throws {
        let sandbox = try Sandbox.make()
        let id = try sandbox.makeCampaign()
        let first = try sandbox.makeRules(id)
        try sandbox.makeRules(
            id,
            [["title": "Note", "condition": ["and", true], "effects": [["showNotification", "Info", "Hi", "there"]]]])
        var body: JSONObject = ["name": "Summer", "tags": [], "features": [], "limits": []]
        body["activeRulesetId"] = first["id"]
        try sandbox.call("updateCampaign", "1", id, body: .object(body))
        #expect(try sandbox.effects() == ["setDiscount"])

        body["activeRulesetId"] = 99
        let refused = try sandbox.call("updateCampaign", "1", id, body: .object(body), expecting: 400)
        #expect(refused["errors"]?[0]?["source"] == ["pointer": "/activeRulesetId"])
    }

    @Test func `campaigns are found by state, name, tag, time and attributes`() throws {
        let sandbox = try Sandbox.make()
        _ = try sandbox.makeCampaign("Summer sale", changing: ["tags": ["sale"], "attributes": ["region": "north"]])
        _ = try sandbox.makeCampaign("Winter sale", changing: ["state": "disabled"])
        _ = try sandbox.makeCampaign("Advent", changing: ["startTime": "2026-12-01T00:00:00Z"])
        func names(_ query: [String: String]) throws -> [String] {
            try sandbox.call("getCampaigns", "1", query: query)["data"]?.elements.compactMap { $0["name"]?.string }
                ?? []
        }

        #expect(try names(["campaignState": "running"]) == ["Summer sale"])
        #expect(try names(["campaignState": "enabled"]) == ["Summer sale", "Advent"])
        #expect(try names(["campaignState": "scheduled"]) == ["Advent"])
        #expect(try names(["name": "SALE"]) == ["Summer sale", "Winter sale"])
        #expect(try names(["tags": "sale"]) == ["Summer sale"])
        #expect(try names(["startAfter": "2026-11-01T00:00:00Z"]) == ["Advent"])
        #expect(try names(["createdBefore": "2026-03-10T12:00:00Z"]) == [])
        #expect(try names(["sort": "-name", "pageSize": "1"]) == ["Winter sale"])
        let found = try sandbox.call("getCampaignByAttributes", "1", body: ["attributes": ["region": "north"]])
        #expect(found["data"]?.elements.map { $0["name"] } == ["Summer sale"])
    }

    @Test func `a deleted campaign is gone with its codes, and its sessions stay`() throws {
        let sandbox = try Sandbox.make()
        let id = try sandbox.makeCampaign()
        try sandbox.makeRules(
            id, [["title": "Coupon", "condition": ["and", ["couponValid"]], "effects": [["setDiscount", "Ten", 10]]]])
        try sandbox.call(
            "createCoupons", "1", id, body: ["numberOfCoupons": 1, "usageLimit": 0, "couponPattern": "SUMMER10"])
        let body: JSONValue = [
            "customerSession": [
                "profileId": "ada", "couponCodes": ["SUMMER10"], "state": "closed",
                "cartItems": [["name": "Shirt", "sku": "shirt", "quantity": 1, "price": 100]],
            ]
        ]
        try sandbox.call("updateCustomerSessionV2", "bought", body: body)

        try sandbox.call("deleteCampaign", "1", id, expecting: 204)

        try sandbox.call("getCampaign", "1", id, expecting: 404)
        #expect(try sandbox.effects(coupons: ["SUMMER10"]) == ["rejectCoupon"])
        try sandbox.call("updateCustomerSessionV2", "bought", body: ["customerSession": ["state": "cancelled"]])
    }

    @Test func `a copy is disabled, has the rules and goes into the Applications named`() throws {
        let sandbox = try Sandbox.make()
        let other = try sandbox.call(
            "createApplication", body: ["name": "Outlet", "timezone": "Europe/Berlin", "currency": "EUR"])
        let id = try sandbox.makeCampaign()
        try sandbox.makeRules(id)
        let copies = try sandbox.call(
            "copyCampaignToApplications", "1", id, body: ["applicationIds": [1, other["id"] ?? 2], "tags": ["copy"]])

        let all = copies["data"]?.elements ?? []
        #expect(all.map { $0["name"] } == ["Copy of Summer", "Copy of Summer"])
        #expect(all.map { $0["state"] } == ["disabled", "disabled"])
        #expect(all.map { $0["applicationId"] } == [1, other["id"]])
        let rulesets = try sandbox.call("getRulesets", "2", all[1]["id"]?.description ?? "")
        #expect(rulesets["data"]?[0]?["rules"]?[0]?["title"] == "Always")
        try sandbox.call(
            "copyCampaignToApplications", "1", id, body: ["applicationIds": [1, 77]], expecting: 400)
        #expect(try sandbox.call("getCampaigns", "1")["totalResultSize"] == 2)
    }

    @Test func `what a campaign cannot be is refused with the place`() throws {
        let sandbox = try Sandbox.make()
        let refused = try sandbox.call(
            "createCampaign", "1",
            body: ["name": "", "state": "on", "tags": [], "features": ["magic"], "limits": []], expecting: 400)
        let pointers = refused["errors"]?.elements.compactMap { $0["source"]?["pointer"]?.string } ?? []
        #expect(Set(pointers) == ["/name", "/state", "/features/0"])

        let limit = try sandbox.call(
            "createCampaign", "1",
            body: [
                "name": "x", "state": "enabled", "tags": [], "features": [],
                "limits": [["action": "fly", "limit": 1, "entities": []]],
            ], expecting: 400)
        #expect(limit["errors"]?[0]?["source"] == ["pointer": "/limits/0"])
    }
}

@Suite struct RulesetManagementTests {
    @Test func `a ruleset that is changed while it runs gives other effects`() throws {
        let sandbox = try Sandbox.make()
        let id = try sandbox.makeCampaign()
        let ruleset = try sandbox.makeRules(id)
        let changed = try sandbox.call(
            "updateRuleset", "1", id, ruleset["id"]?.description ?? "",
            body: [
                "rules": [
                    [
                        "title": "More", "condition": ["and", true],
                        "effects": [["setDiscount", "a", 1], ["setDiscount", "b", 2]],
                    ]
                ], "bindings": [],
            ])

        #expect(changed["rules"]?[0]?["title"] == "More")
        #expect(changed["created"] == ruleset["created"])
        #expect(try sandbox.effects() == ["setDiscount", "setDiscount"])
    }

    @Test func `a ruleset that is not activated waits; the one that runs cannot be deleted`() throws {
        let sandbox = try Sandbox.make()
        let id = try sandbox.makeCampaign()
        let waiting = try sandbox.call(
            "createRuleset", "1", id,
            body: [
                "rules": [["title": "Always", "condition": ["and", true], "effects": [["setDiscount", "Ten", 10]]]],
                "bindings": [],
            ], expecting: 201)
        #expect(waiting["activate"] == false)
        #expect(try sandbox.effects().isEmpty)
        let running = try sandbox.makeRules(id)

        try sandbox.call("deleteRuleset", "1", id, running["id"]?.description ?? "", expecting: 409)
        try sandbox.call("deleteRuleset", "1", id, waiting["id"]?.description ?? "", expecting: 204)
        try sandbox.call("getRuleset", "1", id, waiting["id"]?.description ?? "", expecting: 404)
        #expect(try sandbox.call("getRulesets", "1", id, query: ["sort": "-id"])["totalResultSize"] == 1)
    }

    @Test func `what is no ruleset is refused with pointers`() throws {
        let sandbox = try Sandbox.make()
        let id = try sandbox.makeCampaign()
        func pointers(_ body: JSONValue) throws -> [String] {
            try sandbox.call("createRuleset", "1", id, body: body, expecting: 400)["errors"]?.elements
                .compactMap { $0["source"]?["pointer"]?.string } ?? []
        }

        #expect(
            try pointers(["rules": [["title": "x", "condition": [], "effects": []]], "bindings": []])
                == ["/rules/0/condition"])
        #expect(
            try pointers(["rules": [["condition": ["and"], "effects": [["noop"], 5, [7]]]], "bindings": []])
                == ["/rules/0/title"])
        #expect(
            try pointers([
                "rules": [["title": "x", "condition": [1], "effects": [["noop"], 5, [7]]]],
                "bindings": [["name": "b", "expression": [["a"]]], ["name": "c", "expression": [1]]],
            ]) == ["/rules/0/condition", "/rules/0/effects/1", "/rules/0/effects/2", "/bindings/1/expression"])
        #expect(try pointers(["rules": "none", "bindings": []]) == ["/rules"])
        #expect(try sandbox.call("getRulesets", "1", id)["totalResultSize"] == 0)
    }

    @Test func `an unknown function is taken, and told when its rule runs`() throws {
        let sandbox = try Sandbox.make()
        let id = try sandbox.makeCampaign()
        try sandbox.makeRules(
            id, [["title": "Odd", "condition": ["and", true], "effects": [["catch", ["noop"], ["openSesame", 1]]]]])

        #expect(try sandbox.effects() == ["error"])
    }

    @Test func `a ruleset in the structured form is shown in both, and copied as it is`() throws {
        let sandbox = try Sandbox.make()
        let campaign = try sandbox.addCampaign([
            "name": "Structured",
            "ruleset": [
                "promotionRules": [
                    [
                        "title": "Always",
                        "blocks": [
                            [
                                "id": "b1", "type": "awardDiscount", "tags": [], "name": "Ten", "value": 10,
                                "target": ["type": "cart"],
                            ]
                        ],
                    ]
                ]
            ],
        ])
        let (id, ruleset) = (campaign["id"]?.description ?? "", campaign["activeRulesetId"]?.description ?? "")
        #expect(try sandbox.effects() == ["setDiscount"])
        let shown = try sandbox.call("getRulesetV2", "1", id, ruleset)
        #expect(shown["promotionRules"]?[0]?["title"] == "Always")
        #expect(try sandbox.call("getRuleset", "1", id, ruleset)["rules"]?[0]?["title"] == "Always")

        let copies = try sandbox.call("copyCampaignToApplications", "1", id, body: ["applicationIds": [1]])
        let copy = copies["data"]?[0]
        let copied = try sandbox.call(
            "getRulesetV2", "1", copy?["id"]?.description ?? "", copy?["activeRulesetId"]?.description ?? "")
        #expect(copied["promotionRules"] == shown["promotionRules"])
    }

    @Test func `a ruleset in the older form is not shown in the structured one`() throws {
        let sandbox = try Sandbox.make()
        let id = try sandbox.makeCampaign()
        let ruleset = try sandbox.makeRules(id)

        let error = #expect(throws: PerchError.self) {
            try sandbox.call("getRulesetV2", "1", id, ruleset["id"]?.description ?? "")
        }
        #expect(error?.code == .unsupported)
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import OperationCatalog
import Testing

@testable import Sandbox

@Suite struct `Bundles` {
    private static let tenth: JSONValue = [
        "title": "10% off", "condition": ["and", ["couponValid"]],
        "effects": [["setDiscount", "10% off", ["*", [".", "Session", "Total"], ["/", 10, 100]]]],
    ]
    private static let structuredTenth: JSONValue = [
        "title": "10% off",
        "blocks": [
            ["id": "a", "type": "checkCoupon", "redeem": true],
            [
                "id": "b", "type": "awardDiscount", "name": "10% off", "value": "{{$Session.Total * 10%}}",
                "target": ["type": "cart"], "partial": false,
            ],
        ],
    ]

    /// As a live account gives it: ids far from the sandbox's own, and members that nobody needs.
    private static let account: JSONValue = [
        "application": ["id": 77, "name": "Shop", "timezone": "Europe/Berlin", "currency": "EUR", "accountId": 9],
        "campaigns": [
            [
                "id": 501, "name": "Spring", "state": "enabled", "activeRulesetId": 9001, "applicationId": 77,
                "evaluationGroupId": 4711, "couponRedemptionCount": 3, "frontendState": "running", "tags": ["a"],
            ],
            ["id": 502, "name": "Rival", "state": "enabled", "activeRulesetId": 9002, "evaluationGroupId": 4712],
        ],
        "rulesets": [
            ["id": 9000, "campaignId": 501, "userId": 3, "rules": [], "bindings": [], "rbVersion": "v2"],
            ["id": 9001, "campaignId": 501, "userId": 3, "rules": [tenth], "bindings": [], "rbVersion": "v2"],
            [
                "id": 9002, "campaignId": 502, "created": "2026-01-01T00:00:00Z", "userId": 3,
                "promotionRules": [structuredTenth], "strikethroughRules": [],
            ],
        ],
        "campaignSet": [
            "id": 4710, "applicationId": 77, "version": 12,
            "set": [
                "type": "SET", "groupId": 4710, "name": "Root", "operator": "ALL",
                "elements": [
                    [
                        "type": "SET", "groupId": 4711, "name": "Best", "evaluationMode": "listOrder",
                        "elements": [
                            ["type": "CAMPAIGN", "campaignId": 502], ["type": "CAMPAIGN", "campaignId": 501],
                        ],
                    ]
                ],
            ],
        ],
        "coupons": [
            ["id": 88, "campaignId": 501, "value": "SPRING26", "usageLimit": 5, "usageCounter": 2, "created": "x"],
            ["id": 89, "campaignId": 502, "value": "RIVAL26", "usageLimit": 1],
        ],
        "customEffects": [["id": 5, "name": "confetti", "title": "C", "payload": "{}", "params": []]],
        "webhooks": [["id": 5, "title": "Notify", "params": []], ["id": 6, "title": "Notify", "params": []]],
        "attributes": [
            ["id": 31, "entity": "Event", "eventType": "visit", "name": "page", "type": "string", "accountId": 9]
        ],
        "eventTypes": [["id": 12, "name": "visit", "title": "Visit", "created": "2026-01-01T00:00:00Z"]],
        "additionalCosts": [["id": 41, "name": "shipping", "title": "Shipping", "type": "session"]],
        "notes": ["value maps cannot be read"],
    ]

    @Test func `what an account gives is set up with the account's ids`() throws {
        let sandbox = try Sandbox.make()

        let result = try sandbox.load(bundle: Self.account)

        #expect(result["application"]?["id"] == 77)
        #expect(result["campaigns"]?.array?.map { $0["activeRulesetId"] } == [9001, 9002])
        #expect(result["coupons"]?[0]?[0]?["id"] == 88)
        #expect(result["coupons"]?[0]?[0]?["usageCounter"] == 2)
        #expect(result["attributes"]?[0]?["id"] == 31)
        #expect(result["additionalCosts"]?[0]?["id"] == 41)
        #expect(result["customEffects"]?[0]?["id"] == 5)
        #expect(result["webhooks"]?.array?.map { $0["id"] } == [5, 6])
        #expect(try sandbox.call("getRuleset", "77", "501", "9000")["rules"] == [])
    }

    @Test func `its campaigns decide as they stand in the evaluation tree`() throws {
        let sandbox = try Sandbox.make()
        _ = try sandbox.load(bundle: Self.account)

        func effects(_ codes: JSONValue) throws -> [JSONValue] {
            try sandbox.call(
                "sessions.update", "s1",
                body: [
                    "customerSession": [
                        "couponCodes": codes, "cartItems": [["name": "x", "sku": "x", "quantity": 1, "price": 50]],
                    ]
                ])["effects"]?.array ?? []
        }

        let alone = try effects(["SPRING26"])
        #expect(alone.map { $0["effectType"] } == ["acceptCoupon", "setDiscount"])
        #expect(alone.map { $0["rulesetId"] } == [9001, 9001])
        #expect(alone.last?["props"]?["value"] == 5)
        // The group takes the first in its list.
        let both = try effects(["SPRING26", "RIVAL26"]).filter { $0["effectType"] == "setDiscount" }
        #expect(both.map { $0["campaignId"] } == [502])
    }

    @Test func `of two forms of a ruleset the one counts of which more is known`() throws {
        let unknown: JSONValue = ["title": "10% off", "condition": ["and", ["isCouponFine"]], "effects": []]
        func chosen(_ rule: JSONValue) throws -> [JSONValue?] {
            let sandbox = try Sandbox.make()
            let result = try sandbox.load(bundle: [
                "campaigns": [["id": 1, "name": "c", "activeRulesetId": 5]],
                "rulesets": [
                    ["id": 5, "rules": [rule], "bindings": []],
                    ["id": 5, "promotionRules": [Self.structuredTenth], "strikethroughRules": []],
                ],
            ])
            let stored = try sandbox.read { store, _ in try store.ruleset(5, ofCampaign: 1) }
            return [result["campaigns"]?[0]?["warnings"], stored?["promotionRules"].map { _ in "structured" }]
        }

        #expect(try chosen(unknown) == [nil, "structured"])
        #expect(try chosen(Self.tenth) == [nil, nil])
    }

    private static let objects: [(part: String, schema: String, basis: JSONObject)] = [
        ("attributes", "Attribute", ["entity": "Coupon", "name": "colour"]),
        ("eventTypes", "EventType", ["name": "visit"]),
        ("additionalCosts", "AccountAdditionalCost", ["name": "shipping"]),
        ("stores", "Store", ["name": "Shop", "integrationId": "s"]),
        ("customEffects", "CustomEffect", ["name": "confetti"]),
        ("webhooks", "WebhookWithOutgoingIntegrationDetails", ["title": "Notify"]),
        ("loyaltyPrograms", "LoyaltyProgram", ["name": "stars"]),
        ("audiences", "Audience", ["name": "Staff"]),
        ("giveawayPools", "GiveawaysPool", ["name": "Tickets"]),
        ("catalogs", "Catalog", ["name": "Shoes"]),
        ("campaigns", "Campaign", ["name": "Spring"]),
        ("coupons", "Coupon", ["campaignId": 3, "value": "SPRING26"]),
        ("achievements", "Achievement", ["campaignId": 3, "name": "runner", "target": 10]),
        ("collections", "Collection", ["name": "skus"]),
        ("cartItemFilters", "ApplicationCIF", ["name": "f", "expression": ["list", 1]]),
    ]

    @Test(arguments: objects.map(\.part))
    func `each part takes all that the Management API shows of it`(part: String) throws {
        let object = try #require(Self.objects.first { $0.part == part })
        let schema = try #require(Catalog.schema(named: object.schema))
        var document = object.basis
        for field in schema.fields where document[field.name] == nil { document[field.name] = .null }
        var bundle: JSONValue = ["campaigns": [["id": 3, "name": "Runner"]]]
        bundle[part] = [.object(document)]

        let result = try Sandbox.make().load(bundle: bundle)

        #expect(result[part]?.array?.count == 1)
    }

    private static let mistakes: [(JSONValue, String, String)] = [
        (["campaign": []], "unknown field `campaign` in a bundle", "campaign"),
        (
            ["campaigns": [["id": 1, "name": "Spring", "activeRulesetId": 7]]],
            "the campaign `Spring` names the ruleset `7`, which the bundle does not have", "campaigns[0]"
        ),
        (
            ["rulesets": [["id": 7, "campaignId": 4, "rules": [], "bindings": []]]],
            "the ruleset `7` is of the campaign `4`, which is missing", "rulesets[0]"
        ),
        (
            ["campaigns": [["name": "c"]], "coupons": [["campaignId": 9, "value": "CODE"]]],
            "there is no campaign `9`", "coupons[0]"
        ),
        (
            ["campaignSet": ["set": ["elements": [["type": "CAMPAIGN", "campaignId": 9]]]]], "there is no campaign `9`",
            "campaignSet"
        ),
        (
            ["campaigns": [["name": "a"], ["name": "b", "evaluationGroupId": 6]]],
            "there is no evaluation group `6` in Application `1`", "campaigns[1]"
        ),
        (["campaigns": ["name": "c"]], "`campaigns` of a bundle must be a list", "campaigns"),
        (
            ["customEffects": [["id": 1, "name": "a"], ["id": 1, "name": "b"]]],
            "there is a custom effect with the id `1` already", "customEffects[1]"
        ),
        (
            ["campaigns": [["id": 1, "name": "c", "ruleset": ["promotionRules": [["title": "r"]]]]]],
            "rule 1 `r` has no blocks", "campaigns[0]"
        ),
    ]

    @Test(arguments: mistakes.indices)
    func `what is wrong with a bundle is told by name and place, and nothing is set up`(index: Int) throws {
        let (bundle, message, place) = Self.mistakes[index]
        let sandbox = try Sandbox.make()
        var whole = bundle
        whole["stores"] = [["name": "Shop", "integrationId": "s"]]

        let error = #expect(throws: PerchError.self) { try sandbox.load(bundle: whole) }

        #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
        #expect(error?.location == place)
        #expect(error?.hint?.isEmpty == false)
        #expect(try sandbox.addStore(["name": "Shop", "integrationId": "s"])["id"] == 1)
    }

    @Test func `a list is no bundle`() throws {
        let error = #expect(throws: PerchError.self) { try Sandbox.make().load(bundle: [1]) }
        #expect(error?.message == "a bundle must be an object, not array")
    }

    // MARK: - Findings

    @Test func `nothing is found where all is supported`() throws {
        #expect(try Sandbox.findings(inBundle: Self.account) == [])
    }

    @Test func `every problem of a bundle is found, not only the first`() throws {
        let findings = try Sandbox.findings(inBundle: [
            "campaign": [],
            "application": ["timezone": "Mars/Base"],
            "coupons": [["campaignId": 9, "value": "CODE"], ["campaignId": 8, "value": "CODE"]],
        ])

        #expect(findings.map(\.place) == ["campaign", "application", "coupons[0]", "coupons[1]"])
    }

    @Test func `unknown functions are found with their arguments, blocks by their type`() throws {
        let findings = try Sandbox.findings(inBundle: [
            "campaigns": [
                [
                    "id": 1, "name": "Spring",
                    "rules": [
                        [
                            "title": "Points", "condition": ["and", ["isVip", 1], ["isVip", 2, 3]],
                            "effects": [["catch", ["noop"], ["giveAll", ["isVip", 4]]]],
                        ]
                    ],
                ],
                [
                    "id": 2, "name": "Summer",
                    "ruleset": [
                        "promotionRules": [["title": "Move", "blocks": [["id": "b", "type": "teleport"]]]],
                        "selectors": [["name": "Odd", "source": "$Session.CartItems", "steps": [["type": "shuffle"]]]],
                    ],
                ],
            ]
        ])

        #expect(
            findings.map { "\($0.place): \($0.message)" } == [
                "campaign 1 `Spring`, rule `Points`: "
                    + "the sandbox does not know the function `isVip` with 1 or 2 arguments, 3 times",
                "campaign 1 `Spring`, rule `Points`: the sandbox does not know the function `giveAll` with 1 argument",
                "campaign 2 `Summer`, rule `Move`: the sandbox does not know: block teleport",
                "campaign 2 `Summer`, binding `Odd`: the sandbox does not know: step shuffle of a selector",
            ])
    }

    @Test func `what rules name and the bundle lacks is found once`() throws {
        let rule: JSONValue = [
            "title": "r",
            "condition": [
                "and", [">", ["loyaltyBalance", 4], 1], ["audienceMember", "VIPs"], ["audienceMember", 2],
            ],
            "effects": [
                ["addLoyaltyPoints", 4, "", "p", 1], ["!", "callApi7", 1], ["!", "confetti"], ["!", "known"],
                ["awardGiveaway", 3], ["createCoupon", 1],
            ],
        ]
        let findings = try Sandbox.findings(inBundle: [
            "campaigns": [["id": 1, "name": "c", "rules": [rule]]], "audiences": [["id": 2, "name": "Staff"]],
            "customEffects": [["name": "known"]],
        ])

        #expect(
            findings.map(\.message) == [
                "rules name the loyalty program `4`, which the bundle does not have",
                "rules name the audience `VIPs`, which the bundle does not have",
                "rules name the webhook `7`, which the bundle does not have",
                "rules name the custom effect `confetti`, which the bundle does not have",
                "rules name the giveaway pool `3`, which the bundle does not have",
            ])
    }

    @Test func `a function that both forms have in one place is recognised`() throws {
        let findings = try Sandbox.findings(inBundle: [
            "campaigns": [["id": 1, "name": "c", "activeRulesetId": 5]],
            "rulesets": [
                [
                    "id": 5, "bindings": [],
                    "rules": [
                        [
                            "title": "10% off", "condition": ["and", ["isCouponFine"]],
                            "effects": [["catch", ["noop"], ["takeOff", "10% off", 5]]],
                        ]
                    ],
                ],
                [
                    "id": 5, "strikethroughRules": [],
                    "promotionRules": [
                        [
                            "title": "10% off",
                            "blocks": [
                                ["id": "a", "type": "checkCoupon", "redeem": true],
                                [
                                    "id": "b", "type": "awardDiscount", "name": "10% off", "value": 5,
                                    "target": ["type": "cart"],
                                ],
                                ["id": "c", "type": "teleport"], ["id": "c", "type": "fly"],
                                ["id": "d", "type": "run"],
                            ],
                        ]
                    ],
                ],
            ],
        ])

        #expect(findings.map(\.hint) == ["it may be `couponValid`", "it may be `setDiscount`"])
    }
}

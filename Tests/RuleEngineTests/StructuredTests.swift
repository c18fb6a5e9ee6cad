// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

import struct IntegrationAPI.PerchError

@testable import RuleEngine

/// Structured rulesets in few words.
private enum Sample {
    static let now = Moment(year: 2026, month: 3, day: 10, hour: 12)

    static func ruleset(_ blocks: [JSONValue], _ more: JSONObject = [:]) -> JSONValue {
        let basis: JSONObject = [
            "promotionRules": [["title": "rule", "blocks": .array(blocks)]], "strikethroughRules": [],
        ]
        return .object(basis.merging(more) { $1 })
    }

    static func block(_ type: String, _ members: JSONObject) -> JSONValue {
        let basis: JSONObject = ["id": "b", "type": .string(type)]
        return .object(basis.merging(members) { $1 })
    }

    static func check(_ operation: String, _ members: JSONObject = [:], of attribute: String = "$Session.Total")
        -> JSONValue
    {
        let basis: JSONObject = ["operator": .string(operation), "attribute": .string(attribute)]
        return block("checkAttribute", basis.merging(members) { $1 })
    }

    static func discount(_ value: JSONValue, _ target: JSONValue = ["type": "cart"]) -> JSONValue {
        block("awardDiscount", ["name": "off", "value": value, "target": target, "partial": false])
    }

    /// The one rule of a ruleset as the rule language has it.
    static func read(_ blocks: JSONValue...) throws -> (conditions: [JSONValue], effects: [JSONValue]) {
        let rule = try StructuredRuleset.read(ruleset(blocks)).ruleset["rules"]?[0]
        return (Array(rule?["condition"]?.array?.dropFirst() ?? []), rule?["effects"]?.array ?? [])
    }

    static func formula(_ text: String, names: [String] = []) throws -> JSONValue {
        guard case .expression(let expression) = try Formula.parts(of: text, names: names).first else { return .null }
        return expression
    }

    static let cart: [JSONObject] = [
        ["sku": "shoes", "price": 100, "category": "Footwear"],
        ["sku": "shirt", "price": 20, "quantity": 2, "category": "Tops"],
        ["sku": "socks", "price": 5],
    ]

    static func input(_ items: [JSONObject] = cart, attributes: JSONObject = [:]) -> EngineInput {
        let facts = items.enumerated().map { position, item in
            CartItemFacts(
                position: position, sku: item["sku"]?.string ?? "sku", price: item["price"]?.decimal ?? .zero,
                quantity: item["quantity"]?.integer ?? 1, units: Int(item["quantity"]?.integer ?? 1), document: item)
        }
        let total = facts.reduce(DecimalNumber.zero) { $0 + $1.price * DecimalNumber($1.quantity) }
        var input = EngineInput(now: now, event: EventFacts(type: "talon_session_updated", attributes: [:]))
        input.session = SessionFacts(
            integrationID: "s1", state: "open", created: now, updated: now, isFirst: true,
            totals: .init(cartItems: total, additionalCosts: .zero, itemCosts: .zero, total: total), items: facts,
            attributes: attributes)
        return input
    }

    static func outcome(of ruleset: JSONValue, _ input: EngineInput = input()) throws -> Outcome {
        let campaign = try Campaign(id: 1, document: ["name": "c"], rulesetID: 2, ruleset: ruleset)
        return try Engine().evaluate([campaign], input)
    }

    /// Whether a check holds.
    static func holds(_ block: JSONValue, attributes: JSONObject = [:]) throws -> Bool {
        try !outcome(of: ruleset([block, discount(1)]), input(attributes: attributes)).effects.isEmpty
    }
}

@Suite("Formulas of structured rulesets")
struct FormulaTests {
    private static let precedences: [(String, String)] = [
        (
            "{{$Session.Total * 10%}}",
            #"["*",[".","Session","Total"],["/",10,100]]"#
        ),
        (
            "{{1 + 2 * 3}}",
            #"["+",1,["*",2,3]]"#
        ),
        (
            "{{(1 + 2) * 3}}",
            #"["*",["+",1,2],3]"#
        ),
        (
            "{{8 - 4 - 2}}",
            #"["-",["-",8,4],2]"#
        ),
        (
            "{{-$Item.Price}}",
            #"["-",0,[".","Item","Price"]]"#
        ),
        (
            "{{ \"a }} b\" + 'c' }}",
            #"["+","a }} b","c"]"#
        ),
        (
            "{{floor($Session.Total / 2)}}",
            #"["floor",["/",[".","Session","Total"],2]]"#
        ),
        (
            "{{true}}",
            #"true"#
        ),
    ]

    @Test(arguments: precedences)
    func `a formula is read with its precedence`(formula: String, expression: String) throws {
        #expect(try Sample.formula(formula).description == expression)
    }

    @Test func `a binding's name may have spaces, the longest one counts`() throws {
        #expect(
            try Sample.formula("{{$My items max.Price - 1}}", names: ["My items max", "My items"])
                == ["-", [".", "My items max", "Price"], 1])
    }

    private static let problems: [(String, String)] = [
        ("{{1 +}}", "formula {{1 +}}: a value is missing at character 6"),
        ("{{1 2}}", "formula {{1 2}}: an unexpected `2` at character 5"),
        ("{{(1}}", "formula {{(1}}: `)` is missing at character 5"),
        ("a {{1", "formula a {{1: a formula without its `}}` at character 3"),
        (
            "{{Total}}",
            "formula {{Total}}: `Total` is neither a number, a text, a path with `$`, nor a call at character 3"
        ),
        ("{{1.2.3}}", "formula {{1.2.3}}: `1.2.3` is no number at character 3"),
        ("{{$}}", "formula {{$}}: `$` without a name at character 3"),
        ("{{'a}}", "formula {{'a}}: a formula without its `}}` at character 1"),
    ]

    @Test(arguments: problems)
    func `what is wrong with a formula is told with its place`(formula: String, problem: String) {
        let error = #expect(throws: Formula.Problem.self) { try Sample.formula(formula) }
        #expect(error?.description == problem)
    }

    @Test func `a formula of ten thousand parentheses is refused`() {
        let text = "{{" + String(repeating: "(", count: 10_000) + "1" + String(repeating: ")", count: 10_000) + "}}"
        let error = #expect(throws: Formula.Problem.self) { try Sample.formula(text) }
        #expect(error?.what == "more than 200 levels")
    }

    @Test func `a rule with a formula that cannot be read says so`() throws {
        let outcome = try Sample.outcome(of: Sample.ruleset([Sample.discount("{{$Session.Total ^ 2}}")]))

        #expect(outcome.effects.map(\.type) == ["error"])
        #expect(
            outcome.effects.first?.props["message"]?.string?.contains("an unexpected `^` at character 18") == true)
    }
}

@Suite("Blocks of structured rulesets")
struct BlockTests {
    private static let checks: [(JSONValue, String)] = [
        (
            Sample.check("equals", ["value": 100]),
            #"["=",[".","Session","Total"],100]"#
        ),
        (
            Sample.check("not(equals)", ["value": 100]),
            #"["not",["=",[".","Session","Total"],100]]"#
        ),
        (
            Sample.check("lessThanOrEqual", ["value": "{{1 + 2}}"]),
            #"["<=",[".","Session","Total"],["+",1,2]]"#
        ),
        (
            Sample.check("between", ["min": 1, "max": 9]),
            #"["between",[".","Session","Total"],1,9]"#
        ),
        (
            Sample.check("matchesRegexp", ["value": "^a"]),
            #"["~","^a",[".","Session","Total"]]"#
        ),
        (
            Sample.check("inCollection", ["value": ["id": 7]]),
            #"["inCollection",[".","Session","Total"],7]"#
        ),
        (
            Sample.check("not(exists)"),
            #"["not",["attributeExists",[".","Session","Total"]]]"#
        ),
        (
            Sample.block("checkCoupon", ["redeem": true]),
            #"["couponValid",true]"#
        ),
        (
            Sample.block("checkReferral", ["redeem": false]),
            #"["referralValid",false]"#
        ),
        (
            Sample.block(
                "checkAudience",
                ["operator": "not(member)", "profile": "Advocate", "audience": ["id": 4, "name": "x"]]),
            #"["not",["audienceMember",4,"AdvocateProfile"]]"#
        ),
        (
            Sample.block(
                "checkLoyaltyBalance",
                [
                    "operator": "greaterThanOrEqual", "program": ["id": 3, "name": "p", "title": "P"],
                    "subledger": "",
                    "balance": "pending", "value": 500,
                ]),
            #"[">=",["loyaltyBalance",3,"","pending"],500]"#
        ),
        (
            Sample.block(
                "checkEvent",
                ["eventType": "visit", "matchers": [Sample.check("isTrue", of: "$Event.Attributes.first")]]),
            #"["and",["=",[".","Event","Type"],"visit"],["catch",false,["=",[".","Event","Attributes","first"],true]]]"#
        ),
        (
            Sample.block("checkAchievement", ["operator": "not(started)", "achievement": ["id": 5]]),
            #"["not",["achievementStarted",5]]"#
        ),
        (
            Sample.block("checkBudget", ["operator": "available", "action": "callApi"]),
            #"["budgetAvailable","callApi"]"#
        ),
        (
            Sample.block("checkBudget", ["operator": "enoughFor", "action": "setDiscount", "value": 5]),
            #"["budgetEnoughFor","setDiscount",5]"#
        ),
        (
            Sample.block(
                "group", ["operator": "none", "blocks": [Sample.check("isTrue"), Sample.check("isFalse")]]),
            #"["not",["or",["=",[".","Session","Total"],true],["=",[".","Session","Total"],false]]]"#
        ),
        (
            Sample.block(
                "checkCoupon",
                [
                    "redeem": true,
                    "onFailure": [
                        Sample.block("showNotification", ["notificationType": "Info", "title": "t", "body": "b"])
                    ],
                ]),
            #"["onFailure",["couponValid",true],["showNotification","Info","t","b"]]"#
        ),
        (
            Sample.block("passthrough", ["expression": ["=", 1, 1]]),
            #"["=",1,1]"#
        ),
        (
            Sample.block("passthrough", ["expression": ["$Session.FirstSession"]]),
            #"[".","Session","FirstSession"]"#
        ),
        (
            Sample.block("passthrough", ["expression": [true]]),
            #"true"#
        ),
    ]

    @Test(arguments: checks)
    func `a check becomes a condition`(block: JSONValue, condition: String) throws {
        let rule = try Sample.read(block)

        #expect(rule.conditions.map(\.description) == [condition])
        #expect(rule.effects.isEmpty)
    }

    private static let profileAttribute: JSONObject = [
        "id": 1, "entity": "profile", "name": "points", "title": "Points", "type": "number",
    ]

    private static let effects: [(JSONValue, String)] = [
        (
            Sample.discount("{{$Session.Total * 0.1}}"),
            #"["setDiscount","off",["*",[".","Session","Total"],0.1]]"#
        ),
        (
            Sample.discount(3, ["type": "allItems"]),
            #"["setDiscountPerItem",[".","Session","CartItems"],"off",[["Item"],3]]"#
        ),
        (
            Sample.discount(3, ["type": "selector", "name": "Shoes", "prorated": true]),
            #"["setDiscountPerItemProRata",[".","Shoes"],"off",3]"#
        ),
        (
            Sample.discount("{{$Item.Price / 2}}", ["type": "globalFilter", "name": "Premium"]),
            #"["setDiscountPerItem",[".","Premium"],"off",[["Item"],["/",[".","Item","Price"],2]]]"#
        ),
        (
            Sample.discount(
                3, ["type": "bundle", "name": "Bogo", "item": ["type": "byIndex", "value": 1], "prorated": true]),
            #"["setDiscountPerBundle",[".","Bogo"],1,"off",[["Item"],3],true]"#
        ),
        (
            Sample.discount(
                3,
                [
                    "type": "bundle", "name": "Bogo",
                    "item": ["type": "byAttribute", "attribute": "{{$Item.Price}}", "direction": "lowest"],
                ]),
            #"["setDiscountPerBundle",[".","Bogo"],["list","lowest","Price"],"off",[["Item"],3],false]"#
        ),
        (
            Sample.discount(
                3,
                [
                    "type": "additionalCost", "additionalCost": ["id": 42, "name": "shipping"],
                    "target": ["type": "cart"],
                ]),
            #"["setDiscountPerAdditionalCost",42,"off",3]"#
        ),
        (
            Sample.discount(
                3,
                [
                    "type": "additionalCost", "additionalCost": ["id": 42, "name": "shipping"],
                    "target": ["type": "allItems"],
                ]),
            #"["setDiscountPerAdditionalCostPerItem",[".","Session","CartItems"],42,"off",[["Item"],3]]"#
        ),
        (
            Sample.block("awardItem", ["sku": "s", "name": "n", "quantity": "1"]),
            #"["addFreeItem","s","n"]"#
        ),
        (
            Sample.block(
                "awardItem", ["sku": "s", "name": "n", "quantity": "{{$Session.Total / 2}}", "partial": true]),
            #"["partial",["addFreeItem","s","n",["/",[".","Session","Total"],2]]]"#
        ),
        (
            Sample.block("awardGiveaway", ["giveawayPool": ["id": 42, "name": "p"], "profile": "Advocate"]),
            #"["awardGiveaway",42,"AdvocateProfile"]"#
        ),
        (
            Sample.block(
                "showNotification",
                ["notificationType": "Offer", "title": "Hi", "body": "You have {{$Session.Total}} $."]),
            #"["showNotification","Offer","Hi",["concat","You have ",["toString",[".","Session","Total"]]," $."]]"#
        ),
        (
            Sample.block(
                "triggerWebhook",
                ["webhook": ["id": 7, "title": "w"], "params": ["a": 1, "b": "$Profile.IntegrationId"]]),
            #"["triggerWebhook",7,1,[".","Profile","IntegrationId"]]"#
        ),
        (
            Sample.block(
                "triggerCustomEffect",
                ["customEffect": ["id": 1, "name": "mail", "title": "M"], "target": ["type": "cart"]]),
            #"["customEffect","mail"]"#
        ),
        (
            Sample.block(
                "triggerCustomEffect",
                [
                    "customEffect": ["id": 1, "name": "mail", "title": "M"], "params": ["x": "y"],
                    "target": ["type": "bundle", "name": "Bogo"],
                ]),
            #"["customEffectPerItem",["flatten",[".","Bogo"]],"mail","y"]"#
        ),
        (
            Sample.block(
                "updateAttributeValue",
                [
                    "operator": "increaseBy", "attribute": .object(profileAttribute), "value": "2",
                    "target": ["type": "profile"],
                ]),
            #"["updateAttribute",[".","Profile","Attributes","points"],["+",[".","Profile","Attributes","points"],2]]"#
        ),
        (
            Sample.block(
                "updateAttributeValue",
                ["operator": "toggle", "attribute": .object(profileAttribute), "target": ["type": "allItems"]]),
            #"["updateItemAttribute",[".","Session","CartItems"],"points",[["Item"],["not",[".","Item","Attributes","points"]]]]"#
        ),
        (
            Sample.block(
                "updateAttributeValue",
                [
                    "operator": "laterBy", "attribute": .object(profileAttribute), "value": "3D",
                    "target": ["type": "session"],
                ]),
            #"["updateAttribute",[".","Session","Attributes","points"],["addDuration",["toTime",[".","Session","Attributes","points"]],3,"days"]]"#
        ),
        (
            Sample.block(
                "updateAudienceMembership",
                ["operator": "remove", "profile": "Current", "audience": ["id": 9, "name": "a"]]),
            #"["removeFromAudience",9,"Profile"]"#
        ),
        (
            Sample.block(
                "updateAchievementProgress", ["operator": "increaseBy", "value": "10", "achievement": ["id": 5]]),
            #"["increaseAchievementProgress",5,10]"#
        ),
        (
            Sample.block(
                "createCoupon",
                [
                    "campaignId": 3, "recipientId": "{{$Profile.IntegrationId}}", "storeInSession": false,
                    "usageLimit": "{{1 + 1}}", "pattern": "$##", "attributes": ["a": "b"],
                ]),
            #"["createCoupon",3,[".","Profile","IntegrationId"],{"usageLimit":["+",1,1],"attributes":{"a":"b"},"pattern":"$##"}]"#
        ),
        (
            Sample.block("createReferral", ["campaignId": 3, "friendId": "", "storeInSession": false]),
            #"["createReferral",3,"",{}]"#
        ),
        (
            Sample.block("reserveCoupon", [:]),
            #"["reserveCoupon"]"#
        ),
        (
            Sample.block("passthrough", ["expression": ["addLoyaltyPoints", 1, "", "points", 5]]),
            #"["addLoyaltyPoints",1,"","points",5]"#
        ),
        (
            Sample.block("passthrough", ["expression": ["catch", ["noop"], ["setDiscount", "x", 5]]]),
            #"["catch",["noop"],["setDiscount","x",5]]"#
        ),
        (
            Sample.block(
                "awardItem", ["sku": "s", "name": "n", "quantity": "1", "onFailure": [Sample.discount(1)]]),
            #"["catch",["setDiscount","off",1],["addFreeItem","s","n"]]"#
        ),
        (
            Sample.block(
                "awardItem",
                [
                    "sku": "s", "name": "n", "quantity": "1",
                    "onError": ["soldOut": [Sample.discount(1), Sample.discount(2)]],
                ]
            ),
            #"["catch",["effects",["setDiscount","off",1],["setDiscount","off",2]],["addFreeItem","s","n"]]"#
        ),
    ]

    @Test(arguments: effects)
    func `a block that does something becomes an effect`(block: JSONValue, effect: String) throws {
        let rule = try Sample.read(block)

        #expect(rule.conditions.isEmpty)
        #expect(rule.effects.map(\.description) == [effect])
    }

    @Test func `conditions are counted without the effects between them`() throws {
        let rule = try Sample.read(
            Sample.check("isTrue"), Sample.discount(1),
            Sample.block("group", ["operator": "all", "blocks": [Sample.check("isFalse"), Sample.discount(2)]]))

        #expect(rule.conditions.count == 2)
        #expect(rule.effects == [["setDiscount", "off", 1], ["setDiscount", "off", 2]])
    }

    private static let unknownParts: [(JSONValue, String)] = [
        (Sample.block("teleport", [:]), "`block teleport`"),
        (Sample.check("resembles", ["value": 1]), "`operator resembles of checkAttribute`"),
        (Sample.discount(1, ["type": "moon"]), "`target moon of awardDiscount`"),
        (
            Sample.block("group", ["operator": "most", "blocks": [Sample.check("isTrue")]]), "`operator most of group`"
        ),
        (
            Sample.block("group", ["operator": "none", "blocks": [Sample.check("isTrue"), Sample.discount(1)]]),
            "`effect awardDiscount among conditions`"
        ),
        (
            Sample.block("awardItem", ["sku": "s", "name": "n", "onError": ["a": [], "b": []]]),
            "`onError a, b of awardItem`"
        ),
        (
            Sample.block(
                "updateAttributeValue",
                [
                    "operator": "laterBy", "attribute": ["name": "x"], "value": "3 moons",
                    "target": ["type": "session"],
                ]), "`duration \"3 moons\" of updateAttributeValue`"
        ),
    ]

    @Test(arguments: unknownParts)
    func `what is not known is told by name, and its rule fails`(block: JSONValue, name: String) throws {
        let outcome = try Sample.outcome(of: Sample.ruleset([block, Sample.discount(1)]))

        #expect(outcome.effects.map(\.type) == ["error"])
        #expect(outcome.effects.first?.props["message"]?.string?.contains(name) == true)
    }

    private static let missingParts: [(JSONValue, String)] = [
        (Sample.block("checkEvent", [:]), "block 1 of rule 1 `rule`, `checkEvent`, has no text `eventType`"),
        (
            Sample.block("checkAudience", ["operator": "member"]),
            "block 1 of rule 1 `rule`, `checkAudience`, has no `audience.id`"
        ),
        (
            Sample.block("group", ["operator": "all", "blocks": [["id": "x"]]]),
            "block 1 in blocks of block 1 of rule 1 `rule` has no type"
        ),
        (Sample.block("awardDiscount", ["name": "x", "target": ["type": "cart"]]), "`value`"),
    ]

    @Test(arguments: missingParts)
    func `a block without what it must have is refused with its place`(block: JSONValue, message: String) {
        let error = #expect(throws: PerchError.self) { try Sample.read(block) }
        #expect(error?.message.contains(message) == true)
    }
}

@Suite("Structured rulesets in the engine")
struct StructuredEngineTests {
    /// The effects of a ruleset, without what tells the rulesets apart.
    private func effects(_ ruleset: JSONValue, _ input: EngineInput = Sample.input()) throws -> [JSONValue] {
        try Sample.outcome(of: ruleset, input).effects.map(\.json)
    }

    @Test func `both spellings of a rule give the same effects`() throws {
        let plain: JSONValue = [
            "rules": [
                [
                    "title": "rule",
                    "condition": [
                        "and", [">", [".", "Session", "Total"], 100], [">=", ["count", [".", "Tops"]], 2],
                    ],
                    "effects": [
                        ["setDiscount", "off", ["*", [".", "Session", "Total"], ["/", 10, 100]]],
                        [
                            "setDiscountPerItem", [".", "Tops"], "off",
                            [["Item"], ["*", [".", "Item", "Price"], ["/", 50, 100]]],
                        ],
                        ["showNotification", "Info", "Hi", "145 spent"],
                    ],
                ]
            ],
            "bindings": [
                [
                    "name": "Tops", "type": "cartItemFilter",
                    "expression": [
                        "filter", [".", "Session", "CartItems"],
                        [["Item"], ["catch", false, ["=", [".", "Item", "Category"], "Tops"]]],
                    ],
                ]
            ],
        ]
        let predicate = Sample.check("equals", ["value": "Tops"], of: "$Item.Category")
        let structured = Sample.ruleset(
            [
                Sample.check("greaterThan", ["value": 100]),
                Sample.check("greaterThanOrEqual", ["value": 2], of: "$Number of tops"),
                Sample.discount("{{$Session.Total * 10%}}"),
                Sample.discount("{{$Item.Price * 50%}}", ["type": "selector", "name": "Tops"]),
                Sample.block(
                    "showNotification",
                    ["notificationType": "Info", "title": "Hi", "body": "{{$Session.Total}} spent"]),
            ],
            [
                "selectors": [
                    [
                        "name": "Tops", "type": "selector", "source": "$Session.CartItems",
                        "steps": [["type": "filter", "predicate": predicate]],
                    ],
                    [
                        "name": "Number of tops", "type": "selector", "source": "$Tops",
                        "steps": [["type": "reduce", "operator": "count"]],
                    ],
                ]
            ])

        let expected = try effects(plain)

        #expect(
            expected.map { $0["effectType"] }
                == ["setDiscount", "setDiscountPerItem", "setDiscountPerItem", "showNotification"])
        #expect(try effects(structured) == expected)
    }

    @Test func `a coupon is asked for, and redeemed only where it is to be`() throws {
        var input = Sample.input()
        input.codes = [("C", CouponFacts(id: 5, campaignID: 1, code: "C", attributes: [:]))]

        let redeeming = try effects(
            Sample.ruleset([Sample.block("checkCoupon", ["redeem": true]), Sample.discount(5)]), input)
        let looking = try effects(
            Sample.ruleset([Sample.block("checkCoupon", ["redeem": false]), Sample.discount(5)]), input)

        #expect(redeeming.map { $0["effectType"] } == ["acceptCoupon", "setDiscount"])
        #expect(looking.map { $0["effectType"] } == ["setDiscount"])
    }

    private static let operators: [(JSONValue, Bool)] = [
        (Sample.check("oneOf", ["value": ["a", "b"]], of: "$Session.Attributes.text"), true),
        (Sample.check("not(oneOf)", ["value": ["a", "b"]], of: "$Session.Attributes.text"), false),
        (Sample.check("contains", ["value": "x"], of: "$Session.Attributes.text"), false),
        (Sample.check("startsWith", ["value": "b"], of: "$Session.Attributes.text"), true),
        (Sample.check("endsWith", ["value": "b"], of: "$Session.Attributes.text"), true),
        (Sample.check("matchesRegexp", ["value": "^[ab]$"], of: "$Session.Attributes.text"), true),
        (Sample.check("exists", of: "$Session.Attributes.text"), true),
        (Sample.check("exists", of: "$Session.Attributes.none"), false),
        (Sample.check("empty", of: "$Session.Attributes.none"), true),
        (Sample.check("empty", of: "$Session.Attributes.blank"), true),
        (Sample.check("not(empty)", of: "$Session.Attributes.list"), true),
        (Sample.check("isTrue", of: "$Session.Attributes.yes"), true),
        (Sample.check("isFalse", of: "$Session.Attributes.yes"), false),
        (Sample.check("containsOneOf", ["values": ["q", "y"]], of: "$Session.Attributes.list"), true),
        (Sample.check("containsNoneOf", ["values": ["q", "y"]], of: "$Session.Attributes.list"), false),
        (Sample.check("containsAllOf", ["values": ["z", "y"]], of: "$Session.Attributes.list"), true),
        (Sample.check("containsAllOf", ["values": ["z", "q"]], of: "$Session.Attributes.list"), false),
        (Sample.check("containsAtLeast", ["values": ["z", "q"], "count": 1], of: "$Session.Attributes.list"), true),
        (
            Sample.check("containsExactly", ["values": ["z", "y"], "count": 1], of: "$Session.Attributes.list"), false
        ),
        (Sample.check("after", ["value": "2026-01-01T00:00:00Z"], of: "$Session.Attributes.time"), true),
        (Sample.check("before", ["value": "2026-01-01T00:00:00Z"], of: "$Session.Attributes.time"), false),
        (
            Sample.check(
                "between", ["min": "2026-02-01T00:00:00Z", "max": "2026-02-02T00:00:00Z"],
                of: "$Session.Attributes.time"), true
        ),
        (
            Sample.check(
                "within",
                ["start": "2026-02-01T10:00:00Z", "end": "2026-02-02T00:00:00Z", "startInclusive": true],
                of: "$Session.Attributes.time"), true
        ),
        (
            Sample.check(
                "within",
                ["start": "2026-02-01T10:00:00Z", "end": "2026-02-02T00:00:00Z", "startInclusive": false],
                of: "$Session.Attributes.time"), false
        ),
        (
            Sample.check(
                "within",
                [
                    "start": "2026-02-01T11:00:00Z", "end": "2026-02-01T13:00:00Z", "startInclusive": true,
                    "timezoneInsensitive": true,
                ], of: "$Session.Attributes.time"), true
        ),
        (Sample.check("not(within)", ["start": "2026-03-01", "end": "2026-04-01"], of: "$Now"), false),
    ]

    @Test(arguments: operators)
    func `operators of attributes hold where they should`(block: JSONValue, isMet: Bool) throws {
        let attributes: JSONObject = [
            "text": "b", "blank": "", "list": ["x", "y", "z"], "yes": true, "time": "2026-02-01T12:00:00+02:00",
        ]
        #expect(try Sample.holds(block, attributes: attributes) == isMet)
    }

    private func value(_ steps: JSONValue...) throws -> JSONValue? {
        let selector: JSONValue = [
            "name": "It", "type": "selector", "source": "$Session.CartItems", "steps": .array(steps),
        ]
        let ruleset = Sample.ruleset(
            [
                Sample.block(
                    "showNotification", ["notificationType": "Info", "title": "t", "body": "{{join($It, \" \")}}"])
            ],
            [
                "selectors": [
                    selector
                ]
            ])
        return try Sample.outcome(of: ruleset).effects.first?.props["body"]
    }

    @Test func `the steps of a selector follow each other`() throws {
        let names: JSONValue = ["type": "map", "expression": "$Item.Sku"]
        let upwards: JSONValue = [
            "type": "sort",
            "fields": [
                ["expression": "$Item.Price", "direction": "asc"], ["expression": "$Item.Sku", "direction": "asc"],
            ],
        ]
        let hasCategory = Sample.check("exists", of: "$Item.Category")

        #expect(try value(names) == "shoes shirt shirt socks")
        #expect(try value(upwards, names) == "socks shirt shirt shoes")
        #expect(try value(["type": "reverse"], names) == "socks shirt shirt shoes")
        #expect(try value(["type": "filter", "predicate": hasCategory], names) == "shoes shirt shirt")
        #expect(
            try value(upwards, ["type": "select", "operator": "many", "from": "start", "count": 2], names)
                == "socks shirt")
        #expect(
            try value(upwards, ["type": "select", "operator": "many", "from": "end", "count": 2], names)
                == "shirt shoes")
        #expect(try value(["type": "select", "operator": "between", "from": 1, "to": 9], names) == "shirt shirt socks")
        #expect(
            try value(names, ["type": "sort", "fields": [["expression": "$Item", "direction": "desc"]]])
                == "socks shoes shirt shirt")
    }

    private static let ends: [(String, String)] = [
        ("max", "100"), ("min", "5"), ("sum", "145"), ("count", "4"), ("empty", "false"),
    ]

    @Test(arguments: ends)
    func `a selector may end in one value`(operation: String, expected: String) throws {
        let ruleset = Sample.ruleset(
            [Sample.block("showNotification", ["notificationType": "Info", "title": "t", "body": "{{$It}}"])],
            [
                "selectors": [
                    [
                        "name": "It", "type": "selector", "source": "$Session.CartItems",
                        "steps": [
                            ["type": "map", "expression": "$Item.Price"],
                            ["type": "reduce", "operator": .string(operation)],
                        ],
                    ]
                ]
            ])
        #expect(try Sample.outcome(of: ruleset).effects.first?.props["body"] == .string(expected))
    }

    @Test func `a selector of one item gives its discount to that item, and fails when there is none`() throws {
        func outcome(index: JSONValue) throws -> Outcome {
            try Sample.outcome(
                of: Sample.ruleset(
                    [Sample.discount("{{$It.Price / 2}}", ["type": "selector", "name": "It"])],
                    [
                        "selectors": [
                            [
                                "name": "It", "type": "selector", "source": "$Session.CartItems",
                                "steps": [["type": "select", "operator": "one", "index": index]],
                            ]
                        ]
                    ]))
        }

        #expect(
            try outcome(index: 1).effects.map(\.props) == [
                ["name": "off#1", "value": 10, "position": 1, "subPosition": 0]
            ])
        #expect(try outcome(index: 9).failures.first?.details == "a list of 4 has no item `9`")
    }

    @Test func `parameters are read by their names`() throws {
        let effects = try effects(
            Sample.ruleset(
                [Sample.discount("{{$Session.Total * $Discount percentage / 100}}")],
                [
                    "parameters": [
                        ["name": "Discount percentage", "type": "templateParameter", "expression": ["identity", 20]]
                    ]
                ]))
        #expect(effects.first?["props"]?["value"] == 29)
    }

    @Test func `what a selector does not know is told by the rule that reads it`() throws {
        let outcome = try Sample.outcome(
            of: Sample.ruleset(
                [Sample.discount(1, ["type": "selector", "name": "It"])],
                ["selectors": [["name": "It", "source": "$Session.CartItems", "steps": [["type": "shuffle"]]]]]))

        #expect(outcome.effects.first?.props["message"]?.string?.contains("`step shuffle of a selector`") == true)
    }

    @Test func `a discount of a bundle is for the item that the block names, or for all`() throws {
        func positions(_ item: JSONObject) throws -> [JSONValue?] {
            let basis: JSONObject = ["type": "bundle", "name": "Pair"]
            let ruleset = Sample.ruleset(
                [Sample.discount(1, .object(basis.merging(item) { $1 }))],
                [
                    "bundles": [
                        [
                            "name": "Pair", "type": "bundle",
                            "expression": ["bundle", [".", "Session", "CartItems"], 4],
                        ]
                    ]
                ])
            return try Sample.outcome(of: ruleset).effects.map { $0.props["position"] }
        }
        let lowest: JSONObject = ["type": "byAttribute", "attribute": "{{$Item.Price}}", "direction": "lowest"]

        #expect(try positions(["item": .object(lowest)]) == [2])
        #expect(try positions(["item": ["type": "byIndex", "value": 0]]) == [0])
        #expect(try positions([:]) == [0, 1, 1, 2])
    }

    @Test func `a custom effect for items reads each of them`() throws {
        let ruleset = Sample.ruleset([
            Sample.block(
                "triggerCustomEffect",
                [
                    "customEffect": ["id": 1, "name": "wrap", "title": "Wrap"],
                    "params": ["sku": "{{$Item.Sku}}"], "target": ["type": "allItems"],
                ])
        ])
        var input = Sample.input()
        input.effectDefinitions.custom["wrap"] = .init(id: 1, name: "wrap", parameters: ["sku"])

        let payloads = try Sample.outcome(of: ruleset, input).effects.map { $0.props["payload"]?["sku"] }

        #expect(payloads == ["shoes", "shirt", "shirt", "socks"])
    }

    @Test func `an effect that fails gives way to those of its failure`() throws {
        let ruleset = Sample.ruleset([
            Sample.block(
                "awardItem",
                [
                    "sku": "{{$Session.Attributes.none}}", "name": "gift", "quantity": "1",
                    "onFailure": [Sample.discount(2), Sample.discount(3)],
                ])
        ])
        let outcome = try Sample.outcome(of: ruleset)

        #expect(outcome.effects.map { $0.props["value"] } == [2, 3])
        #expect(outcome.assumptions.contains(.handlersAnswerAnyError))
    }

    @Test func `a partial discount is cut to its budget, another is not given`() throws {
        func effects(isPartial: Bool) throws -> [JSONValue?] {
            let campaign = try Campaign(
                id: 1, document: ["name": "c", "limits": [["action": "setDiscount", "limit": 30]]], rulesetID: 2,
                ruleset: Sample.ruleset([
                    Sample.block(
                        "awardDiscount",
                        ["name": "off", "value": 50, "target": ["type": "cart"], "partial": .bool(isPartial)])
                ]))
            var input = Sample.input()
            input.budgets = campaign.limits.map {
                Budget(campaignID: 1, limit: $0, key: "", used: .zero)
            }
            return try Engine().evaluate([campaign], input).effects.map { $0.props["value"] }
        }

        #expect(try effects(isPartial: true) == [30])
        #expect(try effects(isPartial: false) == [])
    }
}

@Suite("Occasions")
struct OccasionTests {
    private func holds(_ expression: JSONValue, now: Moment = Sample.now) throws -> Bool {
        var evaluation = Evaluation(now: now, scope: [:])
        guard case .boolean(let result) = try evaluation.evaluate(Expression(expression)) else { return false }
        return result
    }

    private static let anniversaries: [(String, Int64, Int64, Bool)] = [
        ("1990-03-10T00:00:00Z", 0, 0, true), ("1990-03-11T00:00:00Z", 0, 0, false),
        ("1990-03-12T00:00:00Z", 2, 0, true), ("1990-03-13T00:00:00Z", 2, 0, false),
        ("1990-03-08T00:00:00Z", 0, 2, true), ("1990-12-31T00:00:00Z", 0, 69, true),
    ]

    @Test(arguments: anniversaries)
    func `an anniversary is a day of the year and the days around it`(
        time: String, before: Int64, after: Int64, isMet: Bool
    ) throws {
        #expect(try holds(["anniversary", .string(time), .integer(before), .integer(after)]) == isMet)
    }

    @Test func `the anniversary of a leap day is the last day of February in other years`() throws {
        let leapDay: JSONValue = ["anniversary", "2000-02-29T00:00:00Z", 0, 0]
        #expect(try holds(leapDay, now: Moment(year: 2026, month: 2, day: 28)))
        #expect(try holds(leapDay, now: Moment(year: 2028, month: 2, day: 29)))
        #expect(try !holds(leapDay, now: Moment(year: 2028, month: 2, day: 28)))
    }
}

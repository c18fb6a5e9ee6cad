// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

/// Blocks that check something.
extension StructuredRuleset {
    /// A block as a condition, with the effects that it has for the case that it is not met.
    mutating func condition(_ block: Block) throws -> JSONValue {
        var result = try check(block)
        let failed = try effects(block.list("onFailure"))
        if !failed.isEmpty { result = .array(["onFailure", result] + failed) }
        if let handlers = try errorHandlers(of: block) {
            result = ["catch", .array(["onFailure", false] + handlers), result]
        }
        return result
    }

    private mutating func check(_ block: Block) throws -> JSONValue {
        switch block.type {
        case "group": return try group(block)
        case "checkAttribute": return try attribute(block)
        case "checkCoupon": return ["couponValid", .bool(try block.bool("redeem"))]
        case "checkReferral": return ["referralValid", .bool(try block.bool("redeem"))]
        case "checkAudience": return try audience(block)
        case "checkLoyaltyBalance": return try loyaltyBalance(block)
        case "checkEvent": return try event(block)
        case "checkAchievement": return try achievement(block)
        case "checkBudget": return try budget(block)
        case "passthrough": return try passthrough(block)
        case "awardDiscount", "awardItem", "awardGiveaway", "showNotification", "triggerWebhook",
            "triggerCustomEffect", "updateAttributeValue", "updateAudienceMembership", "updateAchievementProgress",
            "createCoupon", "createReferral", "reserveCoupon":
            return unknown("effect \(block.type) among conditions")
        default: return unknown("block \(block.type)")
        }
    }

    private mutating func group(_ block: Block) throws -> JSONValue {
        let parts = try block.list("blocks").map { try condition($0) }
        switch try block.text("operator") {
        case "all": return .array(["and"] + parts)
        case "atLeastOne": return .array(["or"] + parts)
        case "none": return ["not", .array(["or"] + parts)]
        case let other: return unknown("operator \(other) of group")
        }
    }

    /// The operator of a block without its `not(…)`, and whether there was one.
    private func operation(_ block: Block) throws -> (name: String, isNegated: Bool) {
        let name = try block.text("operator")
        guard name.hasPrefix("not("), name.hasSuffix(")") else { return (name, false) }
        return (String(name.dropFirst(4).dropLast()), true)
    }

    private func negated(_ condition: JSONValue, _ isNegated: Bool) -> JSONValue {
        isNegated ? ["not", condition] : condition
    }

    private static let comparisons = [
        "equals": "=", "lessThan": "<", "lessThanOrEqual": "<=", "greaterThan": ">", "greaterThanOrEqual": ">=",
    ]

    // MARK: - Attributes

    private mutating func attribute(_ block: Block) throws -> JSONValue {
        let (name, isNegated) = try operation(block)
        let attribute = value(try block.required("attribute"))
        return negated(try comparison(name, attribute, block), isNegated)
    }

    private mutating func comparison(_ name: String, _ attribute: JSONValue, _ block: Block) throws -> JSONValue {
        func operand(_ key: String) throws -> JSONValue { value(try block.required(key)) }
        switch name {
        case "equals": return ["=", attribute, try operand("value")]
        case "lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual":
            let sign = JSONValue.string(Self.comparisons[name] ?? name)
            return ordered([sign, attribute, try operand("value")])
        case "between":
            assumptions.insert(.structuredBetweenIsExclusive)
            return ordered(["between", attribute, try operand("min"), try operand("max")])
        case "contains", "startsWith", "endsWith": return [.string(name), attribute, try operand("value")]
        case "matchesRegexp": return ["~", try operand("value"), attribute]
        case "oneOf": return ["oneOf", attribute, try operand("value")]
        case "inCollection": return ["inCollection", attribute, reference(try block.required("value"))]
        case "empty":
            assumptions.insert(.missingValuesAreEmpty)
            return ["isEmptyValue", attribute]
        case "exists": return ["attributeExists", attribute]
        case "isTrue": return ["=", attribute, true]
        case "isFalse": return ["=", attribute, false]
        case "containsOneOf": return ["containsAnyOf", attribute, try operand("values")]
        case "containsAllOf", "containsNoneOf": return [.string(name), attribute, try operand("values")]
        case "containsAtLeast", "containsExactly":
            assumptions.insert(.containedValuesAreCounted)
            return [.string(name), attribute, try operand("values"), number(try block.required("count"))]
        case "after", "before":
            return [.string(name), ["toTime", attribute], ["toTime", try operand("value")]]
        case "within":
            return [
                "within", ["toTime", attribute], ["toTime", try operand("start")], ["toTime", try operand("end")],
                .bool(try block.bool("startInclusive")), .bool(try block.bool("endInclusive")),
                .bool(try block.bool("timezoneInsensitive")),
            ]
        default: return unknown("operator \(name) of checkAttribute")
        }
    }

    /// A comparison of numbers, or of times when one stands in it as a text.
    private func ordered(_ call: [JSONValue]) -> JSONValue {
        guard call.dropFirst().contains(where: { $0.string.flatMap { Moment(text: $0) } != nil }) else {
            return .array(call)
        }
        return .array([call[0]] + call.dropFirst().map { ["toTime", $0] })
    }

    /// A thing as rules name it: by its id, or by its name.
    private func reference(_ json: JSONValue) -> JSONValue {
        guard let object = json.object else { return value(json) }
        return object["id"] ?? object["name"] ?? unknown("reference \(json)")
    }

    // MARK: - Everything else

    private mutating func audience(_ block: Block) throws -> JSONValue {
        let (name, isNegated) = try operation(block)
        let functions = [
            "member": "audienceMember", "justJoined": "audienceJustJoined", "justLeft": "audienceJustLeft",
        ]
        guard let function = functions[name] else { return unknown("operator \(name) of checkAudience") }
        return negated([.string(function), try block.part("audience", "id"), try profile(block)], isNegated)
    }

    /// Whom a block is about.
    func profile(_ block: Block) throws -> JSONValue {
        switch block["profile"]?.string ?? "Current" {
        case "Current": "Profile"
        case "Advocate": "AdvocateProfile"
        case let other: unknown("profile \(other) of \(block.type)")
        }
    }

    private mutating func loyaltyBalance(_ block: Block) throws -> JSONValue {
        let (name, isNegated) = try operation(block)
        guard let sign = Self.comparisons[name] else { return unknown("operator \(name) of checkLoyaltyBalance") }
        let balance: JSONValue = [
            "loyaltyBalance", try block.part("program", "id"), block["subledger"] ?? "", block["balance"] ?? "current",
        ]
        return negated([.string(sign), balance, number(try block.required("value"))], isNegated)
    }

    private mutating func event(_ block: Block) throws -> JSONValue {
        let type: JSONValue = ["=", [".", "Event", "Type"], .string(try block.text("eventType"))]
        let matchers = try block.list("matchers")
        guard !matchers.isEmpty else { return type }
        // All parts are evaluated, and another event has not what the matchers read.
        return .array(["and", type] + (try matchers.map { ["catch", false, try condition($0)] }))
    }

    private mutating func achievement(_ block: Block) throws -> JSONValue {
        let (name, isNegated) = try operation(block)
        let functions = [
            "justCompleted": "achievementJustCompleted", "started": "achievementStarted",
            "inProgress": "achievementInProgress", "completed": "achievementCompleted",
        ]
        guard let function = functions[name] else { return unknown("operator \(name) of checkAchievement") }
        return negated([.string(function), try block.part("achievement", "id")], isNegated)
    }

    private mutating func budget(_ block: Block) throws -> JSONValue {
        let (name, isNegated) = try operation(block)
        let action = JSONValue.string(try block.text("action"))
        switch name {
        case "available": return negated(["budgetAvailable", action], isNegated)
        case "enoughFor":
            return negated(["budgetEnoughFor", action, number(try block.required("value"))], isNegated)
        default: return unknown("operator \(name) of checkBudget")
        }
    }

    /// A piece of the rule language as it is. What is no call stands in a list of its own.
    func passthrough(_ block: Block) throws -> JSONValue {
        let expression = try block.required("expression")
        guard let elements = expression.array, elements.count == 1 else { return expression }
        guard let text = elements[0].string else { return elements[0] }
        return Formula.path(text) ?? expression
    }
}

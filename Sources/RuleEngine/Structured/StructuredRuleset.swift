// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI

/// Reads a structured ruleset (`promotionRules` with typed `blocks`, `selectors`, `bundles`, `parameters`) into the form
/// with `rules` and `bindings`, so that the engine knows one form.
///
/// A block, operator or target that is not known becomes a call of a function that nobody has, `block teleport`; so the
/// rule says it by name, as it does of functions.
struct StructuredRuleset {
    /// Names of selectors, bundles and parameters, the longest first.
    private(set) var names: [String] = []
    /// Selectors that end with a single item instead of a list.
    var singleItems: Set<String> = []
    /// What was assumed on the way.
    var assumptions = Assumptions()

    static func isOne(_ ruleset: JSONValue) -> Bool { ruleset["promotionRules"] != nil }

    /// The ruleset with `rules`, `strikethroughRules` and `bindings`.
    /// - Throws: `PerchError(.invalidArgument)` for a part that lacks what it must have.
    static func read(_ ruleset: JSONValue) throws -> (ruleset: JSONValue, assumptions: Assumptions) {
        var reader = StructuredRuleset()
        let bindings = try reader.bindings(ruleset)
        var result: JSONValue = [
            "rules": .array(try reader.rules(ruleset, "promotionRules")),
            "strikethroughRules": .array(try reader.rules(ruleset, "strikethroughRules")),
            "bindings": .array(bindings),
        ]
        for key in ["id", "created", "userId", "campaignId", "templateId", "activatedAt"] {
            result[key] = ruleset[key]
        }
        return (result, reader.assumptions)
    }

    // MARK: - Rules

    private mutating func rules(_ ruleset: JSONValue, _ key: String) throws -> [JSONValue] {
        guard let rules = ruleset[key], !rules.isNull else { return [] }
        guard let elements = rules.array else {
            throw PerchError(.invalidArgument, "`\(key)` is not a list", hint: "write a list of rules with blocks")
        }
        return try elements.enumerated().map { index, rule in
            guard let title = rule["title"]?.string else {
                throw PerchError(.invalidArgument, "rule \(index + 1) has no title", hint: "give it a text `title`")
            }
            guard let blocks = rule["blocks"]?.array else {
                throw PerchError(
                    .invalidArgument, "rule \(index + 1) `\(title)` has no blocks", hint: "give it a list `blocks`")
            }
            var conditions: [JSONValue] = ["and"]
            var effects: [JSONValue] = []
            for (place, block) in blocks.enumerated() {
                let block = try Block(block, place: "block \(place + 1) of rule \(index + 1) `\(title)`")
                try add(block, to: &conditions, &effects)
            }
            var result = rule
            result["blocks"] = nil
            result["condition"] = .array(conditions)
            result["effects"] = .array(effects)
            return result
        }
    }

    /// Conditions and effects stand in one list. A group of all with effects in it says no more than its parts.
    private mutating func add(
        _ block: Block, to conditions: inout [JSONValue], _ effects: inout [JSONValue]
    ) throws {
        if isCondition(block) {
            if block.type == "group", block["operator"]?.string == "all", block["onFailure"] == nil,
                block["onError"] == nil, hasEffect(block)
            {
                for part in try block.list("blocks") { try add(part, to: &conditions, &effects) }
            } else {
                conditions.append(try condition(block))
            }
        } else {
            effects.append(try effect(block))
        }
    }

    private func isCondition(_ block: Block) -> Bool {
        switch block.type {
        case "group": parts(block).contains(where: isCondition)
        case "passthrough": !Self.givesEffects(block["expression"] ?? .null)
        default: block.type.hasPrefix("check")
        }
    }

    private func hasEffect(_ block: Block) -> Bool {
        block.type == "group" ? parts(block).contains(where: hasEffect) : !isCondition(block)
    }

    private func parts(_ block: Block) -> [Block] {
        (try? block.list("blocks")) ?? []
    }

    /// Whether an expression of the rule language stands for effects: by its function, or the name of one that is not
    /// known.
    private static func givesEffects(_ expression: JSONValue) -> Bool {
        guard let name = expression[0]?.string else { return expression[0].map(givesEffects) ?? false }
        if let function = Function.named(name) {
            if ["catch", ".|"].contains(function.name) { return givesEffects(expression[2] ?? .null) }
            return function.givesEffects
        }
        let verbs = [
            "set", "add", "deduct", "create", "update", "increase", "extend", "award", "trigger", "remove", "reserve",
            "send", "call", "show",
        ]
        return verbs.contains { name.hasPrefix($0) }
    }

    // MARK: - Bindings

    private mutating func bindings(_ ruleset: JSONValue) throws -> [JSONValue] {
        let selectors = ruleset["selectors"]?.array ?? []
        let others = (ruleset["parameters"]?.array ?? []) + (ruleset["bundles"]?.array ?? [])
        names = (selectors + others).compactMap { $0["name"]?.string }.sorted { $0.count > $1.count }
        for selector in selectors {
            guard let name = selector["name"]?.string, let last = selector["steps"]?.array?.last else { continue }
            if last["type"] == "select", last["operator"] == "one" { singleItems.insert(name) }
        }
        return try others.map { try plainBinding($0) } + selectors.map { try selector($0) }
    }

    /// Bundles and parameters carry an expression of the rule language, or a parameter its value.
    private mutating func plainBinding(_ binding: JSONValue) throws -> JSONValue {
        guard let name = binding["name"]?.string else {
            throw PerchError(
                .invalidArgument, "a bundle or parameter of the ruleset has no name", hint: "give it a text `name`")
        }
        assumptions.insert(.bundlesKeepTheirExpression)
        var result = binding
        if binding["expression"]?.array == nil {
            result["expression"] =
                if let value = binding["value"], binding["type"]?.string != "bundle" {
                    ["identity", self.value(value)]
                } else {
                    unknown("binding \(name) without an expression")
                }
        }
        return result
    }

    // MARK: - Values

    /// A call that no function answers, so that the rule tells it.
    func unknown(_ what: String) -> JSONValue { [.string(what)] }

    /// A value as a block writes it: a path, a formula, a text with formulas in it, or JSON.
    func value(_ json: JSONValue) -> JSONValue {
        switch json {
        case .string(let text):
            if let path = Formula.path(text) { return path }
            do {
                let parts = try Formula.parts(of: text, names: names)
                if parts.count == 1, case .expression(let expression) = parts[0] { return expression }
                return joined(parts)
            } catch {
                return unknown("\(error)")
            }
        case .array(let elements): return .array(["list"] + elements.map(value))
        case .object(let members): return .object(members.mapValues(value))
        default: return json
        }
    }

    /// A value that is a text, whatever its formulas give.
    func text(_ json: JSONValue) -> JSONValue {
        guard case .string(let text) = json else { return ["toString", value(json)] }
        do {
            return joined(try Formula.parts(of: text, names: names))
        } catch {
            return unknown("\(error)")
        }
    }

    /// A value that is a number, also when it is written as a text.
    func number(_ json: JSONValue) -> JSONValue {
        if case .string(let text) = json, let number = DecimalNumber(text: text) { return JSONValue(number) }
        return value(json)
    }

    private func joined(_ parts: [Formula.Part]) -> JSONValue {
        let texts: [JSONValue] = parts.map { part in
            switch part {
            case .text(let text): .string(text)
            case .expression(let expression): ["toString", expression]
            }
        }
        return texts.count > 1 ? .array(["concat"] + texts) : texts.first ?? ""
    }

    /// A function of an item.
    func ofItem(_ body: JSONValue) -> JSONValue { [["Item"], body] }

    /// The cart items that a target means; nil when it means none.
    func items(_ target: Block) throws -> JSONValue? {
        switch target.type {
        case "allItems": return [".", "Session", "CartItems"]
        case "globalFilter": return [".", .string(try target.text("name"))]
        case "bundle": return ["flatten", [".", .string(try target.text("name"))]]
        case "selector":
            let name = try target.text("name")
            return singleItems.contains(name)
                ? ["push", ["list"], [".", .string(name)]] : [".", .string(name)]
        default: return nil
        }
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

/// An effect function gives the effects that it stands for; the engine applies them.
extension Function {
    static let discounts: [Function] = [
        Function(
            "setDiscount",
            Signature(.string, .number) { _, values in discount(values[0].asString, values[1].asNumber, .session) },
            Signature(.string, .number, .string) { _, values in
                discount(
                    values[0].asString, values[1].asNumber, .session,
                    scope: try scope(values[2], ["sessionTotal", "cartItems", "additionalCosts"]))
            }),
        // The amount is a lambda of the item, or the same for all.
        Function(special: "setDiscountPerItem", arguments: 3...4, lambdaAt: 2) { evaluation, arguments in
            let units = try evaluation.units(arguments[0], "setDiscountPerItem")
            let name = try evaluation.text(arguments[1], "the name of a discount")
            let scope = try evaluation.itemScope(arguments.dropFirst(3).first)
            return .effects(
                try units.map { unit in
                    let amount = try evaluation.amount(arguments[2], for: unit, "a discount")
                    return discountCall(name, amount, .unit(unit), scope: scope)
                })
        },
        Function(special: "setDiscountPerItemProRata", arguments: 3...4) { evaluation, arguments in
            let units = try evaluation.units(arguments[0], "setDiscountPerItemProRata")
            let name = try evaluation.text(arguments[1], "the name of a discount")
            let total = try evaluation.number(arguments[2], "a discount")
            let scope = try evaluation.itemScope(arguments.dropFirst(3).first)
            return .effects([discountCall(name, total, .spread(units), scope: scope)])
        },
        // For each bundle one of its items, by its place or as the one with the highest or the lowest value of a field;
        // or `all` of them.
        Function(special: "setDiscountPerBundle", arguments: 4...5, lambdaAt: 3) { evaluation, arguments in
            let bundles = try evaluation.bundles(arguments[0])
            let selector = try evaluation.evaluate(arguments[1])
            let name = try evaluation.text(arguments[2], "the name of a discount")
            let isSpread = try arguments.dropFirst(4).first.map { try evaluation.evaluate($0).truth } ?? false
            return .effects(
                try bundles.list.enumerated().flatMap { index, units in
                    let chosen = try BundleSelector(selector).units(of: units)
                    // What is spread over a bundle is worked out once.
                    return try chosen.prefix(isSpread ? 1 : chosen.count).map { unit in
                        let amount = try evaluation.amount(arguments[3], for: unit, "a discount")
                        return EffectCall(
                            "setDiscountPerItem",
                            .discount(
                                EffectCall.Discount(
                                    name: name, amount: amount, target: isSpread ? .spread(units) : .unit(unit),
                                    bundle: EffectCall.Bundle(name: bundles.name, index: index, unit: unit))))
                    }
                })
        },
        Function(
            "setDiscountPerAdditionalCost",
            Signature([.string, .number], .string, .number) { _, values in
                discount(
                    values[1].asString, values[2].asNumber, .cost(try Reference(values[0], "an additional cost")),
                    type: "setDiscountPerAdditionalCost")
            }),
        Function(
            special: "setDiscountPerAdditionalCostPerItem", arguments: 4...4, lambdaAt: 3
        ) { evaluation, arguments in
            let units = try evaluation.units(arguments[0], "setDiscountPerAdditionalCostPerItem")
            let reference = try Reference(evaluation.evaluate(arguments[1]), "an additional cost")
            let name = try evaluation.text(arguments[2], "the name of a discount")
            return .effects(
                try units.map { unit in
                    let amount = try evaluation.amount(arguments[3], for: unit, "a discount")
                    return discountCall(
                        name, amount, .unitCost(unit, reference), type: "setDiscountPerAdditionalCostPerItem")
                })
        },
        // Bundles of a number of units from each of some lists, as many as there are; no unit stands in two of them.
        Function(
            "bundle",
            Signature(variadic: .list, [.list, .number]) { _, values in .list(try bundles(of: values)) }),
    ]

    private static func discount(
        _ name: String, _ amount: DecimalNumber, _ target: EffectCall.Discount.Target, scope: String? = nil,
        type: String = "setDiscount"
    ) -> Value {
        .effects([discountCall(name, amount, target, scope: scope, type: type)])
    }

    private static func discountCall(
        _ name: String, _ amount: DecimalNumber, _ target: EffectCall.Discount.Target, scope: String? = nil,
        type: String = "setDiscountPerItem"
    ) -> EffectCall {
        EffectCall(type, .discount(EffectCall.Discount(name: name, amount: amount, target: target, scope: scope)))
    }

    fileprivate static func scope(_ value: Value, _ scopes: [String]) throws -> String {
        guard scopes.contains(value.text) else {
            throw EvaluationError(
                "`\(value.text)` is no scope of a discount: there are \(scopes.joined(separator: ", "))")
        }
        return value.text
    }

    private static func bundles(of values: [Value]) throws -> [Value] {
        var parts: [(units: [CartUnit], count: Int)] = []
        for value in values {
            switch value {
            case .list(let elements): parts.append((try elements.map { try $0.unit("bundle") }, 1))
            case .number(let number):
                guard let count = number.integer, (1...1_000).contains(count), !parts.isEmpty else {
                    throw EvaluationError("a bundle takes from 1 to 1000 units of a list, not \(number)")
                }
                parts[parts.count - 1].count = Int(count)
            default: break
            }
        }
        var taken: Set<CartUnitID> = []
        var bundles: [Value] = []
        while true {
            var bundle: [CartUnit] = []
            for part in parts {
                let free = part.units.lazy.filter { unit in
                    !taken.contains(unit.id) && !bundle.contains { $0.id == unit.id }
                }
                let chosen = Array(free.prefix(part.count))
                guard chosen.count == part.count else { return bundles }
                bundle += chosen
            }
            guard !bundle.isEmpty else { return bundles }
            taken.formUnion(bundle.map(\.id))
            bundles.append(.list(bundle.map { .slots($0) }))
        }
    }
}

/// Which item of a bundle a discount is worked out for.
private struct BundleSelector {
    private enum Kind {
        case all
        case index(Int)
        case extreme(isHighest: Bool, field: String)
    }
    private let kind: Kind

    init(_ value: Value) throws {
        switch value {
        case .string("all"):
            kind = .all
        case .number(let number):
            guard let index = number.integer.flatMap({ Int(exactly: $0) }), index >= 0 else {
                throw EvaluationError("the place of an item in a bundle counts from 0, not \(number)")
            }
            kind = .index(index)
        case .list(let parts) where parts.count == 3 && ["highest", "lowest"].contains(parts[1].text):
            kind = .extreme(isHighest: parts[1].text == "highest", field: parts[2].text)
        case .list(let parts) where parts.count == 2 && ["highest", "lowest"].contains(parts[0].text):
            kind = .extreme(isHighest: parts[0].text == "highest", field: parts[1].text)
        default:
            throw EvaluationError(
                "an item of a bundle is named by its place, as [\"list\", \"highest\", \"Price\"], or as \"all\"")
        }
    }

    func units(of units: [CartUnit]) throws -> [CartUnit] {
        switch kind {
        case .all:
            return units
        case .index(let index):
            guard units.indices.contains(index) else {
                throw EvaluationError("a bundle of \(units.count) items has none at \(index)")
            }
            return [units[index]]
        case .extreme(let isHighest, let field):
            let values = try units.map { unit in
                let steps = field.split(separator: ".").map(String.init)
                var value: Value = .slots(unit)
                for step in steps {
                    switch value {
                    case .slots(let slots): value = slots.read(step) ?? .null
                    case .map(let members): value = members[step] ?? .null
                    default: value = .null
                    }
                }
                guard case .number(let number) = value else {
                    throw EvaluationError("`Item.\(field)` is \(value.noun), not a number")
                }
                return number
            }
            guard let extreme = isHighest ? values.max() : values.min(), let place = values.firstIndex(of: extreme)
            else { throw EvaluationError("a bundle has no items") }
            return [units[place]]
        }
    }
}

// MARK: - Arguments of effects

extension Evaluation {
    mutating func text(_ argument: Expression, _ what: String) throws -> String {
        let value = try evaluate(argument)
        guard case .string(let text) = value else {
            throw EvaluationError("\(what) must be a string, not \(value.noun)")
        }
        return text
    }

    mutating func number(_ argument: Expression, _ what: String) throws -> DecimalNumber {
        let value = try evaluate(argument)
        guard case .number(let number) = value else {
            throw EvaluationError("\(what) must be a number, not \(value.noun)")
        }
        return number
    }

    mutating func units(_ argument: Expression, _ function: String) throws -> [CartUnit] {
        let value = try evaluate(argument)
        guard case .list(let elements) = value else {
            throw EvaluationError("`\(function)` needs a list of cart items, not \(value.noun)")
        }
        return try elements.map { try $0.unit(function) }
    }

    /// A number, or what a lambda makes of a unit.
    mutating func amount(_ argument: Expression, for unit: CartUnit, _ what: String) throws -> DecimalNumber {
        guard case .lambda = argument else { return try number(argument, what) }
        let value = try apply(argument, to: .slots(unit))
        guard case .number(let number) = value else {
            throw EvaluationError("\(what) must be a number, not \(value.noun)")
        }
        return number
    }

    fileprivate mutating func itemScope(_ argument: Expression?) throws -> String? {
        guard let argument else { return nil }
        return try Function.scope(evaluate(argument), ["price", "additionalCosts", "itemTotal"])
    }

    /// A list of lists of cart items, with the name that it was read by.
    fileprivate mutating func bundles(_ argument: Expression) throws -> (name: String, list: [[CartUnit]]) {
        let value = try evaluate(argument)
        guard case .list(let bundles) = value else {
            throw EvaluationError("`setDiscountPerBundle` needs a list of bundles, not \(value.noun)")
        }
        let list = try bundles.map { bundle in
            guard case .list(let units) = bundle, !units.isEmpty else {
                throw EvaluationError("a bundle must be a list of cart items, not \(bundle.noun)")
            }
            return try units.map { try $0.unit("setDiscountPerBundle") }
        }
        if case .path(let path) = argument { return (path.steps[path.steps.count - 1], list) }
        return ("", list)
    }
}

extension Value {
    func unit(_ function: String) throws -> CartUnit {
        guard case .slots(let slots) = self, let unit = slots as? CartUnit else {
            throw EvaluationError("`\(function)` needs cart items, not \(noun)")
        }
        return unit
    }
}

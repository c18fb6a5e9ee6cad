// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI

/// Selectors: cart items, or what is made of them in steps.
extension StructuredRuleset {
    /// A selector as a binding.
    mutating func selector(_ json: JSONValue) throws -> JSONValue {
        guard let name = json["name"]?.string else {
            throw PerchError(.invalidArgument, "a selector has no name", hint: "give it a text `name`")
        }
        guard let steps = json["steps"]?.array else {
            throw PerchError(.invalidArgument, "the selector `\(name)` has no steps", hint: "give it a list `steps`")
        }
        var expression = value(json["source"] ?? "$Session.CartItems")
        for (index, step) in steps.enumerated() {
            expression = try apply(
                Block(step, place: "step \(index + 1) of the selector `\(name)`"), to: expression)
        }
        return ["name": .string(name), "type": "cartItemFilter", "expression": expression]
    }

    private mutating func apply(_ step: Block, to list: JSONValue) throws -> JSONValue {
        switch step.type {
        // An item without what the predicate reads is left out.
        case "filter": return ["filter", list, ofItem(["catch", false, try condition(step.object("predicate"))])]
        case "sort": return try sorted(list, step)
        case "select": return try selection(step, of: list)
        case "map": return ["map", list, ofItem(value(try step.required("expression")))]
        case "reverse": return ["reverse", list]
        case "reduce":
            switch try step.text("operator") {
            case "max": return ["max", list]
            case "min": return ["min", list]
            case "sum": return ["sum", list, ofItem([".", "Item"])]
            case "count": return ["count", list]
            case "empty": return ["isEmpty", list]
            case let other: return unknown("operator \(other) of reduce")
            }
        case "filterAndMapValues":
            let map = try step.part("valueMap", "id")
            assumptions.insert(.valueMapsAreKeyedBySKU)
            return ["filter", list, ofItem(["attributeExists", ["valueMap", map, [".", "Item", "Sku"]]])]
        default: return unknown("step \(step.type) of a selector")
        }
    }

    /// The last field is sorted by first: a later sort keeps the order of what is equal.
    private func sorted(_ list: JSONValue, _ step: Block) throws -> JSONValue {
        var result = list
        for field in (try step.required("fields")).array?.reversed() ?? [] {
            let direction = field["direction"]?.string ?? "asc"
            guard ["asc", "desc"].contains(direction) else { return unknown("direction \(direction) of sort") }
            result = ["sortBy", result, ofItem(value(field["expression"] ?? .null)), .bool(direction == "desc")]
        }
        return result
    }

    private func selection(_ step: Block, of list: JSONValue) throws -> JSONValue {
        switch try step.text("operator") {
        case "one": return ["item", list, .integer(try step.integer("index"))]
        case "between": return ["slice", list, .integer(try step.integer("from")), .integer(try step.integer("to"))]
        case "many":
            let count = JSONValue.integer(try step.integer("count"))
            switch step["from"]?.string ?? "start" {
            case "start": return ["slice", list, 0, count]
            case "end": return ["reverse", ["slice", ["reverse", list], 0, count]]
            case let other: return unknown("end \(other) of select")
            }
        case let other: return unknown("operator \(other) of select")
        }
    }
}

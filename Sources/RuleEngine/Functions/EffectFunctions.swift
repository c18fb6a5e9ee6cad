// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

extension Function {
    /// An effect function gives the effects that it stands for; the engine applies them.
    static let effectFunctions: [Function] = [
        Function(
            "setDiscount",
            Signature(.string, .number) { _, values in
                .effects([EffectCall("setDiscount", ["name": values[0].json], amount: values[1].asNumber)])
            }),
        Function(special: "setDiscountPerItem", arguments: 3...3, lambdaAt: 2) { evaluation, arguments in
            let units = try elements(&evaluation, arguments[0])
            let name = try text(&evaluation, arguments[1], "the name of a discount")
            return .effects(
                try units.map { unit in
                    guard case .slots(let slots) = unit, let unit = slots as? CartUnit else {
                        throw EvaluationError("`setDiscountPerItem` needs a list of cart items")
                    }
                    let amount: Value =
                        if case .lambda = arguments[2] {
                            try evaluation.apply(arguments[2], to: .slots(unit))
                        } else {
                            try evaluation.evaluate(arguments[2])
                        }
                    guard case .number(let amount) = amount else {
                        throw EvaluationError("a discount must be a number, not \(amount.noun)")
                    }
                    return EffectCall(
                        "setDiscountPerItem", ["name": .string("\(name)#\(unit.position)")], amount: amount,
                        unit: unit)
                })
        },
        // Today's arguments are not public: the SKU and a name, or as of old with the profile before them.
        Function(
            "addFreeItem",
            Signature(.string, .string) { _, values in
                .effects([EffectCall("addFreeItem", ["sku": values[0].json, "name": values[1].json])])
            },
            Signature([.string, .null], .string, .string) { _, values in
                .effects([EffectCall("addFreeItem", ["sku": values[1].json, "name": values[2].json])])
            }),
        Function(
            "notification",
            Signature(.string, .map) { _, values in
                let payload = values[1].json
                guard let body = payload["body"]?.string else {
                    throw EvaluationError("`notification` needs a payload with a text `body`")
                }
                return notification(payload["type"]?.string ?? "Info", values[0].asString, body)
            },
            Signature(.string, .string) { _, values in notification("Info", values[0].asString, values[1].asString) }),
        Function(
            "showNotification",
            Signature(.string, .string, .string) { _, values in
                notification(values[0].asString, values[1].asString, values[2].asString)
            }),
        // The attribute as a text, or as the expression that reads it.
        Function(special: "updateAttribute", arguments: 2...2) { evaluation, arguments in
            let path: String
            if case .path(let steps) = arguments[0] {
                path = steps.joined(separator: ".")
            } else {
                path = try text(&evaluation, arguments[0], "the path of an attribute")
            }
            let steps = path.split(separator: ".")
            guard steps.count == 3, ["Session", "Profile"].contains(steps[0]), steps[1] == "Attributes" else {
                throw EvaluationError(
                    "`updateAttribute` sets attributes of `Session` and `Profile`, as in Session.Attributes.tier, not `\(path)`"
                )
            }
            let value = try evaluation.evaluate(arguments[1])
            return .effects([EffectCall("updateAttribute", ["path": .string(path), "value": value.json])])
        },
        // A template, a custom effect by its name, or a webhook as `callApi` and its id.
        Function(special: "!", arguments: 1...Int.max) { evaluation, arguments in
            let name = try text(&evaluation, arguments[0], "the name of a template or an effect")
            if let expansion = try evaluation.expansion(of: name, arguments.dropFirst()) {
                return try evaluation.evaluate(expansion)
            }
            let definitions = evaluation.environment.effectDefinitions
            if let webhook = definitions.webhook(calledAs: name) {
                return .effects([
                    EffectCall(
                        "triggerWebhook", ["webhookId": .integer(webhook.id), "webhookName": .string(webhook.name)])
                ])
            }
            guard let effect = definitions.custom[name] else {
                evaluation.unsupported.append(name)
                throw EvaluationError("there is no template or custom effect `\(name)` that takes these arguments")
            }
            var payload: JSONObject = [:]
            for (place, argument) in arguments.dropFirst().enumerated() {
                let key = place < effect.parameters.count ? effect.parameters[place] : "\(place)"
                payload[key] = try evaluation.evaluate(argument).json
            }
            return .effects([
                EffectCall(
                    "customEffect",
                    ["effectId": .integer(effect.id), "name": .string(effect.name), "payload": .object(payload)])
            ])
        },
    ]

    private static func notification(_ type: String, _ title: String, _ body: String) -> Value {
        .effects([
            EffectCall(
                "showNotification",
                ["notificationType": .string(type), "title": .string(title), "body": .string(body)])
        ])
    }

    private static func text(_ evaluation: inout Evaluation, _ argument: Expression, _ what: String) throws -> String {
        let value = try evaluation.evaluate(argument)
        guard case .string(let text) = value else {
            throw EvaluationError("\(what) must be a string, not \(value.noun)")
        }
        return text
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

extension Function {
    /// Notifications, webhooks and custom effects, and changes of attributes and audiences.
    static let notices: [Function] = [
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
            let steps = try evaluation.attributePath(arguments[0])
            let owners = ["Session", "Profile", "AdvocateProfile", "Coupon", "Referral"]
            guard steps.count == 3, owners.contains(steps[0]), steps[1] == "Attributes" else {
                throw EvaluationError(
                    "`updateAttribute` sets attributes of \(owners.joined(separator: ", ")), as in "
                        + "Session.Attributes.tier, not `\(steps.joined(separator: "."))`")
            }
            let value = try evaluation.evaluate(arguments[1])
            return .effects([EffectCall("updateAttribute", .attribute(steps, value.json, unit: nil))])
        },
        Function(special: "updateItemAttribute", arguments: 3...3, lambdaAt: 2) { evaluation, arguments in
            let units = try evaluation.units(arguments[0], "updateItemAttribute")
            let name = try evaluation.text(arguments[1], "the name of an attribute")
            return .effects(
                try units.map { unit in
                    let value: Value =
                        if case .lambda = arguments[2] {
                            try evaluation.apply(arguments[2], to: .slots(unit))
                        } else {
                            try evaluation.evaluate(arguments[2])
                        }
                    return EffectCall(
                        "updateAttribute", .attribute(["Item", "Attributes", name], value.json, unit: unit))
                })
        },
        audience("addToAudience", joins: true),
        audience("removeFromAudience", joins: false),
        // A template, a custom effect by its name, or a webhook as `callApi` and its id.
        Function(special: "!", arguments: 1...Int.max) { evaluation, arguments in
            let name = try evaluation.text(arguments[0], "the name of a template or an effect")
            if let expansion = try evaluation.expansion(of: name, arguments.dropFirst()) {
                return try evaluation.evaluate(expansion)
            }
            let definitions = evaluation.environment.effectDefinitions
            if let webhook = definitions.webhook(calledAs: name) { return call(webhook) }
            return try customEffect(name, arguments.dropFirst(), &evaluation, unit: nil)
        },
        Function(special: "customEffect", arguments: 1...Int.max) { evaluation, arguments in
            let name = try evaluation.text(arguments[0], "the name of a custom effect")
            return try customEffect(name, arguments.dropFirst(), &evaluation, unit: nil)
        },
        // One effect for each unit of a list.
        Function(special: "customEffectPerItem", arguments: 2...Int.max) { evaluation, arguments in
            let units = try evaluation.units(arguments[0], "customEffectPerItem")
            let name = try evaluation.text(arguments[1], "the name of a custom effect")
            var calls: [EffectCall] = []
            for unit in units {
                guard
                    case .effects(let effects) = try customEffect(name, arguments.dropFirst(2), &evaluation, unit: unit)
                else { continue }
                calls += effects
            }
            return .effects(calls)
        },
        Function(special: "triggerWebhook", arguments: 1...Int.max) { evaluation, arguments in
            let id = try evaluation.evaluate(arguments[0]).id("a webhook")
            guard let name = evaluation.environment.effectDefinitions.webhooks[id] else {
                evaluation.unsupported.append("webhook \(id)")
                throw EvaluationError("there is no webhook `\(id)`")
            }
            return call((id, name))
        },
    ]

    private static func notification(_ type: String, _ title: String, _ body: String) -> Value {
        .effects([
            EffectCall(
                telling: "showNotification",
                ["notificationType": .string(type), "title": .string(title), "body": .string(body)])
        ])
    }

    private static func call(_ webhook: (id: Int64, name: String)) -> Value {
        .effects([
            EffectCall(
                telling: "triggerWebhook",
                ["webhookId": .integer(webhook.id), "webhookName": .string(webhook.name)])
        ])
    }

    private static func customEffect(
        _ name: String, _ arguments: ArraySlice<Expression>, _ evaluation: inout Evaluation, unit: CartUnit?
    ) throws -> Value {
        guard let effect = evaluation.environment.effectDefinitions.custom[name] else {
            evaluation.unsupported.append(name)
            throw EvaluationError("there is no custom effect `\(name)`")
        }
        var payload: JSONObject = [:]
        for (place, argument) in arguments.enumerated() {
            let key = place < effect.parameters.count ? effect.parameters[place] : "\(place)"
            if let unit {
                // The values of an item's effect may read it as `Item`.
                let ofItem = Expression.lambda(parameter: "Item", body: argument)
                payload[key] = try evaluation.apply(ofItem, to: .slots(unit)).json
            } else {
                payload[key] = try evaluation.evaluate(argument).json
            }
        }
        return .effects([
            EffectCall(
                telling: "customEffect",
                ["effectId": .integer(effect.id), "name": .string(effect.name), "payload": .object(payload)],
                unit: unit)
        ])
    }

    private static func audience(_ name: String, joins: Bool) -> Function {
        @Sendable func change(_ audience: Value, _ recipient: EffectCall.Recipient) throws -> Value {
            .effects([EffectCall(name, .audience(try Reference(audience, "an audience"), recipient, joins: joins))])
        }
        return Function(
            name,
            Signature([.number, .string]) { _, values in try change(values[0], .profile) },
            Signature([.number, .string], .string) { _, values in try change(values[0], recipient(values[1])) })
    }
}

extension Evaluation {
    /// The steps of an attribute's path.
    fileprivate mutating func attributePath(_ argument: Expression) throws -> [String] {
        if case .path(let path) = argument { return path.steps }
        return try text(argument, "the path of an attribute").split(separator: ".").map(String.init)
    }
}

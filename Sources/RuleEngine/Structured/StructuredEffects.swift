// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

/// Blocks that do something.
extension StructuredRuleset {
    mutating func effects(_ blocks: [Block]) throws -> [JSONValue] {
        try blocks.map { try effect($0) }
    }

    /// A block as an effect, with those that it has for the case that it fails.
    mutating func effect(_ block: Block) throws -> JSONValue {
        let result = try plainEffect(block)
        let failed = try effects(block.list("onFailure"))
        let handlers = try errorHandlers(of: block)
        guard !failed.isEmpty || handlers != nil else { return result }
        assumptions.insert(.handlersAnswerAnyError)
        return ["catch", together(failed + (handlers ?? [])), result]
    }

    private func together(_ effects: [JSONValue]) -> JSONValue {
        effects.count == 1 ? effects[0] : .array(["effects"] + effects)
    }

    /// What happens on an error; nil when the block says nothing of errors.
    mutating func errorHandlers(of block: Block) throws -> [JSONValue]? {
        guard let handlers = block["onError"]?.object, !handlers.isEmpty else { return nil }
        // Which errors have which names is not public, so one handler answers all, and of several none can be chosen.
        guard handlers.count == 1, let (name, blocks) = handlers.elements.first else {
            return [unknown("onError \(handlers.keys.joined(separator: ", ")) of \(block.type)")]
        }
        assumptions.insert(.handlersAnswerAnyError)
        return try effects(
            (blocks.array ?? []).enumerated().map {
                try Block($1, place: "block \($0 + 1) in onError.\(name) of \(block.place)")
            })
    }

    private mutating func plainEffect(_ block: Block) throws -> JSONValue {
        switch block.type {
        case "group": return together(try effects(block.list("blocks")))
        case "awardDiscount": return try partial(block, try discount(block))
        case "awardItem": return try partial(block, try freeItem(block))
        case "awardGiveaway": return ["awardGiveaway", try block.part("giveawayPool", "id"), try profile(block)]
        case "showNotification":
            return [
                "showNotification", text(try block.required("notificationType")), text(try block.required("title")),
                text(block["body"] ?? ""),
            ]
        case "triggerWebhook": return .array(["triggerWebhook", try block.part("webhook", "id")] + parameters(block))
        case "triggerCustomEffect": return try customEffect(block)
        case "updateAttributeValue": return try attributeUpdate(block)
        case "updateAudienceMembership": return try audienceMembership(block)
        case "updateAchievementProgress":
            guard try block.text("operator") == "increaseBy" else {
                return unknown("operator \(try block.text("operator")) of updateAchievementProgress")
            }
            return [
                "increaseAchievementProgress", try block.part("achievement", "id"),
                number(try block.required("value")),
            ]
        case "createCoupon": return try code("createCoupon", for: "recipientId", block)
        case "createReferral": return try code("createReferral", for: "friendId", block)
        case "reserveCoupon": return ["reserveCoupon"]
        case "passthrough": return try passthrough(block)
        default: return unknown("block \(block.type)")
        }
    }

    private func partial(_ block: Block, _ effect: JSONValue) throws -> JSONValue {
        try block.bool("partial") ? ["partial", effect] : effect
    }

    // MARK: - Rewards

    private mutating func discount(_ block: Block) throws -> JSONValue {
        let name = text(try block.required("name"))
        let amount = number(try block.required("value"))
        let target = try block.object("target")
        let isProrated = try target.bool("prorated")
        switch target.type {
        case "cart": return ["setDiscount", name, amount]
        case "bundle":
            let item = try bundleItem(target)
            return [
                "setDiscountPerBundle", [".", .string(try target.text("name"))], item, name, ofItem(amount),
                .bool(isProrated),
            ]
        case "additionalCost": return try additionalCost(target, name, amount)
        default:
            guard let items = try items(target) else { return unknown("target \(target.type) of awardDiscount") }
            return isProrated
                ? ["setDiscountPerItemProRata", items, name, amount]
                : ["setDiscountPerItem", items, name, ofItem(amount)]
        }
    }

    private mutating func bundleItem(_ target: Block) throws -> JSONValue {
        guard target["item"] != nil else {
            assumptions.insert(.bundleWithoutItemMeansAll)
            return "all"
        }
        let item = try target.object("item")
        switch item.type {
        case "byIndex": return .integer(try item.integer("value"))
        case "byAttribute":
            guard case .array(let path) = value(try item.required("attribute")), path.first == ".", path.count > 2,
                path[1] == "Item"
            else { return unknown("attribute \(try item.required("attribute")) of a bundle's item") }
            let name = path.dropFirst(2).compactMap(\.string).joined(separator: ".")
            return ["list", .string(try item.text("direction")), .string(name)]
        default: return unknown("item \(item.type) of a bundle")
        }
    }

    private func additionalCost(_ target: Block, _ name: JSONValue, _ amount: JSONValue) throws -> JSONValue {
        let cost = try target.part("additionalCost", "id")
        let place = try target.object("target")
        if place.type == "cart" { return ["setDiscountPerAdditionalCost", cost, name, amount] }
        guard place.type != "bundle", let items = try items(place) else {
            return unknown("target \(place.type) of an additional cost")
        }
        return ["setDiscountPerAdditionalCostPerItem", items, cost, name, ofItem(amount)]
    }

    private func freeItem(_ block: Block) throws -> JSONValue {
        let quantity = number(block["quantity"] ?? 1)
        let item: [JSONValue] = ["addFreeItem", text(try block.required("sku")), text(try block.required("name"))]
        return .array(quantity == 1 ? item : item + [quantity])
    }

    // MARK: - Attributes and memberships

    private mutating func attributeUpdate(_ block: Block) throws -> JSONValue {
        let name = try block.part("attribute", "name")
        let target = try block.object("target")
        let roots = [
            "session": "Session", "profile": "Profile", "advocateProfile": "AdvocateProfile", "coupon": "Coupon",
            "referral": "Referral",
        ]
        // A built-in attribute has no type and stands beside the custom ones.
        let isBuiltIn = block["attribute"]?["type"]?.string == "" && block["attribute"]?["id"] == 0
        let steps: [JSONValue] = isBuiltIn ? [name] : ["Attributes", name]
        if let root = roots[target.type] {
            let path: JSONValue = .array([".", .string(root)] + steps)
            return ["updateAttribute", path, try newValue(of: path, block)]
        }
        guard target.type != "bundle", let items = try items(target) else {
            return unknown("target \(target.type) of updateAttributeValue")
        }
        return [
            "updateItemAttribute", items, name, ofItem(try newValue(of: .array([".", "Item"] + steps), block)),
        ]
    }

    private mutating func newValue(of path: JSONValue, _ block: Block) throws -> JSONValue {
        let signs = ["increaseBy": "+", "decreaseBy": "-", "multiplyBy": "*", "divideBy": "/"]
        let name = try block.text("operator")
        switch name {
        case "setTo": return value(try block.required("value"))
        case "toggle": return ["not", path]
        case "increaseBy", "decreaseBy", "multiplyBy", "divideBy":
            return [.string(signs[name] ?? name), path, number(try block.required("value"))]
        case "laterBy", "earlierBy":
            guard let (count, unit) = duration(try block.required("value")) else {
                return unknown("duration \(try block.required("value")) of updateAttributeValue")
            }
            assumptions.insert(.structuredDurationsHaveUnits)
            return [name == "laterBy" ? "addDuration" : "subDuration", ["toTime", path], count, unit]
        default: return unknown("operator \(name) of updateAttributeValue")
        }
    }

    /// `3D`, `12h`, or an object with a number and a unit.
    private func duration(_ json: JSONValue) -> (count: JSONValue, unit: JSONValue)? {
        let units = [
            "m": "minutes", "h": "hours", "D": "days", "minute": "minutes", "hour": "hours", "day": "days",
            "minutes": "minutes", "hours": "hours", "days": "days",
        ]
        if let unit = json["unit"]?.string.flatMap({ units[$0] }), let count = json["value"] ?? json["amount"] {
            return (number(count), .string(unit))
        }
        guard let text = json.string, let unit = text.last.flatMap({ units[String($0)] }),
            let count = Int64(text.dropLast())
        else { return nil }
        return (.integer(count), .string(unit))
    }

    private func audienceMembership(_ block: Block) throws -> JSONValue {
        let functions = ["add": "addToAudience", "remove": "removeFromAudience"]
        guard let function = functions[try block.text("operator")] else {
            return unknown("operator \(try block.text("operator")) of updateAudienceMembership")
        }
        return [.string(function), try block.part("audience", "id"), try profile(block)]
    }

    // MARK: - Codes, custom effects and webhooks

    private func code(_ function: String, for recipient: String, _ block: Block) throws -> JSONValue {
        guard try !block.bool("storeInSession") else { return unknown("storeInSession of \(function)") }
        var options: JSONObject = [:]
        for key in ["usageLimit", "discountLimit"] { options[key] = block[key].map(number) }
        for key in ["startDate", "expiryDate", "attributes"] { options[key] = block[key].map(value) }
        // Characters of codes are no formulas.
        for key in ["validCharacters", "pattern"] { options[key] = block[key] }
        return [
            .string(function), number(try block.required("campaignId")), value(block[recipient] ?? ""),
            .object(options),
        ]
    }

    private func customEffect(_ block: Block) throws -> JSONValue {
        let name = try block.part("customEffect", "name")
        let target = try block.object("target")
        if target.type == "cart" { return .array(["customEffect", name] + parameters(block)) }
        guard let items = try items(target) else { return unknown("target \(target.type) of triggerCustomEffect") }
        return .array(["customEffectPerItem", items, name] + parameters(block))
    }

    /// The values of `params`, which stand in the configured order.
    private func parameters(_ block: Block) -> [JSONValue] {
        (block["params"]?.object ?? [:]).values.map(value)
    }
}

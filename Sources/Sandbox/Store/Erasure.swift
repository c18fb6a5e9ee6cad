// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import GRDB
internal import RuleEngine

/// The deletion of a customer's personal data.
extension Store {
    /// Empties the attributes of a profile and of everything that refers to it: sessions with their carts and effects,
    /// events, coupons, referrals, giveaways; and forgets the answers kept for repetition. What counts stays: ids,
    /// prices, bookings, redemptions.
    /// - Returns: the ids by which requests name the customer's things.
    func erasePersonalData(of profile: ProfileRecord) throws -> Set<String> {
        var scrub = Scrub()
        scrub.note(.object(profile.attributes))
        var ids: Set<String> = [profile.integrationID]
        let sessions = try all(
            "SELECT id, integration_id, attributes, cart_items, details, effects FROM session WHERE profile_id = ?",
            [profile.id])
        for row in sessions {
            ids.insert(row[1])
            scrub.note(row[2])
            for item in (row[3] as JSONValue).elements { scrub.note(item["attributes"] ?? .null) }
            scrub.note((row[4] as JSONValue)["identifiers"] ?? .null)
        }
        let events = try all("SELECT id, integration_id, document FROM event WHERE profile_id = ?", [profile.id])
        for row in events {
            if let id = row[1] as String? { ids.insert(id) }
            scrub.note((row[2] as JSONValue)["attributes"] ?? .null)
        }
        try run("UPDATE profile SET attributes = '{}' WHERE id = ?", [profile.id])
        for row in sessions {
            var details: JSONValue = row[4]
            details["identifiers"] = nil
            let items = (row[3] as JSONValue).elements.map { item in
                var item = item
                item["attributes"] = nil
                return item
            }
            try run(
                "UPDATE session SET attributes = '{}', cart_items = ?, details = ?, effects = ? WHERE id = ?",
                [JSONValue.array(items), details, scrub.cleaned(effects: row[5]), row[0] as Int64])
        }
        for row in events {
            var document: JSONValue = row[2]
            document["attributes"] = [:]
            document["effects"] = scrub.cleaned(effects: document["effects"] ?? [])
            try run("UPDATE event SET document = ? WHERE id = ?", [document, row[0] as Int64])
        }
        try run("UPDATE coupon SET attributes = '{}' WHERE recipient = ?", [profile.integrationID])
        try run(
            "UPDATE referral SET attributes = '{}' WHERE advocate_id = ? OR friend = ?",
            [profile.id, profile.integrationID])
        try run("UPDATE giveaway SET attributes = '{}' WHERE profile_id = ?", [profile.id])
        // An answer does not tell whose data it holds: an effect may show a customer's attribute in another's session.
        // Losing a repetition does less harm than keeping personal data.
        try run("DELETE FROM idempotency")
        return ids
    }
}

/// Takes erased values out of effects that are kept because they may have to be rolled back.
private struct Scrub {
    private var values: Set<String> = []

    /// Effects that only inform: nothing of them is ever rolled back.
    private static let informing: Set<String> = [
        "showNotification", "customEffect", "updateAttribute", "triggerWebhook", "error", "showBundleMetadata",
    ]
    /// Members whose texts a rule may have put together from attributes; the others are codes and ids.
    private static let composed: Set<String> = ["name", "details", "bundleName", "ruleTitle"]

    /// Notes all texts of a value as erased.
    mutating func note(_ value: JSONValue) {
        switch value {
        case .string(let text): if !text.isEmpty { values.insert(text) }
        case .array(let elements): for element in elements { note(element) }
        case .object(let members): for member in members.values { note(member) }
        default: break
        }
    }

    func cleaned(effects: JSONValue) -> JSONValue {
        .array(effects.elements.compactMap { $0.array == nil ? cleaned(effect: $0) : cleaned(oldEffect: $0) })
    }

    private func cleaned(effect: JSONValue) -> JSONValue? {
        guard let type = effect["effectType"]?.string, !Self.informing.contains(type) else { return nil }
        var effect = effect
        var props = effect["props"]?.members ?? [:]
        for name in Self.composed { props[name] = props[name].map(text) }
        effect["props"] = .object(props)
        return effect
    }

    /// An effect of the first generation: an array that ends with an array of the type and its arguments.
    private func cleaned(oldEffect effect: JSONValue) -> JSONValue? {
        guard var elements = effect.array, let call = elements.last?.array, let type = call.first?.string,
            !Self.informing.contains(type)
        else { return nil }
        elements[elements.count - 1] = .array([call[0]] + call.dropFirst().map(text))
        return .array(elements)
    }

    private func text(_ value: JSONValue) -> JSONValue {
        guard let string = value.string else { return value }
        // Very short values stand in other texts by chance.
        let isErased = values.contains(string) || values.contains { $0.count >= 3 && string.contains($0) }
        return isErased ? "" : value
    }
}

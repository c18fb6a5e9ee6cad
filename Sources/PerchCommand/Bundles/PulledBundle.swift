// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON

/// What an account gave, made into a bundle that can be kept with the code: without secrets, without people, without
/// what changes by itself, and always in the same order.
struct PulledBundle {
    private let parts: JSONObject

    init(_ parts: JSONObject) {
        self.parts = parts
    }

    /// The parts in the order in which people read them.
    private static let order = [
        "application", "campaigns", "rulesets", "campaignSet", "coupons", "achievements", "collections",
        "cartItemFilters", "attributes", "eventTypes", "additionalCosts", "customEffects", "webhooks", "stores",
        "loyaltyPrograms", "audiences", "giveawayPools", "notes",
    ]

    /// Members that are left out: what opens a door, who did it, and what counts or ticks on its own.
    private static let omitted: [String: Set<String>] = [
        "application": ["key", "loyaltyPrograms", "defaultEvaluationGroupId"],
        "webhooks": ["url", "headers", "payload", "authenticationId"],
        "campaigns": [
            "budgets", "frontendState", "updated", "revisionId", "activeRevisionId", "currentRevisionVersionId",
        ],
        "audiences": ["lastUpdate"],
        "achievements": ["hasProgress", "status"],
    ]
    private static let people: Set<String> = ["createdBy", "updatedBy", "modifiedBy", "userId", "user"]

    var json: JSONValue {
        var result = JSONObject()
        for part in Self.order {
            guard let value = parts[part], value != .array([]) else { continue }
            switch value {
            case .array(let entries) where part != "notes":
                // The two forms of a ruleset have one id; the older one comes first.
                let sorted = entries.enumerated().sorted { a, b in
                    let (first, second) = (a.element["id"]?.integer ?? 0, b.element["id"]?.integer ?? 0)
                    return first == second ? a.offset < b.offset : first < second
                }
                result[part] = .array(sorted.map { Self.cleaned($0.element, part) })
            default: result[part] = Self.cleaned(value, part)
            }
        }
        return .object(result)
    }

    private static func cleaned(_ value: JSONValue, _ part: String) -> JSONValue {
        guard let members = value.object else { return value }
        let kept = members.filter { key, value in
            !value.isNull && !people.contains(key) && omitted[part]?.contains(key) != true
                && !(part == "campaigns" && (key.hasSuffix("Count") || key.hasPrefix("discount")))
        }
        // Rules stay as they are: in some of their objects the order means something.
        return .object(
            JSONObject(uniqueKeysWithValues: kept.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
    }
}

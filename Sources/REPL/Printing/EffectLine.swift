// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// An effect in one line: what it is, what it is about, and which rule gave it.
struct EffectLine {
    let type: String
    let properties: [Picture.Field]
    /// Whether the properties are too deep to be shown.
    let isDeep: Bool
    /// As in `Summer › 10% off with a coupon`.
    let origin: String

    /// - Parameter campaign: the name of a campaign by its id, if it is known.
    init?(_ picture: Picture, campaign: (Int64) -> String?) {
        guard let table = picture.table, let type = table["effectType"]?.string, let props = table["props"] else {
            return nil
        }
        self.type = type
        let fields = props.table?.fields ?? []
        if case .deep = props { isDeep = true } else { isDeep = false }
        let order = Self.order(fields.map(\.name))
        properties = order.compactMap { name in fields.first { $0.name == name } }
        var parts: [String] = []
        if case .integer(let id)? = table["campaignId"] { parts.append(campaign(id) ?? "campaign \(id)") }
        if let rule = table["ruleName"]?.string, !rule.isEmpty { parts.append(rule) }
        origin = parts.joined(separator: " › ")
    }

    /// Whether the number of a property is money.
    func isMoney(_ name: String) -> Bool {
        KnownFields.isMoney(name) || type.hasPrefix("setDiscount") && ["value", "desiredValue"].contains(name)
    }

    private static func order(_ names: [String]) -> [String] {
        let first = ["name", "value", "rejectionReason", "title", "body", "sku", "position", "subPosition"]
        func rank(_ name: String) -> Int { first.firstIndex(of: name) ?? first.count }
        return names.sorted { (rank($0), $0) < (rank($1), $1) }
    }
}

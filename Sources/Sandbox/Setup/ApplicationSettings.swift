// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import Foundation
internal import IntegrationAPI
internal import RuleEngine

/// The Application: what of its settings changes answers, and the whole as JSON.
struct ApplicationSettings {
    let document: JSONObject
    let id: Int64
    let accountID: Int64
    let isSandbox: Bool
    /// What hours and days in rules and budgets are read in.
    let timeZone: TimeZone
    /// How coupon and referral codes are matched.
    let caseSensitivity: CaseSensitivity
    /// Whether a discount may be cut to what is left of a budget.
    let allowsPartialDiscounts: Bool
    /// Whether campaigns see totals and prices after the discounts of campaigns before them.
    let cascadesDiscounts: Bool
    /// What a discount without a scope is taken off.
    let defaultDiscountScope: String
    let defaultItemDiscountScope: String

    enum CaseSensitivity: String, CaseIterable {
        case sensitive
        case uppercase = "insensitive-uppercase"
        case lowercase = "insensitive-lowercase"
    }

    static let defaults: JSONObject = [
        "id": 1, "accountId": 1, "name": "Sandbox", "description": "", "timezone": "UTC", "currency": "EUR",
        "caseSensitivity": "sensitive", "sandbox": true, "enableFlattening": true, "enableCascadingDiscounts": false,
        "enablePartialDiscounts": false, "defaultDiscountScope": "sessionTotal", "attributes": [:], "limits": [],
    ]

    /// - Throws: `PerchError(.invalidArgument)` for a member of the wrong kind or an unknown time zone.
    init(_ changes: JSONObject) throws {
        document = Self.defaults.merging(changes) { $1 }
        let read = SetupDocument("the Application", open: .object(document))
        id = try read.integer("id") ?? 1
        accountID = try read.integer("accountId") ?? 1
        isSandbox = try read.bool("sandbox") ?? true
        timeZone = try Self.timeZone(read.string("timezone") ?? "UTC")
        caseSensitivity =
            try read.choice("caseSensitivity", CaseSensitivity.allCases.map(\.rawValue))
            .flatMap(CaseSensitivity.init) ?? .sensitive
        allowsPartialDiscounts = try read.bool("enablePartialDiscounts") ?? false
        cascadesDiscounts = try read.bool("enableCascadingDiscounts") ?? false
        defaultDiscountScope =
            try read.choice("defaultDiscountScope", ["sessionTotal", "cartItems", "additionalCosts"]) ?? "sessionTotal"
        defaultItemDiscountScope =
            try read.choice(
                "defaultDiscountAdditionalCostPerItemScope", ["price", "itemTotal", "additionalCosts"]) ?? "price"
    }

    /// The time zone with an IANA name.
    static func timeZone(_ name: String) throws -> TimeZone {
        guard let zone = TimeZone(identifier: name) else {
            throw PerchError(
                .invalidArgument, "unknown time zone `\(name)`", hint: "write a name as `Europe/Berlin`, or `UTC`")
        }
        return zone
    }

    /// A coupon or referral code as it is stored and compared.
    func code(_ text: String) -> String {
        switch caseSensitivity {
        case .sensitive: text
        case .uppercase: text.uppercased()
        case .lowercase: text.lowercased()
        }
    }

    /// The moment with the offset that the Application's time zone has then.
    func local(_ moment: Moment) -> Moment {
        guard timeZone != .gmt else { return moment.at(offset: 0) }
        let date = Date(timeIntervalSince1970: Double(moment.microseconds / 1_000_000))
        return moment.at(offset: Int32(timeZone.secondsFromGMT(for: date)))
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// An effect as a rule asks for it, before limits and caps.
public struct EffectCall: Sendable {
    public let type: String
    var props: JSONObject
    /// The money of a discount; it becomes the property `value`.
    var amount: DecimalNumber?
    /// The unit of a cart item that it is for.
    var unit: CartUnit?
    /// Whether it may be cut to what is left of a budget, also where the Application does not cut.
    var isPartial = false

    init(_ type: String, _ props: JSONObject, amount: DecimalNumber? = nil, unit: CartUnit? = nil) {
        self.type = type
        self.props = props
        self.amount = amount
        self.unit = unit
    }
}

/// An effect of an answer.
public struct Effect: Sendable {
    /// -1 for effects of no campaign.
    public var campaignID: Int64
    public var rulesetID: Int64
    public var ruleIndex: Int
    public var ruleName: String
    /// The internal id of the coupon that the campaign was evaluated for.
    public var couponID: Int64?
    /// `setDiscount`, `acceptCoupon` …
    public var type: String
    public var props: JSONObject

    public init(
        campaignID: Int64, rulesetID: Int64, ruleIndex: Int, ruleName: String, couponID: Int64? = nil, type: String,
        props: JSONObject
    ) {
        self.campaignID = campaignID
        self.rulesetID = rulesetID
        self.ruleIndex = ruleIndex
        self.ruleName = ruleName
        self.couponID = couponID
        self.type = type
        self.props = props
    }

    /// As the API shows it.
    public var json: JSONValue {
        var object = JSONObject(minimumCapacity: 7)
        object["campaignId"] = .integer(campaignID)
        object["rulesetId"] = .integer(rulesetID)
        object["ruleIndex"] = .integer(Int64(ruleIndex))
        object["ruleName"] = .string(ruleName)
        object["effectType"] = .string(type)
        if let couponID { object["triggeredByCoupon"] = .integer(couponID) }
        object["props"] = .object(props)
        return .object(object)
    }

    /// Reads back what `json` wrote.
    public init(json: JSONValue) {
        self.init(
            campaignID: json["campaignId"]?.integer ?? -1, rulesetID: json["rulesetId"]?.integer ?? -1,
            ruleIndex: Int(json["ruleIndex"]?.integer ?? 0), ruleName: json["ruleName"]?.string ?? "",
            couponID: json["triggeredByCoupon"]?.integer, type: json["effectType"]?.string ?? "",
            props: json["props"]?.object ?? [:])
    }

    /// As the first generation of the API shows it: `[campaignId, rulesetId, ruleIndex, ["name", arguments…]]`.
    public var legacyJSON: JSONValue {
        [
            .integer(campaignID), .integer(rulesetID), .integer(Int64(ruleIndex)),
            .array([.string(type)] + props.values),
        ]
    }
}

/// Custom effects and webhooks that rules may name.
public struct EffectDefinitions: Sendable {
    /// By name.
    public var custom: [String: Custom] = [:]
    /// Names by id.
    public var webhooks: [Int64: String] = [:]

    public struct Custom: Sendable {
        public var id: Int64
        public var name: String
        /// The names of its parameters, in order.
        public var parameters: [String]

        public init(id: Int64, name: String, parameters: [String]) {
            self.id = id
            self.name = name
            self.parameters = parameters
        }
    }

    public init() {}

    /// The webhook that `callApi<id>` calls.
    func webhook(calledAs name: String) -> (id: Int64, name: String)? {
        guard name.hasPrefix("callApi"), let id = Int64(name.dropFirst(7)), let name = webhooks[id] else { return nil }
        return (id, name)
    }
}

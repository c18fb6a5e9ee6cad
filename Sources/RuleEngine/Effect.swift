// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// An effect of an answer.
public struct Effect: Sendable {
    /// -1 for effects of no campaign.
    public var campaignID: Int64
    public var rulesetID: Int64
    public var ruleIndex: Int
    public var ruleName: String
    /// The internal id of the coupon that the campaign was evaluated for.
    public var couponID: Int64?
    /// The condition that failed, for an effect that a failed condition gives.
    public var conditionIndex: Int?
    /// The evaluation group of the campaign with its mode, unless there are no groups.
    public var group: Group?
    /// `setDiscount`, `acceptCoupon` …
    public var type: String
    public var props: JSONObject
    /// What is to be done when the effect becomes final, or at once; nil for effects that only tell the shop something.
    public var work: Work?
    /// Which effect of which rule it is, for which coupon and which unit; the same in each evaluation of a session.
    public var key = ""
    /// What a discount is taken off: `price`, `cartItems` …; its property of that name stands only where it is asked for.
    var scope = ""

    public struct Group: Sendable, Hashable {
        public var id: Int64
        public var mode: String
    }

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
        if let conditionIndex { object["conditionIndex"] = .integer(Int64(conditionIndex)) }
        if let group {
            object["evaluationGroupID"] = .integer(group.id)
            object["evaluationGroupMode"] = .string(group.mode)
        }
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
        conditionIndex = json["conditionIndex"]?.integer.flatMap { Int(exactly: $0) }
        if let id = json["evaluationGroupID"]?.integer, let mode = json["evaluationGroupMode"]?.string {
            group = Group(id: id, mode: mode)
        }
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

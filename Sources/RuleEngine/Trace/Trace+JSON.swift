// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

extension Trace {
    /// `codes` and `campaigns`, each campaign with its `runs`, these with their `rules`, these with `conditions` and
    /// `effects`. What there is nothing of is left out, lists stand always.
    public var json: JSONObject {
        ["codes": .array(codes.map(\.json)), "campaigns": .array(campaigns.map(\.json))]
    }

    /// Everything about one campaign.
    struct Summary {
        var id: Int64
        var name: String
        var runs: [Run] = []
        var absence: Absence.Reason?

        enum State: String {
            case triggered, notTriggered, excluded, notRunning
        }

        var state: State {
            if absence != nil { return .notRunning }
            if runs.contains(where: \.isTriggered) { return .triggered }
            return runs.contains { $0.loss != nil } ? .excluded : .notTriggered
        }
    }

    /// Each campaign once: those that were evaluated in the order of their first run, then the absent ones.
    var campaigns: [Summary] {
        var summaries: [Summary] = []
        var places: [Int64: Int] = [:]
        for run in runs {
            if let place = places[run.campaignID] {
                summaries[place].runs.append(run)
            } else {
                places[run.campaignID] = summaries.count
                summaries.append(Summary(id: run.campaignID, name: run.campaignName, runs: [run]))
            }
        }
        return summaries
            + absences.map { Summary(id: $0.campaignID, name: $0.campaignName, absence: $0.reason) }
    }
}

extension Trace.Code {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["code": .string(code), "kind": .string(kind.rawValue)]
        if let campaignID { object["campaignId"] = .integer(campaignID) }
        if let campaignName { object["campaignName"] = .string(campaignName) }
        switch outcome {
        case .accepted: object["outcome"] = "accepted"
        case .unused: object["outcome"] = "unused"
        case .refused(let reason, let exclusion):
            object["outcome"] = "refused"
            object["reason"] = .string(reason)
            if let exclusion { object["campaignExclusionReason"] = .string(exclusion) }
        }
        object["details"] = .string(details)
        object["values"] = Trace.json(values)
        return .object(object)
    }
}

extension Trace.Summary {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["id": .integer(id), "name": .string(name), "state": .string(state.rawValue)]
        if let absence {
            object["reason"] = .string(absence.name)
            object["details"] = .string(Phrase.absence(absence))
        }
        object["runs"] = .array(runs.map(\.json))
        return .object(object)
    }
}

extension Trace.Absence.Reason {
    fileprivate var name: String {
        switch self {
        case .disabled: "disabled"
        case .archived: "archived"
        case .notStarted: "notStarted"
        case .ended: "ended"
        case .otherStore: "otherStore"
        case .otherAudience: "otherAudience"
        case .notNamed: "notNamed"
        }
    }
}

extension Trace.Run {
    fileprivate var json: JSONValue {
        var object: JSONObject = [:]
        if let coupon { object["coupon"] = .string(coupon) }
        if let group {
            object["group"] = [
                "id": .integer(group.id), "name": .string(group.name), "mode": .string(group.mode.rawValue),
                "scope": .string(group.scope.rawValue),
            ]
        }
        object["exclusion"] = loss?.json
        object["budgets"] = .array(budgets.map(\.traceJSON))
        object["bindings"] = .array(bindings.map(\.json))
        object["rules"] = .array(rules.map(\.json))
        return .object(object)
    }
}

extension Trace.Loss {
    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "reason": .string(reason), "group": .string(group), "mode": .string(mode.rawValue),
            "winners": .array(winners.map { .string($0) }),
        ]
        object["winnerDiscount"] = winnerDiscount.map { JSONValue($0) }
        object["discount"] = discount.map { JSONValue($0) }
        object["details"] = .string(Phrase.loss(self))
        return .object(object)
    }
}

extension Budget {
    /// As explanations show it.
    fileprivate var traceJSON: JSONValue {
        var object: JSONObject = [
            "action": .string(limit.action), "limit": JSONValue(limit.limit), "used": JSONValue(used),
            "entities": .array(limit.entities.map { .string($0.rawValue) }),
        ]
        if let period = limit.period { object["period"] = .string(period.rawValue) }
        if !key.isEmpty { object["countedFor"] = .string(key) }
        return .object(object)
    }
}

extension Trace.Rule {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["title": .string(title)]
        switch outcome {
        case .matched: object["outcome"] = "fired"
        case .conditionFailed(let index):
            object["outcome"] = "conditionFailed"
            if let index { object["conditionIndex"] = .integer(Int64(index)) }
        case .effectFailed(let index, let details):
            object["outcome"] = "effectFailed"
            object["effectIndex"] = .integer(Int64(index))
            object["details"] = .string(details)
        case .unsupported(let names):
            object["outcome"] = "unsupported"
            object["unsupported"] = .array(names.map { .string($0) })
        }
        object["gives"] = .array(written.flatMap(\.effectNames).map { .string($0) })
        object["needs"] = isAny ? "any" : "all"
        object["bindings"] = .array(bindings.map(\.json))
        object["conditions"] = .array(conditions.map(\.json))
        object["effects"] = .array(effects.map(\.json))
        return .object(object)
    }
}

extension JSONValue {
    /// The functions that give effects in an expression, in their order, also those inside of `catch` and the like.
    fileprivate var effectNames: [String] {
        let (name, arguments) = call
        let own = Function.named(name).flatMap { $0.givesEffects ? $0.name : nil }
        return (own.map { [$0] } ?? []) + arguments.flatMap(\.effectNames)
    }
}

extension Trace.Binding {
    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "name": .string(name), "expression": expression, "text": .string(InfixText.text(of: expression)),
        ]
        object.merge(Trace.json(result, error)) { $1 }
        return .object(object)
    }
}

extension Trace.Condition {
    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "expression": expression, "text": .string(InfixText.text(of: expression)), "met": .bool(isMet),
        ]
        if let error { object["error"] = .string(error) }
        object["values"] = Trace.json(reads)
        if !operands.isEmpty { object["operands"] = .array(operands.map(\.json)) }
        if !parts.isEmpty { object["parts"] = .array(parts.map(\.json)) }
        return .object(object)
    }
}

extension Trace.Operand {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["expression": expression, "text": .string(InfixText.text(of: expression))]
        object.merge(Trace.json(result, error)) { $1 }
        return .object(object)
    }
}

extension Trace.Given {
    fileprivate var json: JSONValue {
        var object: JSONObject = [:]
        object["effect"] = effect?.json
        if !expression.isNull {
            object["expression"] = expression
            object["text"] = .string(InfixText.text(of: expression))
        }
        object["values"] = Trace.json(reads)
        if !operands.isEmpty { object["operands"] = .array(operands.map(\.json)) }
        object["wanted"] = wanted.map { JSONValue($0) }
        if !cuts.isEmpty { object["cuts"] = .array(cuts.map(\.json)) }
        if let error { object["error"] = .string(error) }
        if !budgets.isEmpty { object["budgets"] = .array(budgets.map(\.traceJSON)) }
        object["exclusion"] = loss?.json
        return .object(object)
    }
}

extension Trace.Cut {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["from": JSONValue(from), "to": JSONValue(to)]
        switch cause {
        case .price: object["by"] = "price"
        case .coupon: object["by"] = "coupon"
        case .budget(let budget):
            object["by"] = "budget"
            object["budget"] = budget.traceJSON
        }
        return .object(object)
    }
}

extension Trace {
    /// How many elements of a list are shown; `count` tells how many there are.
    private static let shown = 20

    fileprivate static func json(_ reads: [Read]) -> JSONValue {
        .array(
            reads.map { read in
                var object: JSONObject = ["path": .string(read.path)]
                object.merge(json(read.value, nil)) { $1 }
                return .object(object)
            })
    }

    fileprivate static func json(_ result: Value?, _ error: String?) -> JSONObject {
        var object: JSONObject = [:]
        if let error { object["error"] = .string(error) }
        switch result {
        case nil, .effects?: break
        case .list(let elements)?:
            object["value"] = Value.list(Array(elements.prefix(shown))).json
            object["count"] = .integer(Int64(elements.count))
        case let value?: object["value"] = value.json
        }
        return object
    }
}

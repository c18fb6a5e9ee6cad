// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

/// What there is to exercise in a campaign, worked out once, to find it again in traces.
public struct CampaignShape: Sendable {
    private struct RuleShape: Sendable {
        let id: RuleCoverage.RuleID
        let conditions: [RuleCoverage.ConditionID]
        let effects: [(id: RuleCoverage.EffectID, written: JSONValue)]
    }

    public let id: RuleCoverage.CampaignID
    private let rules: [RuleShape]

    public init(_ campaign: Campaign, application: String) {
        id = RuleCoverage.CampaignID(application: application, name: campaign.name)
        rules = campaign.rules.map { rule in
            RuleShape(
                id: RuleCoverage.RuleID(index: rule.index + 1, title: rule.title),
                conditions: rule.writtenConditions.enumerated().flatMap { Self.leaves(of: $1, at: [$0 + 1]) },
                effects: rule.effectsJSON.enumerated().map {
                    (RuleCoverage.EffectID(index: $0 + 1, function: Self.function(of: $1)), $1)
                })
        }
    }

    /// The conditions that hold no other ones. A constant is none: it has one outcome, whatever is evaluated.
    private static func leaves(of written: JSONValue, at path: [Int]) -> [RuleCoverage.ConditionID] {
        if let parts = written.conditionParts {
            return parts.enumerated().flatMap { leaves(of: $1, at: path + [$0 + 1]) }
        }
        guard !written.call.name.isEmpty else { return [] }
        return [RuleCoverage.ConditionID(path: path, text: InfixText.text(of: written))]
    }

    /// The function that gives an effect, also when an error of it is caught.
    private static func function(of written: JSONValue) -> String {
        var inner = written
        while case ("catch", let arguments) = inner.call, arguments.count == 2 { inner = arguments[1] }
        return inner[0]?.string ?? InfixText.text(of: inner)
    }

    // MARK: - Coverage

    /// The campaign with nothing exercised.
    public var untouched: RuleCoverage {
        coverage { rule, _ in
            var marks = RuleCoverage.Marks()
            for id in rule.conditions { marks.conditions[id] = [] }
            for (id, _) in rule.effects { marks.effects[id] = false }
            return marks
        }
    }

    /// What an evaluation of the campaign has exercised.
    public func coverage(of run: Trace.Run) -> RuleCoverage {
        coverage { rule, place in
            guard run.rules.indices.contains(place) else { return nil }
            let trace = run.rules[place]
            var marks = RuleCoverage.Marks()
            marks.isEvaluated = true
            marks.hasFired = trace.outcome == .matched && run.loss == nil
            for id in rule.conditions {
                if let condition = trace.condition(at: id.path) {
                    marks.conditions[id] = condition.isMet ? .met : .notMet
                }
            }
            guard marks.hasFired else { return marks }
            let given = trace.effects.filter { $0.effect != nil && $0.loss == nil }
            // Effects that are written alike are given alike.
            for (id, written) in rule.effects where given.contains(where: { $0.expression == written }) {
                marks.effects[id] = true
            }
            return marks
        }
    }

    private func coverage(_ marks: (RuleShape, Int) -> RuleCoverage.Marks?) -> RuleCoverage {
        var found: [RuleCoverage.RuleID: RuleCoverage.Marks] = [:]
        for (place, rule) in rules.enumerated() { found[rule.id] = marks(rule, place) }
        var result = RuleCoverage()
        result.campaigns[id] = found
        return result
    }
}

extension Trace.Rule {
    /// The condition at a path, or the part of one.
    fileprivate func condition(at path: [Int]) -> Trace.Condition? {
        var list = conditions
        var found: Trace.Condition?
        for step in path {
            guard list.indices.contains(step - 1) else { return nil }
            found = list[step - 1]
            list = list[step - 1].parts
        }
        return found
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import class RuleEngine.Function

/// The functions of the rule language, which stand in the conditions and effects of campaigns.
enum RuleFunctions {
    typealias Summary = Function.Summary

    static let all: [Summary] = Function.summaries(of: .rulesets)

    static func named(_ name: String) -> Summary? { all.first { $0.name == name } }

    /// The fields of a set-up that hold expressions.
    static let fields: Set<String> = ["condition", "effects", "expression"]
}

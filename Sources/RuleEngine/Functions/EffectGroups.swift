// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension Function {
    /// Functions of effects that give effects.
    static let effectGroups: [Function] = [
        // Several effects in the place of one.
        Function(special: "effects", arguments: 0...Int.max) { evaluation, arguments in
            .effects(try arguments.flatMap { try calls(&evaluation, $0) })
        },
        // What a budget does not cover is cut off, whatever the Application says of partial discounts.
        Function(special: "partial", arguments: 1...1) { evaluation, arguments in
            .effects(
                try calls(&evaluation, arguments[0]).map { call in
                    var call = call
                    call.isPartial = true
                    return call
                })
        },
    ]

    private static func calls(_ evaluation: inout Evaluation, _ argument: Expression) throws -> [EffectCall] {
        switch try evaluation.evaluate(argument) {
        case .effects(let calls): calls
        case .null: []
        case let other: throw EvaluationError("an effect gives \(other.noun), not an effect")
        }
    }
}

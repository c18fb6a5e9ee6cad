// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

/// What must hold before a rule can be met: found in its condition once, and looked up quickly for each evaluation.
///
/// A guard that does not hold is a condition of the rule that would fail, so the rule need not be evaluated. Nothing
/// follows from one that holds.
enum Guard: Sendable {
    /// A coupon of the campaign, or a referral, is valid.
    case coupon, referral
    /// A value of the session, the profile or the event compared with a literal.
    case compare(path: [String], Comparison, Value)

    enum Comparison: String, Sendable {
        case equal = "="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="

        /// The comparison with its sides exchanged.
        var mirrored: Comparison {
            switch self {
            case .equal: .equal
            case .less: .greater
            case .lessOrEqual: .greaterOrEqual
            case .greater: .less
            case .greaterOrEqual: .lessOrEqual
            }
        }

        func holds(_ value: Value, _ literal: Value) -> Bool {
            switch (self, value, literal) {
            case (.equal, _, _): Function.isEqual(value, literal)
            case (.less, .number(let a), .number(let b)): a < b
            case (.lessOrEqual, .number(let a), .number(let b)): a <= b
            case (.greater, .number(let a), .number(let b)): a > b
            case (.greaterOrEqual, .number(let a), .number(let b)): a >= b
            // An order of other kinds ends in an error, which no rule survives; times are left to the evaluation.
            case (_, .time, .time): true
            default: false
            }
        }
    }

    /// Objects that stay the same while an evaluation goes on, unless a rule sets an attribute.
    static let roots: Set<String> = ["Session", "Profile", "Event", "Store", "Application"]

    /// The guards of a rule's condition; none for a rule that must always be evaluated, because it uses unknown
    /// functions or functions that do something.
    static func guards(of condition: Rule.Condition, _ functions: Set<String>, isKnown: Bool) -> [Guard] {
        guard isKnown, functions.isDisjoint(with: untouchable) else { return [] }
        switch condition {
        case .all(let parts): return parts.flatMap(guards)
        case .single(let part): return guards(of: part)
        case .any: return []
        }
    }

    /// Functions with which a rule that fails has an effect all the same.
    private static let untouchable: Set<String> = ["onFailure", "set", "setTemplate", "!"]

    private static func guards(of expression: Expression) -> [Guard] {
        guard case .call(let function, let arguments) = expression else { return [] }
        switch function.name {
        case "and":
            return arguments.flatMap(guards)
        case "catch":
            // With a false fallback, an error in what is tried fails the rule as well.
            guard arguments.count == 2, case .literal(.boolean(false)) = arguments[0] else { return [] }
            return guards(of: arguments[1])
        case "couponValid":
            return [.coupon]
        case "referralValid":
            return [.referral]
        default:
            guard let comparison = Comparison(rawValue: function.name), arguments.count == 2 else { return [] }
            switch (arguments[0], arguments[1]) {
            case (.path(let path), .literal(let literal)) where isKnown(path):
                return [.compare(path: path, comparison, literal)]
            case (.literal(let literal), .path(let path)) where isKnown(path):
                return [.compare(path: path, comparison.mirrored, literal)]
            default:
                return []
            }
        }
    }

    private static func isKnown(_ path: [String]) -> Bool { path.count >= 2 && roots.contains(path[0]) }
}

extension Expression {
    /// Calls `visit` with the name of each function in it.
    func forEachFunction(_ visit: (String) -> Void) {
        switch self {
        case .call(let function, let arguments):
            visit(function.name)
            for argument in arguments { argument.forEachFunction(visit) }
        case .lambda(_, let body): body.forEachFunction(visit)
        case .block(let parts): for part in parts { part.forEachFunction(visit) }
        case .map(let members): for member in members { member.value.forEachFunction(visit) }
        default: break
        }
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

/// What must hold before a rule can be met: found in its condition once, and looked up quickly for each evaluation.
///
/// A guard that does not hold is a condition of the rule that would fail, so the rule need not be evaluated. A comparison
/// that holds is a condition that is met.
enum Guard: Sendable {
    /// A coupon of the campaign, or a referral, is valid.
    case coupon, referral
    case compare(Comparison)

    /// A value of the session, the profile or the event compared with a literal.
    final class Comparison: Sendable {
        let path: Path
        let relation: Relation
        let literal: Value

        init(_ path: Path, _ relation: Relation, _ literal: Value) {
            self.path = path
            self.relation = relation
            self.literal = literal
        }

        /// Whether evaluating it gives true.
        func holds(for value: Value) -> Bool {
            if relation == .equal { return Kinds.atom.contains(value.kind) && Function.isEqual(value, literal) }
            switch (value, literal) {
            case (.number(let a), .number(let b)): return relation.holds(a, b)
            case (.time(let a), .time(let b)): return relation.holds(a, b)
            // An order of other kinds ends in an error, which no rule survives.
            default: return false
            }
        }
    }

    enum Relation: String, Sendable {
        case equal = "="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="

        /// The same with its sides exchanged.
        var mirrored: Relation {
            switch self {
            case .equal: .equal
            case .less: .greater
            case .lessOrEqual: .greaterOrEqual
            case .greater: .less
            case .greaterOrEqual: .lessOrEqual
            }
        }

        func holds<T: Comparable>(_ a: T, _ b: T) -> Bool {
            switch self {
            case .equal: a == b
            case .less: a < b
            case .lessOrEqual: a <= b
            case .greater: a > b
            case .greaterOrEqual: a >= b
            }
        }
    }

    /// Objects that stay the same while an evaluation goes on, unless a rule sets an attribute.
    static let roots: Set<String> = ["Session", "Profile", "Event", "Store", "Application"]

    /// The guards of a rule's condition; none for a rule that must always be evaluated, because it uses unknown
    /// functions or functions that do something.
    static func guards(of condition: Rule.Condition, _ functions: Set<String>, isKnown: Bool) -> [Guard] {
        guard isKnown, functions.isDisjoint(with: untouchable) else { return [] }
        return condition.isAny ? [] : condition.parts.flatMap { guards(of: $0.expression) }
    }

    /// Functions with which a rule that fails has an effect all the same.
    private static let untouchable: Set<String> = ["onFailure", "set", "setTemplate", "!"]

    private static func guards(of expression: Expression) -> [Guard] {
        guard case .call(let call) = expression else { return [] }
        let arguments = call.arguments
        switch call.function.name {
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
            return Comparison(expression).map { [.compare($0)] } ?? []
        }
    }
}

extension Guard.Comparison {
    /// The comparison that an expression is; nil for another one.
    convenience init?(_ expression: Expression) {
        guard case .call(let call) = expression, let relation = Guard.Relation(rawValue: call.function.name),
            call.arguments.count == 2
        else { return nil }
        switch (call.arguments[0], call.arguments[1]) {
        case (.path(let path), .literal(let literal)) where Self.isKnown(path):
            self.init(path, relation, literal)
        case (.literal(let literal), .path(let path)) where Self.isKnown(path):
            self.init(path, relation.mirrored, literal)
        default:
            return nil
        }
    }

    private static func isKnown(_ path: Path) -> Bool { path.steps.count >= 2 && Guard.roots.contains(path.name) }
}

extension Expression {
    /// Calls `visit` with the name of each function in it.
    func forEachFunction(_ visit: (String) -> Void) {
        switch self {
        case .call(let call):
            visit(call.function.name)
            for argument in call.arguments { argument.forEachFunction(visit) }
        case .lambda(_, let body): body.forEachFunction(visit)
        case .block(let parts): for part in parts { part.forEachFunction(visit) }
        case .map(let members): for member in members { member.value.forEachFunction(visit) }
        default: break
        }
    }
}

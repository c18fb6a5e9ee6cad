// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

/// A function of the rule language: a name, and one or more signatures that each have an implementation.
///
/// The functions stand in `Functions/`, a file for each family; `Function.all` lists the families.
public final class Function: Sendable {
    let name: String
    let form: Form
    /// What it does with two values, where that is simpler than what its first signature does.
    let pairing: Pairing?
    /// Which argument is a lambda, if any.
    let lambdaPlace: Int?

    enum Form: Sendable {
        /// All arguments are evaluated from left to right before the function runs; the first signature that fits
        /// counts.
        case plain([Signature])
        /// The function evaluates its arguments itself, with this many of them.
        case special(ClosedRange<Int>, @Sendable (inout Evaluation, [Expression]) throws -> Value)
    }

    /// Kinds of arguments, and what is done with arguments of these kinds.
    struct Signature: Sendable {
        let parameters: [Kinds]
        /// The last parameter may stand any number of times, also never.
        let isVariadic: Bool
        let body: @Sendable (inout Evaluation, [Value]) throws -> Value

        func accepts(_ arguments: [Value]) -> Bool {
            if isVariadic {
                guard arguments.count >= parameters.count - 1 else { return false }
            } else {
                guard arguments.count == parameters.count else { return false }
            }
            for (place, argument) in arguments.enumerated() {
                let kinds = parameters[min(place, parameters.count - 1)]
                guard kinds.contains(argument.kind) else { return false }
            }
            return true
        }
    }

    /// Two arguments of the same kinds, as most calls have: they need no list.
    final class Pairing: Sendable {
        let kinds: Kinds
        let body: @Sendable (Value, Value) throws -> Value

        init(kinds: Kinds, body: @escaping @Sendable (Value, Value) throws -> Value) {
            self.kinds = kinds
            self.body = body
        }
    }

    /// A function of values of which most calls have two.
    /// - Parameter pairing: the same as the first signature, for two arguments.
    init(_ name: String, _ signatures: [Signature], pairing: Pairing?) {
        self.name = name
        form = .plain(signatures)
        self.pairing = pairing
        lambdaPlace = nil
    }

    /// A function of values.
    convenience init(_ name: String, _ signatures: Signature...) {
        self.init(name, signatures, pairing: nil)
    }

    /// A function that sees its arguments as they are written.
    init(
        special name: String, arguments: ClosedRange<Int>, lambdaAt lambdaPlace: Int? = nil,
        _ body: @escaping @Sendable (inout Evaluation, [Expression]) throws -> Value
    ) {
        self.name = name
        form = .special(arguments, body)
        pairing = nil
        self.lambdaPlace = lambdaPlace
    }

    /// Every function, family by family.
    static let all: [Function] =
        arithmetic + parameters + comparison + logic + text + lists + control + times + attributes + occasions
        + selections + conditions + effectFunctions

    /// The functions of the rule language alone.
    static let language: [Function] =
        arithmetic + comparison + logic + text + lists + control + times + all.filter { $0.name == "!" }

    private static let byName = index(all)
    private static let languageByName = index(language)

    private static func index(_ functions: [Function]) -> [String: Function] {
        Dictionary(functions.map { ($0.name.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The function with a name, in any case.
    static func named(_ name: String, in dialect: Dialect = .rulesets) -> Function? {
        let index = dialect == .language ? languageByName : byName
        return index[name] ?? index[name.lowercased()]
    }

    private static let arithmeticNames = Set((arithmetic + parameters).map(\.name))

    /// Whether it depends on nothing but its arguments and gives a plain value.
    var isArithmetic: Bool { Self.arithmeticNames.contains(name) }

    private static let effectFunctions = discounts + rewards + notices + effectGroups
    private static let effectNames = Set(effectFunctions.map(\.name))

    /// Whether it stands for effects.
    var givesEffects: Bool { Self.effectNames.contains(name) }

    /// The names of all functions.
    public static var names: [String] { all.map(\.name) }
}

extension Function.Signature {
    /// Exactly these arguments.
    init(_ parameters: Kinds..., body: @escaping @Sendable (inout Evaluation, [Value]) throws -> Value) {
        self.init(parameters: parameters, isVariadic: false, body: body)
    }

    /// These arguments, the last of them any number of times.
    init(
        variadic first: Kinds, _ further: Kinds...,
        body: @escaping @Sendable (inout Evaluation, [Value]) throws -> Value
    ) {
        self.init(parameters: [first] + further, isVariadic: true, body: body)
    }
}

/// Values of arguments whose kind a signature has checked.
extension Value {
    var asNumber: DecimalNumber { if case .number(let value) = self { value } else { .zero } }
    var asString: String { if case .string(let value) = self { value } else { "" } }
    var asTime: Moment { if case .time(let value) = self { value } else { Moment(microseconds: 0) } }
    var asList: [Value] { if case .list(let value) = self { value } else { [] } }
}

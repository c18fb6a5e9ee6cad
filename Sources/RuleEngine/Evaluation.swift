// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Evaluates expressions for one run of a campaign, or one alone.
public struct Evaluation {
    let now: Moment
    /// `Session`, `Profile`, `Event` …: the names that stand outside of all scopes.
    let roots: [(name: String, value: Value)]
    /// What the campaign run knows of codes and declared effects.
    let environment: Environment
    /// Named expressions of the ruleset and the rule, evaluated when they are first read.
    var bindings: [BoundExpression] = []
    /// Values set by `set`, lambdas and `do`; the last one counts.
    private var variables: [(name: String, value: Value)] = []
    /// Where the scope begins that `set` writes to.
    private var scopeStart = 0
    /// What conditions have asked about codes.
    var asked = Asked()
    /// Names that were called and that nothing defines.
    var unsupported: [String] = []
    /// The values that were read, when an explanation is wanted.
    var reads: [Trace.Read]?
    /// What the effects given so far have used and changed.
    var progress = Progress(budgets: [])
    /// The condition that is evaluated.
    var conditionIndex = 0
    /// Effects of conditions that failed.
    var failureEffects: [(condition: Int, call: EffectCall)] = []

    struct BoundExpression: Sendable {
        let name: String
        let expression: Expression
        var result: Result<Value, EvaluationError>?
    }

    /// Which codes a rule's condition asked about.
    struct Asked: Sendable {
        var coupon = false
        /// Whether the coupon is to be redeemed, not only looked at.
        var redemption = false
        var referral = false
        var referralRedemption = false
    }

    /// What stands outside of the expressions of a campaign run.
    struct Environment {
        /// The id of the campaign.
        var campaign: Int64 = -1
        var account: (any AccountFacts)?
        /// The coupon that the campaign is evaluated for, when it is valid.
        var coupon: CouponFacts?
        /// The referral of the campaign, when it is valid.
        var referral: ReferralFacts?
        var profileID: String?
        var effectDefinitions = EffectDefinitions()
        var joinedAudiences: Set<Int64> = []
        var leftAudiences: Set<Int64> = []
    }

    init(now: Moment, roots: [(name: String, value: Value)], environment: Environment = Environment()) {
        self.now = now
        self.roots = roots
        self.environment = environment
    }

    /// For an expression alone, with the names that it may read.
    public init(now: Moment, scope: [String: Value]) {
        self.init(now: now, roots: scope.map { ($0.key, $0.value) })
    }

    /// Makes ready for the next rule.
    mutating func begin(_ progress: Progress) {
        self.progress = progress
        asked = Asked()
        unsupported = []
        failureEffects = []
    }

    public mutating func evaluate(_ expression: Expression) throws -> Value {
        switch expression {
        case .literal(let value):
            return value
        case .path(let steps):
            return try lookup(steps)
        case .call(let function, let arguments):
            return try call(function, arguments)
        case .unknown(let name):
            unsupported.append(name)
            throw EvaluationError("unknown function `\(name)`")
        case .block(let parts):
            var value = Value.null
            for part in parts { value = try evaluate(part) }
            return value
        case .map(let members):
            var map: [String: Value] = [:]
            for (key, member) in members { map[key] = try evaluate(member) }
            return .map(map)
        case .lambda:
            throw EvaluationError("a lambda stands where a value belongs")
        case .empty:
            throw EvaluationError("an empty term has no value")
        }
    }

    private mutating func call(_ function: Function, _ arguments: [Expression]) throws -> Value {
        switch function.form {
        case .special(let count, let body):
            guard count.contains(arguments.count) else {
                throw EvaluationError("`\(function.name)` does not take \(arguments.count) arguments")
            }
            return try body(&self, arguments)
        case .plain(let signatures):
            var values: [Value] = []
            values.reserveCapacity(arguments.count)
            for argument in arguments {
                if case .empty = argument {
                    values.append(.null)
                } else {
                    values.append(try evaluate(argument))
                }
            }
            for signature in signatures where signature.accepts(values) {
                return try signature.body(&self, values)
            }
            let kinds = values.map(\.noun).joined(separator: ", ")
            throw EvaluationError("`\(function.name)` cannot take \(kinds.isEmpty ? "no arguments" : kinds)")
        }
    }

    // MARK: - Names

    /// Runs `work` in a scope of its own.
    mutating func inScope<T>(_ work: (inout Evaluation) throws -> T) rethrows -> T {
        let outerStart = scopeStart
        let outerCount = variables.count
        scopeStart = outerCount
        defer {
            variables.removeSubrange(outerCount...)
            scopeStart = outerStart
        }
        return try work(&self)
    }

    /// Evaluates a lambda's body with a value for its parameter.
    mutating func apply(_ lambda: Expression, to value: Value) throws -> Value {
        guard case .lambda(let parameter, let body) = lambda else {
            throw EvaluationError("a lambda is missing, as in [[\"Item\"], …]")
        }
        return try inScope { evaluation in
            evaluation.variables.append((parameter, value))
            return try evaluation.evaluate(body)
        }
    }

    /// Sets a name in the present scope; further steps make maps on the way.
    mutating func set(_ path: [String], to value: Value) throws {
        guard let name = path.first else { throw EvaluationError("`set` needs a name") }
        let place = variables.indices[scopeStart...].last { variables[$0].name == name }
        let old: Value? = place.map { variables[$0].value }
        let new = Self.setting(path.dropFirst(), of: old, to: value)
        if let place {
            variables[place].value = new
        } else {
            variables.append((name, new))
        }
    }

    private static func setting(_ path: ArraySlice<String>, of old: Value?, to value: Value) -> Value {
        guard let key = path.first else { return value }
        var map: [String: Value] = [:]
        if case .map(let members) = old { map = members }
        map[key] = setting(path.dropFirst(), of: map[key], to: value)
        return .map(map)
    }

    /// The value at a path of names: of a variable, a binding or a root, in this order.
    mutating func lookup(_ path: [String]) throws -> Value {
        let name = path[0]
        for variable in variables.reversed() where variable.name == name {
            if let value = Self.walk(variable.value, path) { return noted(path, value) }
        }
        if let place = bindings.firstIndex(where: { $0.name == name }) {
            if let value = Self.walk(try value(ofBinding: place), path) { return noted(path, value) }
            throw missing(path)
        }
        if !progress.attributes.isEmpty, path.count == 3, let value = progress.attributes[path.joined(separator: ".")] {
            return noted(path, value)
        }
        for root in roots where root.name == name {
            if let value = Self.walk(root.value, path) { return noted(path, value) }
        }
        throw missing(path)
    }

    /// Evaluates the bindings that nobody has read yet; an error stays for whoever reads them.
    mutating func evaluateBindings() {
        for place in bindings.indices { _ = try? value(ofBinding: place) }
    }

    /// A binding's expression sees the names outside of all scopes, whoever reads it first.
    private mutating func value(ofBinding place: Int) throws -> Value {
        if let result = bindings[place].result { return try result.get() }
        bindings[place].result = .failure(EvaluationError("`\(bindings[place].name)` is defined by itself"))
        let (outer, start) = (variables, scopeStart)
        variables = []
        scopeStart = 0
        defer { (variables, scopeStart) = (outer, start) }
        do {
            let value = try evaluate(bindings[place].expression)
            bindings[place].result = .success(value)
            return value
        } catch let error as EvaluationError {
            bindings[place].result = .failure(error)
            throw error
        }
    }

    private mutating func missing(_ path: [String]) -> EvaluationError {
        reads?.append(Trace.Read(path: path.joined(separator: "."), value: nil))
        return EvaluationError("`\(path.joined(separator: "."))` has no value")
    }

    private mutating func noted(_ path: [String], _ value: Value) -> Value {
        reads?.append(Trace.Read(path: path.joined(separator: "."), value: value))
        return value
    }

    /// Follows a path from its second step on; nil where a step has no value, or null.
    static func walk(_ start: Value, _ path: [String]) -> Value? {
        var value = start
        for step in path.dropFirst() {
            let next: Value? =
                switch value {
                case .map(let members): members[step]
                case .slots(let slots): slots.read(step)
                default: nil
                }
            guard let next else { return nil }
            value = next
        }
        if case .null = value { return nil }
        return value
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

/// What evaluations may cost. Rules come from elsewhere: whatever stands in them, an evaluation ends soon, in bounded
/// memory, and on the small stacks of Swift's own threads.
enum EvaluationLimit {
    /// How deep expressions may nest, and calls, templates and bindings in each other.
    static let depth = 100
    /// How many steps the evaluation of one expression may take. A call is one and one for each argument; so are each
    /// element that a lambda sees or a list takes over, and each 16 bytes of a text that is made or searched.
    static let steps = 2_000_000
    /// How deep lists and maps may be put into each other.
    static let nesting = 100
    /// How long a text that is read as a time, and a layout of times, may be, in characters.
    static let timeText = 200
}

/// Evaluates expressions for one run of a campaign, or one alone.
public struct Evaluation {
    let now: Moment
    /// `Session`, `Profile`, `Event` …: what stands outside of all scopes, for all campaigns.
    let facts: Facts
    /// `Campaign`, `Coupon` …: the same for this campaign alone.
    let own: [(name: String, value: Value)]
    /// What stands at the paths of this campaign in all of them, by the numbers of the paths: nil when it was not looked
    /// up, and nil within when there is no value.
    private var found: [Value??]
    /// What the campaign run knows of codes and declared effects.
    let environment: Environment
    /// Named expressions of the ruleset and the rule, evaluated when they are first read.
    var bindings: [BoundExpression] = []
    /// Values set by `set`, lambdas and `do`; the last one counts.
    private var variables: [(name: String, value: Value)] = []
    /// Where the scope begins that `set` writes to.
    private var scopeStart = 0
    /// What `setTemplate` registered, each with the level of its scope.
    private var templates: [(level: Int, template: Template)] = []
    /// How many scopes stand around this one.
    private var level = 0
    /// How the bodies of templates are read.
    private var dialect: Dialect
    private var depth = 0
    /// How many steps each expression has.
    var stepLimit = EvaluationLimit.steps
    private var stepsLeft = EvaluationLimit.steps
    /// The patterns of `~` that were read before.
    var patterns: [String: RegularExpression] = [:]
    /// What conditions have asked about codes.
    var asked = Asked()
    /// Names that were called and that nothing defines.
    var unsupported: [String] = []
    /// The values that were read, when an explanation is wanted.
    var reads: [Trace.Read]?
    /// What the effects given so far have used and changed.
    var progress = Progress(budgets: [])
    /// Which state of the run `progress` is; -1 for none.
    var version = -1
    /// The condition that is evaluated.
    var conditionIndex = 0
    /// Effects of conditions that failed.
    var failureEffects: [(condition: Int, call: EffectCall)] = []

    struct BoundExpression: Sendable {
        let name: String
        let expression: Expression
        /// The expression as it is written.
        let written: JSONValue
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
        /// The id of the coupon that the campaign is evaluated for, when it is valid.
        var coupon: Int64?
        /// Whether a referral of the campaign is valid, and whose it is.
        var hasReferral = false
        var advocateID: String?
        var profileID: String?
        var effectDefinitions = EffectDefinitions()
        var joinedAudiences: Set<Int64> = []
        var leftAudiences: Set<Int64> = []
    }

    init(
        now: Moment, facts: Facts, own: [(name: String, value: Value)] = [], pathCount: Int = 0,
        environment: Environment = Environment()
    ) {
        self.now = now
        dialect = .rulesets
        self.facts = facts
        self.own = own
        found = Array(repeating: nil, count: pathCount)
        self.environment = environment
    }

    /// For an expression alone, with the names that it may read.
    public init(now: Moment, scope: [String: Value], dialect: Dialect = .rulesets) {
        self.init(now: now, facts: Facts(scope.map { ($0.key, $0.value) }))
        self.dialect = dialect
    }

    /// Makes ready for the next rule.
    mutating func begin() {
        asked = Asked()
        if !unsupported.isEmpty { unsupported = [] }
        if !failureEffects.isEmpty { failureEffects = [] }
    }

    public mutating func evaluate(_ expression: Expression) throws -> Value {
        switch expression {
        case .literal(let value):
            return value
        case .path(let path):
            return try lookup(path)
        case .call(let call):
            return try evaluate(call)
        case .unknown(let name):
            unsupported.append(name)
            throw EvaluationError("unknown function `\(name)`")
        case .block(let parts):
            return try sequence(parts)
        case .map(let members):
            return try map(members)
        case .quoted(_, let expression):
            return try evaluate(expression)
        case .invalid(let error):
            throw error
        case .lambda:
            throw EvaluationError("a lambda stands where a value belongs")
        case .empty:
            throw EvaluationError("an empty term has no value")
        }
    }

    private mutating func sequence(_ parts: [Expression]) throws -> Value {
        try enter(parts.count)
        defer { depth -= 1 }
        var value = Value.null
        for part in parts { value = try evaluate(part) }
        return value
    }

    private mutating func map(_ members: [(key: String, value: Expression)]) throws -> Value {
        try enter(members.count)
        defer { depth -= 1 }
        var map: [String: Value] = [:]
        for (key, member) in members {
            let value = try evaluate(member)
            try nest(value)
            map[key] = value
        }
        return .map(map)
    }

    private mutating func evaluate(_ call: Expression.Call) throws -> Value {
        try enter(1 + call.arguments.count)
        defer { depth -= 1 }
        if let pair = call.pair { return try evaluate(pair, of: call.function) }
        switch call.function.form {
        case .special(let count, let body):
            guard count.contains(call.arguments.count) else { throw call.takesOtherArguments }
            return try body(&self, call.arguments)
        case .plain:
            return try apply(call.function, values(of: call.arguments))
        }
    }

    private mutating func evaluate(_ pair: Expression.Call.Pair, of function: Function) throws -> Value {
        let first = try evaluate(pair.first)
        let second = try evaluate(pair.second)
        if pair.pairing.kinds.contains(first.kind), pair.pairing.kinds.contains(second.kind) {
            return try pair.pairing.body(first, second)
        }
        return try apply(function, [first, second])
    }

    private mutating func values(of arguments: [Expression]) throws -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(arguments.count)
        for argument in arguments { values.append(try evaluate(argument)) }
        return values
    }

    private mutating func apply(_ function: Function, _ values: [Value]) throws -> Value {
        if case .plain(let signatures) = function.form {
            for signature in signatures where signature.accepts(values) {
                return try signature.body(&self, values)
            }
        }
        let kinds = values.map(\.noun).joined(separator: ", ")
        throw EvaluationError("`\(function.name)` cannot take \(kinds.isEmpty ? "no arguments" : kinds)")
    }

    // MARK: - Limits

    /// One level deeper, and so many steps on. The steps are counted anew for each expression that is evaluated for
    /// itself. Who calls it takes one from `depth` at the end.
    private mutating func enter(_ steps: Int) throws {
        if depth == 0 { stepsLeft = stepLimit }
        try charge(steps)
        guard depth < EvaluationLimit.depth else { throw EvaluationError.tooDeep }
        depth += 1
    }

    /// Counts steps.
    mutating func charge(_ steps: Int) throws {
        stepsLeft -= steps
        guard stepsLeft >= 0 else { throw EvaluationError.tooLong }
    }

    /// Counts the steps for a text that is made or searched.
    mutating func charge(text: String) throws { try charge(text.utf8.count / 16) }

    /// Counts what a value holds before another one takes it in, and refuses to nest too deep.
    mutating func nest(_ value: Value, level: Int = 1) throws {
        guard level < EvaluationLimit.nesting else {
            throw EvaluationError.limit("lists and maps nest deeper than \(EvaluationLimit.nesting) levels")
        }
        switch value {
        case .list(let elements):
            try charge(elements.count)
            for element in elements where element.isCollection { try nest(element, level: level + 1) }
        case .map(let members):
            try charge(members.count)
            for member in members.values where member.isCollection { try nest(member, level: level + 1) }
        default: break
        }
    }

    // MARK: - Templates

    /// Registers a template in the present scope.
    mutating func define(_ template: Template) throws {
        guard !templates.contains(where: { $0.level == level && $0.template.signature == template.signature }) else {
            throw EvaluationError("there is a template `\(template.signature.name)` with these arguments already")
        }
        templates.append((level, template))
    }

    /// What a template stands for with these arguments; nil when none of this name takes them.
    mutating func expansion(of name: String, _ arguments: some Collection<Expression>) throws -> Expression? {
        // A ruleset may define templates in bindings that nothing reads.
        for place in bindings.indices where bindings[place].result == nil {
            if bindings[place].expression.definesTemplates { _ = try value(ofBinding: place) }
        }
        let written = arguments.map { if case .quoted(let json, _) = $0 { json } else { JSONValue.null } }
        // The innermost scope first, and in it what was registered first.
        var found: (level: Int, template: Template)?
        for entry in templates where entry.level > found?.level ?? -1 {
            if entry.template.signature.accepts(name, written) { found = entry }
        }
        guard let template = found?.template else { return nil }
        var reader = ExpressionReader(
            dialect: dialect, allowance: stepsLeft, levels: max(EvaluationLimit.depth - depth, 0))
        let expression = reader.term(template.filled(with: written))
        stepsLeft = max(reader.allowance, 0)
        return expression
    }

    // MARK: - Names

    /// Runs `work` in a scope of its own.
    mutating func inScope<T>(_ work: (inout Evaluation) throws -> T) rethrows -> T {
        let outerStart = scopeStart
        let outerCount = variables.count
        scopeStart = outerCount
        level += 1
        defer {
            variables.removeSubrange(outerCount...)
            scopeStart = outerStart
            level -= 1
            if !templates.isEmpty { templates.removeAll { $0.level > level } }
        }
        return try work(&self)
    }

    /// Evaluates a lambda's body with a value for its parameter.
    mutating func apply(_ lambda: Expression, to value: Value) throws -> Value {
        guard case .lambda(let parameter, let body) = lambda else {
            throw EvaluationError("a lambda is missing, as in [[\"Item\"], …]")
        }
        try charge(1)
        return try inScope { evaluation in
            evaluation.variables.append((parameter, value))
            return try evaluation.evaluate(body)
        }
    }

    /// Sets a name in the present scope; further steps make maps on the way.
    mutating func set(_ path: [String], to value: Value) throws {
        guard let name = path.first else { throw EvaluationError("`set` needs a name") }
        try nest(value, level: path.count)
        let place = variables.indices[scopeStart...].last { variables[$0].name == name }
        var old: Value? = place.map { variables[$0].value }
        // Outside of all scopes `set` changes what is there.
        if old == nil, scopeStart == 0, path.count > 1 {
            old = facts.object(name) ?? own.first { $0.name == name }?.value
        }
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

    /// The value at a path: of a variable, a binding or an object, in this order.
    mutating func lookup(_ path: Path) throws -> Value {
        if variables.count > 16 { try charge(variables.count / 16) }
        for variable in variables.reversed() where variable.name == path.name {
            if let value = path.value(from: variable.value) { return noted(path, value) }
        }
        if let place = bindings.firstIndex(where: { $0.name == path.name }) {
            if let value = path.value(from: try value(ofBinding: place)) { return noted(path, value) }
            throw missing(path)
        }
        if !progress.attributes.isEmpty, path.steps.count == 3, let value = progress.attributes[path.text] {
            return noted(path, value)
        }
        if let value = object(at: path) { return noted(path, value) }
        throw missing(path)
    }

    /// The value at a path outside of all scopes, as long as no effect has set it.
    private mutating func object(at path: Path) -> Value? {
        if let number = path.number, found.indices.contains(number), let known = found[number] { return known }
        let value = facts.value(at: path) ?? path.value(in: own)
        if let number = path.number, found.indices.contains(number) { found[number] = .some(value) }
        return value
    }

    /// Whether a rule of a campaign without codes can be met, as far as its guards tell.
    mutating func mayMeet(_ rule: Rule) -> Bool {
        for condition in rule.guards {
            guard case .compare(let comparison) = condition, let value = object(at: comparison.path),
                comparison.holds(for: value)
            else { return false }
        }
        return true
    }

    /// Evaluates the bindings that nobody has read yet; an error stays for whoever reads them.
    mutating func evaluateBindings() {
        for place in bindings.indices { _ = try? value(ofBinding: place) }
    }

    /// A binding's expression sees the names outside of all scopes, whoever reads it first.
    private mutating func value(ofBinding place: Int) throws -> Value {
        if let result = bindings[place].result { return try result.get() }
        bindings[place].result = .failure(EvaluationError("`\(bindings[place].name)` is defined by itself"))
        try enter(1)
        defer { depth -= 1 }
        let (outer, start) = (variables, scopeStart)
        let outerLevel = level
        variables = []
        scopeStart = 0
        level = 0
        defer { (variables, scopeStart, level) = (outer, start, outerLevel) }
        do {
            let value = try evaluate(bindings[place].expression)
            bindings[place].result = .success(value)
            return value
        } catch let error as EvaluationError {
            bindings[place].result = .failure(error)
            throw error
        }
    }

    private mutating func missing(_ path: Path) -> EvaluationError {
        reads?.append(Trace.Read(path: path.text, value: nil))
        return EvaluationError("`\(path.text)` has no value")
    }

    private mutating func noted(_ path: Path, _ value: Value) -> Value {
        if reads != nil { reads?.append(Trace.Read(path: path.text, value: value)) }
        return value
    }
}

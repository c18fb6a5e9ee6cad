// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI
import LuaBindings
import LuaRuntime
import Plugins
import Recording

/// Finds and runs the cases of files, one after the other, in one Lua state that is put back before each.
///
/// A `scenario` starts from the state after its file was read, and from a copy of the sandbox of that moment. The `it`s of
/// a file share a state and a sandbox, as in busted. It belongs to the thread of its state.
final class CaseRunner {
    struct Options: Sendable {
        /// Seconds that a case may take; what is taken down after it may take as long again. Nil for no limit.
        var timeout: Double? = 60
        /// How often a case that failed is tried again.
        var retries = 0
        /// Whether steps and calls of cases that passed are kept, too.
        var keepsDetails = false
        var seed: UInt64 = 0
        var snapshots = SnapshotPolicy.writesMissing
        /// What calls are recorded onto, or answered from.
        var tape: Tape?
        /// Gets what cases exercise.
        var coverage: CoverageCollector?
        /// What cases have of plugins; nil when there are none.
        var plugins: PluginRegistry?
        /// Gives the warnings of plugins since it was last asked.
        var takeWarnings: @Sendable () -> [String] = { [] }
    }

    /// A case to run.
    struct Order: Sendable {
        /// What answers call it.
        var number: Int
        var path: [Int]
        var kind: Scenario.Kind
        var row: Int?
        var rowFile: String?
        var timeout: Double?
        var retries: Int?
        /// ``Scenario/id``, when calls are recorded or replayed.
        var id: String?
    }

    /// What became of a case.
    struct Answer: Sendable {
        var outcome: ScenarioResult.Outcome
        var reason: String?
        var attempts: [Attempt]
        /// What to tell people beside the result.
        var notes: [String] = []
    }

    enum Found {
        case cases([FoundCase], hasFixtures: Bool, modules: [String])
        case failure(Failure, output: String)
    }

    private let context: SuiteContext
    private let environment: ForkedEnvironment
    private let failures: FailureReader
    private let options: Options
    private let output: OutputBuffer
    private let interruption: Interruption
    /// What a case has around it.
    let script: Script
    private let session: ScriptSession
    private let suite: [String: LuaReference]
    private let base: LuaImage
    private var rows = RowWindow()
    private var state: LuaState { session.state }

    init(
        _ script: Script, options: Options, environment: ForkedEnvironment, context: SuiteContext,
        interruption: Interruption
    )
        throws
    {
        let output = OutputBuffer()
        var script = script
        script.lua.hasImages = true
        script.lua.countsLines = options.coverage != nil
        script.lua.output = { _, bytes in output.append(bytes) }
        script.lua.moduleRoots += SystemModules.roots
        script.extensions = [
            SuiteExtension(
                context: context, checks: Checks(snapshots: options.snapshots), permissions: script.lua.permissions,
                plugins: options.plugins
            ).scriptExtension
        ]
        if let plugins = options.plugins { script.extensions.append(plugins.scriptExtension()) }
        script.environment = environment.scriptEnvironment
        self.script = script
        let session = try ScriptSession(script)
        let state = session.state
        var suite: [String: LuaReference] = [:]
        for name in [
            "find", "take_found", "start", "next", "finish", "make_fixtures", "has_fixtures", "report", "steps",
            "modules",
        ] {
            suite[name] = try state.reference("perch_suite.\(name)")
        }
        try state.set("perch_suite", to: .nil)
        try state.run("math.randomseed(...)", arguments: LuaValues(.integer(Int64(truncatingIfNeeded: options.seed))))
        interruption.watch(state.interrupter)
        self.context = context
        self.environment = environment
        self.options = options
        self.output = output
        self.interruption = interruption
        self.session = session
        self.suite = suite
        failures = FailureReader(context: context, redaction: script.redaction)
        base = try state.image()
    }

    // MARK: - Finding

    /// Reads a file and finds its cases.
    func find(in file: String) -> Found {
        let scope = TapeScope(options.tape, "\(file) (reading)")
        let found = cases(of: file)
        return scope.end(isComplete: !interruption.wasAsked).problem.map {
            .failure(unexpected($0, in: file), output: output.take())
        } ?? found
    }

    private func cases(of file: String) -> Found {
        do {
            if let failure = try load(file) ?? (try declare()) { return .failure(failure, output: output.take()) }
            let json = try call("take_found").tape.json(called: "cases")
            let hasFixtures = try call("has_fixtures").list.first == true
            let modules = try call("modules").tape.json(called: "modules").array ?? []
            return .cases(
                (json.array ?? []).compactMap { FoundCase(json: $0, file: file) }, hasFixtures: hasFixtures,
                modules: modules.compactMap(\.string).compactMap(path(of:)))
        } catch {
            return .failure(unexpected(error, in: file), output: output.take())
        }
    }

    // MARK: - Running

    /// Runs cases of a file, and tells what became of each.
    ///
    /// - Parameters:
    ///   - begins: called before each, with its number.
    ///   - ends: called after each.
    /// - Returns: what went wrong when the fixtures and blocks of the file were taken down.
    func run(
        _ orders: [Order], of file: String, begins: (Int) -> Void, ends: (Int, Answer) -> Void
    ) -> [Failure] {
        var left: [Failure] = []
        beginCoverage()
        for (kind, part) in [
            (Scenario.Kind.scenario, orders.filter { $0.kind == .scenario }),
            (.it, orders.filter { $0.kind != .scenario }),
        ] where !part.isEmpty && !interruption.wasAsked {
            var open = Set(part.map(\.number))
            // What they share has a cassette beside theirs.
            let scope = TapeScope(options.tape, "\(file) (\(kind == .scenario ? "scenarios" : "its"))")
            do {
                left += try run(part, of: file, kind: kind, begins: begins) { number, answer in
                    open.remove(number)
                    ends(number, answer)
                }
            } catch {
                let answer = failed(unexpected(error, in: file))
                for order in part where open.contains(order.number) { ends(order.number, answer) }
            }
            if let problem = scope.end(isComplete: !interruption.wasAsked).problem {
                left.append(unexpected(problem, in: file))
            }
        }
        return left
    }

    private func run(
        _ orders: [Order], of file: String, kind: Scenario.Kind, begins: (Int) -> Void, ends: (Int, Answer) -> Void
    ) throws -> [Failure] {
        let isIsolated = kind == .scenario
        if let failure = try load(file) ?? (isIsolated ? declare() : nil) ?? perform("make_fixtures") {
            for order in orders { ends(order.number, failed(failure)) }
            return []
        }
        options.coverage?.note(session, isLoading: true)
        rows = RowWindow()
        let hasFixtures = try call("has_fixtures").list.first == true
        // A single scenario may have the state as it is; only fixtures and new attempts need it once more.
        let needsImage = isIsolated && (orders.count > 1 || hasFixtures || retries(of: orders[0]) > 0)
        let image = needsImage ? try state.image() : nil
        if isIsolated { try environment.keep(session.connection.current) }
        for order in orders where !interruption.wasAsked {
            begins(order.number)
            var answer = try attempts(order) {
                if let image { try putBack(image) }
            }
            answer.notes += options.takeWarnings()
            ends(order.number, answer)
        }
        guard !isIsolated || hasFixtures else { return [] }
        if let image { try putBack(image) }
        defer { options.coverage?.note(session, isLoading: false) }
        return try perform("finish").map { [$0] } ?? []
    }

    /// What was exercised when cases were looked for is exercised again when they are run.
    private func beginCoverage() {
        guard let coverage = options.coverage else { return }
        _ = state.takeLineCounts()
        coverage.discard()
        // What the environment brings along is there to be covered, also when no case calls anything. When it cannot be
        // opened, the first case that does tells.
        if let sandbox = try? environment.sandbox() { coverage.rules.note(sandbox) }
    }

    private func failed(_ failure: Failure) -> Answer {
        Answer(outcome: .error, attempts: [Attempt(duration: 0, failures: [failure], output: output.take())])
    }

    private func retries(of order: Order) -> Int { order.retries ?? options.retries }

    private func attempts(_ order: Order, prepare: () throws -> Void) throws -> Answer {
        var all: [Attempt] = []
        var notes: [String] = []
        for number in 0...max(retries(of: order), 0) {
            try prepare()
            let scope = TapeScope(order.id == nil ? nil : options.tape, order.id ?? "")
            var (attempt, signal) = try attempt(order)
            let ending = scope.end(isComplete: !attempt.failures.contains { $0.kind == .interrupted })
            if attempt.failures.isEmpty {
                if let problem = ending.problem { attempt.failures = [unexpected(problem, in: nil)] }
                notes = ending.warnings
            }
            all.append(attempt)
            options.coverage?.note(session, isLoading: false)
            switch signal {
            case .skipped(let reason) where attempt.failures.isEmpty:
                return Answer(outcome: .skipped, reason: reason, attempts: all)
            case .pending(let reason) where attempt.failures.isEmpty:
                return Answer(outcome: .pending, reason: reason, attempts: all)
            default: break
            }
            if attempt.failures.isEmpty {
                return Answer(outcome: number > 0 ? .flaky : .passed, attempts: all, notes: notes)
            }
            if interruption.wasAsked { break }
        }
        let isChecked = all.last?.failures.allSatisfy { $0.kind == .check && $0.phase == .body } ?? false
        return Answer(outcome: isChecked ? .failed : .error, attempts: all)
    }

    private func attempt(_ order: Order) throws -> (Attempt, FailureReader.Signal?) {
        var found: [Failure] = []
        var signal: FailureReader.Signal?
        context.beginAttempt()
        let began = ContinuousClock.now
        let limit = order.timeout ?? options.timeout
        let deadline = limit.map { began + .seconds($0) }
        state.limit(wallTime: nil)
        var arguments = LuaValues([
            .array(order.path.map { .integer(Int64($0)) }), order.row.map { .integer(Int64($0)) } ?? .nil,
        ])
        if let row = order.row, let file = order.rowFile {
            arguments = LuaValues(arguments.list + [try rows.row(row, of: file)])
        }
        try call("start", arguments)
        var good = true
        var hasMore = false
        while true {
            let action = try call("next", LuaValues(.boolean(good))).list
            guard let phase = action.first?.string.flatMap(Failure.Phase.init(rawValue:)) else {
                if action.first?.string == "blocked" {
                    good = false
                    found.append(Self.blocked(found))
                    continue
                }
                hasMore = action.last == true
                break
            }
            guard action.count > 1, case .reference(let function) = action[1] else { break }
            state.limit(wallTime: Self.allowance(phase, limit: limit, deadline: deadline))
            do {
                // What the blocks around `it`s set up belongs to them all.
                let isShared = order.kind != .scenario && (phase == .setup || phase == .teardown)
                if isShared { options.tape?.stepAside(true) }
                defer { if isShared { options.tape?.stepAside(false) } }
                try state.call(function)
                good = true
            } catch {
                good = false
                state.limit(wallTime: nil)
                let (near, soft) = try nearness()
                found += soft
                if let raised = failures.signal(error) {
                    signal = raised
                } else {
                    found.append(failures.failure(error, in: phase, near: near, timeout: limit))
                }
            }
            state.limit(wallTime: nil)
        }
        var steps: [Step] = []
        if hasMore || !found.isEmpty {
            found += try nearness().soft
            steps = try call("steps").tape.json(called: "steps").array?.map(Step.init(json:)) ?? []
        }
        let keeps = options.keepsDetails || !found.isEmpty
        return (
            Attempt(
                duration: (ContinuousClock.now - began).seconds, failures: found, steps: keeps ? steps : [],
                calls: keeps ? context.calls.calls(since: began) : [], output: output.take()),
            signal
        )
    }

    /// A case whose blocks could not be set up. The first has the failure itself.
    private static func blocked(_ found: [Failure]) -> Failure {
        Failure(
            kind: .error, phase: .setup,
            message: found.isEmpty
                ? "not run: the set-up of its block failed before" : "not run: the set-up of its block failed",
            hint: "mend the set-up; all cases of the block wait for it")
    }

    /// What a function may take: what is left of the case's time; all of it again for what cleans up.
    private static func allowance(
        _ phase: Failure.Phase, limit: Double?, deadline: ContinuousClock.Instant?
    ) -> Duration? {
        guard let limit, let deadline else { return nil }
        switch phase {
        case .afterEach, .teardown, .finally, .fixture: return .seconds(limit)
        default: return max(deadline - .now, .milliseconds(1))
        }
    }

    private func nearness() throws -> (near: JSONValue?, soft: [Failure]) {
        let values = try call("report")
        let list = try JSONValue.list(of: values)
        return (list.first.flatMap { $0.isNull ? nil : $0 }, (list.last?.array ?? []).map(failures.soft))
    }

    // MARK: - Lua

    @discardableResult
    private func call(_ name: String, _ arguments: LuaValues = .none) throws(LuaError) -> LuaValues {
        guard let function = suite[name] else { preconditionFailure("the suite has no `\(name)`") }
        return try state.call(function, arguments)
    }

    private func putBack(_ image: LuaImage) throws {
        try state.restore(image)
        session.connection.reset()
    }

    /// The file of a module of the project; nil for one of the system.
    private func path(of module: String) -> String? {
        let relative = module.replacingOccurrences(of: ".", with: "/")
        for root in script.lua.moduleRoots where !SystemModules.roots.contains(root) {
            for path in ["\(root)/\(relative).lua", "\(root)/\(relative)/init.lua"]
            where FileManager.default.fileExists(atPath: path) {
                return TestFiles.normal(path)
            }
        }
        return nil
    }

    /// Reads a file into the state as it was in the beginning.
    private func load(_ file: String) throws -> Failure? {
        try putBack(base)
        context.sources.forget()
        environment.forget()
        guard let source = FileManager.default.contents(atPath: file) else {
            return Failure(
                kind: .error, phase: .load, message: "cannot read \(file)", hint: "check the path and its permissions",
                location: SourceLocation(file: file, line: 1))
        }
        return try limited(in: .load) {
            let chunk = try state.load(source, name: file)
            try state.call(chunk)
        }
    }

    /// Runs the bodies of the blocks, so that all cases are known.
    private func declare() throws -> Failure? { try perform("find") }

    /// Calls the functions that the suite gives for something other than a case.
    /// - Returns: the first failure.
    private func perform(_ name: String) throws -> Failure? {
        try call(name)
        var first: Failure?
        var good = true
        while true {
            let action = try call("next", LuaValues(.boolean(good))).list
            guard let phase = action.first?.string.flatMap(Failure.Phase.init(rawValue:)), action.count > 1,
                case .reference(let function) = action[1]
            else { return first }
            let failure = try limited(in: phase) { try state.call(function) }
            good = failure == nil
            first = first ?? failure
        }
    }

    private func limited(in phase: Failure.Phase, _ body: () throws -> Void) throws -> Failure? {
        state.limit(wallTime: options.timeout.map { .seconds($0) })
        defer { state.limit(wallTime: nil) }
        do {
            try body()
            return nil
        } catch let error as LuaError {
            return failures.failure(error, in: phase, near: nil, timeout: options.timeout)
        }
    }

    /// What should not happen: memory is short, the sandbox cannot be copied, a recording cannot be written.
    private func unexpected(_ error: any Error, in file: String?) -> Failure {
        let perch = (error as? PerchError) ?? (error as? LuaError).map(PerchError.init)
        return Failure(
            kind: .error, phase: file == nil ? .body : .load, message: perch?.message ?? "\(error)", hint: perch?.hint,
            location: file.map { SourceLocation(file: $0, line: 1) })
    }
}

extension JSONValue {
    /// Data that Lua gave, value by value; nil becomes null.
    static func list(of values: LuaValues) throws -> [JSONValue] {
        try values.list.map { try ValueTape($0).json(called: "value") }
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// What became of a scenario.
public struct ScenarioResult: Sendable {
    public enum Outcome: String, Sendable, CaseIterable {
        case passed
        /// Failed first and passed when it was tried again.
        case flaky
        /// A check did not hold.
        case failed
        /// Anything else went wrong: an error in the script, a set-up that failed, a limit, a crash.
        case error
        /// Not run, for the reason in ``ScenarioResult/reason``.
        case skipped
        /// `pending`: not written yet.
        case pending

        /// Whether the run fails by it.
        public var isBad: Bool { self == .failed || self == .error }
    }

    public var scenario: Scenario
    public var outcome: Outcome
    /// Why it was skipped or is pending.
    public var reason: String?
    /// One for each time it was tried, the last one last; none when it was not run.
    public var attempts: [Attempt]

    public init(scenario: Scenario, outcome: Outcome, reason: String? = nil, attempts: [Attempt] = []) {
        self.scenario = scenario
        self.outcome = outcome
        self.reason = reason
        self.attempts = attempts
    }

    /// Seconds, of all attempts.
    public var duration: Double { attempts.reduce(0) { $0 + $1.duration } }

    /// The last attempt that failed.
    public var failedAttempt: Attempt? { attempts.last { !$0.failures.isEmpty } }

    /// Of the last attempt that failed.
    public var failures: [Failure] { failedAttempt?.failures ?? [] }
}

/// One time that a scenario was run.
public struct Attempt: Sendable {
    /// Seconds, with set-up and teardown.
    public var duration: Double
    /// Empty when it passed.
    public var failures: [Failure]
    /// In the order in which they began. Kept for failures, and for all when a report wants them.
    public var steps: [Step]
    /// Calls to the API in order. Kept as steps are.
    public var calls: [Call]
    /// What the scenario printed.
    public var output: String

    public init(
        duration: Double, failures: [Failure] = [], steps: [Step] = [], calls: [Call] = [], output: String = ""
    ) {
        self.duration = duration
        self.failures = failures
        self.steps = steps
        self.calls = calls
        self.output = output
    }
}

/// One thing that was wrong.
public struct Failure: Sendable {
    public enum Kind: String, Sendable {
        /// A check that did not hold.
        case check
        /// An error of the script, of a call or of the host.
        case error
        /// The scenario ran longer than it may.
        case timeout
        /// The scenario called `os.exit`.
        case exit
        /// The interpreter ended with the scenario.
        case crash
        /// Ctrl-C.
        case interrupted
    }

    /// What was running.
    public enum Phase: String, Sendable {
        case load, setup
        case beforeEach = "before_each"
        case body
        case afterEach = "after_each"
        case teardown, finally, fixture
    }

    public var kind: Kind
    public var phase: Phase
    /// What happened, with the values; may have several lines.
    public var message: String
    /// One thing to do.
    public var hint: String?
    /// What the author of the check says of it.
    public var note: String?
    /// File and line of the check, or of the error.
    public var location: SourceLocation?
    /// The text of that line.
    public var source: String?
    /// What the names in that line stood for.
    public var values: [(name: String, value: String)]
    /// Where two values differ, by path.
    public var differences: [Difference]
    /// The names of the steps around it, from the outside in.
    public var steps: [String]
    /// Whether the scenario went on after it.
    public var isSoft: Bool
    /// The last call made before, as a place in ``Attempt/calls``.
    public var call: Int?
    /// Why rules did not do what was expected, as text.
    public var explanation: String?
    /// `file:line in function`, from the inside out.
    public var traceback: [String]

    public init(
        kind: Kind, phase: Phase = .body, message: String, hint: String? = nil, note: String? = nil,
        location: SourceLocation? = nil, source: String? = nil, values: [(name: String, value: String)] = [],
        differences: [Difference] = [], steps: [String] = [], isSoft: Bool = false, call: Int? = nil,
        explanation: String? = nil, traceback: [String] = []
    ) {
        self.kind = kind
        self.phase = phase
        self.message = message
        self.hint = hint
        self.note = note
        self.location = location
        self.source = source
        self.values = values
        self.differences = differences
        self.steps = steps
        self.isSoft = isSoft
        self.call = call
        self.explanation = explanation
        self.traceback = traceback
    }
}

/// A line of a file.
public struct SourceLocation: Sendable, Hashable, CustomStringConvertible {
    public var file: String
    public var line: Int

    public init(file: String, line: Int) {
        self.file = file
        self.line = line
    }

    public var description: String { "\(file):\(line)" }
}

/// A place where a value is not what was expected.
public struct Difference: Sendable, Hashable {
    /// From the value on: `effects[2].props.value`; empty for the value itself.
    public var path: String
    /// As Lua writes it; nil for nothing.
    public var expected: String?
    public var actual: String?

    public init(path: String, expected: String?, actual: String?) {
        self.path = path
        self.expected = expected
        self.actual = actual
    }
}

/// A `step` of a scenario.
public struct Step: Sendable {
    public var name: String
    public var line: Int
    /// How many steps are around it.
    public var depth: Int
    /// Seconds from the beginning of the attempt.
    public var start: Double
    /// Seconds.
    public var duration: Double
    public var hasFailed: Bool

    public init(name: String, line: Int, depth: Int, start: Double, duration: Double, hasFailed: Bool) {
        self.name = name
        self.line = line
        self.depth = depth
        self.start = start
        self.duration = duration
        self.hasFailed = hasFailed
    }
}

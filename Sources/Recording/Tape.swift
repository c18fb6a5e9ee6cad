// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import IntegrationAPI

/// What a run records onto, or plays from.
public enum Tape: Sendable {
    case record(Recorder)
    case replay(Player)

    /// What is to be said when something has ended.
    public struct Ending: Sendable {
        /// One sentence each.
        public var warnings: [String] = []
        /// Why it must not count as good.
        public var problem: PerchError?

        public init(warnings: [String] = [], problem: PerchError? = nil) {
            self.warnings = warnings
            self.problem = problem
        }
    }

    /// Calls belong to this case, file, fixture or script from now on.
    public func begin(_ id: String) {
        switch self {
        case .record(let recorder): recorder.begin(id)
        case .replay(let player): player.begin(id)
        }
    }

    /// Ends what was begun last; calls belong to what is around it again.
    /// - Parameter isComplete: Whether it came to its end. What was cut short is not written, and warns of nothing.
    @discardableResult
    public func end(isComplete: Bool = true) -> Ending {
        switch self {
        case .record(let recorder): recorder.end(isComplete: isComplete)
        case .replay(let player): player.end(isComplete: isComplete)
        }
    }

    /// Lets calls belong to what is around the innermost, as those of a set-up that several cases share, until it is set back.
    public func stepAside(_ isAside: Bool) {
        switch self {
        case .record(let recorder): recorder.scopes.stepAside(isAside)
        case .replay(let player): player.scopes.stepAside(isAside)
        }
    }

    public var isReplay: Bool {
        if case .replay = self { true } else { false }
    }

    /// The transport for clients. A replay asks for no other.
    public func transport(over base: @autoclosure () throws -> any Transport) rethrows -> any Transport {
        switch self {
        case .record(let recorder): recorder.transport(over: try base())
        case .replay(let player): ReplayTransport(player)
        }
    }
}

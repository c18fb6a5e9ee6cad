// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import IntegrationAPI
internal import Locking
public import RuleEngine

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// The time of a sandbox: real time until it is set; then it stands still and moves only when told.
public final class SandboxClock: Sendable {
    /// What of it a snapshot keeps.
    enum State: Sendable {
        case running(ahead: Int64)
        case standing(Moment)
    }

    private let guarded: Guarded<State>

    init(_ state: State = .running(ahead: 0)) {
        guarded = Guarded(state)
    }

    var state: State {
        get { guarded.withLock { $0 } }
        set { guarded.withLock { $0 = newValue } }
    }

    /// The present moment, in UTC.
    public var now: Moment {
        guarded.withLock { state in
            switch state {
            case .running(let ahead): Self.realTime.adding(microseconds: ahead)
            case .standing(let moment): moment
            }
        }
    }

    /// Stops the clock at a moment.
    public func set(_ moment: Moment) {
        state = .standing(moment.at(offset: 0))
    }

    /// Stops the clock at a moment in RFC 3339, as in `2026-11-27T09:00:00Z`.
    /// - Throws: `PerchError(.invalidArgument)` for text that is no time.
    public func set(_ text: String) throws {
        guard let moment = Moment(text: text) else {
            throw PerchError(
                .invalidArgument, "`\(text)` is not a point in time",
                hint: "write it as RFC 3339, as in `2026-11-27T09:00:00Z`")
        }
        set(moment)
    }

    /// Moves the time; a running clock goes on running from there. A negative duration moves it back.
    public func advance(by duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        guarded.withLock { state in
            switch state {
            case .running(let ahead): state = .running(ahead: ahead + microseconds)
            case .standing(let moment): state = .standing(moment.adding(microseconds: microseconds))
            }
        }
    }

    /// Back to real time.
    public func run() {
        state = .running(ahead: 0)
    }

    private static var realTime: Moment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Moment(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }
}

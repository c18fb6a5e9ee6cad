// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// What a session update does to the state, decided before anything else.
enum Transition {
    /// The session is or stays open: rules are evaluated, nothing is committed.
    case calculate(event: String)
    /// Rules are evaluated, and what they give is committed.
    case close
    /// An open session ends: there is nothing to take back.
    case abandon
    /// A closed or partially returned session is taken back.
    case revoke

    /// The transition of an update; nil when there is none.
    init?(from stored: SessionRecord.State?, to wanted: SessionRecord.State?) {
        switch (stored, wanted ?? stored ?? .open) {
        case (nil, .open): self = .calculate(event: "talon_session_created")
        case (.open, .open): self = .calculate(event: "talon_session_updated")
        case (nil, .closed), (.open, .closed): self = .close
        case (.open, .cancelled): self = .abandon
        case (.closed, .cancelled), (.partiallyReturned, .cancelled): self = .revoke
        default: return nil
        }
    }

    /// Whether what rules give becomes final.
    var isFinal: Bool { if case .close = self { true } else { false } }

    /// The built-in event that tells of it.
    var event: String {
        switch self {
        case .calculate(let event): event
        case .close: "talon_session_closed"
        case .abandon: "talon_session_cancelled"
        case .revoke: "talon_session_revoked"
        }
    }
}

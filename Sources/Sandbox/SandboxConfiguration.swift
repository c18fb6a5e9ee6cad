// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// How an embedded sandbox is set up at its start.
public struct SandboxConfiguration: Sendable {
    /// Where the data stands: in memory, gone with the sandbox, unless a file is named.
    public var storage: Storage = .memory
    /// Members of the Application object that differ from the defaults, as in `{"timezone": "Europe/Berlin"}`; see
    /// `ApplicationSettings` for those that count. A stored Application keeps its own.
    public var application: JSONObject = [:]
    /// Whether each request is checked against the catalogue. Off when the caller has checked it already.
    public var checksRequests = true
    /// How many of the most recent exchanges `Sandbox.calls()` remembers; 0 remembers none.
    public var rememberedCalls = 1_000
    /// The key with which the Management API may be called, and the password of its logins. In process nobody is asked
    /// for it; nil asks nobody at all.
    public var managementKey: String?
    /// When the clock stands still at the start, in RFC 3339; real time when nil.
    public var time: String?
    /// Told of what evaluations exercise of the rules, here and in every copy of a snapshot; evaluations then take much
    /// longer.
    public var ruleObserver: RuleObserver?

    public enum Storage: Sendable, Hashable {
        case memory
        /// The path of a SQLite database, made when it does not exist.
        case file(String)
        /// In memory, beginning with what the database of this path has; the file stays as it is.
        case copy(of: String)
    }

    public init(storage: Storage = .memory) {
        self.storage = storage
    }
}

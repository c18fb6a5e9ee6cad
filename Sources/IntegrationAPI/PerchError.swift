// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// An error as people see it: what happened with their own value, where, and one thing to do.
public struct PerchError: Error, Sendable {
    public var code: Code
    /// One sentence without a full stop.
    public var message: String
    /// One thing to do.
    public var hint: String?
    /// `file:line`, or whatever the reader can open.
    public var location: String?
    /// The operation id, when a call failed.
    public var operation: String?
    /// The HTTP status, when the service answered.
    public var status: Int?
    /// The service's own list of errors, or one entry for each problem with the arguments.
    public var errors: [JSONValue]
    /// Whether the service surely saw nothing of the call, so that making it again cannot count twice. Set by transports.
    public var neverArrived = false

    public init(
        _ code: Code, _ message: String, hint: String? = nil, location: String? = nil, operation: String? = nil,
        status: Int? = nil, errors: [JSONValue] = []
    ) {
        self.code = code
        self.message = message
        self.hint = hint
        self.location = location
        self.operation = operation
        self.status = status
        self.errors = errors
    }

    /// What kind of error it is. The spelling is stable; more may come.
    public struct Code: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public var description: String { rawValue }

        /// An argument of a call is wrong, found before anything was sent.
        public static let invalidArgument = Code(rawValue: "invalid_argument")
        /// An operation, a function or a name that does not exist.
        public static let unknownName = Code(rawValue: "unknown_name")
        /// The service answered with a status of 400 or above.
        public static let api = Code(rawValue: "api")
        /// No connection, or it was cut.
        public static let connection = Code(rawValue: "connection")
        /// No answer in time.
        public static let timeout = Code(rawValue: "timeout")
        /// The other side could not prove who it is.
        public static let tls = Code(rawValue: "tls")
        /// An answer that cannot be read.
        public static let badAnswer = Code(rawValue: "bad_answer")
        /// A replayed recording has no answer to the call.
        public static let replayMiss = Code(rawValue: "replay_miss")
        /// A setting, a file or a key that is missing or wrong.
        public static let configuration = Code(rawValue: "configuration")
        /// The database of the embedded sandbox cannot be read or written.
        public static let storage = Code(rawValue: "storage")
        /// A protected environment, and no consent.
        public static let protected = Code(rawValue: "protected")
        /// Not allowed to scripts.
        public static let permission = Code(rawValue: "permission")
        /// The embedded sandbox does not know how to do this.
        public static let unsupported = Code(rawValue: "unsupported")
        /// A script that is not Lua.
        public static let syntax = Code(rawValue: "syntax")
        /// An error that the script itself raised.
        public static let script = Code(rawValue: "script")
        /// A limit of time or memory was hit.
        public static let limit = Code(rawValue: "limit")
        /// Interrupted by the user.
        public static let interrupted = Code(rawValue: "interrupted")
    }
}

extension PerchError: CustomStringConvertible {
    /// The error in up to three lines.
    public var description: String {
        var lines = ["error: \(message)"]
        if let location { lines.append("  at \(location)") }
        if let hint { lines.append("  hint: \(hint)") }
        return lines.joined(separator: "\n")
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension PerchError.Code {
    /// All codes, in the order in which the documentation lists them.
    public static let all: [PerchError.Code] = [
        .invalidArgument, .unknownName, .api, .connection, .timeout, .tls, .badAnswer, .replayMiss, .configuration,
        .storage, .protected, .permission, .unsupported, .syntax, .script, .limit, .interrupted,
    ]

    /// When it happens, for people; empty for a code that is none of ``all``.
    public var meaning: String {
        switch self {
        case .invalidArgument: "An argument of a call is wrong; found before anything was sent."
        case .unknownName: "There is no operation, function or name like that."
        case .api: "The service answered with a status of 400 or above."
        case .connection: "There is no connection, or it was cut."
        case .timeout: "No answer came in time."
        case .tls: "The other side could not prove who it is."
        case .badAnswer: "The answer cannot be read."
        case .replayMiss: "A replayed recording has no answer to the call."
        case .configuration: "A setting, a file or a key is missing or wrong."
        case .storage: "The database of the embedded sandbox cannot be read or written."
        case .protected: "The environment is protected, and consent was not given."
        case .permission: "Scripts may not do this unless they are allowed to."
        case .unsupported: "The embedded sandbox does not know how to do this."
        case .syntax: "The script is not Lua."
        case .script: "The script itself raised an error."
        case .limit: "A limit of time or memory was hit."
        case .interrupted: "Somebody interrupted it."
        default: ""
        }
    }
}

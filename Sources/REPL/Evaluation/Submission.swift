// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// What became of an entry.
public enum Submission: Sendable, Equatable {
    /// It was done, and its result was shown.
    case done
    /// It failed, and the error was shown; piped input ends with this code when no later entry mends it.
    case failed(Int32)
    /// It was ended by Ctrl-C; the session goes on.
    case interrupted
    /// `:quit` or `os.exit(code)`.
    case quit(Int32)
}

/// What the prompt tells.
public struct PromptState: Sendable, Equatable {
    public var environment: String
    /// Shown in red; writes ask first.
    public var isProtected: Bool
    /// Whether calls change nothing (`:dry`).
    public var isDry: Bool

    public init(environment: String, isProtected: Bool = false, isDry: Bool = false) {
        self.environment = environment
        self.isProtected = isProtected
        self.isDry = isDry
    }
}

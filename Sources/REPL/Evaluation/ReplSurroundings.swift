// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import IntegrationAPI
public import LuaBindings

/// What a session asks of the program around it. The session itself prints nothing and opens no file.
public struct ReplSurroundings: Sendable {
    /// Writes a result; it ends with a line break.
    public var write: @Sendable (String) -> Void = { _ in }
    /// Writes a word beside the results, such as what a command has done; it ends with a line break.
    public var note: @Sendable (String) -> Void = { _ in }
    /// Shows an error.
    public var report: @Sendable (PerchError) -> Void = { _ in }
    /// What a program that ends with this error exits with.
    public var exitCode: @Sendable (PerchError) -> Int32 = { _ in 3 }
    /// Columns of the terminal, asked for at each result.
    public var width: @Sendable () -> Int = { 80 }
    public var hasColours = false
    /// Whether a person watches: long values are then shortened, and times say how far away they are.
    public var isInteractive = false
    /// The names of all environments.
    public var environments: [String] = []
    /// An environment by its name.
    public var environment: @Sendable (String) throws -> ScriptEnvironment = { name in
        throw PerchError(.configuration, "there is no environment `\(name)`", hint: "name it in perch.toml")
    }
    /// Lets the user edit a text, and gives what came of it; nil when nothing did.
    public var edit: @Sendable (String) throws -> String? = { _ in
        throw PerchError(
            .unsupported, "there is no terminal to open an editor in", hint: "write the entry to a file and `:load` it")
    }
    /// Shows a long text, a screen at a time where it can.
    public var page: @Sendable (String) -> Void = { _ in }
    /// The bytes of a file.
    public var readFile: @Sendable (String) throws -> [UInt8] = { path in
        throw PerchError(.permission, "cannot read \(path)", hint: "check the path")
    }
    /// Writes a file, over one that is there.
    public var writeFile: @Sendable (String, [UInt8]) throws -> Void = { path, _ in
        throw PerchError(.permission, "cannot write \(path)", hint: "check the path")
    }

    public init() {}
}

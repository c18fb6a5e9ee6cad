// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI
import IntegrationClient
import LuaRuntime

/// A script to run, with what it may do.
public struct Script: Sendable {
    /// The text; a first line that begins with `#!` is passed over.
    public var source: [UInt8]
    /// What errors call it: the path of its file.
    public var name: String
    /// What `arg[1]` and following are, and `...`.
    public var arguments: [String]
    public var environment: ScriptEnvironment
    /// Limits, permissions, module folders and streams.
    public var lua: LuaConfiguration
    /// The secrets that nothing may show.
    public var redaction: Redaction
    /// For `perch.version`.
    public var version: String
    /// Whether `perch.log` writes errors only.
    public var isQuiet = false
    /// Where `perch.progress` shows something, unless the script is quiet.
    public var progress = ScriptProgress.nowhere
    /// Of `math.random`; nil for one of chance.
    public var seed: UInt64?
    /// What the layers above add to every state.
    public var extensions: [ScriptExtension] = []

    public init(
        source: [UInt8], name: String, arguments: [String] = [], environment: ScriptEnvironment,
        lua: LuaConfiguration = LuaConfiguration(), redaction: Redaction = Redaction(), version: String = "development"
    ) {
        self.source = source
        self.name = name
        self.arguments = arguments
        self.environment = environment
        self.lua = lua
        self.redaction = redaction
        self.version = version
    }

    /// Writes a line of `perch.log`.
    func log(_ line: String) {
        var line = line
        line.withUTF8 { text in
            if let output = lua.output {
                output(.error, UnsafeRawBufferPointer(text))
            } else {
                _ = write(2, text.baseAddress, text.count)
            }
        }
    }

    /// How a script ended.
    public enum Outcome: Sendable {
        case finished
        /// `os.exit(code)`.
        case exited(Int32)
        case failed(PerchError, traceback: [LuaFrame])
    }

    /// Runs the script on a thread of its own and waits for it, blocking the calling thread: for the main thread of a
    /// command. In Swift's own tasks use `run(onStart:)`.
    ///
    /// - Parameter onStart: gets the way to interrupt the script, before it begins.
    public func runBlocking(onStart: @escaping @Sendable (LuaInterrupter) -> Void = { _ in }) -> Outcome {
        ScriptThread.runBlocking { outcome(onStart) }
    }

    /// Runs the script on a thread of its own and waits for it without blocking a thread.
    public func run(onStart: @escaping @Sendable (LuaInterrupter) -> Void = { _ in }) async -> Outcome {
        await ScriptThread.run { outcome(onStart) }
    }

    private func outcome(_ onStart: (LuaInterrupter) -> Void) -> Outcome {
        do {
            let session = try ScriptSession(self)
            let state = session.state
            if let seed {
                try state.run(
                    "math.randomseed(...)", arguments: LuaValues(.integer(Int64(truncatingIfNeeded: seed))))
            }
            let chunk = try state.load(source, name: name)
            onStart(state.interrupter)
            try state.call(chunk, LuaValues(arguments.map { .string(LuaString($0)) }))
            return .finished
        } catch {
            if case .exit(let code) = error.kind { return .exited(code) }
            return .failed(redaction.redact(PerchError(error)), traceback: error.traceback)
        }
    }
}

extension PerchError {
    /// What ended a script, as people see it. What a host function threw is still the very same error.
    public init(_ error: LuaError) {
        switch error.cause {
        case let cause as PerchError:
            self = cause
            if let hint = error.value.flatMap(Self.hint) { self.hint = hint }
        case let cause as PermissionError:
            self.init(.permission, cause.description, hint: cause.hint)
        case let cause as ConversionError:
            self.init(
                .invalidArgument, cause.description,
                hint: "only data can be sent: text, numbers, booleans and tables of them")
        case let cause?:
            self.init(
                .script, error.message.isEmpty ? "\(cause)" : error.message, hint: "read on at that line of the script")
        case nil:
            self.init(error.kind, error.message)
        }
        if location == nil { location = error.location?.description }
    }

    private init(_ kind: LuaError.Kind, _ message: String) {
        switch kind {
        case .syntax(let isIncomplete):
            self.init(
                .syntax, message,
                hint: isIncomplete
                    ? "the script ends too early: an `end`, a bracket or a quote is missing" : "correct that line")
        case .memory:
            self.init(
                .limit, "the script used more memory than it may",
                hint: "allow more with --memory MIB, or keep less at once")
        case .timeLimit:
            self.init(
                .limit, "the script ran longer than it may",
                hint: "allow more with --timeout SECONDS, or look for an endless loop")
        case .interrupted:
            self.init(.interrupted, "interrupted", hint: "what was answered so far has happened")
        case .conversion:
            self.init(.invalidArgument, message, hint: "only data can be given back")
        case .runtime, .host, .exit:
            // What Lua lists below its message, such as the places where it looked for a module, tells what to do.
            let lines = message.split(separator: "\n").map { $0.drop { $0 == "\t" || $0 == " " } }
            let details = lines.dropFirst().joined(separator: ", ")
            self.init(
                .script, String(lines.first ?? "an error without a message"),
                hint: details.isEmpty ? Self.tracebackHint : details)
        }
    }

    /// The hint of an error that says nothing more: where to look next.
    public static let tracebackHint = "`--traceback` shows how the script came there"

    /// The hint of an error table that a script raised.
    private static func hint(_ value: ValueTape) -> String? {
        value.withCursor { $0.nextValue() }["hint"].string
    }
}

extension PerchError: LuaErrorConvertible {
    /// The error as scripts see it: `code`, `message`, and what else there is.
    public func errorFields() -> ValueTape {
        var fields: [(String, JSONValue)] = [("code", .string(code.rawValue)), ("message", .string(message))]
        if let hint { fields.append(("hint", .string(hint))) }
        if let status { fields.append(("status", .integer(Int64(status)))) }
        if let operation { fields.append(("operation", .string(operation))) }
        fields.append(("errors", .array(errors)))
        return ValueTape(.object(JSONObject(uniqueKeysWithValues: fields)))
    }
}

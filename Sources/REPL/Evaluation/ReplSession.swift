// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI
import LineEditing
public import LuaBindings
public import LuaRuntime
import RuleEngine
import Sandbox

/// What stands behind the prompt: a Lua state that lives on from entry to entry.
///
/// An entry is Lua, a `:command`, or `?name`. An expression shows its value; `;` at its end keeps it quiet. `_` is the
/// value, `_2` the second one where there are several. A `local` at the top level lives on as a global: see
/// `TopLevelLocals`. An error, an interrupt or a limit ends the entry and not the session.
///
/// It belongs to the thread of its state, one of `ScriptThread`; only the ``interrupter`` works from elsewhere.
public final class ReplSession {
    static let help = HelpTopics(commands: ReplCommand.shapes)

    public let surroundings: ReplSurroundings
    /// For each state: the one at the beginning, and those after `:reset`.
    private let script: Script
    let connections: ReplConnections
    private(set) var lua: ScriptSession
    private var functions: [String: LuaReference] = [:]
    /// As the command line named it, for `:reset`.
    private var initialization: (source: [UInt8], name: String)?

    var record = SessionRecord()
    /// The values of the last expression.
    var lastResults: [LuaReference] = []
    /// How the last error came about.
    var lastTraceback: [LuaFrame] = []
    /// The bytes of modules when they were required.
    var modules: [String: (path: String, bytes: [UInt8])] = [:]

    var state: LuaState { lua.state }

    /// - Parameters:
    ///   - script: the environment, limits, permissions, module folders and streams; its source is not run.
    ///   - surroundings: where results go, and what else the session needs.
    /// - Throws: `PerchError(.limit)` when the memory limit does not even hold the libraries.
    public init(_ script: Script, surroundings: ReplSurroundings) throws {
        let connections = ReplConnections(script.environment, note: surroundings.note)
        var script = script
        script.environment = connections.scriptEnvironment
        script.extensions.append(
            ReplExtension(
                help: { Self.help.text(for: $0) }, surroundings: surroundings,
                campaign: { connections.campaignName($0) }
            ).scriptExtension)
        self.script = script
        self.surroundings = surroundings
        self.connections = connections
        do throws(LuaError) {
            lua = try ScriptSession(script)
            try begin()
        } catch {
            throw PerchError(error)
        }
    }

    /// What the prompt tells.
    public var prompt: PromptState {
        let environment = connections.scriptEnvironment
        return PromptState(
            environment: environment.name, isProtected: environment.isProtected, isDry: connections.isDry)
    }

    /// Ends the entry that runs, from any thread. `:reset` makes a new state, so ask for it before each entry.
    public var interrupter: LuaInterrupter { state.interrupter }

    /// Takes the functions of `repl.lua` out of the globals.
    private func begin() throws(LuaError) {
        functions = [:]
        for name in [
            "pictures", "more", "limit", "keep", "same", "place", "fields", "begin", "variables", "modules", "reload",
        ] {
            functions[name] = try state.reference("perch_repl.\(name)")
        }
        try state.set("perch_repl", to: .nil)
        if !surroundings.isInteractive {
            _ = try call("limit", LuaValues(.integer(30), .integer(100_000), .integer(1_000_000)))
        }
        _ = try call("begin")
    }

    /// A fresh state, and a sandbox as the environment has it at its beginning.
    func reset() throws {
        lua.connection.reset()
        try connections.beginAnew()
        lua = try ScriptSession(script)
        try lua.move(to: connections.scriptEnvironment)
        try begin()
        record.removeAll()
        lastResults = []
        lastTraceback = []
        modules = [:]
        if let initialization { runInitFile(initialization.source, name: initialization.name) }
    }

    /// Goes on in another environment; variables stay.
    func move(to environment: ScriptEnvironment) throws {
        try connections.move(to: environment)
        try lua.move(to: connections.scriptEnvironment)
    }

    /// Calls made from now on see that something about the connection has changed.
    func reconnect() { lua.connection.reset() }

    // MARK: - Entries

    /// Does what an entry says, and shows what came of it.
    public func submit(_ entry: String) -> Submission {
        let entry = String(entry.drop { $0.isNewline || $0 == " " || $0 == "\t" })
        do {
            switch EntryKind(entry) {
            case .command: return try ReplCommand.submit(entry, to: self)
            case .question:
                surroundings.page(ended(try answer(to: entry)))
                return .done
            case .lua: return try evaluate(entry)
            }
        } catch {
            return failed(error, in: entry)
        }
    }

    /// Runs the file of a user's own beginnings. An error in it is shown, and the session goes on.
    ///
    /// - Parameter name: the path of the file, for errors.
    public func runInitFile(_ source: [UInt8], name: String) {
        initialization = (source, name)
        do {
            try state.call(try state.load(source, name: name))
        } catch {
            _ = failed(error, in: name)
        }
        _ = try? call("begin")
    }

    /// Whether Return ends an entry: false for Lua that would be the beginning of something.
    public func isComplete(_ entry: String) -> Bool {
        guard EntryKind(entry) == .lua || EntryKind.mayGoOn(entry) else { return true }
        let text = EntryKind.lua(in: entry)
        // An expression is no statement: it is unfinished when it would be so after `return`.
        let errors = ["", "return "].map { start in
            do throws(LuaError) {
                _ = try state.load(Self.code(start + text), name: "entry")
                return LuaError.Kind?.none
            } catch {
                return error.kind
            }
        }
        return errors.contains(nil) || !errors.contains(.syntax(isIncomplete: true))
    }

    /// A text that is not the first line of a file: a `#` at its beginning is no word for the shell.
    private static func code(_ text: String) -> String { text.first == "#" ? " " + text : text }

    /// What an entry gave.
    struct Evaluated {
        var isExpression: Bool
        var results: [LuaReference]
        /// Whether it ends with `;`.
        var isQuiet: Bool
    }

    /// Runs an entry, shows its values and keeps it.
    func evaluate(_ text: String, as name: String? = nil) throws -> Submission {
        let source = LuaSource(text)
        guard source.tokens.contains(where: { $0.kind != .comment }) else { return .done }
        let number = record.next()
        var entry = SessionRecord.Entry(number: number, text: text, isExpression: false, results: [], isKept: false)
        defer {
            record.add(entry)
            noteModules()
        }
        lastTraceback = []
        let evaluated = try run(source, name: name ?? "entry \(number)")
        entry.isExpression = evaluated.isExpression
        entry.results = evaluated.results.map(data)
        entry.isKept = !connections.isDry
        if !evaluated.results.isEmpty {
            lastResults = evaluated.results
            _ = try call("keep", values(evaluated.results))
            if !evaluated.isQuiet { try show(evaluated.results) }
        }
        return .done
    }

    private func run(_ source: LuaSource, name: String) throws(LuaError) -> Evaluated {
        let last = source.tokens.last { $0.kind != .comment }
        let isQuiet = last.map { source.is($0, ";") } ?? false
        // With a value before it the call is no tail call: errors then know the line that they come from.
        if let chunk = try? state.load("return nil, ".utf8 + source.bytes, name: name) {
            return Evaluated(
                isExpression: true, results: Array(try state.callKeepingResults(chunk).dropFirst()), isQuiet: isQuiet)
        }
        let text = Self.code(String(decoding: TopLevelLocals(source).asGlobals(), as: UTF8.self))
        let chunk = try state.load(text, name: name)
        return Evaluated(isExpression: false, results: try state.callKeepingResults(chunk), isQuiet: isQuiet)
    }

    /// Runs Lua of a command, and gives its values.
    func values(of text: String) throws -> [LuaReference] {
        try run(LuaSource(text), name: "entry \(record.count)").results
    }

    /// Runs the text of an entry without showing or keeping it. For the scenario that is made of a session.
    static func replay(_ entry: SessionRecord.Entry, in session: ReplSession) throws -> [JSONValue?] {
        let results = try session.run(LuaSource(entry.text), name: "entry \(entry.number)").results
        if !results.isEmpty { _ = try session.call("keep", session.values(results)) }
        return results.map(session.data)
    }

    /// Whether a text is Lua as it stands, and not only after `return`.
    func isStatement(_ text: String) -> Bool { (try? state.load(Self.code(text), name: "entry")) != nil }

    // MARK: - Questions

    /// What `?name` and `??name` show.
    func answer(to question: String) throws -> String {
        let name = question.drop { $0 == "?" || $0.isWhitespace }.filter { !$0.isWhitespace }
        if question.hasPrefix("??") {
            if let source = try source(of: name) { return source }
            if let declaration = Self.help.declaration(of: name) { return declaration }
        }
        return Self.help.text(for: name, known: fields(at: []).map(\.name))
    }

    /// The text of a function that was written here or in a file; nil when the name stands for no such function.
    private func source(of name: String) throws -> String? {
        let path = name.split(separator: ".").map { LuaValue.string(LuaString(String($0))) }
        guard case .array(let place)? = try call("place", LuaValues(path)).first, let chunk = place[0].string,
            case .integer(let first) = place[1], case .integer(let last) = place[2]
        else { return nil }
        let number = chunk.hasPrefix("entry ") ? Int(chunk.dropFirst("entry ".count)) : nil
        let text =
            try number.flatMap { record.entry($0)?.text }
            ?? String(decoding: surroundings.readFile(chunk), as: UTF8.self)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard first >= 1, last <= lines.count, first <= last else { return nil }
        return "-- \(chunk):\(first)\n" + lines[Int(first) - 1...Int(last) - 1].joined(separator: "\n") + "\n"
    }

    // MARK: - Values

    /// Calls a function of `repl.lua`.
    func call(_ name: String, _ arguments: LuaValues = .none) throws(LuaError) -> [LuaValue] {
        guard let function = functions[name] else { return [] }
        return try state.call(function, arguments).list
    }

    private func values(_ references: [LuaReference]) -> LuaValues {
        var tape = ValueTape()
        for reference in references { tape.append(reference: reference) }
        return LuaValues(tape, count: references.count)
    }

    /// A value as JSON; nil for what is no data.
    func data(_ reference: LuaReference) -> JSONValue? {
        guard let function = functions["same"] else { return nil }
        return try? state.call(function, values([reference])).tape.json(called: "value")
    }

    func pictures(_ references: [LuaReference]) throws(LuaError) -> [Picture] {
        guard case .array(let pictures)? = try call("pictures", values(references)).first else { return [] }
        return pictures.map { Picture($0) }
    }

    // MARK: - Showing

    var layout: ValueLayout.Options {
        let connections = connections
        return ValueLayout.Options(
            width: surroundings.width(), paint: paint, now: surroundings.isInteractive ? now : nil,
            campaign: { connections.campaignName($0) }, more: surroundings.isInteractive ? ":more" : nil)
    }

    var paint: Paint { Paint(isOn: surroundings.hasColours) }

    private var now: Moment {
        connections.sandbox?.clock.now ?? Moment(microseconds: Int64(Date().timeIntervalSince1970 * 1e6))
    }

    func show(_ references: [LuaReference]) throws(LuaError) {
        for picture in try pictures(references) {
            surroundings.write(script.redaction.redact(ValueLayout.text(picture, layout)) + "\n")
        }
    }

    func ended(_ text: String) -> String { text.hasSuffix("\n") ? text : text + "\n" }

    // MARK: - Errors

    /// Shows why an entry failed. What has no line of its own is where the entry was typed.
    private func failed(_ error: any Error, in entry: String) -> Submission {
        var shown: PerchError
        switch error {
        case let error as LuaError:
            if case .exit(let code) = error.kind { return .quit(code) }
            lastTraceback = error.traceback
            if error.kind == .interrupted {
                surroundings.note("interrupted\n")
                return .interrupted
            }
            shown = PerchError(error)
            if shown.hint == PerchError.tracebackHint {
                shown.hint = lastTraceback.count > 1 ? "`:traceback` shows how it came there" : nil
            }
        case let error as PerchError: shown = error
        default: shown = PerchError(.script, "\(error)")
        }
        let line = entry.prefix { !$0.isNewline }
        if shown.location == nil { shown.location = DisplayWidth.clipped(String(line), to: 60) }
        shown = script.redaction.redact(shown)
        surroundings.report(shown)
        return .failed(surroundings.exitCode(shown))
    }
}

extension ReplSession {
    /// A session of its own, as this one was at its beginning, that shows nothing. Nil for an account.
    func again() throws -> ReplSession? {
        guard let connection = try connections.fresh() else { return nil }
        var script = script
        script.extensions.removeLast()
        script.environment = ScriptEnvironment(
            name: connections.environment.name, isEmbedded: true, connect: { connection })
        script.lua.output = { _, _ in }
        script.isQuiet = true
        return try ReplSession(script, surroundings: ReplSurroundings())
    }
}

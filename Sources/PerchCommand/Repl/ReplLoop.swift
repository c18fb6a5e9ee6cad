// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import IntegrationAPI
import LineEditing
import LuaBindings
import REPL

/// Reads entries, and has them done, until there are no more. It runs on the thread of the session's Lua state.
struct ReplLoop: Sendable {
    let script: Script
    let host: Host
    let interrupt: EntryInterrupt
    /// Nil when entries are piped in.
    let terminal: TerminalDevice?
    /// Whether the user's own file of beginnings is left alone.
    let isSafe: Bool
    let isQuiet: Bool

    /// - Returns: what the process exits with.
    func run() throws -> Int32 {
        let session = try ReplSession(script, surroundings: surroundings)
        try runInitFile(in: session)
        if let terminal { return converse(session, terminal) }
        return runInput(in: session)
    }

    private func submit(_ entry: String, to session: ReplSession) -> Submission {
        interrupt.during(session.interrupter) { session.submit(entry) }
    }

    // MARK: - At a terminal

    private func converse(_ session: ReplSession, _ terminal: TerminalDevice) -> Int32 {
        if !isQuiet { Terminal.complain(greeting) }
        var keeper = HistoryKeeper(EntryHistory(path: historyPath, redaction: script.redaction))
        keeper.attempt { try $0.load() }
        let assistant = ReplAssistant(
            names: session, isComplete: { session.isComplete($0) }, commands: ReplCommand.shapes,
            files: UserFiles.beginning(with:))
        let editor = TerminalEditor(
            terminal, assistant: assistant,
            indentation: Indentation(closers: ["end", "else", "elseif", "until", "}", ")", "})", "]", "},"]),
            isPlain: Terminal.isDumb, hasColours: Colors.isOn(STDOUT_FILENO))
        editor.editElsewhere = { text in
            do {
                return try UserEditor.edit(text)
            } catch {
                Terminal.report(error as? PerchError ?? PerchError(.configuration, "\(error)"))
                return nil
            }
        }
        while true {
            switch editor.read(prompt(session.prompt), history: keeper.history.entries) {
            case .end: return 0
            case .cancelled: continue
            case .text(let entry):
                guard !entry.allSatisfy(\.isWhitespace) else { continue }
                keeper.attempt { try $0.add(entry) }
                if case .quit(let code) = submit(entry, to: session) { return code }
            }
        }
    }

    private func prompt(_ state: PromptState) -> Prompt {
        let isDry = state.isDry || host.options.dryRun
        let style =
            state.isProtected && !isDry ? TextStyle(.red, isBold: true) : isDry ? TextStyle(.yellow) : TextStyle(.green)
        return Prompt("\(state.environment)\(isDry ? " (dry)" : "")> ", style: style)
    }

    private var greeting: String {
        """
        Perch \(Perch.version). `\(host.settings.name)` is \(host.isLive ? "an account" : "a sandbox on this computer, offline").
        Type talon. and press Tab; ?sessions.update explains a call, :help the rest.
        Ctrl-D ends.
        """
    }

    private var historyPath: String {
        if let path = host.configuration.path {
            return (path as NSString).deletingLastPathComponent + "/.perch/history"
        }
        return UserFolders.data + "/perch/history"
    }

    // MARK: - From a pipe

    private func runInput(in session: ReplSession) -> Int32 {
        var entries = EntryReader { session.isComplete($0) }
        var status: Int32 = 0
        /// Nil to go on.
        func run(_ entry: String?) -> Int32? {
            guard let entry else { return nil }
            switch submit(entry, to: session) {
            case .done: return nil
            case .failed(let code):
                status = code
                return nil
            case .interrupted: return ExitCode.interrupted.rawValue
            case .quit(let code): return code == 0 ? status : code
            }
        }
        while let line = readLine(strippingNewline: true) {
            if let end = run(entries.add(line: line)) { return end }
        }
        return run(entries.finish()) ?? status
    }

    // MARK: - Beginnings

    private func runInitFile(in session: ReplSession) throws {
        let path = UserFolders.configuration + "/perch/init.lua"
        guard !isSafe, let text = FileManager.default.contents(atPath: path) else { return }
        interrupt.during(session.interrupter) { session.runInitFile(Array(text), name: path) }
    }

    private var surroundings: ReplSurroundings {
        var result = ReplSurroundings()
        result.write = { Terminal.write($0) }
        let isQuiet = isQuiet
        result.note = { if !isQuiet { Terminal.complain($0) } }
        result.report = { Terminal.report($0) }
        result.exitCode = { ExitCode($0.code).rawValue }
        result.width = { Terminal.width }
        result.hasColours = Colors.isOn(STDOUT_FILENO)
        result.isInteractive = terminal != nil
        result.environments = host.configuration.environments.keys.sorted()
        let host = host
        result.environment = { name in try host.on(host.configuration.environment(named: name)).scriptEnvironment }
        if terminal != nil {
            result.edit = { try UserEditor.edit($0) }
            result.page = { Pager.show($0) }
        } else {
            result.page = { Terminal.write($0) }
        }
        result.readFile = { try UserFiles.read($0) }
        result.writeFile = { try UserFiles.write($1, to: $0) }
        return result
    }
}

/// Tells once when the history cannot be kept.
private struct HistoryKeeper {
    let history: EntryHistory
    private var hasComplained = false

    init(_ history: EntryHistory) { self.history = history }

    mutating func attempt(_ body: (EntryHistory) throws -> Void) {
        do {
            try body(history)
        } catch {
            guard !hasComplained else { return }
            hasComplained = true
            let problem = error as? PerchError
            Terminal.complain("warning: \(problem?.message ?? "\(error)")" + (problem?.hint.map { "; \($0)" } ?? ""))
        }
    }
}

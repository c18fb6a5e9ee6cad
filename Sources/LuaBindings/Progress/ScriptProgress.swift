// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import Locking
import LuaRuntime

/// Where `perch.progress` shows how far a script is.
public enum ScriptProgress: Sendable, Hashable {
    case nowhere
    /// A line on the standard error now and then.
    case lines
    /// One line of a terminal with so many columns, written anew.
    case terminal(width: Int)
}

/// What `perch.progress` of one script counts and shows.
final class ProgressBoard: Sendable {
    private struct Work {
        var line: ProgressLine
        var start: ContinuousClock.Instant
        var shown = -1
        var isOver = false
    }

    private struct Board {
        var works: [Work] = []
        /// Whether the terminal's cursor stands behind a line of ours.
        var isLineOpen = false
    }

    private let board = Guarded(Board())
    private let style: ScriptProgress
    private let write: @Sendable (String) -> Void

    init(_ style: ScriptProgress, write: @escaping @Sendable (String) -> Void) {
        self.style = style
        self.write = write
    }

    /// An error after it begins in a line of its own.
    deinit {
        if board.withLock({ $0.isLineOpen }) { write("\n") }
    }

    /// What must be written before another line, so that it does not stand behind ours.
    func makeRoom() -> String {
        board.withLock { board in
            defer { board.isLineOpen = false }
            return board.isLineOpen ? "\r\u{1B}[K" : ""
        }
    }

    var functions: [HostFunction] {
        [
            HostFunction("begin_progress") { [self] call in
                let line = ProgressLine(label: call.string(at: 1), total: try Self.total(call))
                let id = board.withLock { board in
                    board.works.append(Work(line: line, start: .now))
                    return board.works.count - 1
                }
                var tape = ValueTape()
                tape.append(integer: Int64(id))
                tape.append(integer: Int64(first(line)))
                return .values(LuaValues(tape, count: 2))
            },
            HostFunction("show_progress") { [self] call in
                guard let id = call.integer(at: 0), let done = call.integer(at: 1) else { return .none }
                return .integer(Int64(show(Int(id), done: Int(done))))
            },
            HostFunction("end_progress") { [self] call in
                guard let id = call.integer(at: 0), let done = call.integer(at: 1) else { return .none }
                end(Int(id), done: Int(done))
                return .none
            },
        ]
    }

    private static func total(_ call: borrowing HostCall) throws -> Int? {
        if call.kind(at: 0) == .nil || call.kind(at: 0) == .none { return nil }
        guard let total = call.integer(at: 0), total >= 0, total < 1 << 53 else {
            throw PerchError(
                .invalidArgument, "perch.progress takes how many there are", hint: "write a number, or nil for unknown")
        }
        return Int(total)
    }

    private func first(_ line: ProgressLine) -> Int {
        switch style {
        case .nowhere: .max
        case .lines: line.nextMark(after: 0)
        case .terminal: 0
        }
    }

    /// Shows how far it is, and gives the count at which to come again.
    private func show(_ id: Int, done: Int) -> Int {
        board.withLock { board in
            guard board.works.indices.contains(id) else { return .max }
            let work = board.works[id]
            let seconds = Self.seconds(since: work.start)
            put(work.line.text(done: done, seconds: seconds), on: &board)
            board.works[id].shown = done
            return style == .lines
                ? work.line.nextMark(after: done) : ProgressLine.nextLook(after: done, seconds: seconds)
        }
    }

    private func end(_ id: Int, done: Int) {
        guard style != .nowhere else { return }
        board.withLock { board in
            guard board.works.indices.contains(id), !board.works[id].isOver else { return }
            let work = board.works[id]
            board.works[id].isOver = true
            if style == .lines, work.shown == done { return }
            put(work.line.text(done: done, seconds: Self.seconds(since: work.start), isOver: true), on: &board)
            if board.isLineOpen { write("\n") }
            board.isLineOpen = false
        }
    }

    private func put(_ text: String, on board: inout Board) {
        switch style {
        case .nowhere: return
        case .lines: write(text + "\n")
        case .terminal(let width):
            write("\r\u{1B}[K" + text.prefix(max(width - 1, 10)))
            board.isLineOpen = true
        }
    }

    private static func seconds(since start: ContinuousClock.Instant) -> Double {
        let duration = ContinuousClock.now - start
        return Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }
}

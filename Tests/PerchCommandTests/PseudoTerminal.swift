// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import Locking
import Testing

/// The built command in a pseudo-terminal, with keys as a person types them and the screen as a person sees it.
final class PseudoTerminal: Sendable {
    private let terminal: Descriptor
    private let process: pid_t
    private let seen = Guarded(Seen())

    /// Closed when neither the reader nor the test needs it any more.
    private final class Descriptor: Sendable {
        let number: Int32
        init(_ number: Int32) { self.number = number }
        deinit { close(number) }
    }

    private struct Seen: Sendable {
        var bytes: [UInt8] = []
        /// What was looked at by `wait`.
        var mark = 0
        var isOver = false
        var isFinished = false
        var waiting: [(id: Int, text: String, from: Int, resume: CheckedContinuation<Bool, Never>)] = []
        var nextID = 0
    }

    static let (tab, enter, escape) = ("\t", "\r", "\u{1B}")
    static let (up, down) = ("\u{1B}[A", "\u{1B}[B")
    static func control(_ letter: Character) -> String { String(Unicode.Scalar((letter.asciiValue ?? 64) & 31)) }
    static func paste(_ text: String) -> String {
        "\u{1B}[200~" + text.replacing("\n", with: "\r") + "\u{1B}[201~"
    }

    init(
        _ arguments: [String] = ["repl"], folder: String, environment: [String: String] = [:], width: UInt16 = 100,
        height: UInt16 = 30
    ) throws {
        var size = winsize(ws_row: height, ws_col: width, ws_xpixel: 0, ws_ypixel: 0)
        var primary: Int32 = 0
        var line: Int32 = 0
        try #require(openpty(&primary, &line, nil, nil, &size) == 0)
        _ = fcntl(primary, F_SETFD, FD_CLOEXEC)
        var name = [CChar](repeating: 0, count: 128)
        try #require(ttyname_r(line, &name, name.count) == 0)

        // A session of its own; the first terminal that it opens is then the one that Ctrl-C comes from.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        // A thread of a pool, which this may be, blocks signals that the command is to get.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Self.newSession | Int16(POSIX_SPAWN_SETSIGMASK))
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        for descriptor in 0...2 as ClosedRange<Int32> {
            posix_spawn_file_actions_addopen(&actions, descriptor, name, O_RDWR, 0)
        }
        posix_spawn_file_actions_addclose(&actions, primary)
        posix_spawn_file_actions_addclose(&actions, line)
        defer {
            posix_spawnattr_destroy(&attributes)
            posix_spawn_file_actions_destroy(&actions)
            close(line)
        }
        var variables = ProcessInfo.processInfo.environment.filter {
            !$0.key.hasPrefix("TALON") && !$0.key.hasPrefix("PERCH") && $0.key != "NO_COLOR"
        }
        variables.merge(["TERM": "xterm-256color", "HOME": folder, "XDG_CONFIG_HOME": "", "XDG_DATA_HOME": ""]) { $1 }
        variables.merge(environment) { $1 }
        let inFolder = ["sh", "-c", "cd \"$1\" && shift && exec \"$@\"", "sh", folder, PerchBinary.path]
        var words = (inFolder + arguments).map { strdup($0) } + [nil]
        var settings = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for word in words + settings { free(word) } }
        var process: pid_t = 0
        try #require(posix_spawn(&process, "/bin/sh", &actions, &attributes, &words, &settings) == 0)
        terminal = Descriptor(primary)
        self.process = process
        Thread.detachNewThread { [seen, terminal] in Self.read(terminal, seen) }
        // A command that hangs is ended, so that whoever waits for it goes on and tells what there was.
        DispatchQueue.global().asyncAfter(deadline: .now() + 300) { [weak self] in self?.send(SIGKILL) }
    }

    deinit { send(SIGKILL) }

    /// `POSIX_SPAWN_SETSID`, which Swift does not see.
    #if canImport(Glibc)
        private static let newSession: Int16 = 0x80
    #else
        private static let newSession: Int16 = 0x400
    #endif

    private static func read(_ terminal: Descriptor, _ seen: Guarded<Seen>) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Foundation.read(terminal.number, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            let ready = seen.withLock { seen in
                if count > 0 { seen.bytes += buffer[..<count] } else { seen.isOver = true }
                let text = seen.bytes
                let ready = seen.waiting.filter { seen.isOver || found($0.text, in: text, from: $0.from) != nil }
                seen.waiting.removeAll { waiter in ready.contains { $0.id == waiter.id } }
                return ready.map { ($0.resume, found($0.text, in: text, from: $0.from) != nil) }
            }
            for (resume, isThere) in ready { resume.resume(returning: isThere) }
            if count <= 0 { return }
        }
    }

    /// Types keys.
    func type(_ keys: String...) {
        let bytes = Array(keys.joined().utf8)
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { write(terminal.number, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            start += count
        }
    }

    func resize(width: UInt16, height: UInt16) {
        var size = winsize(ws_row: height, ws_col: width, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(terminal.number, UInt(TIOCSWINSZ), &size)
    }

    /// Waits until a text has been shown after what was waited for before; the test fails when the command ends without it.
    func see(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let from = seen.withLock { $0.mark }
        let isThere = await withCheckedContinuation { continuation in
            let known = seen.withLock { seen -> Bool? in
                if Self.found(text, in: seen.bytes, from: from) != nil { return true }
                if seen.isOver { return false }
                seen.nextID += 1
                seen.waiting.append((seen.nextID, text, from, continuation))
                return nil
            }
            if let known { continuation.resume(returning: known) }
        }
        if !isThere {
            Issue.record("`\(text)` was not shown; there was:\n\(shown)", sourceLocation: sourceLocation)
            throw CancellationError()
        }
        seen.withLock { $0.mark = Self.found(text, in: $0.bytes, from: from) ?? $0.mark }
    }

    /// Everything that was written, without escape sequences.
    var shown: String { seen.withLock { Self.plain($0.bytes[...]).map(\.byte).text } }

    /// Everything that was written.
    var bytes: [UInt8] { seen.withLock { $0.bytes } }

    /// Waits for the end of the command.
    func finish() async -> Int32 {
        let (process, seen) = (process, seen)
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var status: Int32 = 0
                while waitpid(process, &status, 0) < 0, errno == EINTR {}
                seen.withLock { $0.isFinished = true }
                continuation.resume(returning: status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + status & 0x7F)
            }
        }
    }

    /// Sends a signal to the command.
    func send(_ signal: Int32) {
        // The number may be another process's once this one has been waited for.
        seen.withLock { if !$0.isFinished { kill(process, signal) } }
    }

    /// Whether the terminal is as it was: it shows what is typed, line by line.
    var isOrdinary: Bool {
        var now = termios()
        tcgetattr(terminal.number, &now)
        return now.c_lflag & tcflag_t(ICANON | ECHO | ISIG) == tcflag_t(ICANON | ECHO | ISIG)
    }

    /// Where a text ends in what was written from a place on, as a place in the bytes; escape sequences do not count.
    private static func found(_ text: String, in bytes: [UInt8], from place: Int) -> Int? {
        let letters = plain(bytes[place...])
        let wanted = Array(text.utf8)
        guard letters.count >= wanted.count, let first = wanted.first else { return nil }
        for start in 0...(letters.count - wanted.count) where letters[start].byte == first {
            let end = start + wanted.count
            if letters[start..<end].lazy.map(\.byte).elementsEqual(wanted) { return letters[end - 1].place + 1 }
        }
        return nil
    }

    private static func plain(_ bytes: ArraySlice<UInt8>) -> [(byte: UInt8, place: Int)] {
        var result: [(UInt8, Int)] = []
        result.reserveCapacity(bytes.count)
        var place = bytes.startIndex
        while place < bytes.endIndex {
            if bytes[place] == 0x1B, place + 1 < bytes.endIndex, bytes[place + 1] == UInt8(ascii: "[") {
                place += 2
                while place < bytes.endIndex, !(0x40...0x7E).contains(bytes[place]) { place += 1 }
            } else if bytes[place] != 13, bytes[place] != 7 {
                result.append((bytes[place], place))
            }
            place += 1
        }
        return result
    }
}

extension [UInt8] {
    fileprivate var text: String { String(decoding: self, as: UTF8.self) }
}

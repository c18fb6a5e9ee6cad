// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import IntegrationAPI

/// Another program that has the terminal for a while.
///
/// Not `Process`, which puts programs into a group of their own, where they may not read from the terminal.
enum ForegroundProgram {
    /// Runs a command line of the shell and waits for it.
    ///
    /// - Parameters:
    ///   - arguments: `$1` and following.
    ///   - input: A file that becomes its standard input. Default: the terminal.
    /// - Returns: what it exited with; nil when it could not be started.
    static func run(_ commandLine: String, _ arguments: [String] = [], input: String? = nil) -> Int32? {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Ctrl-C, which this process looks after itself, is for the program now.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGQUIT, SIGTSTP] { sigaddset(&signals, number) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input { posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY, 0) }

        var words = (["sh", "-c", commandLine, "sh"] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        guard posix_spawn(&process, "/bin/sh", &actions, &attributes, &words, environ) == 0 else { return nil }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { return nil }
        }
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + status & 0x7F
    }

    /// A file that only the user can read, for the time of a call.
    static func withFile<Value>(_ text: String, suffix: String, _ body: (String) throws -> Value) throws -> Value {
        var path = Array((NSTemporaryDirectory() + "/perch-XXXXXX\(suffix)").utf8CString)
        let descriptor = mkstemps(&path, Int32(suffix.utf8.count))
        let name = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard descriptor >= 0 else {
            throw PerchError(
                .configuration, "cannot write a file to \(NSTemporaryDirectory())",
                hint: "name another folder in TMPDIR")
        }
        defer { unlink(name) }
        Terminal.put(text, on: descriptor)
        close(descriptor)
        return try body(name)
    }
}

/// The editor that the user likes.
enum UserEditor {
    /// Opens a text in it, and gives what became of it; nil when it ended with an error, which means that nothing is to change.
    static func edit(_ text: String) throws -> String? {
        let environment = ProcessInfo.processInfo.environment
        let command = ["VISUAL", "EDITOR"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? "vi"
        return try ForegroundProgram.withFile(text.isEmpty ? "" : text + "\n", suffix: ".lua") { path in
            let status = ForegroundProgram.run(command + " \"$1\"", [path])
            guard status != 127, status != 126, status != nil else {
                throw PerchError(
                    .configuration, "the editor `\(command)` cannot be started",
                    hint: "name another one in the variable EDITOR")
            }
            guard status == 0 else { return nil }
            var edited = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
            while edited.hasSuffix("\n") { edited.removeLast() }
            return edited
        }
    }
}

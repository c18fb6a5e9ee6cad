// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation

/// Shows what may be longer than the terminal, with the pager that the user has chosen.
enum Pager {
    /// Writes a text, through `$PAGER` (default: `less`) when a person reads it at a terminal.
    static func show(_ text: String, isWanted: Bool = true) {
        guard isWanted, isatty(STDOUT_FILENO) == 1, isatty(STDIN_FILENO) == 1, run(text) else {
            Terminal.write(text)
            return
        }
    }

    /// Whether there was a pager to show it.
    private static func run(_ text: String) -> Bool {
        let variables = ProcessInfo.processInfo.environment
        let command = variables["PAGER"].flatMap { $0.isEmpty ? nil : $0 } ?? "less"
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        // Keeps colours, ends by itself when all fits, and leaves the text on the screen.
        process.environment = variables.merging(["LESS": "FRX"]) { old, _ in old }
        let input = Pipe()
        process.standardInput = input
        guard (try? process.run()) != nil else { return false }
        // A reader that has seen enough closes its end, which is not an error.
        try? input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
        // 127: the shell knows no such command, so nothing was shown.
        return process.terminationStatus != 127
    }
}

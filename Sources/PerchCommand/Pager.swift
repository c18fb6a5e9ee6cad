// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation

/// Shows a long text a screen at a time, with the pager that the user likes.
enum Pager {
    /// Writes a text; one that is longer than the screen, to a person at a terminal, through `$PAGER` (default: `less`).
    static func show(_ text: String, isWanted: Bool = true) {
        let lines = text.utf8.reduce(0) { $0 + ($1 == 10 ? 1 : 0) }
        guard isWanted, isatty(STDOUT_FILENO) == 1, isatty(STDIN_FILENO) == 1, lines >= Terminal.height - 1,
            !Terminal.isDumb
        else { return Terminal.write(text) }
        let given = ProcessInfo.processInfo.environment["PAGER"] ?? ""
        let status = try? ForegroundProgram.withFile(text, suffix: ".txt") { path in
            // `less` then keeps colours, and ends by itself at the end of a short text.
            ForegroundProgram.run("export LESS=\"${LESS-FRX}\"; \(given.isEmpty ? "less" : given)", input: path)
        }
        // 126 and 127: there is no such program.
        if [nil, 126, 127].contains(status ?? nil) { Terminal.write(text) }
    }
}

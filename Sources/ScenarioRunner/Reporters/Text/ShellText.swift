// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Words for a POSIX shell.
enum ShellText {
    static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}

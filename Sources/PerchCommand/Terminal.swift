// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import IntegrationAPI

/// The one place that writes to the terminal. Results go to the standard output, everything else to the standard error.
enum Terminal {
    static func write(_ text: String) {
        put(text, on: STDOUT_FILENO)
    }

    static func complain(_ text: String) {
        put(text.hasSuffix("\n") ? text : text + "\n", on: STDERR_FILENO)
    }

    /// An error in three lines; one without a place of its own came from the command line. Colour only on a terminal.
    static func report(_ error: PerchError) {
        var error = error
        error.location = error.location.map(relative) ?? "the command line"
        var text = error.description
        if Colors.isOn(STDERR_FILENO), text.hasPrefix("error:") {
            text = "\u{1B}[1;31merror:\u{1B}[0m" + text.dropFirst("error:".count)
        }
        complain(text)
    }

    /// Columns of the terminal; 80 when there is none.
    static var width: Int {
        var size = winsize()
        return ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }

    /// Rows of the terminal; 24 when there is none.
    static var height: Int {
        var size = winsize()
        return ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_row > 0 ? Int(size.ws_row) : 24
    }

    /// Whether the terminal knows no escape sequences.
    static var isDumb: Bool { ["", "dumb"].contains(ProcessInfo.processInfo.environment["TERM"] ?? "") }

    /// A path as one would type it here.
    static func relative(_ path: String) -> String {
        let here = FileManager.default.currentDirectoryPath + "/"
        return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
    }

    static func put(_ text: String, on descriptor: Int32) {
        Array(text.utf8).withUnsafeBytes { put($0, on: descriptor) }
    }

    static func put(_ bytes: UnsafeRawBufferPointer, on descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Foundation.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

/// Whether to colour, set once from `--color` and `NO_COLOR`.
enum Colors {
    enum Choice: String, CaseIterable {
        case auto, always, never
    }

    nonisolated(unsafe) static var choice = Choice.auto

    static func isOn(_ descriptor: Int32) -> Bool {
        switch choice {
        case .always: true
        case .never: false
        case .auto: isatty(descriptor) == 1 && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
        }
    }
}

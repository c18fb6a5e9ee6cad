// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Splits text that comes line by line, from a pipe or a file, into whole entries: Lua as far as it needs to go to be
/// complete, and lines that begin with `:` or `?`.
public struct EntryReader {
    private let isComplete: (String) -> Bool
    private var pending = ""
    private var nesting = LuaNesting()
    private var lineCount = 0

    /// So many lines are given to the parser one by one; of longer entries only those after which nothing is open, or the
    /// time would grow with the square of their number.
    private static let patience = 200

    /// - Parameter isComplete: what the parser says of Lua text: false only when it would be the beginning of something.
    public init(isComplete: @escaping (String) -> Bool) {
        self.isComplete = isComplete
    }

    /// Takes a line, without its end, and gives the entry that it completes.
    public mutating func add(line: some StringProtocol) -> String? {
        let line = line.hasSuffix("\r") ? String(line.dropLast()) : String(line)
        let isFirst = pending.isEmpty
        if isFirst, EntryKind(line) != .lua, !EntryKind.mayGoOn(line) { return line }
        pending += isFirst ? line : "\n" + line
        nesting.read(isFirst ? line : "\n" + line)
        lineCount += 1
        if nesting.isEmpty, nesting.isBalanced {
            clear()
            return nil
        }
        guard lineCount <= Self.patience || nesting.isBalanced, isComplete(EntryKind.lua(in: pending)) else {
            return nil
        }
        return take()
    }

    /// What is left at the end of the text; it is not complete.
    public mutating func finish() -> String? {
        nesting.isEmpty ? nil : take()
    }

    private mutating func take() -> String {
        defer { clear() }
        return pending
    }

    private mutating func clear() {
        pending = ""
        nesting = LuaNesting()
        lineCount = 0
    }

    /// All entries of a text.
    public static func entries(of text: String, isComplete: @escaping (String) -> Bool) -> [String] {
        var reader = EntryReader(isComplete: isComplete)
        var entries = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.compactMap {
            reader.add(line: $0)
        }
        if let rest = reader.finish() { entries.append(rest) }
        return entries
    }
}

/// What the first letters of an entry make of it.
enum EntryKind: Equatable {
    case lua
    /// `:help`, `:env live`.
    case command
    /// `?name`, `??name`.
    case question

    init(_ text: some StringProtocol) {
        let start = text.drop { $0.isWhitespace }
        // `::name::` is a label.
        if start.hasPrefix(":"), !start.hasPrefix("::") {
            self = .command
        } else {
            self = start.hasPrefix("?") ? .question : .lua
        }
    }

    /// Commands that take an entry, which may have several lines.
    private static let withEntry = [":time "]

    static func mayGoOn(_ text: some StringProtocol) -> Bool {
        withEntry.contains { text.drop { $0.isWhitespace }.hasPrefix($0) }
    }

    /// The Lua of an entry, which is all of it but for `:time`.
    static func lua(in text: String) -> String {
        let start = text.drop { $0.isWhitespace }
        return withEntry.first { start.hasPrefix($0) }.map { String(start.dropFirst($0.count)) } ?? text
    }
}

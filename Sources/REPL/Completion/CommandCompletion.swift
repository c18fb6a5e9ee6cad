// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LineEditing

/// Completes `:commands` with their arguments, and `?name`.
struct CommandCompletion {
    let names: any LiveNames
    let commands: [CommandShape]
    let files: (String) -> [String]
    let help: HelpTopics

    /// Nil where there is Lua.
    func completions(in text: String, at cursor: Int) -> Completions? {
        let kind = EntryKind(text)
        guard kind != .lua else { return nil }
        let bytes = Array(text.utf8.prefix(max(0, cursor)))
        let lead = bytes.prefix { $0 == UInt8(ascii: " ") }.count
        if kind == .question { return topics(bytes, lead) }
        let words = Self.words(bytes, from: lead)
        guard let first = words.first else { return Completions(range: cursor..<cursor, candidates: []) }
        if words.count == 1 {
            return Self.matching(
                ":" + first.text.dropFirst(), in: first.range,
                commands.map { .init(":" + $0.name, detail: $0.summary) })
        }
        guard let command = commands.first(where: { $0.name == first.text.dropFirst() }), let word = words.last else {
            return Completions(range: cursor..<cursor, candidates: [])
        }
        let index = min(words.count - 2, command.arguments.count - 1)
        if let entry = command.arguments.firstIndex(of: .entry), words.count - 2 >= entry {
            return lua(text, from: words[1 + entry].range.lowerBound, at: cursor)
        }
        let options = command.arguments.flatMap(\.choices)
        if word.text.hasPrefix("-") { return Self.matching(word.text, in: word.range, options.map { .init($0) }) }
        guard index >= 0 else { return Completions(range: word.range, candidates: []) }
        return argument(command.arguments[index], word, text, cursor)
    }

    private typealias Word = (text: String, range: Range<Int>)

    /// The words up to the cursor; the last one is empty after a space.
    private static func words(_ bytes: [UInt8], from start: Int) -> [Word] {
        var words: [Word] = []
        var begin = start
        for index in start...bytes.count where index == bytes.count || bytes[index] == UInt8(ascii: " ") {
            if index > begin || index == bytes.count {
                words.append((String(decoding: bytes[begin..<index], as: UTF8.self), begin..<index))
            }
            begin = index + 1
        }
        return words
    }

    private func argument(_ argument: CommandShape.Argument, _ word: Word, _ text: String, _ cursor: Int) -> Completions
    {
        let candidates: [Completions.Candidate] =
            switch argument {
            case .environment: names.environments.map { .init($0) }
            case .file: files(word.text).map { .init($0) }
            case .session: names.ids(of: .session, limit: 50).map { .init($0) }
            case .choice(let choices): choices.filter { !$0.hasPrefix("-") }.map { .init($0) }
            case .command: commands.map { .init($0.name, detail: $0.summary) }
            case .name: []
            case .entry, .other: []
            }
        if argument == .name { return lua(text, from: word.range.lowerBound, at: cursor) }
        return Self.matching(word.text, in: word.range, candidates)
    }

    /// Of the Lua that begins at a place of the entry.
    private func lua(_ text: String, from start: Int, at cursor: Int) -> Completions {
        let rest = String(decoding: Array(text.utf8.dropFirst(start)), as: UTF8.self)
        var completions = LuaCompletion(names: names, declarations: .shared, help: help)
            .completions(in: rest, at: cursor - start)
        completions.range = completions.range.lowerBound + start..<completions.range.upperBound + start
        return completions
    }

    private func topics(_ bytes: [UInt8], _ lead: Int) -> Completions {
        let marks = bytes.dropFirst(lead).prefix { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: " ") }.count
        let range = lead + marks..<max(bytes.count, lead + marks)
        let word = String(decoding: bytes[min(range.lowerBound, bytes.count)...], as: UTF8.self)
        return Self.matching(word, in: range, help.completions(of: word))
    }

    static func matching(_ word: String, in range: Range<Int>, _ candidates: [Completions.Candidate]) -> Completions {
        let small = word.lowercased()
        return Completions(range: range, candidates: candidates.filter { $0.label.lowercased().hasPrefix(small) })
    }
}

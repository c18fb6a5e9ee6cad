// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation

/// A page of the documentation as the code in it, in order. `PageProject` runs it.
///
/// A comment before a block tells the test what a reader sees without being told:
///
/// - `<!-- test: file NAME -->` — the block is a file of the project (a first line `-- NAME.lua` or `# perch.toml` says the
///   same). When the comment goes on over more lines, these are the file, and the page does not show it.
/// - `<!-- test: run COMMAND -->`, over one line or more — is run here, to bring about what the page takes for granted.
/// - `<!-- test: given PATH -->`, `<!-- test: given PATH as NAME -->` — this file or folder of the repository is in the
///   project.
/// - `<!-- test: in a scenario -->` — the block is what stands in a scenario.
/// - `<!-- test: printed by COMMAND -->` — the block is what this command prints.
/// - `<!-- test: posted -->` — the block is the text that was last sent to the chat of the page, at chat.example.com.
/// - `<!-- test: part of NAME -->` — the block stands in this file, whatever the white space.
/// - `<!-- test: exit 1 -->` — the next block ends with this code.
/// - `<!-- test: continues -->` — the block goes on where the one before it ended.
/// - `<!-- test: not run, WHY -->` — it cannot run here.
struct PageOfCode {
    struct Block {
        var language = ""
        var text = ""
        /// From 1.
        var line = 0
        /// Shown to nobody.
        var isHidden = false
        var file: String?
        var given: [String] = []
        var isInScenario = false
        var command: String?
        var container: String?
        var isPosted = false
        var exit: Int32 = 0
        var continues = false
        var notRun: String?
        /// The block right after it, without a language: what it prints.
        var output: String?
        /// A comment that nobody understands.
        var unknown: String?
    }

    let path: String
    let text: String
    private(set) var blocks: [Block] = []

    init(path: String) throws {
        try self.init(path: path, text: String(contentsOfFile: PerchBinary.root + "/" + path, encoding: .utf8))
    }

    init(path: String, text: String) throws {
        self.path = path
        self.text = text
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var said = Block()
        /// Whether only empty lines stand between the last block and here.
        var isRightAfter = false
        var index = 0
        while index < lines.count {
            let line = lines[index]
            index += 1
            if line.hasPrefix("<!-- test: ") {
                var words = String(line.dropFirst("<!-- test: ".count))
                var body: [Substring] = []
                if words.hasSuffix("-->") {
                    words = words.dropLast(3).trimmingCharacters(in: .whitespaces)
                } else {
                    while index < lines.count, lines[index] != "-->" {
                        body.append(lines[index])
                        index += 1
                    }
                    index += 1
                }
                if var hidden = Self.hidden(words, body, line: index) {
                    (hidden.given, said.given) = (said.given, [])
                    blocks.append(hidden)
                    isRightAfter = false
                } else {
                    Self.note(words, in: &said)
                }
                continue
            }
            let indent = line.prefix { $0 == " " }.count
            guard line.dropFirst(indent).hasPrefix("```") else {
                if !line.isEmpty { isRightAfter = false }
                continue
            }
            var block = said
            said = Block()
            block.language = String(line.dropFirst(indent + 3))
            block.line = index + 1
            var body: [Substring] = []
            while index < lines.count, lines[index].dropFirst(indent) != "```" {
                body.append(lines[index].dropFirst(min(indent, lines[index].count)))
                index += 1
            }
            index += 1
            block.text = body.joined(separator: "\n") + "\n"
            let isOutput =
                block.command == nil && block.container == nil && block.notRun == nil && !block.isPosted
            if block.language.isEmpty, isRightAfter, isOutput {
                blocks[blocks.count - 1].output = block.text
            } else {
                if block.container == nil { block.file = block.file ?? Self.fileName(in: block) }
                blocks.append(block)
            }
            isRightAfter = true
        }
    }

    /// A file or a command that the page does not show.
    private static func hidden(_ words: String, _ body: [Substring], line: Int) -> Block? {
        var block = Block(text: body.joined(separator: "\n") + "\n", line: line, isHidden: true)
        if words.hasPrefix("file "), !body.isEmpty {
            block.file = String(words.dropFirst("file ".count))
            return block
        }
        guard words == "run" || words.hasPrefix("run ") else { return nil }
        block.command = body.isEmpty ? String(words.dropFirst("run ".count)) : block.text
        return block
    }

    private static func note(_ words: String, in block: inout Block) {
        func rest(_ start: String) -> String? {
            words.hasPrefix(start) ? String(words.dropFirst(start.count)) : nil
        }
        if let name = rest("file ") {
            block.file = name
        } else if let path = rest("given ") {
            block.given.append(path)
        } else if words == "in a scenario" {
            block.isInScenario = true
        } else if let command = rest("printed by ") {
            block.command = command
        } else if let name = rest("part of ") {
            block.container = name
        } else if let code = rest("exit ").flatMap(Int32.init) {
            block.exit = code
        } else if words == "posted" {
            block.isPosted = true
        } else if words == "continues" {
            block.continues = true
        } else if let why = rest("not run, ") {
            block.notRun = why
        } else {
            block.unknown = words
        }
    }

    private static func fileName(in block: Block) -> String? {
        let first = block.text.prefix { $0 != "\n" }
        let name = first.firstMatch(of: /^(?:--|#) ([A-Za-z0-9_.\/-]+\.(?:lua|toml|csv|json))(?:$|[ ,:])/)
        if let name { return String(name.1) }
        return block.language == "toml" ? "perch.toml" : nil
    }
}

/// What a page says that a command prints, compared with all that it printed. `…` stands for anything, and a line of it for any
/// lines. How long something took is not compared, nor is a key that was made, and no white space at the ends of lines.
struct SaidOutput {
    let text: String

    func `is`(_ output: String) -> Bool {
        let pattern = Self.lines(text).map { line in
            if line.allSatisfy({ $0 == " " || $0 == "…" }) { return "(?:\\n.*)*?" }
            return "\\n"
                + line.split(separator: "…", omittingEmptySubsequences: false)
                .map { NSRegularExpression.escapedPattern(for: String($0)) }.joined(separator: ".*?")
        }
        guard let expression = try? NSRegularExpression(pattern: "\\A" + pattern.joined() + "\\z") else { return false }
        let actual = Self.lines(output).map { "\n" + $0 }.joined()
        return expression.firstMatch(in: actual, range: NSRange(actual.startIndex..., in: actual)) != nil
    }

    /// Whether the text stands in a file, whatever the white space.
    func isPart(of file: String) -> Bool {
        func dense(_ text: Substring) -> String { String(text.filter { !$0.isWhitespace }) }
        var rest = dense(file[...])[...]
        for part in text.split(separator: "…") {
            let wanted = dense(part)
            guard !wanted.isEmpty else { continue }
            guard let found = rest.range(of: wanted) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }

    /// Without what is different each time.
    private static func lines(_ text: String) -> [String] {
        text.split(separator: "\n").map { line in
            var line = String(line)
            line.replace(/\u{1B}\[[0-9;]*m/, with: "")
            line.replace(/\ {2}[0-9.]+ (ms|s|µs)$/, with: "")
            line.replace(/[0-9]+(\.[0-9]+)? (ms|s|µs)(?![a-z])/, with: "… s")
            line.replace(/key: [0-9a-f]+…?$/, with: "key: …")
            while line.last?.isWhitespace == true { line.removeLast() }
            return line
        }.filter { !$0.isEmpty }
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// What stands around the cursor in an entry that need not be finished: the calls and tables that are open there, what the
/// word under the cursor belongs to, and the local names in sight.
struct CursorContext {
    /// A call, a table, a block or a bracket that is open at the cursor.
    final class Frame {
        enum Kind: Equatable {
            /// Of the function at a path; nil when it is not a plain path.
            case call(path: [String]?, isMethod: Bool)
            case table
            /// Brackets around an expression, an index or the names of arguments.
            case brackets
            case index(of: [String]?)
            case parameters
            /// A function, a loop or a condition.
            case block
        }

        let kind: Kind
        /// Which argument of the call, or which element of the table that has no key, counted from 0.
        fileprivate(set) var position = 0
        /// The key of the field that the cursor is in the value of.
        fileprivate(set) var key: String?
        /// The keys of the fields before and after it.
        fileprivate(set) var keys: Set<String> = []
        /// The values of fields that are plain texts.
        fileprivate(set) var texts: [String: String] = [:]
        /// Whether the call has no brackets of its own: `f { … }`.
        fileprivate var isBare = false
        /// How many words the item of the table has so far.
        fileprivate var itemWords = 0
        /// Names made in the block, with the path that they are another name of.
        fileprivate var locals: [String: Local] = [:]

        fileprivate init(_ kind: Kind) { self.kind = kind }
    }

    fileprivate struct Local {
        /// What it is another name of; nil when that is not a plain path.
        var path: [String]?
        /// How many came before it.
        var order: Int
    }

    /// What the word under the cursor belongs to.
    enum Receiver: Equatable {
        case none
        /// `path.word`.
        case field([String])
        /// `path:word`.
        case method([String])
        /// `"text":word`.
        case text
        /// `something().word`.
        case unknown
    }

    enum Place: Equatable {
        case code
        /// Between quotes.
        case string(quote: Character)
        case comment
    }

    private(set) var place = Place.code
    /// The word up to the cursor; between quotes, the text.
    private(set) var word = ""
    /// Where the word begins, and where the cursor is.
    private(set) var start = 0
    let end: Int
    private(set) var receiver = Receiver.none
    /// From the outside in.
    private(set) var frames: [Frame] = []
    /// The path that an unfinished text is compared with: `effect.effectType == "`.
    private(set) var compared: [String]?
    /// Whether a key could stand here: at the beginning of an item of a table.
    private(set) var isAtKey = false
    /// Whether the text stands in square brackets in place of a key: `{ ["return`.
    private(set) var isBracketedKey = false
    /// Whether an expression could begin here, rather than a statement.
    private(set) var isInExpression = false
    /// What comes after the cursor.
    let rest: Substring.UTF8View

    /// Local names in sight, the nearest first.
    var locals: [String] {
        frames.reversed().flatMap { frame in frame.locals.sorted { $0.value.order > $1.value.order }.map(\.key) }
    }

    func hasLocal(_ name: String) -> Bool { frames.contains { $0.locals[name] != nil } }

    // MARK: - Reading

    private let source: LuaSource
    /// The names of the expression that is being read.
    private var path: [String]?
    /// A dot or a colon after it.
    private var link: UInt8?
    private var endsExpression = false
    private var awaitsDo = false
    private var awaitsParameters = false
    private var declaredCount = 0

    /// - Parameter cursor: an offset in UTF-8, moved back to the beginning of a character where it is in the middle of one.
    init(_ text: String, at cursor: Int) {
        var index = text.utf8.index(text.startIndex, offsetBy: max(0, min(cursor, text.utf8.count)))
        while index > text.startIndex, index.samePosition(in: text.unicodeScalars) == nil {
            index = text.utf8.index(before: index)
        }
        source = LuaSource(text[..<index])
        rest = text[index...].utf8
        frames = [Frame(.block)]
        end = source.bytes.count
        start = end
        let tokens = source.tokens
        var count = tokens.count
        if let last = tokens.last, let place = place(in: last) {
            self.place = place
            if place != .comment {
                count -= 1
                word = place == .code ? source.text(last) : source.content(last)
                start = last.range.lowerBound + (place == .code ? 0 : 1)
            }
        }
        guard place != .comment else { return }
        for index in 0..<count { read(tokens, index) }
        finish(tokens, count)
        readRest(isInText: place != .code)
    }

    /// What the cursor is in when it stands in or right behind the last word.
    private func place(in last: LuaToken) -> Place? {
        let touches = last.range.upperBound == source.bytes.count
        guard touches else { return nil }
        switch last.kind {
        case .comment:
            // Behind `]]` of a long one, there is code again.
            return last.isFinished && source.bytes[last.range].starts(with: Array("--[".utf8))
                && source.bytes.last == UInt8(ascii: "]")
                ? nil : .comment
        case .string where !last.isFinished:
            let first = source.bytes[last.range.lowerBound]
            return first == UInt8(ascii: "[") ? .comment : .string(quote: Character(UnicodeScalar(first)))
        case .name, .keyword: return .code
        case .number: return .comment
        default: return nil
        }
    }

    private mutating func finish(_ tokens: [LuaToken], _ count: Int) {
        let before = count > 0 ? tokens[count - 1] : nil
        if let link {
            receiver =
                if let path {
                    link == UInt8(ascii: ".") ? .field(path) : .method(path)
                } else if isText(tokens, count - 2) {
                    .text
                } else { .unknown }
        } else if let before, source.is(before, "==") || source.is(before, "~=") {
            compared = self.path(endingAt: count - 2, tokens)
        }
        if let top = frames.last, top.kind == .table {
            isAtKey = top.itemWords == 0 && top.key == nil && receiver == .none
        }
        if case .index(of: nil)? = frames.last?.kind, frames.dropLast().last?.kind == .table, let before {
            isBracketedKey = source.is(before, "[")
        }
        // A text or a table right after a function is its argument.
        if case .string = place, endsExpression, receiver == .none, compared == nil {
            let frame = Frame(.call(path: path, isMethod: false))
            frame.isBare = true
            frames.append(frame)
        }
        isInExpression = !endsExpression && (frames.last?.kind != .block || before.map(expectsExpression) ?? false)
    }

    private func expectsExpression(_ token: LuaToken) -> Bool {
        switch token.kind {
        case .symbol: !source.is(token, ";")
        case .keyword:
            ["return", "and", "or", "not", "in", "if", "elseif", "while", "until"].contains(source.text(token))
        default: false
        }
    }

    /// Whether a text in quotes ends there: `"x"`, or `("x")` when that is no call.
    private func isText(_ tokens: [LuaToken], _ index: Int) -> Bool {
        guard index >= 0 else { return false }
        if tokens[index].kind == .string { return true }
        guard index >= 2, source.is(tokens[index], ")"), tokens[index - 1].kind == .string,
            source.is(tokens[index - 2], "(")
        else { return false }
        guard index >= 3 else { return true }
        let before = tokens[index - 3]
        return before.kind != .name && !source.is(before, ")") && !source.is(before, "]")
    }

    /// The names and dots that end at a token.
    private func path(endingAt end: Int, _ tokens: [LuaToken]) -> [String]? {
        var names: [String] = []
        var index = end
        while index >= 0, tokens[index].kind == .name {
            names.insert(source.text(tokens[index]), at: 0)
            guard index > 1, source.is(tokens[index - 1], ".") else { break }
            index -= 2
        }
        return names.isEmpty ? nil : names
    }

    // MARK: - Words before the cursor

    private mutating func read(_ tokens: [LuaToken], _ index: Int) {
        let token = tokens[index]
        guard token.kind != .comment else { return }
        let wasLink = link
        link = nil
        defer { if let top = frames.last, top.kind == .table { top.itemWords += 1 } }
        switch token.kind {
        case .name: readName(source.text(token), after: wasLink)
        case .string:
            readText(token)
        case .number: endExpression()
        case .keyword: read(keyword: source.text(token), tokens, index)
        case .symbol: read(symbol: source.text(token), tokens, index)
        case .comment, .stray: break
        }
    }

    private mutating func readName(_ name: String, after link: UInt8?) {
        if frames.last?.kind == .parameters {
            declare([name])
        } else if link != nil {
            path?.append(name)
        } else {
            path = resolved(name)
        }
        endsExpression = true
    }

    /// The path that a name begins: its own, or the one it is another name of; none when it is not known.
    private func resolved(_ name: String) -> [String]? {
        for frame in frames.reversed() {
            if let local = frame.locals[name] { return local.path }
        }
        return [name]
    }

    private mutating func readText(_ token: LuaToken) {
        if let top = frames.last {
            if top.kind == .table, let key = top.key, top.itemWords == 0 { top.texts[key] = source.content(token) }
        }
        endExpression()
    }

    /// An expression ends that is no path.
    private mutating func endExpression() {
        path = nil
        endsExpression = true
    }

    private mutating func begin() {
        path = nil
        endsExpression = false
    }

    private mutating func push(_ kind: Frame.Kind) {
        frames.append(Frame(kind))
        begin()
    }

    private mutating func read(symbol: String, _ tokens: [LuaToken], _ index: Int) {
        switch symbol {
        case ".", ":":
            if endsExpression { link = symbol.utf8.first } else { begin() }
        case "(":
            if awaitsParameters {
                awaitsParameters = false
                push(.parameters)
            } else if endsExpression {
                push(.call(path: path, isMethod: isMethod(tokens, index)))
            } else {
                push(.brackets)
            }
        case "{":
            if endsExpression {
                push(.call(path: path, isMethod: isMethod(tokens, index)))
                frames.last?.isBare = true
            }
            push(.table)
            // The bracket itself is no word of an item.
            frames.last?.itemWords = -1
        case "[":
            push(.index(of: endsExpression ? path : nil))
        case ")", "}", "]": close(symbol, inside: literal(tokens, index))
        case ",", ";": separate()
        case "=": readEquals(tokens, index)
        case "...": endExpression()
        default: begin()
        }
    }

    private func isMethod(_ tokens: [LuaToken], _ index: Int) -> Bool {
        index >= 2 && tokens[index - 1].kind == .name && source.is(tokens[index - 2], ":")
    }

    /// What stands alone in square brackets that end there: a text, or a whole number.
    private func literal(_ tokens: [LuaToken], _ end: Int) -> String? {
        guard end >= 2, source.is(tokens[end], "]"), source.is(tokens[end - 2], "[") else { return nil }
        switch tokens[end - 1].kind {
        case .string: return source.content(tokens[end - 1])
        case .number: return Int(source.text(tokens[end - 1])).map(String.init)
        default: return nil
        }
    }

    private mutating func close(_ symbol: String, inside literal: String?) {
        guard let top = frames.last, frames.count > 1 else { return endExpression() }
        switch (top.kind, symbol) {
        case (.call, ")"), (.brackets, ")"), (.parameters, ")"):
            frames.removeLast()
            if top.kind == .parameters { begin() } else { endExpression() }
        case (.table, "}"):
            frames.removeLast()
            if let below = frames.last, below.isBare, frames.count > 1 { frames.removeLast() }
            endExpression()
        case (.index(let path), "]"):
            frames.removeLast()
            endExpression()
            if let path {
                self.path = literal.map { path + [$0] }
            } else if let table = frames.last, table.kind == .table, table.itemWords == 0, table.key == nil {
                // `["name"] =` is a key like any other.
                table.key = literal
            }
        default: endExpression()
        }
    }

    private mutating func separate() {
        begin()
        guard let top = frames.last else { return }
        top.position += 1
        guard top.kind == .table else { return }
        if top.key != nil { top.position -= 1 }
        top.key = nil
        top.itemWords = -1
    }

    private mutating func readEquals(_ tokens: [LuaToken], _ index: Int) {
        begin()
        guard let top = frames.last, top.kind == .table else { return }
        if top.itemWords == 1, tokens[index - 1].kind == .name { top.key = source.text(tokens[index - 1]) }
        if let key = top.key { top.keys.insert(key) }
        top.itemWords = -1
    }

    private mutating func read(keyword: String, _ tokens: [LuaToken], _ index: Int) {
        begin()
        switch keyword {
        case "function":
            push(.block)
            awaitsParameters = true
        case "for":
            push(.block)
            awaitsDo = true
            declare(names(tokens, from: index + 1))
        case "while":
            push(.block)
            awaitsDo = true
        case "do":
            if awaitsDo { awaitsDo = false } else { push(.block) }
        case "if", "repeat": push(.block)
        case "else", "elseif":
            if frames.count > 1, frames.last?.kind == .block { frames.last?.locals = [:] }
        case "end", "until":
            guard let block = frames.lastIndex(where: { $0.kind == .block }), block > 0 else { break }
            frames.removeSubrange(block...)
            if keyword == "end" { endExpression() }
        case "local": readLocal(tokens, index + 1)
        case "nil", "true", "false": endExpression()
        default: break
        }
    }

    // MARK: - Local names

    private mutating func declare(_ names: [String], path: [String]? = nil) {
        let block = frames.last { $0.kind == .block }
        for name in names {
            declaredCount += 1
            block?.locals[name] = Local(path: path, order: declaredCount)
        }
    }

    /// `local a, b <const> = …`, `local function f`.
    private mutating func readLocal(_ tokens: [LuaToken], _ start: Int) {
        guard start < tokens.count else { return }
        if source.is(tokens[start], "function") { return declare(names(tokens, from: start + 1)) }
        let names = names(tokens, from: start)
        declare(names, path: names.count == 1 ? plainPath(tokens, after: start) : nil)
    }

    private func names(_ tokens: [LuaToken], from start: Int) -> [String] {
        var names: [String] = []
        var index = start
        while index < tokens.count, tokens[index].kind == .name {
            names.append(source.text(tokens[index]))
            index += 1
            if index + 2 < tokens.count, source.is(tokens[index], "<") { index += 3 }
            guard index < tokens.count, source.is(tokens[index], ",") else { break }
            index += 1
        }
        return names
    }

    /// The path that is all of what a local name is made of: `local s = talon.sessions`.
    private func plainPath(_ tokens: [LuaToken], after name: Int) -> [String]? {
        var index = name + 1
        if index + 2 < tokens.count, source.is(tokens[index], "<") { index += 3 }
        guard index + 1 < tokens.count, source.is(tokens[index], "="), tokens[index + 1].kind == .name else {
            return nil
        }
        guard var path = resolved(source.text(tokens[index + 1])) else { return nil }
        index += 2
        while index + 1 < tokens.count, source.is(tokens[index], "."), tokens[index + 1].kind == .name {
            path.append(source.text(tokens[index + 1]))
            index += 2
        }
        guard index < tokens.count else { return path }
        // Whatever goes on with the expression makes something else of it.
        switch tokens[index].kind {
        case .name, .comment: return path
        case .keyword: return ["and", "or"].contains(source.text(tokens[index])) ? nil : path
        case .symbol: return source.is(tokens[index], ";") ? path : nil
        default: return nil
        }
    }

    // MARK: - Words after the cursor

    /// Notes the keys that stand further on in the table around the cursor.
    private func readRest(isInText: Bool) {
        guard let table = frames.last(where: { $0.kind == .table || $0.kind == .block }), table.kind == .table else {
            return
        }
        var text = Substring(rest)
        if isInText {
            if let quote = text.firstIndex(where: { $0 == "\"" || $0 == "'" || $0 == "\n" }) {
                text = text[text.index(after: quote)...]
            }
        } else if !word.isEmpty || receiver != .none {
            text = text.drop { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        }
        let after = LuaSource(text)
        // Brackets between the cursor and the table are closed first.
        var depth = frames.count - 1 - (frames.lastIndex { $0 === table } ?? 0)
        if let last = frames.last, last.isBare { depth -= 1 }
        for (index, token) in after.tokens.enumerated() {
            switch after.text(token) {
            case "(", "{", "[", "function", "if", "do", "repeat": depth += 1
            case ")", "}", "]", "end", "until":
                depth -= 1
                if depth < 0 { return }
            case "=" where depth == 0 && index > 0:
                let before = after.tokens[index - 1]
                if before.kind == .name { table.keys.insert(after.text(before)) }
                if after.is(before, "]"), index > 1, after.tokens[index - 2].kind == .string {
                    table.keys.insert(after.content(after.tokens[index - 2]))
                }
            default: break
            }
        }
    }
}

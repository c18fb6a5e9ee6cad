// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A text of one or several lines that is being edited, with its cursor, what was killed, and what can be undone.
///
/// A plain value: each function does what a key of Emacs does. Positions are offsets in UTF-8, and the cursor always stands
/// between two characters as people see them (grapheme clusters).
public struct EditBuffer: Sendable, Equatable {
    public private(set) var text = ""
    public private(set) var cursor = 0

    private struct State: Sendable, Equatable {
        var text: String
        var cursor: Int
    }

    /// What the last function was, for those that go on where it ended.
    private enum Action: Sendable, Equatable {
        case moved, typed, deleted, killed
        case vertical(column: Int)
        case yanked(Range<Int>, age: Int)
    }

    private var action = Action.moved
    private var past: [State] = []
    private var future: [State] = []
    private var kills: [String] = []

    private static let undoLimit = 200
    private static let killLimit = 30

    public init(_ text: String = "") {
        set(text)
    }

    /// The same kills with another text, for the next entry.
    public func emptied() -> EditBuffer {
        var next = EditBuffer()
        next.kills = kills
        return next
    }

    public var isEmpty: Bool { text.isEmpty }
    public var canUndo: Bool { !past.isEmpty }

    /// The text in front of the cursor.
    public var textBeforeCursor: Substring { text[..<index(cursor)] }

    // MARK: - Changing

    /// Puts another text in place of all, as one change that can be undone.
    ///
    /// - Parameter cursor: Default: the end.
    public mutating func set(_ text: String, cursor: Int? = nil) {
        guard text != self.text else {
            move(to: cursor ?? text.utf8.count)
            return
        }
        remember()
        self.text = text
        // A string that came from elsewhere may be stored otherwise; offsets are quick in this form only.
        self.text.makeContiguousUTF8()
        self.cursor = rounded(cursor ?? text.utf8.count)
        action = .moved
    }

    /// Puts a text at the cursor. What is typed letter by letter is undone word by word.
    public mutating func insert(_ new: String) {
        guard !new.isEmpty else { return }
        let endsWord = new.unicodeScalars.allSatisfy { $0.properties.isWhitespace }
        if action != .typed || endsWord || new.utf8.count > 4 { remember() }
        splice(cursor..<cursor, new)
        action = new.utf8.count > 4 ? .moved : .typed
    }

    /// Puts a text in place of a range, with the cursor behind it.
    public mutating func replace(_ range: Range<Int>, with new: String) {
        let range = range.clamped(to: 0..<text.utf8.count)
        remember()
        cursor = range.upperBound
        splice(range, new)
        action = .moved
    }

    public mutating func deleteBackward() { delete(from: positionBefore(cursor), to: cursor) }
    public mutating func deleteForward() { delete(from: cursor, to: positionAfter(cursor)) }

    /// Takes away what stands between two offsets, without keeping it for ``yank()``.
    public mutating func delete(from start: Int, to end: Int) {
        guard start < end else { return }
        if action != .deleted { remember() }
        splice(start..<end, "")
        action = .deleted
    }

    /// Exchanges the two characters around the cursor; at the end of a line the two before it.
    public mutating func transposeCharacters() {
        var middle = cursor
        if middle == lineEnd { middle = positionBefore(middle) }
        guard middle > lineStart, middle < lineEnd else { return }
        let (start, end) = (positionBefore(middle), positionAfter(middle))
        let first = text[index(start)..<index(middle)]
        let second = text[index(middle)..<index(end)]
        replace(start..<end, with: String(second) + String(first))
    }

    /// Changes the letters of the next word, and goes behind it.
    public mutating func changeWord(_ change: (Substring) -> String) {
        let end = wordEnd
        guard end > cursor else { return }
        replace(cursor..<end, with: change(text[index(cursor)..<index(end)]))
    }

    // MARK: - Killing

    /// To the end of the line; at its end, the line break.
    public mutating func killToLineEnd() {
        kill(cursor..<(cursor == lineEnd ? positionAfter(cursor) : lineEnd), isForward: true)
    }

    /// To the beginning of the line; at its beginning, the line break before it.
    public mutating func killToLineStart() {
        kill((cursor == lineStart ? positionBefore(cursor) : lineStart)..<cursor, isForward: false)
    }

    public mutating func killWordForward() { kill(cursor..<wordEnd, isForward: true) }
    public mutating func killWordBackward() { kill(wordStart..<cursor, isForward: false) }

    /// Back to the last space: what shells take for a word.
    public mutating func killBackToSpace() {
        var start = position(before: cursor) { $0.isWhitespace }
        start = position(before: start) { !$0.isWhitespace }
        kill(start..<cursor, isForward: false)
    }

    private mutating func kill(_ range: Range<Int>, isForward: Bool) {
        guard !range.isEmpty else { return }
        let killed = String(text[index(range.lowerBound)..<index(range.upperBound)])
        if action == .killed, let last = kills.popLast() {
            kills.append(isForward ? last + killed : killed + last)
        } else {
            kills.append(killed)
            if kills.count > Self.killLimit { kills.removeFirst() }
        }
        remember()
        splice(range, "")
        action = .killed
    }

    /// Puts in what was killed last.
    public mutating func yank() { yank(age: 0, over: cursor..<cursor) }

    /// Right after ``yank()``: what was killed before that instead.
    public mutating func yankPop() {
        guard case .yanked(let range, let age) = action else { return }
        yank(age: (age + 1) % kills.count, over: range)
    }

    private mutating func yank(age: Int, over range: Range<Int>) {
        guard age < kills.count else { return }
        let killed = kills[kills.count - 1 - age]
        replace(range, with: killed)
        action = .yanked(range.lowerBound..<cursor, age: age)
    }

    // MARK: - Undoing

    public mutating func undo() {
        guard let last = past.popLast() else { return }
        future.append(State(text: text, cursor: cursor))
        (text, cursor, action) = (last.text, last.cursor, .moved)
    }

    public mutating func redo() {
        guard let next = future.popLast() else { return }
        past.append(State(text: text, cursor: cursor))
        (text, cursor, action) = (next.text, next.cursor, .moved)
    }

    private mutating func remember() {
        past.append(State(text: text, cursor: cursor))
        if past.count > Self.undoLimit { past.removeFirst() }
        future = []
    }

    // MARK: - Moving

    public mutating func move(to offset: Int) {
        cursor = rounded(offset)
        action = .moved
    }

    public mutating func moveLeft() { move(to: positionBefore(cursor)) }
    public mutating func moveRight() { move(to: positionAfter(cursor)) }
    public mutating func moveWordLeft() { move(to: wordStart) }
    public mutating func moveWordRight() { move(to: wordEnd) }
    public mutating func moveToLineStart() { move(to: lineStart) }
    public mutating func moveToLineEnd() { move(to: lineEnd) }
    public mutating func moveToStart() { move(to: 0) }
    public mutating func moveToEnd() { move(to: text.utf8.count) }

    /// To the same column of the line above.
    ///
    /// - Returns: whether there is one.
    public mutating func moveUp() -> Bool {
        let start = lineStart
        guard start > 0 else { return false }
        moveVertically(to: lineStart(at: start - 1))
        return true
    }

    /// To the same column of the line below.
    ///
    /// - Returns: whether there is one.
    public mutating func moveDown() -> Bool {
        let end = lineEnd
        guard end < text.utf8.count else { return false }
        moveVertically(to: end + 1)
        return true
    }

    private mutating func moveVertically(to line: Int) {
        let column: Int
        if case .vertical(let kept) = action {
            column = kept
        } else {
            column = DisplayWidth.of(text[index(lineStart)..<index(cursor)])
        }
        var place = index(line)
        var reached = 0
        while place < text.endIndex, text[place] != "\n" {
            let width = DisplayWidth.of(text[place])
            guard reached + width <= column else { break }
            reached += width
            place = text.index(after: place)
        }
        cursor = offset(place)
        action = .vertical(column: column)
    }

    // MARK: - Places

    /// Where the line of the cursor begins.
    public var lineStart: Int { lineStart(at: cursor) }

    /// Where the line of the cursor ends, before its line break.
    public var lineEnd: Int {
        let bytes = text.utf8
        return bytes[index(cursor)...].firstIndex(of: 10).map(offset) ?? bytes.count
    }

    private func lineStart(at place: Int) -> Int {
        text.utf8[..<index(place)].lastIndex(of: 10).map { offset($0) + 1 } ?? 0
    }

    private var wordStart: Int {
        let end = position(before: cursor) { !Self.isWord($0) }
        return position(before: end, Self.isWord)
    }

    private var wordEnd: Int {
        let start = position(after: cursor) { !Self.isWord($0) }
        return position(after: start, Self.isWord)
    }

    private static func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }

    private func position(before place: Int, _ belongs: (Character) -> Bool) -> Int {
        var place = index(place)
        while place > text.startIndex {
            let previous = text.index(before: place)
            guard belongs(text[previous]) else { break }
            place = previous
        }
        return offset(place)
    }

    private func position(after place: Int, _ belongs: (Character) -> Bool) -> Int {
        var place = index(place)
        while place < text.endIndex, belongs(text[place]) { place = text.index(after: place) }
        return offset(place)
    }

    private func positionBefore(_ place: Int) -> Int {
        place > 0 ? offset(text.index(before: index(place))) : 0
    }

    private func positionAfter(_ place: Int) -> Int {
        place < text.utf8.count ? offset(text.index(after: index(place))) : place
    }

    private func index(_ offset: Int) -> String.Index { text.utf8.index(text.startIndex, offsetBy: offset) }
    private func offset(_ index: String.Index) -> Int { text.utf8.distance(from: text.startIndex, to: index) }

    /// The nearest place between characters, at an offset or before it.
    private func rounded(_ offset: Int) -> Int {
        // Moving by no characters puts an index that is within one to its beginning.
        self.offset(text.index(index(min(max(offset, 0), text.utf8.count)), offsetBy: 0))
    }

    private mutating func splice(_ range: Range<Int>, _ new: String) {
        let moved = cursor <= range.lowerBound ? range.lowerBound : cursor - range.count
        text.replaceSubrange(index(range.lowerBound)..<index(range.upperBound), with: new)
        text.makeContiguousUTF8()
        // What was put in may have joined the character in front of it, or the one behind.
        let end = max(moved, range.lowerBound) + new.utf8.count
        let start = rounded(end)
        cursor = start == end ? end : positionAfter(start)
    }
}

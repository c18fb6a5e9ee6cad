// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import CCSV
import Foundation

/// The rows of CSV. libcsv finds the fields and calls back for each; what it found in a piece of the file waits here.
final class CSVRows: RowProducer {
    let dialect: CSVDialect
    var columns: [String] { parsing.pointee.columns ?? [] }

    private let text: InputText
    private let parser = UnsafeMutablePointer<csv_parser>.allocate(capacity: 1)
    private let parsing = UnsafeMutablePointer<CSVParsing>.allocate(capacity: 1)
    private var next = 0
    private var isAtEnd = false

    /// Reads on until the header is known.
    init(_ text: InputText, delimiter: UInt8?) throws(RowProblem) {
        self.text = text
        let (announced, start) = Self.announcedDelimiter(text.beginning)
        dialect = CSVDialect(
            delimiter: delimiter ?? announced ?? Self.delimiter(of: text.beginning),
            hasMark: text.hasMark, endsLinesWithCR: Self.endsLinesWithCR(text.beginning))
        // Every line break is told, for lines to be counted.
        csv_init(parser, UInt8(CSV_STRICT) | UInt8(CSV_STRICT_FINI) | UInt8(CSV_REPALL_NL))
        csv_set_delim(parser, dialect.delimiter)
        // Blanks are part of a field (RFC 4180, section 2.4).
        csv_set_space_func(parser) { _ in 0 }
        parsing.initialize(to: CSVParsing(text: text, startsAtLine: start == 0 ? 1 : 2))
        var rest = start
        while columns.isEmpty, parsing.pointee.found.isEmpty, try parse(droppingFirst: rest) { rest = 0 }
        guard !columns.isEmpty else {
            if case .failure(let problem)? = parsing.pointee.found.first { throw problem }
            throw RowProblem(
                path: text.input.path, line: 1, message: "the file is empty: it has no header",
                hint: "begin it with a line of column names")
        }
    }

    deinit {
        csv_free(parser)
        parser.deallocate()
        parsing.deinitialize(count: 1)
        parsing.deallocate()
    }

    func nextRow() throws(RowProblem) -> Row? {
        while next >= parsing.pointee.found.count {
            parsing.pointee.found.removeAll(keepingCapacity: true)
            next = 0
            guard try parse() else { return nil }
        }
        next += 1
        return try parsing.pointee.found[next - 1].get()
    }

    /// Finds what the next piece of the file has; false when there is none.
    private func parse(droppingFirst count: Int = 0) throws(RowProblem) -> Bool {
        guard !isAtEnd else { return false }
        let isMore = try text.next { piece in
            let piece = UnsafeRawBufferPointer(rebasing: piece.dropFirst(count))
            let done = csv_parse(parser, piece.baseAddress, piece.count, Self.field, Self.row, parsing)
            if done != piece.count {
                end("a quote stands where none can", "put the field into quotes, and write each quote in it twice")
            } else if parser.pointee.entry_pos > RowReader.longestField {
                end(
                    "a field that begins in this row is longer than 1 MiB", "look for a quote that is not closed")
            }
        }
        if !isMore {
            isAtEnd = true
            if csv_fini(parser, Self.field, Self.row, parsing) != 0 {
                end("the file ends inside of a quoted field", "look for a quote that is not closed from this line on")
            }
            return !parsing.pointee.found.isEmpty
        }
        return true
    }

    private func end(_ message: String, _ hint: String) {
        isAtEnd = true
        parsing.pointee.found.append(
            .failure(RowProblem(path: text.input.path, line: parsing.pointee.line, message: message, hint: hint)))
    }

    // No error may pass through them.
    private static let field: @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = {
        bytes, length, parsing in
        parsing?.assumingMemoryBound(to: CSVParsing.self).pointee.take(
            UnsafeRawBufferPointer(start: bytes, count: length))
    }

    private static let row: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { ending, parsing in
        parsing?.assumingMemoryBound(to: CSVParsing.self).pointee.endLine(ending)
    }

    // MARK: - Looking at the beginning

    /// The one of comma, semicolon and tab that the first line has most of, outside of quotes.
    private static func delimiter(of bytes: UnsafeRawBufferPointer) -> UInt8 {
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        var counts = [0, 0, 0]
        var isQuoted = false
        for byte in bytes.drop(while: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
            if let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
        }
        let most = counts.max() ?? 0
        return candidates[counts.firstIndex(of: most) ?? 0]
    }

    /// `sep=;` in the first line, by which spreadsheets tell each other, and where the next line begins.
    private static func announcedDelimiter(_ bytes: UnsafeRawBufferPointer) -> (UInt8?, Int) {
        guard bytes.count >= 6, bytes.starts(with: "sep=".utf8) else { return (nil, 0) }
        if bytes[5] == UInt8(ascii: "\n") { return (bytes[4], 6) }
        if bytes[5] == UInt8(ascii: "\r") {
            return (bytes[4], bytes.count > 6 && bytes[6] == UInt8(ascii: "\n") ? 7 : 6)
        }
        return (nil, 0)
    }

    private static func endsLinesWithCR(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let place = bytes.firstIndex(of: UInt8(ascii: "\n")), place > 0 else { return false }
        return bytes[place - 1] == UInt8(ascii: "\r")
    }
}

/// What libcsv's callbacks find again, and what they found.
private struct CSVParsing {
    private let text: InputText
    /// The line that the row under way begins at.
    private(set) var line: Int
    private(set) var columns: [String]?
    var found: [Result<Row, RowProblem>] = []

    private var fields: [String] = []
    private var number = 0
    /// Line breaks in the fields of this row, and those before the field that is being taken.
    private var breaks = 0
    private var breaksBefore = 0
    private var problem: RowProblem?
    private var lastEnding: Int32 = 0

    init(text: InputText, startsAtLine line: Int) {
        self.text = text
        self.line = line
    }

    mutating func take(_ bytes: UnsafeRawBufferPointer) {
        var highest: UInt8 = 0
        var lowest: UInt8 = 0xFF
        for byte in bytes {
            highest |= byte
            lowest = min(lowest, byte)
        }
        breaksBefore = breaks
        if lowest < 0x20 { lookAtControls(bytes) }
        if bytes.count > RowReader.longestField { complain("the field is longer than 1 MiB", "make it shorter") }
        if highest < 0x80 {
            fields.append(String(decoding: bytes, as: UTF8.self))
        } else if let string = String(validating: bytes, as: UTF8.self) {
            fields.append(string)
        } else {
            if problem == nil { problem = text.badText(line: line + breaksBefore, column: column) }
            fields.append("")
        }
    }

    /// What ends a line: a byte, or -1 at the end of the file.
    mutating func endLine(_ ending: Int32) {
        let isSecondHalf = ending == 0x0A && lastEnding == 0x0D && fields.isEmpty
        lastEnding = ending
        if isSecondHalf { return }
        defer {
            line += 1 + breaks
            breaks = 0
        }
        guard !fields.isEmpty else { return }
        guard let columns else {
            // A header that was refused stays the last that is looked at.
            return found.isEmpty ? takeHeader() : fields.removeAll()
        }
        number += 1
        if fields.count != columns.count { complainAboutCount(columns) }
        if let problem {
            found.append(.failure(problem))
            self.problem = nil
        } else {
            found.append(.success(Row(number: number, line: line, content: .fields(fields))))
        }
        fields = []
        fields.reserveCapacity(columns.count)
    }

    private mutating func takeHeader() {
        let names = fields.map { $0.trimmingCharacters(in: .whitespaces) }
        fields = []
        if let empty = names.firstIndex(of: "") {
            complain("column \(empty + 1) has no name", "write one into the header")
        }
        var seen: Set<String> = []
        if let twice = names.first(where: { !seen.insert($0).inserted }) {
            complain("two columns have the name `\(twice)`", "give one of them another name")
        }
        if var problem {
            problem.endsReading = true
            problem.column = nil
            self.problem = nil
            found.append(.failure(problem))
        } else {
            columns = names
        }
    }

    private mutating func complainAboutCount(_ columns: [String]) {
        let count = fields.count == 1 ? "1 field" : "\(fields.count) fields"
        problem = RowProblem(
            path: text.input.path, line: line, column: fields.count < columns.count ? columns[fields.count] : nil,
            message: "the row has \(count), and the header \(columns.count)",
            hint: fields.count < columns.count
                ? "add what is missing, with a delimiter for each" : "put a field with delimiters in it into quotes",
            endsReading: false)
    }

    private mutating func lookAtControls(_ bytes: UnsafeRawBufferPointer) {
        for place in bytes.indices {
            switch bytes[place] {
            case 0x0A: breaks += 1
            case 0x0D where place + 1 == bytes.count || bytes[place + 1] != 0x0A: breaks += 1
            case 0: complain("the text has a NUL byte", "look at how the file was made, or take it out")
            default: break
            }
        }
    }

    private mutating func complain(_ message: String, _ hint: String) {
        if problem == nil {
            problem = RowProblem(
                path: text.input.path, line: line + breaksBefore, column: column, message: message, hint: hint,
                endsReading: false)
        }
    }

    /// The name of the field that is being taken.
    private var column: String? {
        guard let columns, fields.count < columns.count else { return nil }
        return columns[fields.count]
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Reads the rows of a file one after the other: CSV as spreadsheets write it, JSON Lines, or a JSON list. However long the
/// file is, a few pieces of 64 KiB are held.
///
/// ```swift
/// let reader = try RowReader(RowInput(path: "customers.csv"))
/// while let row = try reader.next() { … }
/// ```
///
/// CSV is RFC 4180: fields in quotes may hold delimiters, line breaks and doubled quotes, and blanks around a field belong
/// to it. Lines end with LF, CR or both, empty lines are passed over, and blanks around the names of columns are dropped.
public final class RowReader {
    /// The most bytes of a field of CSV: 1 MiB.
    public static let longestField = 1 << 20
    /// The most bytes of a JSON value: 16 MiB.
    public static let longestValue = 16 << 20

    public let input: RowInput
    /// The form the file was found to have.
    public let format: RowFormat
    /// How the CSV is written; nil for JSON.
    public let dialect: CSVDialect?
    /// The columns of CSV, from its header; empty for JSON.
    public let columns: [String]

    private let text: InputText
    private let rows: any RowProducer
    private var isAtEnd = false

    /// Opens the file, and reads the header of CSV.
    ///
    /// - Throws: ``RowProblem`` for a file that cannot be read, is UTF-16, has no header, a column without a name or two of the
    ///   same.
    public convenience init(_ input: RowInput) throws(RowProblem) {
        try self.init(input, bytes: try InputBytes(path: input.path))
    }

    /// Reads rows from memory; ``RowInput/path`` is what problems call it.
    ///
    /// - Throws: ``RowProblem``, as for a file.
    public convenience init(_ input: RowInput, bytes: [UInt8]) throws(RowProblem) {
        try self.init(input, bytes: InputBytes(path: input.path, bytes: bytes))
    }

    private init(_ input: RowInput, bytes: InputBytes) throws(RowProblem) {
        self.input = input
        text = try InputText(input, bytes)
        format = input.format ?? RowFormat(nameOf: input.path) ?? RowFormat(lookOf: text.beginning)
        switch format {
        case .csv, .tsv:
            let rows = try CSVRows(text, delimiter: input.delimiter ?? (format == .tsv ? UInt8(ascii: "\t") : nil))
            self.rows = rows
            columns = rows.columns
            dialect = rows.dialect
        case .jsonLines, .jsonArray:
            rows = format == .jsonLines ? JSONLineRows(text) : JSONArrayRows(text)
            columns = []
            dialect = nil
        }
    }

    /// The next row; nil at the end.
    ///
    /// - Throws: ``RowProblem``. The next call goes on behind the row with the problem, and gives nil when it
    ///   ``RowProblem/endsReading``.
    public func next() throws(RowProblem) -> Row? {
        guard !isAtEnd else { return nil }
        do throws(RowProblem) {
            let row = try rows.nextRow()
            if row == nil { isAtEnd = true }
            return row
        } catch {
            isAtEnd = error.endsReading
            throw error
        }
    }

    /// SHA-256 of the bytes of the file in hexadecimal digits, packed bytes when it is packed. It is that of the whole file
    /// once ``next()`` gave nil.
    public var fingerprint: String { text.fingerprint }
}

/// Where rows come from.
protocol RowProducer: AnyObject {
    func nextRow() throws(RowProblem) -> Row?
}

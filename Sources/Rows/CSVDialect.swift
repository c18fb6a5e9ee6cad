// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// How a CSV file is written, so that another can be written alike.
public struct CSVDialect: Sendable, Hashable {
    /// A comma, a semicolon or a tab; or another byte that the file itself announced.
    public var delimiter: UInt8
    /// Whether it begins with the mark by which spreadsheets know UTF-8.
    public var hasMark: Bool
    /// Whether lines end with CR LF rather than LF.
    public var endsLinesWithCR: Bool

    public init(delimiter: UInt8 = UInt8(ascii: ","), hasMark: Bool = false, endsLinesWithCR: Bool = false) {
        self.delimiter = delimiter
        self.hasMark = hasMark
        self.endsLinesWithCR = endsLinesWithCR
    }

    public static let comma = CSVDialect()

    /// Appends a row and the end of its line. Fields are put into quotes where they need them (RFC 4180), and where their blanks at an end
    /// could get lost.
    public func append(_ fields: [String], to bytes: inout [UInt8]) {
        var isFirst = true
        for var field in fields {
            if !isFirst { bytes.append(delimiter) }
            isFirst = false
            field.withUTF8 { append($0, isAlone: fields.count == 1, to: &bytes) }
        }
        if endsLinesWithCR { bytes.append(UInt8(ascii: "\r")) }
        bytes.append(UInt8(ascii: "\n"))
    }

    private func append(_ field: UnsafeBufferPointer<UInt8>, isAlone: Bool, to bytes: inout [UInt8]) {
        let quote = UInt8(ascii: "\"")
        // A row of one empty field would be an empty line, which says nothing.
        let needsQuotes =
            field.contains { $0 == quote || $0 == delimiter || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
            || field.first == UInt8(ascii: " ") || field.last == UInt8(ascii: " ") || (isAlone && field.isEmpty)
        guard needsQuotes else { return bytes.append(contentsOf: field) }
        bytes.append(quote)
        for byte in field {
            if byte == quote { bytes.append(quote) }
            bytes.append(byte)
        }
        bytes.append(quote)
    }
}

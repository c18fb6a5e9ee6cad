// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// What is wrong with a file of rows, and where.
public struct RowProblem: Error, Sendable, Equatable {
    /// As in ``RowInput/path``.
    public var path: String
    /// From 1; nil when it is about the file as a whole.
    public var line: Int?
    /// The name of the field.
    public var column: String?
    /// One sentence without a full stop.
    public var message: String
    /// One thing to do.
    public var hint: String
    /// Whether nothing behind it can be read. After any other problem the next row can be asked for.
    public var endsReading: Bool

    public init(
        path: String, line: Int? = nil, column: String? = nil, message: String, hint: String, endsReading: Bool = true
    ) {
        self.path = path
        self.line = line
        self.column = column
        self.message = message
        self.hint = hint
        self.endsReading = endsReading
    }

    /// `rows.csv:3`, or the path alone; the standard input by that name.
    public var location: String {
        let name = path == "-" ? "standard input" : path
        return line.map { "\(name):\($0)" } ?? name
    }
}

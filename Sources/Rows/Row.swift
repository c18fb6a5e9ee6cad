// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// One row of a file.
public struct Row: Sendable, Equatable {
    public enum Content: Sendable, Equatable {
        /// The fields of a line of CSV, as many as there are columns, as they stand there.
        case fields([String])
        case value(JSONValue)
    }

    /// From 1; rows that cannot be read count as well.
    public var number: Int
    /// Where it begins, from 1. A row of CSV may have several lines.
    public var line: Int
    public var content: Content

    public init(number: Int, line: Int, content: Content) {
        self.number = number
        self.line = line
        self.content = content
    }

    /// The row as JSON: the fields of CSV are texts under the names of their columns.
    public func json(columns: [String]) -> JSONValue {
        switch content {
        case .value(let value): value
        case .fields(let fields):
            .object(JSONObject(uniqueKeysWithValues: zip(columns, fields.map { JSONValue.string($0) })))
        }
    }
}

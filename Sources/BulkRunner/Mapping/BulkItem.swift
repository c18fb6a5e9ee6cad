// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI

/// One row as the operation takes it.
struct BulkItem: Sendable {
    var row: Int
    /// Where the row begins in its file.
    var line: Int
    var pathArguments: [String] = []
    var query: [APIRequest.NamedValue] = []
    /// What all rows of one call share of the body.
    var shared: JSONObject = [:]
    /// The body, or an element of its list; nil for an operation without a body.
    var value: JSONValue?
    var key: RowKey

    /// Whether both can stand in one call, as far as what stands beside the list goes.
    func sharesCall(with other: BulkItem) -> Bool {
        pathArguments == other.pathArguments && query == other.query && shared == other.shared
    }
}

/// What is wrong with a row.
public struct RowFinding: Sendable, Equatable {
    /// From 1; nil when it is about the file.
    public var row: Int?
    /// From 1; nil when it is about the file.
    public var line: Int?
    /// As the file calls it.
    public var column: String?
    public var message: String
    public var hint: String

    public init(row: Int? = nil, line: Int? = nil, column: String? = nil, message: String, hint: String) {
        self.row = row
        self.line = line
        self.column = column
        self.message = message
        self.hint = hint
    }
}

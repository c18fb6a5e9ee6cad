// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import OperationCatalog
public import Rows

/// One operation over the rows of a file: what is to be done, but not how fast.
public struct BulkJob: Sendable {
    public var operation: Operation
    public var input: RowInput
    /// What columns mean that are not called like a field: column to field.
    public var map: [String: String] = [:]
    /// Columns that mean nothing.
    public var ignored: Set<String> = []
    /// The same for all rows: field to text, as it could stand in a cell.
    public var constants: [(field: String, text: String)] = []
    /// Types of fields, where the catalogue and the account do not say.
    public var types: [String: CellType] = [:]
    /// What stands in a cell that is to be null. An empty cell is left out of the call.
    public var null = #"\N"#
    /// The column that tells rows apart; the operation's own when nil.
    public var key: String?
    /// Whether several rows may have the same key; they are then done in their order.
    public var allowsDuplicates = false
    /// How many rows go into one call at most; nil for as many as the API takes.
    public var batch: Int?
    public var share = RowShare.whole
    /// The fields of answers to keep, for the results.
    public var kept: [String] = []
    /// Whether the values before are read and kept, so that an undo file can be written.
    public var keepsUndo = false
    /// Whether the values before are read and nothing is sent.
    public var onlyLooks = false
    /// The custom attributes that the account has declared.
    public var attributes = AttributeTypes()

    public init(operation: Operation, input: RowInput) {
        self.operation = operation
        self.input = input
    }
}

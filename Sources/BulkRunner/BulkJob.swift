// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// One operation over the rows of a file.
public struct BulkJob: Sendable {
    /// As in `profiles.update`.
    public var operation: String
    public var input: String

    public init(operation: String, input: String) {
        self.operation = operation
        self.input = input
    }
}

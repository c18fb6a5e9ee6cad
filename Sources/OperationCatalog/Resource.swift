// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A part of the API: its operations, and the objects that belong to them.
public struct Resource: Sendable {
    /// As in `Customer sessions`.
    public let title: String
    /// What it is about, in one sentence.
    public let summary: String
    public let operations: [Operation]
    /// By name, in the order of the documentation. Each object is made when it is first needed.
    public let objects: KeyValuePairs<String, @Sendable () -> ObjectSchema>

    init(
        _ title: String, _ summary: String, operations: [Operation],
        objects: KeyValuePairs<String, @Sendable () -> ObjectSchema>
    ) {
        self.title = title
        self.summary = summary
        self.operations = operations
        self.objects = objects
    }

    /// The title as the name of a file: `CustomerSessions`.
    public var fileName: String {
        title.split(separator: " ").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import OperationCatalog

/// Puts rows together into calls, in their order.
///
/// A call is full when it has as many rows as it may have, and a row does not fit that differs in what stands beside the
/// list, or is about the same as one that is in it: of two changes to the same thing the second is to come after the first.
struct Batcher: Sendable {
    private let limit: Int
    private let uniform: String?
    private var items: [BulkItem] = []
    private var keys: Set<UInt64> = []

    /// - Parameter size: As many rows as a person wants in a call.
    init(_ form: BatchForm?, size: Int?) {
        limit = form.map { min($0.limit, max(1, size ?? $0.limit)) } ?? 1
        uniform = form?.uniform
    }

    /// Adds a row.
    /// - Returns: the rows of a call that is ready.
    mutating func add(_ item: BulkItem) -> [BulkItem]? {
        guard limit > 1 else { return [item] }
        var ready: [BulkItem]?
        if let first = items.first, !fits(item, with: first) { ready = finish() }
        items.append(item)
        keys.insert(item.key.identity ?? item.key.order)
        if items.count == limit, ready == nil { return finish() }
        return ready
    }

    /// The rows of the last call; nil when there are none.
    mutating func finish() -> [BulkItem]? {
        guard !items.isEmpty else { return nil }
        defer {
            items.removeAll()
            keys.removeAll()
        }
        return items
    }

    private func fits(_ item: BulkItem, with first: BulkItem) -> Bool {
        items.count < limit && item.sharesCall(with: first) && !keys.contains(item.key.identity ?? item.key.order)
            && (uniform.map { item.value?[$0] == first.value?[$0] } ?? true)
    }
}

/// Makes requests of rows.
struct RequestMaker: Sendable {
    let operation: Operation
    let form: BatchForm?
    /// Whether the fields of answers are needed: some operations are silent unless asked.
    let needsAnswers: Bool

    init(_ operation: Operation, needsAnswers: Bool) {
        self.operation = operation
        form = BatchForm(operation)
        self.needsAnswers = needsAnswers
    }

    /// The request for rows that go together; without a key of its own.
    func request(_ items: [BulkItem]) -> APIRequest {
        guard let first = items.first else { return APIRequest(operation) }
        var request = APIRequest(operation, pathArguments: first.pathArguments, query: first.query, body: first.value)
        if let form {
            var body = first.shared
            body[form.list] = .array(items.map { $0.value ?? .null })
            request.body = .object(body)
        }
        if needsAnswers, request.queryValue("silent") == nil, operation.query.contains(where: { $0.name == "silent" }) {
            request.query.append(.init("silent", "no"))
        }
        return request
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON
public import IntegrationAPI
internal import OperationCatalog
public import RuleEngine

/// A request that a sandbox answered, and its answer.
public struct Exchange: Sendable {
    public let request: APIRequest
    public let status: Int
    /// The body of the answer; nil when there is none.
    public let answer: JSONValue?
    public let time: Moment
    /// The guesses about the service that the answer rests on.
    public let assumptions: Assumptions

    /// The exchange as JSON: `operation`, `method`, `target`, `status`, `body`, `answer`, `time`, `assumptions`.
    public var json: JSONValue {
        var object: JSONObject = [
            "operation": .string(request.operation.id),
            "method": .string(request.operation.method.rawValue),
            "target": .string(request.target),
            "status": .integer(Int64(status)),
        ]
        object["body"] = request.body
        object["answer"] = answer
        object["time"] = .string(time.description)
        object["assumptions"] = .array(assumptions.all.map { .string($0.name) })
        return .object(object)
    }
}

/// The most recent exchanges, at most a given number.
struct ExchangeLog {
    let capacity: Int
    private var ring: [Exchange] = []
    private var oldest = 0

    init(capacity: Int) {
        self.capacity = capacity
    }

    var exchanges: [Exchange] { Array(ring[oldest...] + ring[..<oldest]) }

    mutating func append(_ exchange: Exchange) {
        if ring.count < capacity {
            ring.append(exchange)
        } else if capacity > 0 {
            ring[oldest] = exchange
            oldest = (oldest + 1) % capacity
        }
    }

    mutating func removeAll(where isRemoved: (Exchange) -> Bool = { _ in true }) {
        ring = exchanges.filter { !isRemoved($0) }
        oldest = 0
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON
public import IntegrationAPI
public import IntegrationClient
public import OperationCatalog

/// A request without secrets: as it stands in a cassette, and as requests of now are looked up there.
public struct RecordedRequest: Sendable {
    public let operation: Operation
    /// Path and query, percent-encoded.
    public let target: String
    /// Those that change what the service does.
    public let headers: [APIRequest.NamedValue]
    public let body: JSONValue?

    /// The headers that are kept. The proof of who calls is none of them.
    static let keptHeaders: Set<String> = ["idempotency-key"]

    /// The one place where requests lose their secrets, for writing and for matching alike.
    public init(_ request: APIRequest, redaction: Redaction) {
        // A signature covers `null` where there is no body.
        let hasBody = request.body.map { !$0.isNull } ?? false
        self.init(
            operation: request.operation, target: redaction.redactedTarget(of: request),
            headers: redaction.redact(request.headers.filter { Self.keptHeaders.contains($0.name.lowercased()) }),
            // Tables of Lua come in another order each time.
            body: hasBody ? request.body.map { redaction.redact($0).sorted } : .none)
    }

    init(operation: Operation, target: String, headers: [APIRequest.NamedValue], body: JSONValue?) {
        self.operation = operation
        self.target = target
        self.headers = headers
        self.body = body
    }

    /// `PUT /v2/customer_sessions/s1`.
    public var line: String { "\(operation.method.rawValue) \(target)" }

    /// The request as it can be made again; nil when the target does not belong to the operation.
    public var apiRequest: APIRequest? {
        guard
            case .found(var request) = OperationRouter([operation]).match(
                method: operation.method.rawValue, target: target)
        else { return nil }
        request.body = body
        request.headers = headers
        return request
    }

    /// What requests are compared by: arguments of the path, the query in whatever order, the body.
    var comparable: JSONValue {
        var members: JSONObject = [:]
        if let request = apiRequest {
            let arguments = zip(operation.pathParameters.map(\.name), request.pathArguments.map(JSONValue.string))
            members["path"] = .object(JSONObject(arguments, uniquingKeysWith: { $1 }))
            var query: [String: [String]] = [:]
            for item in request.query { query[item.name, default: []].append(item.value) }
            members["query"] = .object(
                JSONObject(
                    uniqueKeysWithValues: query.sorted { $0.key < $1.key }.map {
                        (
                            $0.key,
                            $0.value.count == 1 ? .string($0.value[0]) : .array($0.value.sorted().map(JSONValue.string))
                        )
                    }))
        } else {
            members["target"] = .string(target)
        }
        members["body"] = body
        return .object(members)
    }
}

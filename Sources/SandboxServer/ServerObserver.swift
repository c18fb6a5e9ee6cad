// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON
public import OperationCatalog
public import RuleEngine

/// What the server tells its owner, and asks of them.
public struct ServerObserver: Sendable {
    /// What `GET /health` answers, without any key. Asked on the thread that answers requests.
    public var health: @Sendable () -> JSONValue = { ["status": "ok"] }
    /// Gets each request that was answered, for a log.
    public var onAnswer: @Sendable (AnsweredRequest) -> Void = { _ in }
    /// Gets what the client is not told when a call is answered with 500.
    public var onFailure: @Sendable (Operation, any Error) -> Void = { _, _ in }

    public init() {}
}

/// What a log may say of a request: nothing of its headers, its query or its body.
public struct AnsweredRequest: Sendable {
    public let method: String
    /// As it was sent, percent-encoded, without the query.
    public let path: String
    /// The id of the operation; nil when method and path lead to none.
    public internal(set) var operation: String?
    /// The id of the Application; nil when it is not known, and for the Management API.
    public internal(set) var application: Int64?
    public internal(set) var status = 0
    /// The length of the answer's body.
    public internal(set) var bytes = 0
    public internal(set) var duration = Duration.zero
    /// The guesses about the service that the server itself made.
    public internal(set) var assumptions = Assumptions()

    init(method: String, path: String) {
        self.method = method
        self.path = path
    }

    /// The duration in whole microseconds.
    public var microseconds: Int64 { Int64(duration / .microseconds(1)) }
}

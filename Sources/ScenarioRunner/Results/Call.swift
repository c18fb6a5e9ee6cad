// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// A call to the API, without secrets.
public struct Call: Sendable {
    /// The operation id: `updateCustomerSessionV2`.
    public var operation: String
    public var method: String
    /// Path and query.
    public var target: String
    /// The HTTP status; nil when no answer came.
    public var status: Int?
    /// Why no answer came.
    public var error: String?
    /// The JSON text that was sent.
    public var request: String?
    /// The text that came back.
    public var response: String?
    /// Seconds from the beginning of the attempt.
    public var start: Double
    /// Seconds.
    public var duration: Double
    /// A command line that makes the same call; the key is a variable in it.
    public var curl: String
    /// Which attempt of the client it was, from 1.
    public var attempt: Int

    public init(
        operation: String, method: String, target: String, status: Int?, error: String? = nil, request: String? = nil,
        response: String? = nil, start: Double, duration: Double, curl: String, attempt: Int = 1
    ) {
        self.operation = operation
        self.method = method
        self.target = target
        self.status = status
        self.error = error
        self.request = request
        self.response = response
        self.start = start
        self.duration = duration
        self.curl = curl
        self.attempt = attempt
    }

    /// The effects in the answer, with type and props; empty when there are none.
    public var effects: [JSONValue] {
        guard let response, let json = try? JSONValue(parsing: response) else { return [] }
        return json["effects"]?.array ?? []
    }
}

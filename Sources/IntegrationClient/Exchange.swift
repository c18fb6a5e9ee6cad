// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import IntegrationAPI

extension IntegrationClient {
    /// One attempt of a call, as it went over the transport, without secrets.
    public struct Exchange: Sendable {
        /// The operation id.
        public let operation: String
        public let method: String
        /// Path and query, percent-encoded.
        public let target: String
        public let requestHeaders: [APIRequest.NamedValue]
        /// The JSON text that was sent; nil when there was none.
        public let requestBody: String?
        /// The HTTP status; nil when no answer came.
        public let status: Int?
        public let responseHeaders: [APIRequest.NamedValue]
        /// The text that came back; nil when there was none.
        public let responseBody: String?
        /// Why no answer came.
        public let error: PerchError?
        public let duration: Duration
        /// 1 for the first.
        public let attempt: Int

        init(
            _ request: APIRequest, _ result: Result<APIResponse, PerchError>, duration: Duration, attempt: Int,
            redaction: Redaction
        ) {
            operation = request.operation.id
            method = request.operation.method.rawValue
            target = redaction.redactedTarget(of: request)
            requestHeaders = redaction.redact(request.headers)
            requestBody = request.body.map { redaction.redact($0.description) }
            switch result {
            case .success(let response):
                status = response.status
                responseHeaders = redaction.redact(response.headers)
                responseBody = response.text.map { redaction.redact($0) }
                error = nil
            case .failure(let failure):
                status = nil
                responseHeaders = []
                responseBody = nil
                error = redaction.redact(failure)
            }
            self.duration = duration
            self.attempt = attempt
        }
    }
}

extension IntegrationClient.Exchange: CustomStringConvertible {
    /// One line: `PUT /v2/customer_sessions/s1 → 200 in 12.3 ms`.
    public var description: String {
        let outcome = status.map(String.init) ?? error?.code.rawValue ?? "no answer"
        let microseconds = duration / .microseconds(1)
        let tenths = Int((microseconds / 100).rounded())
        let again = attempt > 1 ? ", attempt \(attempt)" : ""
        return "\(method) \(target) → \(outcome) in \(tenths / 10).\(tenths % 10) ms\(again)"
    }
}

extension APIResponse {
    fileprivate var text: String? {
        switch body {
        case .none: nil
        case .value(let value): value.description
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        }
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import HTTPTypes
import IntegrationAPI
import OperationCatalog
import RuleEngine

/// An error that the server itself answers with, before the sandbox has seen the request.
struct ErrorAnswer: Error {
    var status: Int
    var message: String
    var errors: JSONValue?
    /// Some operations repeat the status in the body of a 400, others do not.
    var repeatsStatus = true
    var headers: HTTPFields = [:]
    var assumptions = Assumptions()

    var body: JSONValue {
        var body: JSONObject = ["message": .string(message)]
        if let errors { body["errors"] = errors }
        if repeatsStatus { body["StatusCode"] = .integer(Int64(status)) }
        return .object(body)
    }

    private func assuming(_ assumption: Assumption) -> ErrorAnswer {
        var result = self
        result.assumptions.insert(assumption)
        return result
    }

    // MARK: - All that there are

    static let unauthorized = ErrorAnswer(status: 401, message: "Invalid API key").assuming(.refusedKeyText)
    static let unauthorizedManager = ErrorAnswer(status: 401, message: "Invalid management key or session")
        .assuming(.refusedKeyText)
    /// The documented text, without a status.
    static let wrongSignature = ErrorAnswer(status: 400, message: "HMAC signature mismatch.", repeatsStatus: false)

    static func notFound(_ path: String) -> ErrorAnswer {
        ErrorAnswer(status: 404, message: "There is nothing at \(path)")
    }

    static func methodNotAllowed(_ method: String, _ allowed: [OperationCatalog.Operation.Method]) -> ErrorAnswer {
        let list = allowed.map(\.rawValue).joined(separator: ", ")
        return ErrorAnswer(
            status: 405, message: "\(method) is not possible here, only \(list)", headers: [.allow: list])
    }

    static func malformed(
        _ reason: String, _ operation: OperationCatalog.Operation? = nil
    ) -> ErrorAnswer {
        ErrorAnswer(status: 400, message: reason, repeatsStatus: operation?.repeatsStatus ?? true)
    }

    static func tooLong(_ limit: Int) -> ErrorAnswer {
        ErrorAnswer(status: 413, message: "The request body is longer than \(limit) bytes")
    }

    static func unreadable(_ error: JSONError, _ operation: OperationCatalog.Operation) -> ErrorAnswer {
        ErrorAnswer(
            status: 400, message: "The request body is not valid JSON",
            errors: [["title": "Invalid JSON", "details": .string(error.description), "source": ["pointer": ""]]],
            repeatsStatus: operation.repeatsStatus)
    }

    static func crowded(_ kind: OperationCatalog.Operation.Subject.Kind) -> ErrorAnswer {
        ErrorAnswer(
            status: 409, message: "Too many requests are updating this \(kind.rawValue) at the same time",
            errors: .null
        ).assuming(.parallelCallsCountWhatTheyName)
    }

    static func unsupported(_ message: String) -> ErrorAnswer {
        ErrorAnswer(status: 501, message: message)
    }

    static let failed = ErrorAnswer(status: 500, message: "Internal error")
}

extension OperationCatalog.Operation {
    /// Whether the body of its 400 has the status as well.
    fileprivate var repeatsStatus: Bool {
        responses.first { $0.status == 400 }?.schema != .object("ErrorResponse")
    }
}

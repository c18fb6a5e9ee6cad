// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import OperationCatalog

/// A refused request: thrown by a handler, answered as the operation's error body; nothing is kept of the request.
struct Failure: Error {
    var status: Int
    var message: String
    var errors: [Detail] = []

    struct Detail {
        var title: String
        var details: String?
        /// Where in the body, as a JSON pointer, which query parameter, or which line of a file.
        var source: Source

        enum Source {
            case pointer(String)
            case parameter(String)
            case line(Int)
        }

        var json: JSONValue {
            var object: JSONObject = ["title": .string(title)]
            if let details { object["details"] = .string(details) }
            switch source {
            case .pointer(let pointer): object["source"] = ["pointer": .string(pointer)]
            case .parameter(let name): object["source"] = ["parameter": .string(name)]
            case .line(let line): object["source"] = ["line": .string(String(line))]
            }
            return .object(object)
        }
    }

    static let invalidMessage = "The submitted data was invalid"

    /// 400 with one or more places in the body.
    static func invalid(_ errors: [Detail]) -> Failure {
        Failure(status: 400, message: invalidMessage, errors: errors)
    }

    /// 400 about one place in the body.
    static func invalid(_ pointer: String, _ title: String, _ details: String) -> Failure {
        invalid([Detail(title: title, details: details, source: .pointer(pointer))])
    }

    /// 400 about a query parameter.
    static func invalid(parameter: String, _ title: String, _ details: String) -> Failure {
        invalid([Detail(title: title, details: details, source: .parameter(parameter))])
    }

    /// 400 without a place.
    static func refused(_ message: String) -> Failure {
        Failure(status: 400, message: message)
    }

    static func notFound(_ message: String) -> Failure {
        Failure(status: 404, message: message)
    }

    static func conflict(_ message: String) -> Failure {
        Failure(status: 409, message: message)
    }

    /// The answer in the shape that the operation declares for the status: some have no `StatusCode`.
    func response(for operation: OperationCatalog.Operation) -> APIResponse {
        var body: JSONObject = ["message": .string(message)]
        if !errors.isEmpty { body["errors"] = .array(errors.map(\.json)) }
        let declared = operation.responses.first { $0.status == status }?.schema
        if declared != .object("ErrorResponse") {
            body["StatusCode"] = .integer(Int64(status))
        }
        return APIResponse(status: status, body: .value(.object(body)))
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI

/// Makes the error of an answer that is a failure.
struct ServiceFailure {
    let request: APIRequest
    let status: Int
    /// The service's own message; nil when the answer is not one of the service's.
    let message: String?
    let errors: [JSONValue]
    let retryAfter: Duration?

    init(_ response: APIResponse, to request: APIRequest, secondsSince1970: Double) {
        self.request = request
        status = response.status
        let body = try? response.json()
        message = body?["message"]?.string
        errors = body?["errors"]?.array ?? []
        retryAfter = response.header("Retry-After").flatMap {
            RetryAfter.duration($0, secondsSince1970: secondsSince1970)
        }
    }

    /// Whether it is the 409 for calls that ran in parallel, and not one for something that exists already.
    var isTooManyAtOnce: Bool {
        status == 409 && message?.lowercased().contains("too many requests") == true
    }

    func error(_ configuration: ClientConfiguration, attempts: Int) -> PerchError {
        var hint = hint(configuration)
        if attempts > 1 { hint += " (tried \(attempts) times)" }
        return PerchError(
            .api, message ?? "the service answered \(status)\(Self.reasons[status].map { " \($0)" } ?? "")", hint: hint,
            operation: request.operation.id, status: status, errors: errors)
    }

    private func hint(_ configuration: ClientConfiguration) -> String {
        let name = request.operation.lua
        if message == nil, status < 500, status != 401, status != 429 {
            return "look at the base URL of \(configuration.place): the answer is not one of the Integration API"
        }
        switch status {
        case 400 where message?.contains("HMAC") == true:
            return "look at the Application's id and key of \(configuration.place): the signature does not fit"
        case 400, 422:
            return firstProblem.map { "correct \($0)" } ?? "`perch ops \(name)` lists what it takes"
        case 401, 403: return keyHint(configuration)
        case 404: return missingHint
        case 405: return "look at the base URL of \(configuration.place)"
        case 409 where isTooManyAtOnce:
            return "make calls for the same profile or session one after the other"
        case 409: return firstProblem.map { "correct \($0)" } ?? "use another id, or update what exists already"
        case 413: return "send less at once"
        case 429:
            let wish = retryAfter.map { "wait \(Self.text($0)), and " } ?? ""
            return "\(wish)make fewer calls per second"
        case 500...:
            let doubt = request.operation.repetition == .never
            return doubt
                ? "look whether the call took effect before you make it again: `\(name)` may count twice"
                : "the service has trouble: try again later"
        default: return "`perch ops \(name)` describes the call"
        }
    }

    private func keyHint(_ configuration: ClientConfiguration) -> String {
        let place = configuration.place
        return switch configuration.authentication {
        case .none: "give \(place) an API key: it has none"
        case .apiKey:
            "check the API key of \(place): it may be mistyped, expired, or made for another Application"
        case .managementKey, .bearer:
            "give \(place) an API key of the Application: the Integration API takes no Management API key"
        case .signature: "give \(place) an API key: only some V1 operations take a signature"
        }
    }

    private var missingHint: String {
        let arguments = zip(request.operation.pathParameters, request.pathArguments)
            .map { "\($0.name) `\($1)`" }
        guard !arguments.isEmpty else { return "check the ids in the call: one of them does not exist" }
        return "check \(arguments.joined(separator: " and ")): nothing has this id here"
    }

    /// The first of the service's errors: ``/attributes/Size: The attribute "Size" is not defined``.
    private var firstProblem: String? {
        guard let first = errors.first, let text = first["details"]?.string ?? first["title"]?.string else {
            return nil
        }
        let source = first["source"]
        let place = source?["pointer"]?.string ?? source?["parameter"]?.string
        return place.map { $0.isEmpty ? text : "`\($0)`: \(text)" } ?? text
    }

    private static func text(_ duration: Duration) -> String {
        let seconds = Int((duration / .seconds(1)).rounded(.up))
        return seconds == 1 ? "1 second" : "\(seconds) seconds"
    }

    private static let reasons = [
        400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
        409: "Conflict", 413: "Content Too Large", 422: "Unprocessable Content", 429: "Too Many Requests",
        500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable",
        504: "Gateway Timeout",
    ]
}

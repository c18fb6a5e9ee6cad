// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON
import Foundation
public import IntegrationAPI
public import IntegrationClient
import OperationCatalog

/// A request with what came of it, without secrets.
public struct RecordedExchange: Sendable {
    /// Its place in the cassette by the time of sending, from 1.
    public var number: Int
    /// When it was sent, in seconds since 1970.
    public var time: Double
    public var request: RecordedRequest
    public var outcome: Outcome

    public enum Outcome: Sendable {
        case answer(RecordedAnswer)
        /// No answer came.
        case failure(PerchError)
    }

    init(
        number: Int, time: Double, request: APIRequest, result: Result<APIResponse, PerchError>, redaction: Redaction
    ) {
        self.number = number
        self.time = time
        self.request = RecordedRequest(request, redaction: redaction)
        outcome =
            switch result {
            case .success(let response): .answer(RecordedAnswer(response, redaction: redaction))
            case .failure(let error): .failure(redaction.redact(error))
            }
    }
}

/// An answer of the service without secrets.
public struct RecordedAnswer: Sendable {
    public var status: Int
    /// Those that say how to read it, or when to come again.
    public var headers: [APIRequest.NamedValue]
    public var body: Body

    public enum Body: Sendable {
        case none
        case json(JSONValue)
        /// What is not JSON, such as the page of a proxy.
        case text(String)
    }

    static let keptHeaders: Set<String> = ["content-type", "retry-after"]

    public init(_ response: APIResponse, redaction: Redaction) {
        status = response.status
        headers = redaction.redact(response.headers.filter { Self.keptHeaders.contains($0.name.lowercased()) })
        switch response.body {
        case .none: body = .none
        case .value(let value): body = .json(redaction.redact(value))
        case .bytes(let bytes) where bytes.isEmpty: body = .none
        case .bytes(let bytes):
            if let value = try? JSONValue(parsing: bytes) {
                body = .json(redaction.redact(value))
            } else {
                body = .text(redaction.redact(String(decoding: bytes, as: UTF8.self)))
            }
        }
    }

    /// What answers are compared by.
    var comparable: JSONValue {
        var members: JSONObject = ["status": .integer(Int64(status))]
        switch body {
        case .none: break
        case .json(let value): members["body"] = value
        case .text(let text): members["body"] = .string(text)
        }
        return .object(members)
    }

    /// The answer as it came over the network, with UUIDs of now.
    func response(_ standIns: StandIns) -> APIResponse {
        let text: String? =
            switch body {
            case .none: nil
            case .json(let value): value.description
            case .text(let text): text
            }
        return APIResponse(
            status: status, headers: headers, body: text.map { .bytes(Array(standIns.text($0).utf8)) } ?? .none)
    }
}

// MARK: - JSON

extension RecordedExchange {
    var json: JSONValue {
        var sent: JSONObject = [:]
        if !request.headers.isEmpty { sent["headers"] = request.headers.json }
        if let body = request.body { sent["body"] = body }
        var members: JSONObject = [
            "number": .integer(Int64(number)),
            "time": .string(Timestamp(Date(timeIntervalSince1970: time)).text),
            "operation": .string(request.operation.id), "method": .string(request.operation.method.rawValue),
            "target": .string(request.target), "request": .object(sent),
        ]
        switch outcome {
        case .answer(let answer): members["response"] = answer.json
        case .failure(let error):
            var failure: JSONObject = ["code": .string(error.code.rawValue), "message": .string(error.message)]
            if let hint = error.hint { failure["hint"] = .string(hint) }
            if error.neverArrived { failure["neverArrived"] = true }
            members["error"] = .object(failure)
        }
        return .object(members)
    }

    /// - Throws: What is wrong with the line, as a sentence.
    init(json: JSONValue) throws(CassetteProblem) {
        guard let number = json["number"]?.integer else { throw CassetteProblem("has no `number`") }
        guard let time = json["time"].flatMap(PointInTime.init) else { throw CassetteProblem("has no `time`") }
        guard let name = json["operation"]?.string else { throw CassetteProblem("has no `operation`") }
        guard let operation = Catalog.operation(name) else {
            throw CassetteProblem("names the operation `\(name)`, which is not known")
        }
        guard let target = json["target"]?.string else { throw CassetteProblem("has no `target`") }
        self.number = Int(clamping: number)
        self.time = time.secondsSince1970
        let headers = [APIRequest.NamedValue](json: json["request"]?["headers"])
        request = RecordedRequest(
            operation: operation, target: target, headers: headers, body: json["request"]?["body"])
        guard request.apiRequest != nil else {
            throw CassetteProblem("has the target `\(target)`, which does not belong to `\(name)`")
        }
        if let answer = json["response"] {
            outcome = .answer(try RecordedAnswer(json: answer))
        } else if let failure = json["error"], let code = failure["code"]?.string {
            var error = PerchError(
                PerchError.Code(rawValue: code), failure["message"]?.string ?? "", hint: failure["hint"]?.string)
            error.neverArrived = failure["neverArrived"]?.bool ?? false
            outcome = .failure(error)
        } else {
            throw CassetteProblem("has neither `response` nor `error`")
        }
    }
}

extension RecordedAnswer {
    var json: JSONValue {
        var members: JSONObject = ["status": .integer(Int64(status))]
        if !headers.isEmpty { members["headers"] = headers.json }
        switch body {
        case .none: break
        case .json(let value): members["body"] = value
        case .text(let text): members["text"] = .string(text)
        }
        return .object(members)
    }

    init(json: JSONValue) throws(CassetteProblem) {
        guard let status = json["status"]?.integer, (100...999).contains(status) else {
            throw CassetteProblem("has no `status` in its `response`")
        }
        self.status = Int(status)
        headers = [APIRequest.NamedValue](json: json["headers"])
        if let value = json["body"] {
            body = .json(value)
        } else if let text = json["text"]?.string {
            body = .text(text)
        } else {
            body = .none
        }
    }
}

extension [APIRequest.NamedValue] {
    fileprivate var json: JSONValue {
        .object(JSONObject(map { ($0.name, .string($0.value)) }, uniquingKeysWith: { $1 }))
    }

    fileprivate init(json: JSONValue?) {
        self = (json?.object ?? [:]).compactMap { name, value in value.string.map { .init(name, $0) } }
    }
}

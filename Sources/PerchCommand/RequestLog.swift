// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ExactJSON
import Foundation
import IntegrationAPI
import IntegrationClient
import RuleEngine
import SandboxServer

/// One line on the standard error for each request that the server answered.
struct RequestLog: Sendable {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, none
    }

    private let format: Format
    private let redaction: Redaction

    init(format: Format, secrets: [String]) {
        self.format = format
        redaction = Redaction(secrets.map { Secret($0) })
    }

    func write(_ request: AnsweredRequest) {
        switch format {
        case .none: return
        case .text: put(Self.text(request))
        case .json: put(JSONPrinter.text(.object(Self.json(request))))
        }
    }

    /// What a client was told nothing of is shown in any case: somebody must see it.
    func write(failure error: any Error, of operation: String) {
        let text = (error as? PerchError).map(\.description) ?? "error: \(error)"
        switch format {
        case .text, .none: put(text + "\n  while answering \(operation)")
        case .json:
            put(JSONPrinter.text(["level": "error", "operation": .string(operation), "message": .string(text)]))
        }
    }

    private func put(_ line: String) { Terminal.complain(redaction.redact(line)) }

    private static func now() -> String {
        Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    private static func text(_ request: AnsweredRequest) -> String {
        "\(now()) \(request.method) \(request.path) \(request.status) \(request.bytes) B "
            + "\(request.microseconds) µs" + (request.operation.map { " \($0)" } ?? "")
            + (request.application.map { " application \($0)" } ?? "")
    }

    private static func json(_ request: AnsweredRequest) -> JSONObject {
        var object: JSONObject = [
            "level": "info", "time": .string(now()), "method": .string(request.method),
            "path": .string(request.path), "status": .integer(Int64(request.status)),
            "bytes": .integer(Int64(request.bytes)), "microseconds": .integer(request.microseconds),
        ]
        if let operation = request.operation { object["operation"] = .string(operation) }
        if let application = request.application { object["application"] = .integer(application) }
        if !request.assumptions.all.isEmpty {
            object["assumptions"] = .array(request.assumptions.all.map { .string($0.name) })
        }
        return object
    }
}

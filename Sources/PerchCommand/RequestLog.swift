// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ExactJSON
import Foundation
import IntegrationAPI
import IntegrationClient
import RuleEngine
import SandboxServer

/// One line on the standard error for each request that the server answered. Whoever puts a key into a path does not
/// find it here.
struct RequestLog: Sendable {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, none
    }

    private let format: Format
    private let redaction: Redaction

    init(format: Format, secrets: [String]) {
        self.format = format
        // A key of a few letters is for trying things out, and would be found in every second word.
        redaction = Redaction(secrets.filter { $0.utf8.count >= 8 }.map { Secret($0) })
    }

    func write(_ request: AnsweredRequest) {
        switch format {
        case .none: return
        case .text: Terminal.complain(text(request))
        case .json: Terminal.complain(JSONPrinter.text(.object(json(request))))
        }
    }

    /// What a client was told nothing of is shown in any case: somebody must see it.
    func write(failure error: any Error, of operation: String) {
        let text = redaction.redact((error as? PerchError).map(\.description) ?? "error: \(error)")
        switch format {
        case .text, .none: Terminal.complain(text + "\n  while answering \(operation)")
        case .json:
            Terminal.complain(
                JSONPrinter.text(["level": "error", "operation": .string(operation), "message": .string(text)]))
        }
    }

    private func now() -> String {
        Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    private func text(_ request: AnsweredRequest) -> String {
        "\(now()) \(request.method) \(redaction.redact(request.path)) \(request.status) \(request.bytes) B "
            + "\(request.microseconds) µs" + (request.operation.map { " \($0)" } ?? "")
            + (request.application.map { " application \($0)" } ?? "")
    }

    private func json(_ request: AnsweredRequest) -> JSONObject {
        var object: JSONObject = [
            "level": "info", "time": .string(now()), "method": .string(request.method),
            "path": .string(redaction.redact(request.path)), "status": .integer(Int64(request.status)),
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

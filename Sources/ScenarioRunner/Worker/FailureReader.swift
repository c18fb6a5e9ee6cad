// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import IntegrationClient
import LuaBindings
import LuaRuntime

/// Makes failures of what ended a function of a case, and of the checks that let it go on.
struct FailureReader {
    let context: SuiteContext
    let redaction: Redaction

    /// What a function that ends its case without failing raised.
    enum Signal {
        case skipped(String?)
        case pending(String?)
    }

    func signal(_ error: LuaError) -> Signal? {
        guard let fields = fields(of: error) else { return nil }
        let reason = fields["message"]?.string
        if fields["is_skip"]?.bool == true { return .skipped(reason) }
        if fields["is_pending"]?.bool == true { return .pending(reason) }
        return nil
    }

    /// - Parameter near: what the Lua side saw when the error was raised: `steps`, `place`.
    func failure(_ error: LuaError, in phase: Failure.Phase, near: JSONValue?, timeout: Double?) -> Failure {
        let fields = fields(of: error)
        let perch = PerchError(error)
        // The hint about a script's own error is for `perch run`; here the report shows how it came there.
        let hint = perch.code == .script && error.cause == nil ? nil : perch.hint
        var failure = Failure(kind: .error, phase: phase, message: perch.message, hint: hint)
        switch error.kind {
        case .timeLimit:
            failure.kind = .timeout
            failure.message = "it ran longer than it may" + (timeout.map { ", \(JSONValue.seconds($0)) s" } ?? "")
            failure.hint = "allow more with the option `timeout` of the case or --timeout, or look for an endless loop"
        case .exit(let code):
            failure.kind = .exit
            failure.message = "it called os.exit(\(code))"
            failure.hint = "a case ends by returning; use skip(reason) to end it early"
        case .interrupted:
            failure.kind = .interrupted
            failure.message = "interrupted"
            failure.hint = nil
        default:
            if let fields, fields["is_failure"]?.bool == true { fill(&failure, from: fields) }
        }
        failure.traceback = error.traceback.filter { !Self.isOfLibrary($0.location.source) }.map(\.description)
        if failure.location == nil {
            let place = error.traceback.first { !Self.isOfLibrary($0.location.source) }?.location
            let own = error.location.flatMap { Self.isOfLibrary($0.source) ? nil : $0 }
            let found = failure.kind == .check ? place ?? own : own ?? place
            failure.location = found.map { SourceLocation(file: $0.source, line: $0.line) }
        }
        if let near { surround(&failure, with: near) }
        complete(&failure)
        return failure
    }

    /// A check that was recorded while the case went on.
    func soft(_ json: JSONValue) -> Failure {
        var failure = Failure(kind: .check, message: "", isSoft: true)
        if let fields = json["failure"] { fill(&failure, from: fields) }
        surround(&failure, with: json)
        failure.call = json.count("calls").flatMap { $0 > 0 ? $0 - 1 : nil }
        complete(&failure)
        return failure
    }

    private func fill(_ failure: inout Failure, from fields: JSONValue) {
        failure.kind = .check
        failure.message = fields["message"]?.string ?? failure.message
        failure.hint = fields["hint"]?.string
        failure.note = fields["note"]?.string
        failure.explanation = fields["explanation"]?.string
        failure.differences = fields.list("differences").map(Difference.init(json:))
        if let place = fields["location"].flatMap(SourceLocation.init(json:)) { failure.location = place }
        // Assertions of luassert begin with the place that they were called from.
        if failure.location == nil, let (place, rest) = Self.splitPlace(failure.message) {
            failure.message = rest
            if !Self.isOfLibrary(place.file) { failure.location = place }
        }
    }

    private func surround(_ failure: inout Failure, with near: JSONValue) {
        failure.steps = near.strings("steps")
        guard let place = near["place"], let location = SourceLocation(json: place) else { return }
        if failure.location == nil { failure.location = location }
        guard failure.location == location else { return }
        failure.values = place.list("values").map { ($0["name"]?.string ?? "", $0["value"]?.string ?? "") }
    }

    private func complete(_ failure: inout Failure) {
        if let place = failure.location, failure.source == nil {
            failure.source = context.sources.line(place.line, of: place.file)
        }
        if failure.call == nil, !failure.isSoft, context.calls.count > 0 { failure.call = context.calls.count - 1 }
        failure.message = redaction.redact(failure.message)
        failure.values = failure.values.map { ($0.name, redaction.redact($0.value)) }
        failure.explanation = failure.explanation.map { redaction.redact($0) }
        failure.differences = failure.differences.map {
            Difference(
                path: $0.path, expected: $0.expected.map { redaction.redact($0) },
                actual: $0.actual.map { redaction.redact($0) })
        }
    }

    private func fields(of error: LuaError) -> JSONValue? {
        guard let value = error.value, let json = try? value.json(called: "error"), json.object != nil else {
            return nil
        }
        return json
    }

    /// Whether a chunk belongs to luassert rather than to those who use it.
    static func isOfLibrary(_ source: String) -> Bool {
        source.contains("/luassert/") || source.contains("/say/") || source == "[perch]"
    }

    /// `file.lua:12: text`.
    static func splitPlace(_ message: String) -> (SourceLocation, String)? {
        let parts = message.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let line = Int(parts[1]), !parts[0].isEmpty, !parts[0].contains("\n") else {
            return nil
        }
        return (
            SourceLocation(file: String(parts[0]), line: line),
            String(parts[2].first == " " ? parts[2].dropFirst() : parts[2])
        )
    }
}

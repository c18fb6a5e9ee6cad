// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// Results as JSON: what workers send, what the JSON reports hold. Members without a value are left out.
extension ScenarioResult {
    public var json: JSONValue {
        .record([
            ("scenario", scenario.json), ("outcome", .string(outcome.rawValue)), ("reason", .text(reason)),
            ("duration", .seconds(duration)), ("attempts", .array(attempts.map(\.json))),
        ])
    }

    public init?(json: JSONValue) {
        guard let scenario = json["scenario"].flatMap(Scenario.init(json:)),
            let outcome = json["outcome"]?.string.flatMap(Outcome.init)
        else { return nil }
        self.init(
            scenario: scenario, outcome: outcome, reason: json["reason"]?.string,
            attempts: json.list("attempts").map(Attempt.init(json:)))
    }
}

extension Scenario {
    public var json: JSONValue {
        .record([
            ("id", .string(id)), ("file", .string(file)), ("line", .integer(Int64(line))),
            ("blocks", .texts(blocks)), ("name", .string(name)), ("tags", .texts(tags)),
            ("kind", .string(kind.rawValue)), ("row", row.map { .integer(Int64($0)) }),
            ("occurrence", occurrence > 1 ? .integer(Int64(occurrence)) : nil), ("slow", isSlow ? .bool(true) : nil),
        ])
    }

    public init?(json: JSONValue) {
        guard let file = json["file"]?.string, let name = json["name"]?.string,
            let kind = json["kind"]?.string.flatMap(Kind.init)
        else { return nil }
        self.init(
            file: file, line: json.count("line") ?? 0, blocks: json.strings("blocks"), name: name,
            tags: json.strings("tags"), kind: kind, row: json.count("row"), occurrence: json.count("occurrence") ?? 1)
        isSlow = json["slow"]?.bool ?? false
    }
}

extension Attempt {
    var json: JSONValue {
        .record([
            ("duration", .seconds(duration)), ("failures", .list(failures.map(\.json))),
            ("steps", .list(steps.map(\.json))), ("calls", .list(calls.map(\.json))),
            ("output", output.isEmpty ? nil : .string(output)),
        ])
    }

    init(json: JSONValue) {
        self.init(
            duration: json.number("duration"), failures: json.list("failures").map(Failure.init(json:)),
            steps: json.list("steps").map(Step.init(json:)), calls: json.list("calls").map(Call.init(json:)),
            output: json["output"]?.string ?? "")
    }
}

extension Failure {
    var json: JSONValue {
        .record([
            ("kind", .string(kind.rawValue)), ("phase", .string(phase.rawValue)), ("message", .string(message)),
            ("hint", .text(hint)), ("note", .text(note)), ("location", location?.json), ("source", .text(source)),
            (
                "values",
                .list(values.map { .record([("name", .string($0.name)), ("value", .string($0.value))]) })
            ),
            ("differences", .list(differences.map(\.json))), ("steps", .list(steps.map(JSONValue.string))),
            ("soft", isSoft ? .bool(true) : nil), ("call", call.map { .integer(Int64($0)) }),
            ("explanation", .text(explanation)), ("traceback", .list(traceback.map(JSONValue.string))),
        ])
    }

    init(json: JSONValue) {
        self.init(
            kind: json["kind"]?.string.flatMap(Kind.init) ?? .error,
            phase: json["phase"]?.string.flatMap(Phase.init) ?? .body, message: json["message"]?.string ?? "",
            hint: json["hint"]?.string, note: json["note"]?.string,
            location: json["location"].flatMap(SourceLocation.init(json:)), source: json["source"]?.string,
            values: json.list("values").map { ($0["name"]?.string ?? "", $0["value"]?.string ?? "") },
            differences: json.list("differences").map(Difference.init(json:)), steps: json.strings("steps"),
            isSoft: json["soft"]?.bool ?? false, call: json.count("call"), explanation: json["explanation"]?.string,
            traceback: json.strings("traceback"))
    }
}

extension SourceLocation {
    var json: JSONValue { .record([("file", .string(file)), ("line", .integer(Int64(line)))]) }

    init?(json: JSONValue) {
        guard let file = json["file"]?.string, let line = json.count("line") else { return nil }
        self.init(file: file, line: line)
    }
}

extension Difference {
    var json: JSONValue {
        .record([("path", .string(path)), ("expected", .text(expected)), ("actual", .text(actual))])
    }

    init(json: JSONValue) {
        self.init(
            path: json["path"]?.string ?? "", expected: json["expected"]?.string, actual: json["actual"]?.string)
    }
}

extension Step {
    var json: JSONValue {
        .record([
            ("name", .string(name)), ("line", .integer(Int64(line))), ("depth", .integer(Int64(depth))),
            ("start", .seconds(start)), ("duration", .seconds(duration)), ("failed", hasFailed ? .bool(true) : nil),
        ])
    }

    init(json: JSONValue) {
        self.init(
            name: json["name"]?.string ?? "", line: json.count("line") ?? 0, depth: json.count("depth") ?? 0,
            start: json.number("start"), duration: json.number("duration"), hasFailed: json["failed"]?.bool ?? false)
    }
}

extension Call {
    var json: JSONValue {
        .record([
            ("operation", .string(operation)), ("method", .string(method)), ("target", .string(target)),
            ("status", status.map { .integer(Int64($0)) }), ("error", .text(error)), ("request", .text(request)),
            ("response", .text(response)), ("start", .seconds(start)), ("duration", .seconds(duration)),
            ("curl", .string(curl)), ("attempt", attempt > 1 ? .integer(Int64(attempt)) : nil),
        ])
    }

    init(json: JSONValue) {
        self.init(
            operation: json["operation"]?.string ?? "", method: json["method"]?.string ?? "",
            target: json["target"]?.string ?? "", status: json.count("status"), error: json["error"]?.string,
            request: json["request"]?.string, response: json["response"]?.string, start: json.number("start"),
            duration: json.number("duration"), curl: json["curl"]?.string ?? "", attempt: json.count("attempt") ?? 1)
    }
}

extension JSONValue {
    /// An object of the members that have a value, in this order.
    static func record(_ members: [(String, JSONValue?)]) -> JSONValue {
        .object(JSONObject(uniqueKeysWithValues: members.compactMap { name, value in value.map { (name, $0) } }))
    }

    static func text(_ text: String?) -> JSONValue? { text.map(JSONValue.string) }

    static func texts(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }

    /// Nil for an empty one.
    static func list(_ values: [JSONValue]) -> JSONValue? { values.isEmpty ? nil : .array(values) }

    /// Seconds, to the microsecond.
    static func seconds(_ seconds: Double) -> JSONValue {
        let microseconds = Int64((seconds * 1_000_000).rounded())
        return JSONValue(DecimalNumber(significand: microseconds, exponent: -6))
    }

    func list(_ name: String) -> [JSONValue] { self[name]?.array ?? [] }

    func strings(_ name: String) -> [String] { list(name).compactMap(\.string) }

    func count(_ name: String) -> Int? { self[name]?.integer.map { Int($0) } }

    func number(_ name: String) -> Double { self[name]?.decimal?.double ?? 0 }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON

/// What the runner asks of a worker, one line of JSON each.
enum WorkerRequest {
    /// Find the cases of a file.
    case find(file: String)
    /// Run cases of a file.
    case run(file: String, orders: [CaseRunner.Order])
    /// The answer to ``WorkerAnswer/fixture(_:)``: the value, or why there is none; nil to make it.
    case fixture(Result<JSONValue, FixtureProblem>?)
    /// Take down the fixtures of the run that this worker made.
    case endFixtures
}

struct FixtureProblem: Error {
    var message: String
}

/// What a worker says, one line of JSON each.
enum WorkerAnswer {
    case found([FoundCase], hasFixtures: Bool, modules: [String])
    case unreadable(Failure, output: String)
    case ends(Int, CaseRunner.Answer)
    /// What was covered since this was last said.
    case covered(Coverage)
    /// The cases asked for have been run; what went wrong when the file was taken down.
    case done([Failure])
    /// Asks for the value of a fixture of the run.
    case fixture(String)
    /// The value of a fixture that the worker was told to make.
    case made(String, Result<JSONValue, FixtureProblem>)
}

extension WorkerRequest {
    var json: JSONValue {
        switch self {
        case .find(let file): .record([("find", .string(file))])
        case .run(let file, let orders): .record([("run", .string(file)), ("cases", .array(orders.map(\.json)))])
        case .fixture(nil): .record([("fixture", .string("make"))])
        case .fixture(.success(let value)): .record([("fixture", .string("value")), ("value", value)])
        case .fixture(.failure(let problem)):
            .record([("fixture", .string("problem")), ("message", .string(problem.message))])
        case .endFixtures: .record([("end", .bool(true))])
        }
    }

    init?(json: JSONValue) {
        if let file = json["find"]?.string {
            self = .find(file: file)
        } else if let file = json["run"]?.string {
            self = .run(file: file, orders: json.list("cases").compactMap(CaseRunner.Order.init(json:)))
        } else if let kind = json["fixture"]?.string {
            switch kind {
            case "make": self = .fixture(nil)
            case "value": self = .fixture(.success(json["value"] ?? .null))
            default: self = .fixture(.failure(FixtureProblem(message: json["message"]?.string ?? "")))
            }
        } else if json["end"] != nil {
            self = .endFixtures
        } else {
            return nil
        }
    }
}

extension CaseRunner.Order {
    // A list rather than an object: there may be very many.
    var json: JSONValue {
        var parts: [JSONValue] = [
            .integer(Int64(number)), .array(path.map { .integer(Int64($0)) }), .bool(kind == .scenario),
        ]
        if row != nil || timeout != nil || retries != nil || id != nil {
            parts += [
                row.map { .integer(Int64($0)) } ?? .null, rowFile.map(JSONValue.string) ?? .null,
                timeout.map(JSONValue.seconds) ?? .null, retries.map { .integer(Int64($0)) } ?? .null,
            ]
            if let id { parts.append(.string(id)) }
        }
        return .array(parts)
    }

    init?(json: JSONValue) {
        guard let parts = json.array, parts.count >= 3, let number = parts[0].integer else { return nil }
        self.init(
            number: Int(number), path: (parts[1].array ?? []).compactMap { $0.integer.map { Int($0) } },
            kind: parts[2].bool == true ? .scenario : .it)
        guard parts.count >= 7 else { return }
        row = parts[3].integer.map { Int($0) }
        rowFile = parts[4].string
        timeout = parts[5].decimal?.double
        retries = parts[6].integer.map { Int($0) }
        id = parts.count > 7 ? parts[7].string : nil
    }
}

extension WorkerAnswer {
    var json: JSONValue {
        switch self {
        case .found(let cases, let hasFixtures, let modules):
            .record([
                ("found", .array(cases.map(\.json))), ("fixtures", hasFixtures ? .bool(true) : nil),
                ("modules", .list(modules.map(JSONValue.string))),
            ])
        case .unreadable(let failure, let output):
            .record([("unreadable", failure.json), ("output", output.isEmpty ? nil : .string(output))])
        case .ends(let number, let answer):
            .record([
                ("ends", .integer(Int64(number))), ("outcome", .string(answer.outcome.rawValue)),
                ("reason", .text(answer.reason)), ("attempts", .array(answer.attempts.map(\.json))),
                ("notes", .list(answer.notes.map(JSONValue.string))),
            ])
        case .covered(let coverage): .record([("covered", coverage.json)])
        case .done(let failures): .record([("done", .array(failures.map(\.json)))])
        case .fixture(let name): .record([("fixture", .string(name))])
        case .made(let name, .success(let value)): .record([("made", .string(name)), ("value", value)])
        case .made(let name, .failure(let problem)):
            .record([("made", .string(name)), ("problem", .string(problem.message))])
        }
    }

    /// - Parameter file: the file that was asked for.
    init?(json: JSONValue, file: String) {
        if let number = json.count("ends") {
            self = .ends(
                number,
                CaseRunner.Answer(
                    outcome: json["outcome"]?.string.flatMap(ScenarioResult.Outcome.init) ?? .error,
                    reason: json["reason"]?.string, attempts: json.list("attempts").map(Attempt.init(json:)),
                    notes: json.strings("notes")))
        } else if json["found"] != nil {
            self = .found(
                json.list("found").compactMap { FoundCase(json: $0, file: file) }, hasFixtures: json["fixtures"] != nil,
                modules: json.strings("modules"))
        } else if let failure = json["unreadable"] {
            self = .unreadable(Failure(json: failure), output: json["output"]?.string ?? "")
        } else if let coverage = json["covered"] {
            self = .covered(Coverage(json: coverage))
        } else if json["done"] != nil {
            self = .done(json.list("done").map(Failure.init(json:)))
        } else if let name = json["fixture"]?.string {
            self = .fixture(name)
        } else if let name = json["made"]?.string {
            self = .made(
                name,
                json["problem"]?.string.map { .failure(FixtureProblem(message: $0)) }
                    ?? .success(json["value"] ?? .null))
        } else {
            return nil
        }
    }
}

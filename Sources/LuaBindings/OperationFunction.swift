// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import IntegrationClient
import LuaRuntime
import OperationCatalog

/// An operation as a Lua function: path arguments first, then the body, then a table of query options.
struct OperationFunction: Sendable {
    let operation: Operation
    let connection: LazyConnection

    func callAsFunction(_ call: inout HostCall) throws -> HostOutcome {
        let request = try request(call)
        let client = try connection.get().client
        if client.isImmediate {
            return .values(try Self.results(of: client.sendImmediately(request), operation))
        }
        return .suspend { [operation] in
            try Self.results(of: await client.send(request), operation)
        }
    }

    // MARK: - Arguments

    private func request(_ call: borrowing HostCall) throws -> APIRequest {
        let pathCount = operation.pathParameters.count
        var request = APIRequest(operation)
        request.pathArguments.reserveCapacity(pathCount)
        for index in 0..<pathCount { request.pathArguments.append(try pathArgument(index, call)) }
        var next = pathCount
        if operation.body != nil {
            request.body = try body(at: next, call)
            next += 1
        }
        if call.kind(at: next) != .none, call.kind(at: next) != .nil {
            try readOptions(at: next, call, into: &request)
        }
        guard call.argumentCount <= next + 1 else {
            throw error(
                "\(operation.lua) takes at most \(next + 1) arguments, got \(call.argumentCount)",
                hint: "call it as talon.\(signature)")
        }
        return request
    }

    /// As in `sessions.update(customerSessionId, body, options)`.
    private var signature: String {
        var names = operation.pathParameters.map(\.name)
        if operation.body != nil { names.append("body") }
        if !operation.query.isEmpty { names.append("options") }
        return "\(operation.lua)(\(names.joined(separator: ", ")))"
    }

    private func pathArgument(_ index: Int, _ call: borrowing HostCall) throws -> String {
        let value: JSONValue
        switch call.kind(at: index) {
        case .string:
            value = .string(call.string(at: index) ?? "")
        case .integer, .number:
            guard let integer = call.integer(at: index) else { fallthrough }
            value = .integer(integer)
        case .none, .nil, .null:
            value = .null
        default:
            throw error(
                "\(operation.pathParameters[index].name) is a \(call.typeName(at: index)), and must be text or a whole number",
                hint: "call it as talon.\(signature)")
        }
        let parameter = operation.pathParameters[index]
        // The usual case needs no look at the schema.
        if case .string(let text) = value, !text.isEmpty, case .string(_, nil, nil) = parameter.schema { return text }
        var all = [JSONValue](repeating: .null, count: index)
        all.append(value)
        try refuse(operation.check(pathArguments: all).filter { $0.path.first == parameter.name })
        return parameter.texts(of: value).first ?? ""
    }

    private func body(at index: Int, _ call: borrowing HostCall) throws -> JSONValue? {
        let kind = call.kind(at: index)
        guard kind == .table else {
            if kind == .none || kind == .nil { try refuse(operation.check(body: nil)) }
            throw error(
                "the body of \(operation.lua) is a \(call.typeName(at: index)), and must be a table",
                hint: "call it as talon.\(signature)")
        }
        let (prepared, problems) = operation.prepare(
            body: try call.tape(at: index, name: "body").json(
                called: "body", sendsSecrets: connection.environment.sendsSecrets))
        try refuse(problems)
        return prepared
    }

    private func readOptions(at index: Int, _ call: borrowing HostCall, into request: inout APIRequest) throws {
        guard call.kind(at: index) == .table,
            case .object(var options) = try call.tape(at: index, name: "options").json(
                called: "options", sendsSecrets: connection.environment.sendsSecrets)
        else {
            throw error(
                "the options of \(operation.lua) are a \(call.typeName(at: index)), and must be a table with names",
                hint: "call it as talon.\(signature)")
        }
        if operation.repetition == .keyed, let key = options.removeValue(forKey: "idempotencyKey") {
            guard let text = key.string, (1...255).contains(text.count) else {
                throw error(
                    "idempotencyKey must be a text of 1 to 255 characters", hint: "a UUID does well: perch.uuid()")
            }
            request.headers.append(.init("Idempotency-Key", text))
        }
        try refuse(operation.check(options: options))
        for parameter in operation.query {
            guard let value = options[parameter.name], value != .null else { continue }
            for text in parameter.texts(of: value) { request.query.append(.init(parameter.name, text)) }
        }
    }

    private func refuse(_ problems: [Problem]) throws {
        guard let first = problems.first else { return }
        var error = error(first.message, hint: first.hint ?? "`perch ops \(operation.lua)` describes it")
        if problems.count > 1 {
            error.message +=
                problems.count == 2 ? ", and one more problem" : ", and \(problems.count - 1) more problems"
        }
        error.errors = problems.map { problem in
            var entry: JSONObject = [
                "path": .string(problem.path.joined(separator: ".")), "message": .string(problem.message),
            ]
            if let hint = problem.hint { entry["hint"] = .string(hint) }
            return .object(entry)
        }
        throw error
    }

    private func error(_ message: String, hint: String) -> PerchError {
        PerchError(.invalidArgument, message, hint: hint, operation: operation.id)
    }

    // MARK: - Results

    /// The answer's body, or `true` when there is none.
    private static func results(of response: APIResponse, _ operation: Operation) throws -> LuaValues {
        var tape = ValueTape()
        switch response.body {
        case .value(let value): tape.append(value)
        case .bytes(let bytes) where !bytes.isEmpty:
            do {
                try bytes.withUnsafeBytes { text in
                    try JSONParser().withTape(text) { tape.append($0) }
                }
            } catch let error as JSONError {
                throw PerchError(
                    .badAnswer, "the answer to \(operation.lua) is \(error)",
                    hint: "check that `base_url` is that of the API, with `perch doctor`", operation: operation.id,
                    status: response.status)
            }
        default: tape.append(boolean: true)
        }
        return LuaValues(tape)
    }
}

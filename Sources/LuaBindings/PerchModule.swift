// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI
import IntegrationClient
import LuaRuntime

/// The parts of `perch` that are made in Swift; the rest is in `lua/library.lua`.
struct PerchModule: Sendable {
    let permissions: LuaPermissions
    let redaction: Redaction

    var modules: [HostLibrary.Module] {
        [
            HostLibrary.Module(["perch"], [uuid, secret]),
            HostLibrary.Module(["perch", "json"], [encode, decode]),
            HostLibrary.Module(["perch", "env"], [getVariable]),
            HostLibrary.Module(["perch", "time"], [now, format, parse]),
        ]
    }

    // MARK: - Values

    private var uuid: HostFunction {
        HostFunction("uuid") { _ in .string(UUID().uuidString.lowercased()) }
    }

    /// `perch.secret(NAME)`: the variable of that name, to be sent and never shown.
    private var secret: HostFunction {
        HostFunction("secret") { call in
            let secret = Secret(
                try variable(call, "perch.secret", among: permissions.environment.union(permissions.secrets)))
            redaction.hide(secret)
            var tape = ValueTape()
            tape.append(object: ScriptSecret(secret))
            return .value(tape)
        }
    }

    private var getVariable: HostFunction {
        HostFunction("get") { call in .string(try variable(call, "perch.env.get", among: permissions.environment)) }
    }

    private func variable(
        _ call: borrowing HostCall, _ function: String, among allowed: Set<String>
    ) throws -> String {
        guard let name = call.string(at: 0) else {
            throw PerchError(
                .invalidArgument, "\(function) takes the name of a variable", hint: "write \(function)(\"NAME\")")
        }
        guard allowed.contains(name) else { throw PermissionError(action: .environment(name: name)) }
        guard let value = getenv(name).map({ String(cString: $0) }) else {
            throw PerchError(
                .configuration, "the environment variable `\(name)` is not set", hint: "export \(name)=… before the run"
            )
        }
        return value
    }

    // MARK: - JSON

    private var encode: HostFunction {
        HostFunction("encode") { call in
            let tape = try call.tape(at: 0, name: "value")
            var indented = false
            if call.kind(at: 1) == .table {
                indented = try call.value(at: 1)["indent"] == true
            }
            var result = ValueTape()
            result.append(bytes: try tape.jsonText(called: "value", indented: indented))
            return .value(result)
        }
    }

    private var decode: HostFunction {
        HostFunction("decode") { call in
            var tape = ValueTape()
            do {
                let found: Void? = try call.withBytes(at: 0) { bytes in
                    try JSONParser().withTape(UnsafeRawBufferPointer(bytes)) { tape.append($0) }
                }
                guard found != nil else {
                    throw PerchError(
                        .invalidArgument, "perch.json.decode takes text, not a \(call.typeName(at: 0))",
                        hint: "give it the JSON as a string")
                }
            } catch let error as JSONError {
                throw PerchError(.invalidArgument, "the text is \(error)", hint: "look at that place of the text")
            }
            return .value(tape)
        }
    }

    // MARK: - Time

    /// Seconds since 1970, with microseconds.
    private var now: HostFunction {
        HostFunction("now") { _ in .number((Date().timeIntervalSince1970 * 1e6).rounded() / 1e6) }
    }

    /// `perch.time.format(seconds)`: RFC 3339 in UTC.
    private var format: HostFunction {
        HostFunction("format") { call in
            guard let seconds = call.number(at: 0), seconds.magnitude < 1e11 else {
                throw PerchError(
                    .invalidArgument, "perch.time.format takes seconds since 1970",
                    hint: "write perch.time.format(perch.time.now())")
            }
            let whole = seconds == seconds.rounded()
            return .string(
                Date(timeIntervalSince1970: seconds).formatted(
                    Date.ISO8601FormatStyle(includingFractionalSeconds: !whole)))
        }
    }

    /// `perch.time.parse(text)`: the seconds since 1970 that RFC 3339 text means.
    private var parse: HostFunction {
        HostFunction("parse") { call in
            guard let text = call.string(at: 0) else {
                throw PerchError(.invalidArgument, "perch.time.parse takes text", hint: "write it as RFC 3339")
            }
            let date =
                try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains(".")))
            guard let date else {
                throw PerchError(
                    .invalidArgument, "`\(text)` is not a point in time",
                    hint: "write it as RFC 3339, as in 2026-11-27T09:00:00Z")
            }
            return .number(date.timeIntervalSince1970)
        }
    }
}

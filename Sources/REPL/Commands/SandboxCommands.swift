// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import Sandbox

extension ReplCommand {
    /// What is about the embedded sandbox and the calls to it.
    static let sandbox: [ReplCommand] = [
        ReplCommand(
            "clock [now|set TIME|+30D|run]", [.choice(["now", "set", "run"]), .other],
            "shows or moves the clock of the sandbox",
            details: """
                `:clock set 2026-12-01T09:00:00Z` stops it at a time, `:clock +30D` moves it (also by s, m, h, W), `:clock run` \
                brings back real time.
                """
        ) { session, argument in
            let words = argument.split(separator: " ", maxSplits: 1)
            let rest = words.count > 1 ? LuaText.quoted(words[1].utf8) : ""
            switch words.first.map(String.init) ?? "now" {
            case "now" where rest.isEmpty: try session.show(try session.values(of: "sandbox.clock.now()"))
            case "run" where rest.isEmpty: return try session.evaluate("sandbox.clock.run()")
            case "set" where !rest.isEmpty: return try session.evaluate("sandbox.clock.set(\(rest))")
            case let word where ["+", "-"].contains(word.first) && rest.isEmpty:
                let amount = word.first == "+" ? String(word.dropFirst()) : word
                return try session.evaluate("sandbox.clock.advance(\(LuaText.quoted(amount.utf8)))")
            default:
                throw PerchError(
                    .invalidArgument, "`:clock` does not know `\(argument)`",
                    hint: "write `:clock set 2026-12-01T09:00:00Z`, `:clock +30D` or `:clock run`")
            }
            return .done
        },
        ReplCommand(
            "explain [SESSION]", [.session],
            "says why rules fired or did not: the last answer's, or a session's"
        ) { session, id in
            let sandbox = try session.embeddedSandbox(for: "explain")
            if !id.isEmpty {
                let name = id.first == "\"" || id.first == "'" ? String(id.dropFirst().dropLast()) : id
                session.surroundings.write(session.ended(try sandbox.explain(session: name).text))
                return .done
            }
            guard let call = sandbox.calls().last(where: { $0.hasEffects }) else {
                throw PerchError(
                    .invalidArgument, "no session has been updated yet",
                    hint: "call talon.sessions.update first, or name a session: `:explain s1`")
            }
            let explanation =
                if let stored = call.storedSession {
                    try sandbox.explain(session: stored)
                } else {
                    try sandbox.explain(answer: call.answer ?? .null)
                }
            session.surroundings.write(session.ended(explanation.text))
            return .done
        },
        ReplCommand("calls", [], "lists the last calls, newest last") { session, _ in
            let rows: [(String, String)]
            if session.connections.environment.isEmbedded {
                rows = (session.connections.sandbox?.calls() ?? []).suffix(20).map {
                    ("\($0.request.operation.method.rawValue) \($0.request.target)", "\($0.status)")
                }
            } else {
                rows = session.connections.calls.suffix(20).map {
                    ("\($0.method) \($0.target)", $0.status.map(String.init) ?? $0.error?.code.rawValue ?? "no answer")
                }
            }
            guard !rows.isEmpty else {
                session.surroundings.note("no calls have been made yet\n")
                return .done
            }
            let paint = session.paint
            for (call, status) in rows {
                let shade: Shade = status.hasPrefix("2") ? .good : .bad
                session.surroundings.write("\(paint(status, shade))  \(call)\n")
            }
            return .done
        },
    ]
}

extension ReplSession {
    /// - Throws: `PerchError(.unsupported)` on an account.
    func embeddedSandbox(for command: String) throws -> Sandbox {
        guard connections.environment.isEmbedded, let sandbox = try lua.connection.get().sandbox else {
            throw PerchError(
                .unsupported,
                "`:\(command)` needs the embedded sandbox, and this is environment `\(prompt.environment)`",
                hint: "go to one with `:env sandbox`")
        }
        return sandbox
    }
}

extension Exchange {
    /// Whether it was answered with the effects of an evaluation.
    fileprivate var hasEffects: Bool { status < 300 && answer?["effects"] != nil }

    /// The session that the call has stored; nil for a dry one, and for what is no session.
    fileprivate var storedSession: String? {
        guard ["updateCustomerSession", "updateCustomerSessionV2"].contains(request.operation.id),
            !request.query.contains(where: { $0.name == "dry" && $0.value == "true" })
        else { return nil }
        return request.pathArguments.first
    }
}

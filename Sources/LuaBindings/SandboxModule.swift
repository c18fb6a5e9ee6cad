// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import LuaRuntime
import Sandbox

/// `sandbox`: sets up the embedded sandbox, moves its clock, and shows what it was asked.
struct SandboxModule: Sendable {
    let connection: LazyConnection

    var modules: [HostLibrary.Module] {
        let setups: [(String, @Sendable (Sandbox, JSONValue) throws -> JSONValue)] = [
            ("campaign", { try $0.addCampaign($1) }),
            ("coupons", { try $0.addCoupons($1) }),
            ("attribute", { try $0.defineAttribute($1) }),
            ("event_type", { try $0.defineEvent($1) }),
            ("audience", { try $0.addAudience($1) }),
            ("loyalty_program", { try $0.addLoyaltyProgram($1) }),
            ("loyalty_points", { try $0.addLoyaltyPoints($1) }),
            ("loyalty_deduction", { try $0.deductLoyaltyPoints($1) }),
            ("achievement", { try $0.addAchievement($1) }),
            ("giveaway_pool", { try $0.addGiveawayPool($1) }),
            ("catalog", { try $0.addCatalog($1) }),
            ("store", { try $0.addStore($1) }),
            ("additional_cost", { try $0.addAdditionalCost($1) }),
            ("custom_effect", { try $0.addCustomEffect($1) }),
            ("webhook", { try $0.addWebhook($1) }),
            ("giveaway_codes", { try $0.addGiveawayCodes($1) }),
            ("evaluation_group", { try $0.addEvaluationGroup($1) }),
            ("cart_item_filter", { try $0.addCartItemFilter($1) }),
            ("collection", { try $0.addCollection($1) }),
            ("value_map", { try $0.addValueMap($1) }),
            ("application", { try $0.setApplication($1) }),
            ("load", { try $0.load(bundle: $1) }),
        ]
        return [
            HostLibrary.Module(
                ["sandbox"],
                setups.map { name, setup in function(name) { try setup($0, table($1, for: name)) } } + [
                    hostFunction("snapshot") { sandbox, _ in
                        var tape = ValueTape()
                        tape.append(object: ScriptSnapshot(try sandbox.snapshot()))
                        return tape
                    },
                    function("reset") { sandbox, _ in
                        try sandbox.reset()
                        return true
                    },
                    function("restore") { sandbox, call in
                        guard let snapshot = call.object(at: 0) as? ScriptSnapshot else {
                            throw PerchError(
                                .invalidArgument,
                                "sandbox.restore takes a snapshot, not a \(call.typeName(at: 0))",
                                hint: "write local before = sandbox.snapshot(), and later sandbox.restore(before)")
                        }
                        try sandbox.restore(snapshot.snapshot)
                        return true
                    },
                    function("calls") { sandbox, _ in .array(sandbox.calls().map(\.json)) },
                    function("explain") { sandbox, call in try Self.explanation(call, sandbox).json },
                ]),
            HostLibrary.Module(
                ["sandbox", "clock"],
                [
                    function("now", in: "clock.") { sandbox, _ in .string(sandbox.clock.now.description) },
                    function("set", in: "clock.") { sandbox, call in
                        guard let text = call.string(at: 0) else {
                            throw PerchError(
                                .invalidArgument, "sandbox.clock.set takes a point in time as text",
                                hint: "write it as RFC 3339, as in \"2026-11-27T09:00:00Z\"")
                        }
                        try sandbox.clock.set(text)
                        return .string(sandbox.clock.now.description)
                    },
                    function("advance", in: "clock.") { sandbox, call in
                        sandbox.clock.advance(by: try Self.duration(call))
                        return .string(sandbox.clock.now.description)
                    },
                    function("run", in: "clock.") { sandbox, _ in
                        sandbox.clock.run()
                        return .string(sandbox.clock.now.description)
                    },
                ]),
        ]
    }

    /// Every name below `sandbox`, in full.
    var names: [String] {
        modules.flatMap { module in module.functions.map { (module.path + [$0.name]).joined(separator: ".") } }
            + ["sandbox.available", "sandbox.clock"]
    }

    private func function(
        _ name: String, in place: String = "",
        _ body: @escaping @Sendable (Sandbox, borrowing HostCall) throws -> JSONValue
    ) -> HostFunction {
        hostFunction(name, in: place) { ValueTape(try body($0, $1)) }
    }

    private func hostFunction(
        _ name: String, in place: String = "",
        _ body: @escaping @Sendable (Sandbox, borrowing HostCall) throws -> ValueTape
    ) -> HostFunction {
        let connection = connection
        return HostFunction(name) { call in
            guard let sandbox = try connection.get().sandbox else {
                throw PerchError(
                    .unsupported,
                    "sandbox.\(place)\(name) needs the embedded sandbox, and this is environment `\(connection.environment.name)`",
                    hint: "run with --env sandbox, or ask `if sandbox.available then … end`")
            }
            return .value(try body(sandbox, call))
        }
    }

    private func table(_ call: borrowing HostCall, for name: String) throws -> JSONValue {
        guard call.kind(at: 0) == .table else {
            throw PerchError(
                .invalidArgument, "sandbox.\(name) takes a table, not a \(call.typeName(at: 0))",
                hint: "write sandbox.\(name) { … }")
        }
        return try call.tape(at: 0, name: name).json(
            called: name, sendsSecrets: connection.environment.sendsSecrets)
    }

    /// Of a session by its id, or of an answer.
    private static func explanation(_ call: borrowing HostCall, _ sandbox: Sandbox) throws -> Explanation {
        if call.kind(at: 0) == .table {
            return try sandbox.explain(
                answer: call.tape(at: 0, name: "answer").json(called: "answer", sendsSecrets: false))
        }
        guard let id = call.string(at: 0) ?? call.integer(at: 0).map(String.init) else {
            throw PerchError(
                .invalidArgument,
                "sandbox.explain takes the id of a session or an answer, not a \(call.typeName(at: 0))",
                hint: "write sandbox.explain(\"s1\"), or give it what talon.sessions.update returned")
        }
        return try sandbox.explain(session: id)
    }

    /// Seconds, or a count with a unit: `30D`, `12h`, `90m`, `45s`, `2W`.
    private static func duration(_ call: borrowing HostCall) throws -> Duration {
        if let seconds = call.number(at: 0), seconds.magnitude < 1e11 { return .seconds(seconds) }
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "D": 86_400, "W": 604_800]
        if let text = call.string(at: 0), let unit = text.last.flatMap({ units[$0] }),
            let count = Int64(text.dropLast()),
            count.magnitude < 1_000_000_000
        {
            return .seconds(count * unit)
        }
        throw PerchError(
            .invalidArgument,
            "sandbox.clock.advance takes seconds or a duration, not \(call.string(at: 0) ?? call.typeName(at: 0))",
            hint: "write 3600, \"36h\", \"30D\" or \"2W\"")
    }
}

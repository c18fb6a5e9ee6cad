// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import LuaRuntime

/// Tries everything that a plugin declares, with made-up values, against the embedded sandbox: does each function take what it
/// will be given, and give back what it must?
public struct PluginCheck: Sendable {
    public struct Finding: Sendable, Equatable {
        /// As in `matcher to_be_gold`.
        public var what: String
        /// Nil when it is fine.
        public var problem: String?
        /// What was not tried, and why.
        public var note: String?
    }

    private let plugin: PluginInstance

    public init(_ plugin: PluginInstance) {
        self.plugin = plugin
    }

    public func findings() -> [Finding] {
        let manifest = plugin.manifest
        var findings: [Finding] = []
        for (name, module) in manifest.modules.sorted(by: { $0.key < $1.key }) {
            guard case .table(let fields) = module else { continue }
            let nested = fields.filter { holdsFunctions($0.value, isTop: true) }.keys.compactMap(\.string).sorted()
            findings.append(
                Finding(
                    what: "module \(name)",
                    problem: nested.isEmpty ? nil : "`\(nested[0])` has functions deeper inside, which cannot cross"))
        }
        for command in manifest.commands { findings.append(check(command)) }
        for matcher in manifest.matchers { findings.append(check(matcher)) }
        for reporter in manifest.reporters { findings.append(check(reporter)) }
        if manifest.middleware.before != nil || manifest.middleware.after != nil { findings.append(checkMiddleware()) }
        for transformer in manifest.bundles {
            findings.append(
                Finding(
                    what: "bundle \(transformer.name)",
                    note: "not tried: perch bundle convert FILE --with \(transformer.name) does"))
        }
        for hook in Manifest.Hook.allCases {
            guard let function = manifest.hooks[hook] else { continue }
            findings.append(call("hook \(hook.rawValue)", function, LuaValues(PluginSamples.event(hook))) { _ in nil })
        }
        for helper in manifest.helpers {
            findings.append(Finding(what: "helper \(helper.name)", note: "not tried: nobody knows what it takes"))
        }
        return findings
    }

    private func holdsFunctions(_ value: LuaValue, isTop: Bool) -> Bool {
        switch value {
        case .reference: !isTop
        case .array(let values): values.contains { holdsFunctions($0, isTop: false) }
        case .table(let fields): fields.values.contains { holdsFunctions($0, isTop: false) }
        default: false
        }
    }

    private func check(_ command: Manifest.Command) -> Finding {
        let what = "command \(command.name)"
        if command.summary.isEmpty { return Finding(what: what, problem: "has no summary, which lists show") }
        guard !(command.arguments + command.options).contains(where: { $0.isRequired }) else {
            return Finding(what: what, note: "not run: it needs arguments")
        }
        guard let line = try? CommandWords([], for: command, shared: { _ in nil }) else { return Finding(what: what) }
        return call(what, command.run, LuaValues(line.values.isEmpty ? .emptyTable : .table(line.values))) { results in
            switch results.first {
            case nil, .nil?, .integer?: nil
            default: "gives back something that is no exit code"
            }
        }
    }

    private func check(_ matcher: Manifest.Matcher) -> Finding {
        for value in PluginSamples.values {
            let finding = call("matcher \(matcher.name)", matcher.check, LuaValues(value)) { results in
                let says = results.count > 1 && (results[1].string ?? results[1]["message"].string) != nil
                switch results.first {
                case .boolean(true)?: return nil
                case .boolean(false)? where matcher.describe != nil: return nil
                case .boolean(false)? where says, .nil? where says: return nil
                case .boolean(false)?: return "gives back no text of what was expected when it does not hold"
                default: return "gives back no true or false first"
                }
            }
            // What a matcher does not take it may refuse with an error of its own.
            if let problem = finding.problem, problem.hasPrefix("gives back") { return finding }
        }
        return Finding(what: "matcher \(matcher.name)")
    }

    private func check(_ reporter: Manifest.Reporter) -> Finding {
        let what = "reporter \(reporter.name)"
        for (function, values) in [
            (reporter.begin, [PluginSamples.plan, PluginSamples.place]), (reporter.result, [PluginSamples.passed]),
            (reporter.result, [PluginSamples.failed]), (reporter.finish, [PluginSamples.summary]),
        ] {
            guard let function else { continue }
            let finding = call(what, function, LuaValues(values)) { results in
                switch results.first {
                case nil, .nil?, .string?: nil
                default: "gives back something that is no text"
                }
            }
            if finding.problem != nil { return finding }
        }
        return Finding(what: what)
    }

    private func checkMiddleware() -> Finding {
        let middleware = plugin.manifest.middleware
        if let before = middleware.before {
            let finding = call("middleware", before, LuaValues(PluginSamples.call)) { results in
                switch results.first {
                case nil, .nil?, .emptyTable?, .table?: nil
                default: "before_call gives back something that is no table of headers"
                }
            }
            if finding.problem != nil { return finding }
        }
        guard let after = middleware.after else { return Finding(what: "middleware") }
        return call("middleware", after, LuaValues(PluginSamples.call, PluginSamples.answer)) { _ in nil }
    }

    private func call(
        _ what: String, _ function: LuaReference, _ arguments: LuaValues, judge: ([LuaValue]) -> String?
    ) -> Finding {
        do {
            return Finding(what: what, problem: judge(try plugin.callBlocking(function, arguments).list))
        } catch {
            return Finding(what: what, problem: error.message + (error.location.map { " (\($0))" } ?? ""))
        }
    }
}

/// What a plugin is given when it is checked.
enum PluginSamples {
    static let call: LuaValue = [
        "operation": "sessions.update", "id": "updateCustomerSessionV2", "method": "PUT",
        "path": "/v2/customer_sessions/{customerSessionId}", "arguments": ["customerSessionId": "s1"],
        "query": .emptyTable,
        "body": ["customerSession": ["profileId": "ada", "couponCodes": ["SUMMER10"]]],
    ]

    static let effect: LuaValue = [
        "campaignId": 1, "rulesetId": 1, "ruleIndex": 0, "ruleName": "10% off", "effectType": "setDiscount",
        "props": ["name": "10% off", "value": 3.99],
    ]

    static let answer: LuaValue = [
        "status": 200, "microseconds": 71,
        "body": ["customerSession": ["integrationId": "s1", "total": 39.9], "effects": .array([effect])],
    ]

    private static let answered: LuaValue = {
        guard case .table(var fields) = call else { return call }
        fields["answer"] = answer
        return .table(fields)
    }()

    static let values: [LuaValue] = [answer["body"], "text", 1, true, .nil, .emptyTable]

    // The shapes of the json report: its schema says all of them.
    private static let title: LuaValue = "a coupon gives 10% off"

    private static let scenario: LuaValue = [
        "id": "checkout_test.lua::a coupon gives 10% off", "file": "checkout_test.lua", "line": 3,
        "blocks": .emptyTable,
        "name": title, "tags": .emptyTable, "kind": "scenario",
    ]

    private static let step: LuaValue = [
        "name": "the customer buys", "line": 5, "depth": 0, "start": 0.001, "duration": 0.003,
    ]

    static let plan: LuaValue = [
        "version": "0.1.0", "start": "2026-03-01T09:00:00Z", "environment": "sandbox", "count": 2, "files": 1,
        "found": 2, "seed": "42", "shuffled": false, "jobs": 2,
    ]

    static let place: LuaValue = ["coloured": false, "width": 100, "quiet": false]

    static let passed: LuaValue = [
        "scenario": scenario, "outcome": "passed", "duration": 0.004, "attempts": [["duration": 0.004]],
        "shown": ["name": "checkout_test.lua › a coupon gives 10% off"],
    ]

    static let failed: LuaValue = [
        "scenario": scenario, "outcome": "failed", "duration": 0.005,
        "attempts": [
            [
                "duration": 0.005, "steps": [step],
                "failures": [
                    [
                        "kind": "check", "phase": "body", "message": "expected an effect setDiscount",
                        "location": ["file": "checkout_test.lua", "line": 9],
                    ]
                ],
            ]
        ],
        "shown": [
            "name": "checkout_test.lua › a coupon gives 10% off",
            "text": "checkout_test.lua:9\n\nexpected an effect setDiscount",
        ],
    ]

    static let summary: LuaValue = [
        "counts": ["passed": 1, "flaky": 0, "failed": 1, "error": 0, "skipped": 0, "pending": 0], "duration": 0.01,
        "failed": true, "interrupted": false, "cutShort": false, "notRun": 0,
        "shown": ["line": "1 passed, 1 failed in 0.01 s", "text": "Failures\n\n1) a coupon gives 10% off\n"],
    ]

    static func event(_ hook: Manifest.Hook) -> LuaValue {
        switch hook {
        case .runStarted: plan
        case .fileStarted, .fileFinished: ["file": "checkout_test.lua"]
        case .scenarioStarted: scenario
        case .scenarioFinished: failed
        case .stepFinished: step
        case .callFinished: answered
        case .effect: effect
        case .runFinished: summary
        }
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation

@testable import ScenarioRunner

/// A run with one of everything.
enum SampleRun {
    static let plan = RunPlan(
        count: results.count, files: 3, found: 9, environment: "sandbox", seed: 42, jobs: 2, start: 1_790_000_000,
        version: "0.4.0")

    static let summary = summary(of: results, duration: 0.31)

    static func summary(of results: [ScenarioResult], duration: Double) -> RunSummary {
        RunSummary(counts: Dictionary(grouping: results, by: \.outcome).mapValues(\.count), duration: duration)
    }

    /// What a reporter writes of a whole run.
    static func text(
        results: [ScenarioResult] = results, plan: RunPlan? = nil, summary: RunSummary? = nil,
        settings: ReportSettings = ReportSettings(),
        _ make: (ReportSettings, @escaping ReportOutput) -> any Reporter
    ) -> String {
        var text = ""
        var reporter = make(settings) { text += $0 }
        var plan = plan ?? self.plan
        plan.count = results.count
        reporter.begin(plan)
        for (place, result) in results.enumerated() {
            reporter.progress(result, done: place + 1, of: results.count)
            reporter.report(result)
        }
        reporter.end(summary ?? self.summary(of: results, duration: 0.31))
        return text
    }

    static let results = [passed, failed, flaky, skipped, crashed, pending, soft, unloadable]

    /// So many results in files of fifty, one in a hundred of them bad.
    static func many(_ count: Int) -> [ScenarioResult] {
        (0..<count).map { number in
            var result = number % 100 == 7 ? failed : passed
            result.scenario.file = "suite/part-\(number / 50).lua"
            result.scenario.line = number % 50 * 10 + 1
            result.scenario.name = "case \(number) #smoke"
            result.attempts[0].duration = 0.0004 * Double(1 + number * 7919 % 977)
            return result
        }
    }

    static let passed = ScenarioResult(
        scenario: Scenario(file: "shop/checkout.lua", line: 4, name: "buys a kettle #smoke", tags: ["smoke"]),
        outcome: .passed,
        attempts: [
            Attempt(
                duration: 0.0042,
                steps: [
                    Step(name: "opens a session", line: 5, depth: 0, start: 0.0002, duration: 0.003, hasFailed: false)
                ],
                calls: [kettle])
        ])

    static let failed = ScenarioResult(
        scenario: Scenario(
            file: "shop/checkout.lua", line: 12, blocks: ["coupons"], name: "SUMMER10 takes 10 % off #smoke #coupon",
            tags: ["smoke", "coupon"]),
        outcome: .failed,
        attempts: [
            Attempt(
                duration: 0.1234,
                failures: [
                    Failure(
                        kind: .check, message: "no effect `setDiscount` with these props", hint: nil,
                        note: "the poster in the shop says 10 %",
                        location: SourceLocation(file: "shop/checkout.lua", line: 19),
                        source: "    expect(answer):to_have_effect(\"setDiscount\", { value = 3.99 })",
                        values: [("answer", "{ effects = { 2 items }, … }")],
                        differences: [
                            Difference(path: "effects[2].props.value", expected: "3.99", actual: "1.99"),
                            Difference(path: "effects[2].props.name", expected: "\"10% off\"", actual: nil),
                        ],
                        steps: ["pays", "applies the coupon"], call: 1,
                        explanation: """
                            ✗ Summer
                              ✗ 10% off with a coupon
                                  ✓ couponValid           SUMMER10 is valid
                                  ✗ Session.Total > 50    Session.Total is 39.9
                            """)
                ],
                steps: [
                    Step(name: "pays", line: 13, depth: 0, start: 0.001, duration: 0.12, hasFailed: true),
                    Step(name: "applies the coupon", line: 15, depth: 1, start: 0.05, duration: 0.07, hasFailed: true),
                ],
                calls: [kettle, discounted], output: "total\t39.9\n")
        ])

    static let flaky = ScenarioResult(
        scenario: Scenario(file: "shop/checkout.lua", line: 30, name: "asks the stock", row: 7), outcome: .flaky,
        attempts: [
            Attempt(
                duration: 0.05,
                failures: [
                    Failure(
                        kind: .error, message: "no answer in time", hint: "is the service reached?",
                        location: SourceLocation(file: "shop/checkout.lua", line: 32), call: 0,
                        traceback: ["shop/checkout.lua:32 in function <shop/checkout.lua:30>"])
                ], calls: [unanswered]),
            Attempt(duration: 0.01, calls: [kettle]),
        ])

    static let skipped = ScenarioResult(
        scenario: Scenario(file: "shop/checkout.lua", line: 40, name: "waits a month"), outcome: .skipped,
        reason: "needs the sandbox")

    static let crashed = ScenarioResult(
        scenario: Scenario(file: "shop/wallet.lua", line: 3, name: "burns points <all of them> & \"more\""),
        outcome: .error,
        attempts: [
            Attempt(
                duration: 0.002,
                failures: [
                    Failure(
                        kind: .error, phase: .beforeEach, message: "attempt to index a nil value (global 'card')",
                        location: SourceLocation(file: "shop/wallet.lua", line: 2), source: "card.id = 1",
                        traceback: ["shop/wallet.lua:2 in function <shop/wallet.lua:1>"])
                ], output: "\u{1B}[31mred\u{1B}[0m ]]> \u{0}\u{FFFE}\n")
        ])

    static let pending = ScenarioResult(
        scenario: Scenario(file: "shop/wallet.lua", line: 9, name: "earns in two currencies", kind: .it),
        outcome: .pending, reason: "not written yet")

    static let soft = ScenarioResult(
        scenario: Scenario(file: "shop/wallet.lua", line: 14, name: "has two totals"), outcome: .failed,
        attempts: [
            Attempt(
                duration: 0.003,
                failures: [
                    Failure(
                        kind: .check, message: "expected 2, got 1",
                        location: SourceLocation(file: "shop/wallet.lua", line: 15),
                        source: "check(a):to_equal(2)", values: [("a", "1")],
                        differences: [Difference(path: "", expected: "2", actual: "1")], isSoft: true),
                    Failure(
                        kind: .check, message: "expected 4, got 3",
                        location: SourceLocation(file: "shop/wallet.lua", line: 16),
                        source: "check(b):to_equal(4)", values: [("b", "3")],
                        differences: [Difference(path: "", expected: "4", actual: "3")], isSoft: true),
                ])
        ])

    static let unloadable = ScenarioResult(
        scenario: Scenario(file: "shop/broken.lua", line: 1, name: "shop/broken.lua", kind: .file), outcome: .error,
        attempts: [
            Attempt(
                duration: 0,
                failures: [
                    Failure(
                        kind: .error, phase: .load, message: "unexpected symbol near '}'",
                        location: SourceLocation(file: "shop/broken.lua", line: 6), source: "}")
                ])
        ])

    static let kettle = Call(
        operation: "updateCustomerSessionV2", method: "PUT", target: "/v2/customer_sessions/s1", status: 200,
        request: #"{"customerSession":{"cartItems":[{"sku":"kettle","quantity":1,"price":39.9}]}}"#,
        response: #"{"customerSession":{"integrationId":"s1","total":39.9},"effects":[]}"#, start: 0.0005,
        duration: 0.0012, curl: "curl -X PUT 'http://127.0.0.1:8080/v2/customer_sessions/s1'")

    static let discounted = Call(
        operation: "updateCustomerSessionV2", method: "PUT", target: "/v2/customer_sessions/s1?dry=true", status: 200,
        request: #"{"customerSession":{"couponCodes":["SUMMER10"]}}"#,
        response: #"{"customerSession":{"integrationId":"s1","total":39.9,"note":"</script><!-- & -->"},"effects":["#
            + #"{"effectType":"acceptCoupon","ruleName":"10% off","props":{"value":"SUMMER10"}},"#
            + #"{"effectType":"setDiscount","ruleName":"10% off","props":{"name":"10% off","value":1.99}}]}"#,
        start: 0.06, duration: 0.0034,
        curl:
            #"curl -X PUT -H "Authorization: ApiKey-v1 $TALON_API_KEY" 'http://127.0.0.1:8080/v2/customer_sessions/s1?dry=true'"#
    )

    static let unanswered = Call(
        operation: "getCustomerSession", method: "GET", target: "/v2/customer_sessions/s1", status: nil,
        error: "no answer within 50 ms", start: 0.001, duration: 0.05,
        curl: "curl 'http://127.0.0.1:8080/v2/customer_sessions/s1'")
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@testable import ScenarioRunner

@Suite struct ResultJSONTests {
    @Test func `a result comes back from its JSON as it was`() throws {
        let place = SourceLocation(file: "a.lua", line: 7)
        let failure = Failure(
            kind: .check, phase: .afterEach, message: "no", hint: "do", note: "my note", location: place, source: "x",
            values: [("a", "1")], differences: [Difference(path: "b[1]", expected: "2", actual: nil)],
            steps: ["pays"], isSoft: true, call: 0, explanation: "why", traceback: ["a.lua:7"])
        let call = Call(
            operation: "getCustomerSession", method: "GET", target: "/v2/x", status: 200, response: "{}", start: 0.25,
            duration: 0.5, curl: "curl", attempt: 2)
        let step = Step(name: "pays", line: 6, depth: 1, start: 0.1, duration: 0.2, hasFailed: true)
        let result = ScenarioResult(
            scenario: Scenario(
                file: "a.lua", line: 3, blocks: ["shop"], name: "buys #smoke", tags: ["smoke"], kind: .it, row: 4,
                occurrence: 2),
            outcome: .flaky, reason: "r",
            attempts: [Attempt(duration: 1.5, failures: [failure], steps: [step], calls: [call], output: "hi\n")])

        let again = try #require(ScenarioResult(json: JSONValue(parsing: result.json.description)))

        #expect(again.json == result.json)
        #expect(again.scenario == result.scenario)
        #expect(again.scenario.id == "a.lua::shop › buys #smoke#2[4]")
        #expect(again.attempts[0].failures[0].values[0] == ("a", "1"))
        #expect(again.attempts[0].calls[0].start == 0.25)
    }
}

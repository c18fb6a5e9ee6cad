// Part of Perch. SPDX-License-Identifier: Apache-2.0

import REPL
import Testing

/// Completion with what a real session knows.
@Suite struct LiveCompletionTests {
    /// What could stand at the end of a text after some entries.
    func candidates(_ entries: [String], _ text: String) async throws -> [String] {
        try await ReplHarness().session { running in
            for entry in entries { _ = running.type(entry) }
            let session = running.session
            let assistant = ReplAssistant(
                names: session, isComplete: { session.isComplete($0) }, commands: ReplCommand.shapes)
            return assistant.completions(in: text, at: text.utf8.count).candidates.map(\.text)
        }
    }

    @Test(arguments: [
        ("talon.sessions.get(\"", ["s2\"", "s1\""]),
        ("talon.profiles.update(", ["\"ada\""]),
        ("talon.profiles.update(\"ada\", { attributes = { tier = ", ["\"gold\"", "\"silver\""]),
        ("talon.sessions.update(\"s3\", { customerSession = { couponCodes = { \"", ["SUMMER10\""]),
        ("answer.effects[1].eff", ["effectType"]),
        ("cart.to", ["total"]),
        ("require \"perch.js", ["perch.json\"", "perch.jsonl\""]),
        (":env l", ["live"]),
    ])
    func `names of the session and of its sandbox are completed`(text: String, expected: [String]) async throws {
        let found = try await candidates(
            [
                """
                sandbox.campaign { name = "Summer", coupons = { "SUMMER10" },
                  rules = { { title = "5 off", condition = { "and", { "couponValid" } }, effects = { { "setDiscount", "5 off", 5 } } } } }
                """,
                "sandbox.attribute { entity = 'CustomerProfile', name = 'tier', hasAllowedList = true, suggestions = { 'gold', 'silver' } }",
                "talon.sessions.update('s1', { customerSession = { profileId = 'ada' } })",
                "answer = talon.sessions.update('s2', { customerSession = { profileId = 'ada', couponCodes = { 'SUMMER10' } } })",
                "local cart = { total = 5 }",
            ], text)
        #expect(found == expected)
    }

    @Test func `an entry is whole when the parser says so`() async throws {
        let answers = try await ReplHarness().session { running in
            let assistant = ReplAssistant(names: running.session, isComplete: { running.session.isComplete($0) })
            return ["f(", "function f()", "1 +", "1 + 1", "x = 1", "f(}", ":env", "if x then", "= 1"].map(
                assistant.isComplete)
        }
        #expect(answers == [false, false, false, true, true, true, true, false, true])
    }
}

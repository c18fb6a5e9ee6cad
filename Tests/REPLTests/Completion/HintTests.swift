// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Testing

@testable import REPL

@Suite struct HintTests {
    func hint(_ marked: String) -> String? {
        let parts = marked.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        return ReplAssistant.make().hint(in: parts.joined(), at: parts[0].utf8.count)
    }

    @Test(arguments: [
        ("talon.sessions.update(|", "talon.sessions.update(‹customerSessionId›, body [, options])"),
        ("talon.sessions.update(\"s1\", |", "talon.sessions.update(customerSessionId, ‹body› [, options])"),
        ("talon.sessions.update(\"s1\", { |", "talon.sessions.update(customerSessionId, ‹body› [, options])"),
        ("talon.sessions.update(\"s1\", {}, { |", "talon.sessions.update(customerSessionId, body [, ‹options›])"),
        ("talon.sessions.get|", "talon.sessions.get(customerSessionId)"),
        ("sandbox.campaign { |", "sandbox.campaign(‹campaign›)"),
        ("string.format(\"%d\", |", "string.format(format, ‹...›)"),
        ("table.insert(t, |", "table.insert(list [, ‹position›], value)"),
        (":env |", ":env [NAME]"),
    ])
    func `the function that is called is shown with the present argument`(marked: String, start: String) throws {
        let found = try #require(self.hint(marked))
        #expect(found.hasPrefix(start + "  ") || found == start, "\(found)")
    }

    @Test(arguments: [
        ("{ responseContent = { |", "responseContent  customerSession | customerProfile | coupons |"),
        ("{ customerSession = { state = |", "state  open | closed | partially_returned | cancelled. `open` only"),
        ("{ customerSession = { state|", "state  open | closed | partially_returned | cancelled. `open` only"),
        (
            "{ customerSession = { cartItems = { { quantity = |",
            "quantity  integer, required. How many units of the item. At least 1."
        ),
    ])
    func `a field is shown with its type and limits`(marked: String, start: String) throws {
        let found = try #require(self.hint("talon.sessions.update('s1', \(marked)"))
        #expect(found.hasPrefix(start), "\(found)")
    }

    @Test(arguments: [
        "", "x = 1", "unknown(|", "talon.sessions.get(\"s1\")|", "-- talon.sessions.get(|", "local t = { a = |",
    ])
    func `elsewhere there is none`(marked: String) {
        #expect(hint(marked) == nil)
    }
}

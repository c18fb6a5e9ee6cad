// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Testing

/// `sandbox.explain` as scripts use it.
@Suite struct ExplainTests {
    private static let script = """
        sandbox.campaign { name = "Big", rules = { {
          title = "big carts", condition = { "and", { ">", { ".", "Session", "Total" }, 200 } },
          effects = { { "setDiscount", "big", 20 } },
        } } }
        local answer = talon.sessions.update("s1", { customerSession = {
          cartItems = { { sku = "a", quantity = 1, price = 150 } } } })

        """

    @Test(arguments: ["\"s1\"", "answer"])
    func `an explanation is a value, and prints as its text`(what: String) async throws {
        let result = try await ScriptHarness().run(
            Self.script + """
                local explained = sandbox.explain(\(what))
                local condition = explained.campaigns[1].runs[1].rules[1].conditions[1]
                print(explained.session, condition.text, condition.met, condition.values[1].path, condition.values[1].value)
                print(tostring(explained) == explained.text, explained.campaigns[1].state)
                print(explained)
                """)

        #expect(result.error == nil)
        #expect(result.output.hasPrefix("s1\tSession.Total > 200\tfalse\tSession.Total\t150\ntrue\tnotTriggered\n"))
        #expect(result.output.contains("\n✗ Big\n  ✗ big carts\n      ✗ Session.Total > 200   Session.Total is 150\n"))
        #expect(!result.output.hasSuffix("\n\n"))
    }

    @Test(arguments: [
        ("sandbox.explain('s2')", "there is no session `s2`"), ("sandbox.explain()", "takes the id of a session"),
        ("sandbox.explain({ effects = { 1 } })", "no remembered call"), ("sandbox.explain(print)", "a function"),
    ])
    func `what cannot be explained is refused where it stands`(call: String, words: String) async throws {
        let result = try await ScriptHarness().run(Self.script + "\n" + call)

        #expect(result.error?.message.contains(words) == true, "\(result)")
        #expect(result.error?.hint != nil)
        #expect(result.error?.location == "test.lua:8")
    }

    @Test func `a rule tells which effects it would give`() async throws {
        let result = try await ScriptHarness().run(
            """
            sandbox.campaign { name = "Never", rules = { {
              title = "never", condition = { "and", false },
              effects = { { "catch", true, { "setDiscount", "x", { "+", 1, 1 } } }, { "addFreeItem", "mug", "Mug" } },
            } } }
            talon.sessions.update("s1", { customerSession = {} })
            print(table.concat(sandbox.explain("s1").campaigns[1].runs[1].rules[1].gives, " "))
            """)

        #expect(result.error == nil)
        #expect(result.output == "setDiscount addFreeItem\n")
    }
}

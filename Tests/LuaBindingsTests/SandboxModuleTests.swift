// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import LuaBindings
import Testing

@Suite("sandbox")
struct SandboxModuleTests {
    let harness = ScriptHarness()

    @Test func `the declarations for editors name every function`() async throws {
        let result = try await harness.run(
            """
            for name, value in pairs(sandbox) do if type(value) == "function" then print(name) end end
            for name in pairs(sandbox.clock) do print("clock." .. name) end
            """)

        let names = result.output.split(separator: "\n")
        #expect(names.count > 25)
        for name in names { #expect(SandboxStubs.text.contains("\nfunction sandbox.\(name)("), "\(name)") }
    }

    @Test func `a script sets up everything that campaigns are evaluated with`() async throws {
        let result = try await harness.run(
            """
            local group = sandbox.evaluation_group { name = "Best", evaluationMode = "highestDiscount" }
            local campaign = sandbox.campaign { name = "One", evaluationGroupId = group.id }
            print(campaign.evaluationGroupId == group.id)
            local filter = { "filter", { ".", "Session", "CartItems" }, { { "Item" }, true } }
            print(sandbox.cart_item_filter { name = "All", expression = filter }.name)
            print(sandbox.collection { name = "vips", items = { "ada" }, campaignId = campaign.id }.campaignId)
            print(sandbox.value_map { name = "prices", entries = { kettle = 39.90 } }.name)
            local pool = sandbox.giveaway_pool { name = "Vouchers" }
            print(sandbox.giveaway_codes { poolId = pool.id, codes = { "A", "B" } }.added)
            print(sandbox.application { timezone = "Europe/Berlin" }.timezone)
            print(sandbox.application { id = 2, name = "Outlet" }.id)
            print(sandbox.campaign { name = "Two", applicationId = 2 }.applicationId)
            """)

        #expect(result.error == nil)
        #expect(result.output == "true\nAll\n1\nprices\n2\nEurope/Berlin\n2\n2\n")
    }

    @Test func `a script goes back to a snapshot`() async throws {
        let result = try await harness.run(
            """
            sandbox.clock.set("2026-03-10T12:00:00Z")
            local before = sandbox.snapshot()
            print(before)
            for _ = 1, 2 do
              sandbox.campaign { name = "One", coupons = { "ONE-1" } }
              talon.sessions.update("s1", { customerSession = { profileId = "ada" } })
              sandbox.clock.advance("1D")
              sandbox.restore(before)
              print(sandbox.clock.now(), (talon.attempt(talon.sessions.get, "s1")))
            end
            sandbox.restore("before")
            """)

        #expect(
            result.output
                == "sandbox.snapshot\n2026-03-10T12:00:00Z\tnil\n2026-03-10T12:00:00Z\tnil\n")
        #expect(result.error?.message == "sandbox.restore takes a snapshot, not a string")
        #expect(result.error?.hint?.contains("sandbox.snapshot()") == true)
    }

    @Test func `a snapshot that a script lets go is gone`() async throws {
        let result = try await harness.run(
            """
            for _ = 1, 200 do sandbox.snapshot() end
            collectgarbage()
            local kept = setmetatable({ sandbox.snapshot() }, { __mode = "v" })
            collectgarbage()
            print(#kept)
            """)

        #expect(result.output == "0\n")
    }

    @Test func `a mistake in a set-up is told with a hint`() async throws {
        let result = try await harness.run("sandbox.collection { name = \"vips\", item = { \"ada\" } }")

        #expect(result.error?.code == .invalidArgument)
        #expect(result.error?.hint == "did you mean `items`?")
    }
}

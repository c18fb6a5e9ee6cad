// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Testing

/// `item`, `cart`, `coupon` and `customer`.
@Suite struct BuilderTests {
    /// A script's output, line by line; its error when it has one.
    private func lines(_ source: String, isEmbedded: Bool = true) async throws -> [String] {
        var harness = CheckHarness()
        harness.isEmbedded = isEmbedded
        let result = try await harness.run(source)
        if let error = result.error { return ["\(error)"] }
        return result.output.split(separator: "\n").map(String.init)
    }

    static let built: [(source: String, value: String)] = [
        ("item('cup', 7.5)", "{ price = 7.5, quantity = 1, sku = \"cup\" }"),
        ("item('cup', 7.5, 2)", "{ price = 7.5, quantity = 2, sku = \"cup\" }"),
        ("item('cup')", "{ quantity = 1, sku = \"cup\" }"),
        (
            "item('cup', 7.5, { quantity = 3, category = 'cups', attributes = { Red = true } })",
            "{ attributes = { Red = true }, category = \"cups\", price = 7.5, quantity = 3, sku = \"cup\" }"
        ),
        (
            "cart{ item('cup', 1), coupons = 'AB12', referral = 'CD', attributes = { A = 1 }, costs = { shipping = 5, wrap = { price = 1 } } }",
            "{ additionalCosts = { shipping = { price = 5 }, wrap = { price = 1 } }, attributes = { A = 1 }, cartItems = { { price = 1, quantity = 1, sku = \"cup\" } }, couponCodes = { \"AB12\" }, referralCode = \"CD\" }"
        ),
        (
            "cart{ items = { item('cup', 1) }, coupons = { 'A', 'B' }, card = 'C1', store = 's', customer = 'ada', state = 'closed' }",
            "{ cartItems = { { price = 1, quantity = 1, sku = \"cup\" } }, couponCodes = { \"A\", \"B\" }, loyaltyCards = { \"C1\" }, profileId = \"ada\", state = \"closed\", storeIntegrationId = \"s\" }"
        ),
        (
            "cart{ cartItems = { item('cup', 1) }, couponCodes = {} }",
            "{ cartItems = { { price = 1, quantity = 1, sku = \"cup\" } }, couponCodes = {} }"
        ),
        ("cart{}", "{}"),
        (
            "coupon('VIP-ADA', { limit = 1, customer = customer('ada'), expires = '2027-01-01T00:00:00Z', isReservationMandatory = true })",
            "{ expiryDate = \"2027-01-01T00:00:00Z\", isReservationMandatory = true, recipientIntegrationId = \"ada\", usageLimit = 1, value = \"VIP-ADA\" }"
        ),
        ("customer('ada')", "customer ada"),
    ]

    @Test(arguments: built)
    func `a builder gives what the API takes`(source: String, value: String) async throws {
        #expect(try await lines("print(perch.inspect(\(source)))") == [value])
    }

    static let refused: [(source: String, says: String)] = [
        ("item(5)", "item takes a SKU, not 5"), ("item('cup', '5')", "item takes a price, not \"5\""),
        ("item('cup', 5, 'x')", "item takes a quantity or a table, not \"x\""),
        ("cart('cup')", "cart takes a table, not \"cup\""),
        ("cart{ item('cup', 1), items = {} }", "cart has items in two places"),
        ("cart{ coupons = {}, couponCodes = {} }", "cart has `couponCodes` twice, under two names"),
        ("coupon()", "coupon takes a code and on request a table"),
        ("customer(5)", "customer takes an id and on request attributes"),
        ("customer('ada'):buy{}", "a customer has no `buy`"),
        ("customer('ada').buys{}", "buys was called with a point"),
        ("customer('ada'):points()", "points takes a loyalty program or its id, not nil"),
        ("customer('ada'):cancels()", "cancels takes the answer or the id of a session, not nil"),
        ("customer('ada'):returns('s', 2)", "returns takes items as a table, not 2"),
        ("customer('ada'):buys{ coupns = {} }", "unknown field `coupns` in sessions.update"),
    ]

    @Test(arguments: refused)
    func `what cannot be built is refused where it stands, with a hint`(source: String, says: String) async throws {
        let result = try await CheckHarness().run(
            "local one\n\(source.hasPrefix("customer") ? source : "one = " + source)")
        #expect(result.error?.message == says)
        #expect(result.error?.hint != nil)
        #expect(result.error?.location == "test.lua:2")
    }

    @Test func `a customer buys, returns and cancels`() async throws {
        let lines = try await lines(
            """
            local club = sandbox.loyalty_program {
              name = "club", title = "Club", returnPolicy = "within_balance", tiers = { { name = "Gold", minPoints = 10 } },
            }
            sandbox.campaign { name = "Ten", coupons = { coupon("TEN-OFF") }, rules = { {
              title = "ten", condition = { "and", { "couponValid" } },
              effects = { { "setDiscount", "ten", 10 }, { "addLoyaltyPoints", club.id, "", "p", 20 } },
            } } }
            local ada = customer("ada", { City = "Berlin" })
            print(ada:profile().attributes.City, ada:points(club), ada:tier(club))

            print(#ada:checks{ item("cup", 7.5), coupons = "TEN-OFF" }.effects, ada:points(club))
            local open = ada:opens{ item("cup", 7.5, 2), coupons = "TEN-OFF" }
            local order = ada:buys(open)
            local session = order.customerSession
            print(session.integrationId, session.state, session.total, session.profileId, order.triggeredCampaigns[1].name)
            print(ada:points(club), ada:tier(club.id))

            print(ada:returns(order, { cup = 1 }).customerSession.cartItems[1].remainingQuantity)
            print(ada:returns(session.integrationId).customerSession.cartItems[1].remainingQuantity)
            print(#ada:cancels(order).effects > 0, ada:points(club))
            print(ada:buys{ session = "mine", item("cup", 1) }.customerSession.integrationId)
            print(ada:buys{ item("cup", 1) }.customerSession.integrationId)
            """)

        #expect(
            lines == [
                "Berlin\t0\tnil", "4\t0", "ada-1\tclosed\t15\tada\tTen", "20\tGold", "1", "0", "true\t0", "mine",
                "ada-2",
            ])
    }

    @Test func `a customer who has bought before gets new sessions`() async throws {
        let lines = try await lines(
            """
            talon.sessions.update("ada-1", { customerSession = { profileId = "ada", state = "closed" } })
            print(customer("ada"):buys{ item("cup", 1) }.customerSession.integrationId)
            """)
        #expect(lines == ["ada-2"])
    }

    @Test func `a coupon joins a campaign that is there`() async throws {
        let lines = try await lines(
            """
            local campaign = sandbox.campaign { name = "Ten", rules = {} }
            print(coupon("LATE-ONE", { campaign = campaign, limit = 3 }).usageLimit)
            """)
        #expect(lines == ["3"])
    }

    @Test func `a customer sends events and gets the answer`() async throws {
        let lines = try await lines(
            """
            sandbox.event_type { name = "visited" }
            sandbox.campaign { name = "Hello", rules = { { title = "hello", condition = { "and", { "=", { ".", "Event", "Type" }, "visited" } },
              effects = { { "showNotification", "Info", "Hello", "Hello" } } } } }
            local answer = customer("ada"):tracks("visited")
            expect(answer):to_have_notification("Hello")
            expect(answer):to_trigger_campaign("Hello")
            print(#answer.effects)
            """)
        #expect(lines == ["1"])
    }

    @Test func `on a live environment customers work, and what only the sandbox has is refused`() async throws {
        let lines = try await lines(
            """
            local one, two = customer("ada"):buys{ item("cup", 1) }, customer("ada"):buys{ item("cup", 1) }
            local function id(answer) return answer.customerSession.integrationId end
            print(id(one) ~= id(two), id(one):find("^ada%-%x+%-") ~= nil)
            local _, problem = talon.attempt(coupon, "CODE-1", { campaign = 1 })
            print(problem.code)
            """, isEmbedded: false)
        #expect(lines == ["true\ttrue", "unsupported"])
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Testing

/// The checks for answers, on a real answer of the sandbox, and what they say.
@Suite struct EffectCheckTests {
    /// `answer` is that of a closed session with a coupon that is accepted and one that is not.
    static let setup = """
        sandbox.clock.set("2026-11-20T09:00:00Z")
        local program = sandbox.loyalty_program { id = 1, name = "wallet", title = "Wallet" }
        local pool = sandbox.giveaway_pool { name = "Gift cards", codes = { "GIFT-1" } }
        local big = { ">", { ".", "Session", "Total" }, 200 }
        local summer = sandbox.campaign {
          name = "Summer", coupons = { "SUMMER10", { value = "EXPIRED", expiryDate = "2026-01-01T00:00:00Z" }, "BIG20" },
          rules = {
            {
              title = "10% off with a coupon", condition = { "and", { "=", { ".", "Coupon", "Value" }, "SUMMER10" }, { "couponValid" } },
              effects = {
                { "setDiscount", "10% off", { "*", { ".", "Session", "Total" }, { "/", 10, 100 } } },
                { "addLoyaltyPoints", 1, "", "spent", 20 }, { "deductLoyaltyPoints", 1, "", "paid", 5 },
                { "addFreeItem", "mug", "Free mug" }, { "showNotification", "Info", "Hello", "You saved money" },
                { "awardGiveaway", pool.id },
              },
            },
            {
              title = "20% off for big carts", condition = { "and", { "couponValid" }, big },
              effects = { { "setDiscount", "20% off", 20 }, { "triggerWebhook", 1 } },
            },
          },
        }
        sandbox.campaign {
          name = "Cups",
          rules = { {
            title = "a tenth off cups", condition = { "and", true },
            effects = { { "setDiscountPerItem", { "filter", { ".", "Session", "CartItems" },
              { { "Item" }, { "=", { ".", "Item", "Sku" }, "cup" } } }, "cups", 0.75 } },
          } },
        }
        sandbox.campaign { name = "Winter", startTime = "2026-12-01T00:00:00Z", rules = {} }
        sandbox.loyalty_points { programId = 1, integrationId = "ada", points = 50 }
        local function buy(codes, content, id)
          return talon.sessions.update(id or "s1", { customerSession = {
            profileId = "ada", state = "closed", couponCodes = codes,
            cartItems = { { sku = "kettle", quantity = 1, price = 39.90 }, { sku = "cup", quantity = 2, price = 15 } },
          }, responseContent = content })
        end
        local answer = buy({ "SUMMER10", "EXPIRED" }, { "customerSession" })

        """

    static let holding = [
        "expect(answer):to_have_effect('setDiscount')",
        "expect(answer):to_have_effect('setDiscount', { value = 6.99 })",
        "expect(answer):to_have_effect('setDiscount', { name = is.pattern('^10%%') })",
        "expect(answer.effects):to_have_effect('acceptCoupon')",
        "expect(answer).not_:to_have_effect('updateAttribute')",
        "expect(answer):to_have_no_effect('setDiscount', { value = 7 })", "expect(answer).not_:to_have_no_effect()",
        "expect({ effects = {} }):to_have_no_effect()", "expect(answer).not_:to_have_effect('effectOfTomorrow')",
        "expect(answer):to_accept_coupon('SUMMER10')", "expect(answer).not_:to_accept_coupon('EXPIRED')",
        "expect(answer):to_reject_coupon('EXPIRED')", "expect(answer):to_reject_coupon('EXPIRED', 'CouponExpired')",
        "expect(answer).not_:to_reject_coupon('SUMMER10')", "expect(answer).not_:to_accept_referral('X')",
        "expect(answer):to_have_total(69.90)", "expect(answer.customerSession):to_have_total(69.9)",
        "expect(answer):to_have_discount(8.49)", "expect(answer).not_:to_have_discount(8.5)",
        "expect(answer):to_have_discount{ sku = 'cup', value = 1.50 }",
        "expect(answer):to_have_discount{ position = 1, value = 1.5 }",
        "expect(answer):to_have_discount{ sku = 'kettle', value = 0 }",
        "expect(answer):to_have_points(20)", "expect(answer):to_have_points(20, { program = program })",
        "expect(answer):to_have_points(0, { program = 2 })",
        "expect(answer):to_have_points(20, { customer = 'ada', name = 'spent' })",
        "expect(answer):to_deduct_points(5)",
        "expect(answer):to_have_item_effect{ sku = 'cup', type = 'setDiscountPerItem', props = { value = 0.75 } }",
        "expect(answer):to_have_item_effect{ position = 1 }",
        "expect(answer).not_:to_have_item_effect{ sku = 'kettle' }",
        "expect(answer):to_have_notification()", "expect(answer):to_have_notification('saved')",
        "expect(answer):to_have_notification{ title = 'Hello', type = 'Info' }",
        "expect(answer).not_:to_have_notification('lost')",
        "expect(answer):to_have_free_item('mug')", "expect(answer).not_:to_have_free_item('cup')",
        "expect(answer):to_award_giveaway()", "expect(answer):to_award_giveaway('GIFT-1')",
        "expect(answer):to_award_giveaway('Gift cards')", "expect(answer):to_award_giveaway(pool)",
        "expect(answer):to_trigger_campaign('Summer')", "expect(answer):to_trigger_campaign(summer)",
        "expect(answer):to_trigger_campaign(summer.id)", "expect(answer).not_:to_trigger_campaign('Winter')",
        """
        expect(answer):to_have_effects{
          "rejectCoupon", "acceptCoupon", { "setDiscount", { value = 6.99 } }, "addLoyaltyPoints", "deductLoyaltyPoints",
          "addFreeItem", "showNotification", "awardGiveaway", "setDiscountPerItem", "setDiscountPerItem",
        }
        """,
        "expect(answer).not_:to_have_effects{ 'acceptCoupon' }", "expect({ effects = {} }):to_have_effects{}",
    ]

    @Test func `what holds is silent`() async throws {
        let result = try await CheckHarness().run(Self.setup + Self.holding.joined(separator: "\n"))
        #expect(result.error == nil)
    }

    static let failing: [(check: String, says: String)] = [
        (
            "expect(answer):to_have_effect('setDiscount', { value = 10 })",
            """
            expected an effect setDiscount with { value = 10 }
              effects: rejectCoupon, acceptCoupon, setDiscount, addLoyaltyPoints, deductLoyaltyPoints, addFreeItem, showNotification, awardGiveaway, setDiscountPerItem ×2
              nearest: effects[3], setDiscount { name = "10% off", value = 6.99 }
              effects[3].props.value: expected 10, was 6.99
            why:
            ✓ Summer › 10% off with a coupon, with the coupon SUMMER10
                → setDiscount("10% off", Session.Total × 10%)   Session.Total × 10% is 6.99; Session.Total is 69.9
            ✗ Summer › 20% off for big carts, with the coupon SUMMER10
                ✗ Session.Total > 200   Session.Total is 69.9
            """
        ),
        (
            "expect(answer):to_have_effect('triggerWebhook')",
            """
            expected an effect triggerWebhook
              effects: rejectCoupon, acceptCoupon, setDiscount, addLoyaltyPoints, deductLoyaltyPoints, addFreeItem, showNotification, awardGiveaway, setDiscountPerItem ×2
            why:
            ✗ coupon EXPIRED: it expired on 2026-01-01 00:00 UTC
            ✗ Summer › 20% off for big carts, with the coupon SUMMER10
                ✗ Session.Total > 200   Session.Total is 69.9
            """
        ),
        (
            "expect(answer):to_have_effect('updateAttribute')",
            """
            expected an effect updateAttribute
              effects: rejectCoupon, acceptCoupon, setDiscount, addLoyaltyPoints, deductLoyaltyPoints, addFreeItem, showNotification, awardGiveaway, setDiscountPerItem ×2
            why:
            no rule of a running campaign gives updateAttribute
            ✗ Winter takes no part: it starts on 2026-12-01 00:00 UTC
            """
        ),
        (
            "expect({ effects = {} }):to_have_effect('setDiscount')",
            """
            expected an effect setDiscount
              there are no effects
            """
        ),
        (
            "expect(answer).not_:to_have_effect('setDiscount')",
            """
            expected no effect setDiscount
              effects[3] is setDiscount { name = "10% off", value = 6.99 }
            """
        ),
        (
            "expect(answer):to_have_no_effect()",
            """
            expected no effects
              effects: rejectCoupon, acceptCoupon, setDiscount, addLoyaltyPoints, deductLoyaltyPoints, addFreeItem, showNotification, awardGiveaway, setDiscountPerItem ×2
            """
        ),
        (
            "expect(answer):to_accept_coupon('EXPIRED')",
            """
            expected the coupon EXPIRED to be accepted
              it was rejected: CouponExpired
            why:
            ✗ coupon EXPIRED: it expired on 2026-01-01 00:00 UTC
            """
        ),
        (
            "expect(answer):to_accept_coupon('WINTER')",
            """
            expected the coupon WINTER to be accepted
              the answer says nothing of it
              effects: rejectCoupon, acceptCoupon, setDiscount, addLoyaltyPoints, deductLoyaltyPoints, addFreeItem, showNotification, awardGiveaway, setDiscountPerItem ×2
            """
        ),
        (
            "expect(answer):to_reject_coupon('EXPIRED', 'CouponNotFound')",
            """
            expected the coupon EXPIRED to be rejected with CouponNotFound
              it was rejected: CouponExpired
              effects[1].props.rejectionReason: expected "CouponNotFound", was "CouponExpired"
            """
        ),
        (
            "expect(answer):to_reject_coupon('SUMMER10')",
            """
            expected the coupon SUMMER10 to be rejected
              it was accepted, by the rule "10% off with a coupon"
            """
        ),
        (
            "expect(answer):to_have_total(70)",
            """
            expected a total of 70, was 69.9
            """
        ),
        (
            "expect(answer):to_have_discount(10)",
            """
            expected a discount of 10, was 8.49
              effects[3] is setDiscount { name = "10% off", value = 6.99 }
              effects[9] is setDiscountPerItem { name = "cups#1", position = 1, subPosition = 0, value = 0.75 }
              effects[10] is setDiscountPerItem { name = "cups#1", position = 1, subPosition = 1, value = 0.75 }
            why:
            ✓ Summer › 10% off with a coupon, with the coupon SUMMER10
                → setDiscount("10% off", Session.Total × 10%)   Session.Total × 10% is 6.99; Session.Total is 69.9
            ✗ Summer › 20% off for big carts, with the coupon SUMMER10
                ✗ Session.Total > 200   Session.Total is 69.9
            ✓ Cups › a tenth off cups
                → setDiscountPerItem(Session.CartItems where Item.Sku = "cup", "cups", 0.75)   Session.CartItems where Item.Sku = "cup" is 2 items
            """
        ),
        (
            "expect(answer):to_have_discount{ sku = 'kettle', value = 1 }",
            """
            expected a discount of 1 on item kettle, was 0
              effects: rejectCoupon, acceptCoupon, setDiscount, addLoyaltyPoints, deductLoyaltyPoints, addFreeItem, showNotification, awardGiveaway, setDiscountPerItem ×2
            why:
            ✓ Cups › a tenth off cups
                → setDiscountPerItem(Session.CartItems where Item.Sku = "cup", "cups", 0.75)   Session.CartItems where Item.Sku = "cup" is 2 items
            """
        ),
        (
            "expect(answer):to_have_discount{ sku = 'kettel', value = 1 }",
            """
            expected an item "kettel" in the cart; there is none
            """
        ),
        (
            "expect(answer.effects):to_have_discount{ sku = 'kettle', value = 1 }",
            """
            expected an answer with the items of the cart, to look for "kettle"
            hint: ask for it with responseContent = { "customerSession" }, or name the item by position
            """
        ),
        (
            "expect(answer):to_have_points(10, { program = 1 })",
            """
            expected 10 points to be added, was 20
              effects[4] is addLoyaltyPoints { name = "spent", programId = 1, recipientIntegrationId = "ada", value = 20 }
            why:
            ✓ Summer › 10% off with a coupon, with the coupon SUMMER10
                → addLoyaltyPoints(1, "", "spent", 20)
            """
        ),
        (
            "expect(answer):to_have_item_effect{ sku = 'cup', props = { value = 1 } }",
            """
            expected an effect on item cup with { value = 1 }
              effects[9] is setDiscountPerItem { name = "cups#1", position = 1, subPosition = 0, value = 0.75 }
              effects[10] is setDiscountPerItem { name = "cups#1", position = 1, subPosition = 1, value = 0.75 }
              effects[9].props.value: expected 1, was 0.75
            """
        ),
        (
            "expect(answer):to_have_notification('lost')",
            """
            expected a notification with "lost"
              effects[7] is showNotification { body = "You saved money", notificationType = "Info", title = "Hello" }
            why:
            ✓ Summer › 10% off with a coupon, with the coupon SUMMER10
                → showNotification("Info", "Hello", "You saved money")
            """
        ),
        (
            "expect(answer):to_have_free_item('cup')",
            """
            expected an effect addFreeItem with { sku = "cup" }
              effects: rejectCoupon, acceptCoupon, setDiscount, addLoyaltyPoints, deductLoyaltyPoints, addFreeItem, showNotification, awardGiveaway, setDiscountPerItem ×2
              nearest: effects[6], addFreeItem { name = "Free mug", sku = "mug" }
              effects[6].props.sku: expected "cup", was "mug"
            why:
            ✓ Summer › 10% off with a coupon, with the coupon SUMMER10
                → addFreeItem("mug", "Free mug")
            """
        ),
        (
            "expect(answer):to_award_giveaway('GIFT-2')",
            """
            expected a giveaway of "GIFT-2"
              effects: rejectCoupon, acceptCoupon, setDiscount, addLoyaltyPoints, deductLoyaltyPoints, addFreeItem, showNotification, awardGiveaway, setDiscountPerItem ×2
              effects[8] is awardGiveaway { code = "GIFT-1", giveawayId = 1, poolId = 1, poolName = "Gift cards", recipientIntegrationId = "ada" }
            why:
            ✓ Summer › 10% off with a coupon, with the coupon SUMMER10
                → awardGiveaway(1)
            """
        ),
        (
            "expect(answer):to_trigger_campaign('Winter')",
            """
            expected the campaign "Winter" to be triggered
              triggered: Summer, Cups
            why:
            ✗ Winter takes no part: it starts on 2026-12-01 00:00 UTC
            """
        ),
        (
            "expect(answer):to_trigger_campaign('Sumer')",
            """
            expected the campaign "Sumer" to be triggered
              triggered: Summer, Cups
            why:
            there is no campaign "Sumer"
            """
        ),
        (
            "expect(answer):to_have_effects{ 'acceptCoupon', 'rejectCoupon', { 'setDiscount', { value = 7 } } }",
            """
            expected the effects acceptCoupon, rejectCoupon, setDiscount
              effects: rejectCoupon, acceptCoupon, setDiscount, addLoyaltyPoints, deductLoyaltyPoints, addFreeItem, showNotification, awardGiveaway, setDiscountPerItem ×2
              effects[1]: expected acceptCoupon, was rejectCoupon
              effects[2]: expected rejectCoupon, was acceptCoupon
              effects[3].props.value: expected 7, was 6.99
              effects[4]: expected nothing, was addLoyaltyPoints
              effects[5]: expected nothing, was deductLoyaltyPoints
              effects[6]: expected nothing, was addFreeItem
              effects[7]: expected nothing, was showNotification
              effects[8]: expected nothing, was awardGiveaway
              effects[9]: expected nothing, was setDiscountPerItem
              effects[10]: expected nothing, was setDiscountPerItem
            """
        ),
        (
            "expect(true):to_have_effect('setDiscount')",
            """
            expected an answer with effects, was true
            hint: an event is answered when it is tracked with { silent = "no" }
            """
        ),
        (
            "expect(buy({ 'BIG20' }, nil, 's2')):to_accept_coupon('BIG20')",
            """
            expected the coupon BIG20 to be accepted
              it was rejected: CouponRejectedByCondition, condition not met
            why:
            ✗ coupon BIG20: rule "10% off with a coupon" of "Summer": condition not met
            ✗ Summer › 10% off with a coupon, with the coupon BIG20
                ✗ Coupon.Value = "SUMMER10"   Coupon.Value is "BIG20"
            ✗ Summer › 20% off for big carts, with the coupon BIG20
                ✗ Session.Total > 200   Session.Total is 69.9
            """
        ),
    ]

    @Test(arguments: failing)
    func `a failure says what was expected, what was found, and why`(check: String, says: String) async throws {
        let said = try await CheckHarness().message(of: check, after: Self.setup)
        #expect(said == says)
    }
}

/// What only the embedded sandbox can tell.
@Suite struct ExplainedFailureTests {
    @Test func `an explanation is never longer than twelve lines`() async throws {
        let rule = """
            for i = 1, 20 do
              sandbox.campaign { name = "C" .. i, rules = { { title = "never", condition = { "and", false },
                effects = { { "catch", true, { "setDiscount", "x", 1 } } } } } }
            end
            local answer = talon.sessions.update("s", { customerSession = {} })

            """
        let said = try await CheckHarness().message(of: "expect(answer):to_have_effect('setDiscount')", after: rule)
        let why = said.components(separatedBy: "why:\n").last?.split(separator: "\n") ?? []

        #expect(why.count == 12)
        #expect(why.first == "✗ C1 › never")
        #expect(why.last == "… and 29 more lines; sandbox.explain tells all")
    }

    @Test func `without the embedded sandbox a failure stands without an explanation`() async throws {
        var harness = CheckHarness()
        harness.isEmbedded = false
        let said = try await harness.message(
            of: "expect(answer):to_have_effect('setDiscount')",
            after: "local answer = talon.sessions.update('s', { customerSession = {} })")

        #expect(said == "expected an effect setDiscount\n  there are no effects")
    }

    private static let rules = """
        local total = { ".", "Session", "Total" }
        sandbox.campaign { name = "Ten", coupons = { "TEN-OFF" }, rules = { {
          title = "ten", effects = { { "setDiscount", "ten", 10 } },
          condition = { "and", { "couponValid" },
            { "or", { ">", total, 100 }, { "=", { ".", "Profile", "Attributes", "Tier" }, "gold" } } },
        } } }
        sandbox.campaign { name = "Poor", limits = { { action = "setDiscount", limit = 5, entities = {} } }, rules = { {
          title = "7 off", condition = { "and", { ">", total, 50 } },
          effects = { { "setDiscountPerItem", { ".", "Session", "CartItems" }, "x", 7 } },
        } } }
        sandbox.event_type { name = "visited" }
        sandbox.campaign { name = "Hello", rules = { {
          title = "hello", effects = { { "showNotification", "Info", "Hello", "Hello" } },
          condition = { "and", { "=", { ".", "Event", "Type" }, "visited" }, { ">", { ".", "Event", "Attributes", "N" }, 5 } },
        } } }
        local ada = customer("ada")

        """

    static let reasons: [(check: String, why: String)] = [
        (
            "expect(ada:checks{ item('a', 5) }):to_have_effect('setDiscount')",
            """
            ✗ Ten › ten
                ✗ the coupon is valid
                ✗ Session.Total > 100   Session.Total is 5
                ✗ Profile.Attributes.Tier = "gold"   Profile.Attributes.Tier has no value
            """
        ),
        (
            "expect(ada:buys{ item('a', 5), coupons = { 'TEN-OFF', 'NINE' } }):to_accept_coupon('TEN-OFF')",
            """
            ✗ coupon TEN-OFF: rule "ten" of "Ten": Profile.Attributes.Tier has no value
            ✗ Ten › ten, with the coupon TEN-OFF
                ✗ Session.Total > 100   Session.Total is 5
                ✗ Profile.Attributes.Tier = "gold"   Profile.Attributes.Tier has no value
            """
        ),
        (
            "expect(ada:buys{ item('a', 5), coupons = 'NINE' }):to_accept_coupon('NINE')",
            "✗ coupon NINE: there is no such coupon"
        ),
        (
            "expect(ada:buys{ item('a', 60) }):to_have_item_effect{ sku = 'a', type = 'setDiscountPerItem' }",
            """
            ✗ Poor › 7 off
                ✗ setDiscountPerItem(Session.CartItems, "x", 7)   a discount of 7 does not fit into what is left of the budget, 5
            """
        ),
        (
            "expect(ada:tracks('visited', { N = 3 })):to_have_notification('Hello')",
            """
            ✗ Hello › hello
                ✗ Event.Attributes.N > 5   Event.Attributes.N is 3
            """
        ),
        (
            "expect(ada:tracks('visited', { N = 3 })):to_trigger_campaign('Hello')",
            """
            ✗ Hello › hello
                ✗ Event.Attributes.N > 5   Event.Attributes.N is 3
            """
        ),
    ]

    @Test(arguments: reasons)
    func `an explanation tells of the rules in question alone`(check: String, why: String) async throws {
        let said = try await CheckHarness().message(of: check, after: Self.rules)
        #expect(said.components(separatedBy: "\nwhy:\n").last == why)
    }

    @Test func `the failure names the session that was explained`() async throws {
        let result = try await CheckHarness().run(
            Self.rules + """
                local _, failure = pcall(function() expect(ada:buys{ item('a', 5) }):to_have_effect('setDiscount') end)
                print(failure.session, perch.inspect(failure.effects))
                """)
        #expect(result.output == "ada-1\t{}\n")
    }
}

-- A gift card for orders of more than 200, as long as there are any: two codes are in the pool.

scenario("large orders get a gift card", function()
  local pool = sandbox.giveaway_pool { name = "Gift cards", codes = { "CARD-1", "CARD-2" } }
  sandbox.campaign {
    name = "Gift cards for large orders",
    rules = {
      {
        title = "more than 200",
        condition = { "and", { ">", { ".", "Session", "Total" }, 200 } },
        effects = { { "awardGiveaway", pool.id } },
      },
    },
  }
  local ada = customer("ada")

  step("200 is not more than 200", function()
    expect(ada:buys { item("teapot", 100, 2) }):to_have_no_effect()
  end)

  step("while the order is open, a card is promised", function()
    local order = ada:opens { item("teapot", 100, 3) }
    expect(order):to_have_effect("willAwardGiveaway", { poolName = "Gift cards" })
    expect(order).not_:to_award_giveaway()

    -- When it is paid, the code is there.
    expect(ada:buys(order)):to_award_giveaway("CARD-1")
  end)

  step("the next customer gets the other one", function()
    expect(customer("grace"):buys { item("teapot", 100, 3) }):to_award_giveaway("CARD-2")
  end)

  step("then there are none left", function()
    expect(customer("linus"):buys { item("teapot", 100, 3) }).not_:to_award_giveaway()
  end)
end)

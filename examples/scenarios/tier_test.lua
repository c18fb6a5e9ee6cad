-- Tiers: silver from 100 points, gold from 300. Gold customers pay 5% less.

scenario("customers climb to gold", function()
  local club = sandbox.loyalty_program {
    name = "club",
    title = "The club",
    tiers = { { name = "Silver", minPoints = 100 }, { name = "Gold", minPoints = 300 } },
  }
  sandbox.campaign {
    name = "Points",
    rules = {
      {
        title = "a point for each euro, when the order is paid",
        condition = { "and", { "=", { ".", "Event", "Type" }, "talon_session_closed" } },
        effects = { { "addLoyaltyPoints", club.id, "", "spent", { ".", "Session", "Total" } } },
      },
    },
  }
  sandbox.campaign {
    name = "Gold benefits",
    rules = {
      {
        title = "5% off for gold",
        condition = { "and", { "=", { "loyaltyTier", club.id }, "Gold" } },
        effects = { { "setDiscount", "gold", { "*", { ".", "Session", "Total" }, { "/", 5, 100 } } } },
      },
    },
  }
  local ada = customer("ada")

  step("she begins without a tier", function()
    expect(ada:tier(club)):to_be_nil()
  end)

  step("150 euros make her silver", function()
    local answer = ada:buys { item("teapot", 150) }
    expect(answer):to_have_effect("changeLoyaltyTierLevel", { newTierName = "Silver" })
    expect(answer):to_have_discount(0)
    expect(ada:tier(club)):to_equal("Silver")
  end)

  step("150 more make her gold", function()
    local answer = ada:buys { item("teapot", 150) }
    expect(answer):to_have_effect("changeLoyaltyTierLevel", { previousTierName = "Silver", newTierName = "Gold" })
    expect(ada:tier(club)):to_equal("Gold")
  end)

  step("from now on she pays 5% less", function()
    expect(ada:checks { item("teapot", 150) }):to_have_discount(7.50)
  end)

  step("another customer does not", function()
    expect(customer("grace"):checks { item("teapot", 150) }):to_have_no_effect()
  end)
end)

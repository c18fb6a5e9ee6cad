-- A loyalty program: a point for each euro, and 100 points pay 5 euros.

scenario("points are earned and spent", function()
  local club = sandbox.loyalty_program { name = "club", title = "The club" }
  local closing = { "=", { ".", "Event", "Type" }, "talon_session_closed" }
  sandbox.campaign {
    name = "Earn",
    rules = {
      {
        title = "a point for each euro, when the order is paid",
        condition = { "and", closing },
        effects = { { "addLoyaltyPoints", club.id, "", "spent in the shop", { "floor", { ".", "Session", "Total" } } } },
      },
    },
  }
  sandbox.campaign {
    name = "Burn",
    rules = {
      {
        title = "5 off for 100 points",
        -- The shop says in an attribute of the session that the customer wants to pay with points.
        condition = { "and", closing, { "=", { ".", "Session", "Attributes", "PayWithPoints" }, true } },
        effects = {
          { "deductLoyaltyPoints", club.id, "", "paid with points", 100 },
          { "setDiscount", "100 points", 5 },
        },
      },
    },
  }
  local ada = customer("ada")

  step("earn", function()
    local answer = ada:buys { item("teapot", 89.90) }
    expect(answer):to_have_points(89, { program = club })
    expect(ada:points(club)):to_equal(89)
  end)

  step("89 points are not enough to pay with", function()
    local answer = ada:buys { item("cup", 10), attributes = { PayWithPoints = true } }
    expect(answer):to_have_no_effect("deductLoyaltyPoints")
    expect(answer):to_have_discount(0)
    expect(ada:points(club)):to_equal(99)
  end)

  step("burn", function()
    ada:buys { item("cup", 10) }
    expect(ada:points(club)):to_equal(109)
    local answer = ada:buys { item("tea", 20), attributes = { PayWithPoints = true } }
    expect(answer):to_deduct_points(100, { program = club })
    expect(answer):to_have_discount(5)
  end)

  step("what is left", function()
    -- 109 points, less 100, and 20 for the last order.
    expect(ada:points(club)):to_equal(29)
  end)
end)

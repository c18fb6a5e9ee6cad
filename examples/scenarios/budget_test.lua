-- A campaign with a budget: it gives away 25 in all. What does not fit into the rest is not given.

scenario("a campaign ends when its budget is spent", function()
  sandbox.campaign {
    name = "Launch week",
    -- All discounts of the campaign together are at most 25.
    limits = { { action = "setDiscount", limit = 25, entities = {} } },
    rules = {
      {
        title = "10 off orders of 50 or more",
        condition = { "and", { ">=", { ".", "Session", "Total" }, 50 } },
        effects = { { "setDiscount", "10 off", 10 } },
      },
    },
  }

  step("looking at a cart spends nothing", function()
    for _ = 1, 10 do
      expect(customer("ada"):checks { item("teapot", 60) }):to_have_discount(10)
    end
  end)

  step("the first two customers get their discount", function()
    expect(customer("ada"):buys { item("teapot", 60) }):to_have_discount(10)
    expect(customer("grace"):buys { item("teapot", 60) }):to_have_discount(10)
  end)

  step("5 are left, which is too little for the third", function()
    expect(customer("linus"):buys { item("teapot", 60) }):to_have_discount(0)
  end)
end)

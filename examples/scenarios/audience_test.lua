-- Audiences: a campaign for VIPs alone, and a rule that makes VIPs of those who buy for 500 or more.

scenario("VIPs get free shipping", function()
  local vips = sandbox.audience { name = "VIPs", members = { "grace" } }
  sandbox.additional_cost { name = "shipping" }
  sandbox.campaign {
    name = "Free shipping for VIPs",
    linkedAudienceIds = { vips.id },
    rules = {
      {
        title = "shipping is free",
        condition = { "and", true },
        effects = { { "setDiscountPerAdditionalCost", "shipping", "free shipping", 5 } },
      },
    },
  }
  sandbox.campaign {
    name = "Welcome, VIP",
    rules = {
      {
        title = "500 or more in one order",
        condition = {
          "and",
          { "=", { ".", "Event", "Type" }, "talon_session_closed" },
          { ">=", { ".", "Session", "Total" }, 500 },
        },
        effects = { { "addToAudience", vips.id } },
      },
    },
  }
  local ada, grace = customer("ada"), customer("grace")

  step("grace is a VIP", function()
    local answer = grace:checks { item("tea", 12), costs = { shipping = 5 } }
    expect(answer):to_have_effect("setDiscountPerAdditionalCost", { value = 5 })
  end)

  step("ada is not", function()
    local answer = ada:checks { item("tea", 12), costs = { shipping = 5 } }
    expect(answer):to_have_no_effect()
    expect(answer).not_:to_trigger_campaign("Free shipping for VIPs")
  end)

  step("a large order makes her one", function()
    expect(ada:buys { item("samovar", 520) }):to_have_effect("addToAudience", { audienceName = "VIPs" })
    expect(ada:profile().audienceMemberships):to_contain(is.covering { name = "VIPs" })
  end)

  step("her next order comes with free shipping", function()
    local answer = ada:buys { item("tea", 12), costs = { shipping = 5 } }
    expect(answer):to_trigger_campaign("Free shipping for VIPs")
  end)
end)

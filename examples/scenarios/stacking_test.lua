-- Which discounts may come together: two that compete, where the better one wins, and one that always counts.

-- A campaign with one rule, which takes an amount off every cart of at least `from`.
local function campaign(name, from, amount, group)
  sandbox.campaign {
    name = name,
    evaluationGroupId = group and group.id,
    rules = {
      {
        title = name,
        condition = { "and", { ">=", { ".", "Session", "Total" }, from } },
        effects = { { "setDiscount", name, amount } },
      },
    },
  }
end

scenario("of the campaigns in a group only the best one counts", function()
  local best = sandbox.evaluation_group { name = "Only the best", evaluationMode = "highestDiscount" }
  campaign("5 off from 50", 50, 5, best)
  campaign("15 off from 100", 100, 15, best)
  campaign("1 off, always", 0, 1)
  local ada = customer("ada")

  step("a small cart has the one that always counts", function()
    local answer = ada:checks { item("cup", 10) }
    expect(answer):to_have_effects { { "setDiscount", { name = "1 off, always", value = 1 } } }
  end)

  step("from 50 the first one of the group is added", function()
    local answer = ada:checks { item("cup", 10, 6) }
    expect(answer):to_trigger_campaign("5 off from 50")
    expect(answer):to_have_discount(6)
  end)

  step("from 100 the better one takes its place", function()
    local answer = ada:checks { item("cup", 10, 12) }
    expect(answer):to_have_effect("setDiscount", { name = "15 off from 100" })
    expect(answer):to_have_no_effect("setDiscount", { name = "5 off from 50" })
    expect(answer):to_have_discount(16)
  end)
end)

scenario("campaigns without a group stack", function()
  campaign("5 off from 50", 50, 5)
  campaign("15 off from 100", 100, 15)

  expect(customer("ada"):checks { item("cup", 10, 12) }):to_have_discount(20)
end)

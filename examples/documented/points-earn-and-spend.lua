-- One point for each dollar of accessories, and points that pay as dollars when the session closes.
-- Source: "Collect 1 point per dollar spent", https://docs.talon.one/docs/product/tutorials/sample-campaigns/collect-point-per-item
-- (prices rounded up, one effect for each item), and "Spend 1 point as 1 dollar",
-- …/sample-campaigns/spend-1-point-as-1-dollar (12 points are a discount of 12, on closing only). The prices are our own.

sandbox.loyalty_program { id = 1, name = "sample_wallet", title = "Sample Wallet", returnPolicy = "within_balance" }
sandbox.campaign {
  name = "MEDIUM-LOYALTY: Collect 1 point per $ spent",
  bindings = {
    {
      name = "Accessories",
      type = "cartItemFilter",
      expression = {
        "filter", { ".", "Session", "CartItems" },
        { { "Item" }, { "catch", false, { "=", { ".", "Item", "Category" }, "Accessories" } } },
      },
    },
  },
  rules = {
    {
      title = "1 point per $ spent",
      condition = { "and", { ">", { "count", { ".", "Accessories" } }, 0 } },
      effects = {
        {
          "addLoyaltyPointsPerItem", 1, "", { ".", "Accessories" }, "1 point per $ spent on accessories",
          { { "Item" }, { "ceil", { ".", "Item", "Price" } } },
        },
      },
    },
  },
}
sandbox.campaign {
  name = "MEDIUM-LOYALTY: Spend 1 point as 1$",
  rules = {
    {
      title = "1 point = $1",
      condition = {
        "and", { "=", { ".", "Event", "Type" }, "talon_session_closed" },
        { ">", { ".", "Session", "Attributes", "PointsToSpend" }, 0 },
      },
      effects = {
        { "setDiscount", "Spending loyalty points", { ".", "Session", "Attributes", "PointsToSpend" } },
        { "deductLoyaltyPoints", 1, "", "Spending loyalty points", { ".", "Session", "Attributes", "PointsToSpend" } },
      },
    },
  },
}

local function order(id, session)
  session.profileId = "ada"
  local answer = talon.sessions.update(id, { customerSession = session })
  for _, effect in ipairs(answer.effects) do
    local props = effect.props
    print(id, effect.effectType, props.value, props.cartItemSubPosition or "-")
  end
  return answer.effects, talon.loyalty.balances(1, "ada").balance
end

-- Two bells for 9.50 give 10 points each; the bike gives none.
local effects, balance = order("first", {
  state = "closed",
  cartItems = {
    { sku = "bike", category = "Road Bikes", quantity = 1, price = 500 },
    { sku = "bell", category = "Accessories", quantity = 2, price = 9.50 },
  },
})
assert(#effects == 2 and effects[1].props.value == 10 and balance.activePoints == 20)

local spending = { attributes = { PointsToSpend = 12 }, cartItems = { { sku = "lock", category = "Locks", quantity = 1, price = 60 } } }
effects = order("second", spending)
assert(#effects == 0, "nothing is spent before the session closes")
spending.state = "closed"
effects, balance = order("second", spending)
assert(effects[1].props.value == 12 and effects[2].props.value == 12)
assert(balance.activePoints == 8 and balance.spentPoints == 12)
print("left", balance.activePoints)

-- Points that are not there cannot be spent.
effects = order("third", { state = "closed", attributes = { PointsToSpend = 9 }, cartItems = spending.cartItems })
assert(#effects == 0)

-- A cancellation gives the 12 points back.
effects, balance = order("second", { state = "cancelled" })
assert(effects[1].effectType == "rollbackDiscount" and effects[2].effectType == "rollbackDeductedLoyaltyPoints")
assert(balance.activePoints == 20)

--[[ prints
first	addLoyaltyPoints	10	0
first	addLoyaltyPoints	10	1
second	setDiscount	12	-
second	deductLoyaltyPoints	12	-
left	8
second	rollbackDiscount	12	-
second	rollbackDeductedLoyaltyPoints	12	-
]]

-- A first session: a campaign, a coupon, a cart, and what the rule engine answers.
-- It needs no account and no network: scripts/perch run examples/first-session.lua

-- On a live account the campaign is already there.
if sandbox.available then
  sandbox.campaign {
    name = "Summer",
    coupons = { "SUMMER10" },
    rules = {
      {
        title = "10% off with a coupon",
        condition = { "and", { "couponValid" } },
        effects = { { "setDiscount", "10% off", { "*", { ".", "Session", "Total" }, { "/", 10, 100 } } } },
      },
    },
  }
end

local answer = talon.sessions.update("first-session", {
  customerSession = {
    profileId = "ada",
    state = "open",
    couponCodes = { "SUMMER10" },
    cartItems = {
      { sku = "kettle", name = "Kettle", quantity = 1, price = 39.90 },
      { sku = "cup", name = "Cup", quantity = 4, price = 7.50 },
    },
  },
  responseContent = { "customerSession" },
})

print("total " .. answer.customerSession.total)
for _, effect in ipairs(answer.effects) do
  print(effect.effectType, perch.inspect(effect.props))
end

--[[ prints
total 69.9
acceptCoupon	{ value = "SUMMER10" }
setDiscount	{ name = "10% off", value = 6.99 }
]]

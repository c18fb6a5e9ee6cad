-- A gift card pays for the whole order, or for as much of it as is left on the card.
-- Source: "Creating a gift card campaign", https://docs.talon.one/docs/product/tutorials/coupons/giftcard (the discount
-- is the session total, and a lower discount is allowed when the budget is insufficient), and the properties `value` and
-- `desiredValue` of setDiscount in the Integration API's description. The amounts are our own.

sandbox.load { application = { enablePartialDiscounts = true } }
sandbox.campaign {
  name = "Gift cards",
  rules = {
    {
      title = "Paying with a gift card",
      condition = { "and", { "couponValid" } },
      effects = { { "setDiscount", "Gift card redemption", { ".", "Session", "Total" } } },
    },
  },
  coupons = { { value = "GIFT-50", discountLimit = 50 } },
}

local function pay(session, price)
  local answer = talon.sessions.update(session, {
    customerSession = {
      profileId = "ada",
      state = "closed",
      couponCodes = { "GIFT-50" },
      cartItems = { { sku = "book", quantity = 1, price = price } },
    },
    responseContent = { "coupons" },
  })
  local last = answer.effects[#answer.effects]
  print(session, last.effectType, last.props.value, "wanted " .. (last.props.desiredValue or "no more"),
    "left " .. answer.coupons[1].discountRemainder)
  return last, answer.coupons[1].discountRemainder
end

local first, left = pay("order-1", 20)
assert(first.props.value == 20 and first.props.desiredValue == nil and left == 30)
local second
second, left = pay("order-2", 45)
assert(second.props.value == 30 and second.props.desiredValue == 45 and left == 0)

-- Nothing is left, so the effect cannot be applied, and the order before comes back when it is cancelled.
local third = talon.sessions.update("order-3", {
  customerSession = { profileId = "ada", couponCodes = { "GIFT-50" }, cartItems = { { sku = "pen", quantity = 1, price = 2 } } },
})
print("order-3", third.effects[1].effectType, third.effects[1].props.rejectionReason)
assert(third.effects[1].props.rejectionReason == "EffectCouldNotBeApplied")

for _, effect in ipairs(talon.sessions.update("order-2", { customerSession = { state = "cancelled" } }).effects) do
  print("order-2", effect.effectType, perch.inspect(effect.props))
end
_, left = pay("order-4", 10)
assert(left == 20)

--[[ prints
order-1	setDiscount	20	wanted no more	left 30
order-2	setDiscount	30	wanted 45	left 0
order-3	rejectCoupon	EffectCouldNotBeApplied
order-2	rollbackCoupon	{ value = "GIFT-50" }
order-2	rollbackDiscount	{ name = "Gift card redemption", value = 30 }
order-4	setDiscount	10	wanted no more	left 20
]]

-- The tutorial: any valid coupon takes 20 % off the cart. The cart is the one of the Python SDK's first example.
-- Source: "Basic integration", https://docs.talon.one/docs/dev/tutorials/integrating-talon-one (the rule), and the
-- README of github.com/talon-one/talon_one.py (the cart of 49 and 74, and the coupon).

sandbox.campaign {
  name = "Any coupon",
  rules = {
    {
      title = "20% off with a valid coupon",
      condition = { "and", { "couponValid" } },
      effects = { { "setDiscount", "20% off", { "*", { ".", "Session", "Total" }, { "/", 20, 100 } } } },
    },
  },
  coupons = { { value = "Cool_Stuff", usageLimit = 1 } },
}

local session = {
  profileId = "PROFILE_ID",
  couponCodes = { "Cool_Stuff" },
  cartItems = {
    { name = "Red Spring Blouse", sku = "rdbs-1111", quantity = 1, price = 49, category = "Shirts" },
    { name = "Denim Trousers", sku = "dtr-2222", quantity = 1, price = 74, category = "Trousers" },
  },
}

local answer = talon.sessions.update("my_unique_session_v2_id", { customerSession = session })
for _, effect in ipairs(answer.effects) do
  print(effect.effectType, perch.inspect(effect.props))
end
assert(answer.effects[2].props.value == 24.6)

-- Closing the session redeems the coupon, so a second session cannot have it.
session.state = "closed"
talon.sessions.update("my_unique_session_v2_id", { customerSession = session })
local second = talon.sessions.update("another_session", { customerSession = { couponCodes = { "Cool_Stuff" } } })
print(second.effects[1].effectType, second.effects[1].props.rejectionReason)
assert(second.effects[1].props.rejectionReason == "CouponLimitReached")

--[[ prints
acceptCoupon	{ value = "Cool_Stuff" }
setDiscount	{ name = "20% off", value = 24.6 }
rejectCoupon	CouponLimitReached
]]

-- A custom effect that tells how many minutes a coupon is worth, and a notification when a coupon is refused.
-- Source: "Creating a custom effect to award minutes", https://docs.talon.one/docs/dev/tutorials/creating-custom-effects,
-- and "API effects", https://docs.talon.one/docs/dev/integration-api/api-effects (the rule "Check XMAS coupon": 10 % off with
-- a valid coupon, a notification when it fails). The minutes and the cart are our own.

sandbox.custom_effect { name = "Award_minutes", params = { { key = "minutes" } } }
sandbox.campaign {
  name = "Bicycles",
  coupons = { "RIDE" },
  rules = {
    { title = "minutes", condition = { "and", { "couponValid" } }, effects = { { "!", "Award_minutes", 30 } } },
  },
}
sandbox.campaign {
  name = "XMAS",
  coupons = { "XMAS-2021", { value = "XMAS-2020", expiryDate = "2021-01-06T00:00:00Z" } },
  rules = {
    {
      title = "Check XMAS coupon",
      condition = { "and", { "onFailure", { "couponValid" }, { "notification", "No discount", { body = "The coupon is not valid" } } } },
      effects = { { "setDiscount", "10% off with XMAS coupon.", { "*", { ".", "Session", "Total" }, { "/", 10, 100 } } } },
    },
  },
}
sandbox.clock.set("2021-12-20T12:00:00Z")

local function effects(code)
  local answer = talon.sessions.update("session", {
    customerSession = { profileId = "rider", couponCodes = { code }, cartItems = { { sku = "ride", quantity = 1, price = 12.50 } } },
  })
  local found = {}
  for _, effect in ipairs(answer.effects) do
    print(code, effect.effectType, perch.inspect(effect.props))
    found[effect.effectType] = effect.props
  end
  return found
end

local ride = effects("RIDE")
assert(ride.acceptCoupon.value == "RIDE" and ride.customEffect.name == "Award_minutes" and ride.customEffect.payload.minutes == 30)
local xmas = effects("XMAS-2021")
assert(xmas.acceptCoupon.value == "XMAS-2021" and xmas.setDiscount.value == 1.25 and xmas.showNotification == nil)
local old = effects("XMAS-2020")
assert(old.rejectCoupon.rejectionReason == "CouponExpired" and old.showNotification.title == "No discount" and old.setDiscount == nil)

--[[ prints
RIDE	acceptCoupon	{ value = "RIDE" }
RIDE	customEffect	{ effectId = 1, name = "Award_minutes", payload = { minutes = 30 } }
RIDE	showNotification	{ body = "The coupon is not valid", notificationType = "Info", title = "No discount" }
XMAS-2021	acceptCoupon	{ value = "XMAS-2021" }
XMAS-2021	setDiscount	{ name = "10% off with XMAS coupon.", value = 1.25 }
XMAS-2020	rejectCoupon	{ rejectionReason = "CouponExpired", value = "XMAS-2020" }
XMAS-2020	showNotification	{ body = "The coupon is not valid", notificationType = "Info", title = "No discount" }
]]

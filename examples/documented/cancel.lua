-- What the cancellation of a closed session takes back, and what it leaves.
-- Source: "Customer session entity", https://docs.talon.one/docs/dev/concepts/entities/customer-sessions, and "Cancelling a
-- session with campaign budgets", https://docs.talon.one/docs/dev/tutorials/roll-back-effects: coupons may be used again,
-- coupons that were created stay, budgets are reverted except for coupon creations, attributes stay as they were updated.

sandbox.campaign {
  name = "Spring",
  limits = {
    { action = "redeemCoupon", limit = 1, entities = {} },
    { action = "setDiscount", limit = 100, entities = {} },
    { action = "createCoupon", limit = 1, entities = {} },
  },
  coupons = { { value = "SPRING", usageLimit = 1 } },
  rules = {
    {
      title = "spring",
      condition = { "and", { "couponValid" } },
      effects = {
        { "setDiscount", "40 off", 40 },
        { "createCoupon" },
        { "updateAttribute", "Profile.Attributes.Season", "spring" },
      },
    },
  },
}

local answer = talon.sessions.update("order", {
  customerSession = {
    profileId = "ada",
    state = "closed",
    couponCodes = { "SPRING" },
    cartItems = { { sku = "coat", quantity = 1, price = 120 } },
  },
  responseContent = { "customerProfile", "coupons" },
})
for _, effect in ipairs(answer.effects) do print("closed", effect.effectType) end
assert(answer.coupons[1].usageCounter == 1 and answer.customerProfile.closedSessions == 1)
local made = answer.createdCoupons[1].value

local cancelled = talon.sessions.update("order", {
  customerSession = { state = "cancelled" },
  responseContent = { "customerProfile", "coupons" },
})
local kinds = {}
for _, effect in ipairs(cancelled.effects) do
  print("cancelled", effect.effectType, perch.inspect(effect.props))
  kinds[effect.effectType] = effect.props.value
end
assert(kinds.rollbackCoupon == "SPRING" and kinds.rollbackDiscount == 40)
assert(cancelled.coupons[1].usageCounter == 0, "the coupon may be used again")
assert(cancelled.customerProfile.closedSessions == 0 and cancelled.customerProfile.totalSales == 0)
assert(cancelled.customerProfile.attributes.Season == "spring", "attributes stay")

local wallet = talon.inventory.get("ada", { coupons = true }).coupons
local found = false
for _, coupon in ipairs(wallet) do found = found or coupon.value == made end
assert(found, "the coupon that was created stays")

-- The coupon and the money are there again, but no second coupon may be created: the rule fails on its budget.
local again = talon.sessions.update("order-2", {
  customerSession = { profileId = "ada", couponCodes = { "SPRING" }, cartItems = { { sku = "coat", quantity = 1, price = 120 } } },
})
print("again", again.effects[1].effectType, again.effects[1].props.rejectionReason)
assert(again.effects[1].props.rejectionReason == "EffectCouldNotBeApplied")

--[[ prints
closed	acceptCoupon
closed	setDiscount
closed	couponCreated
closed	updateAttribute
cancelled	rollbackCoupon	{ value = "SPRING" }
cancelled	rollbackDiscount	{ name = "40 off", value = 40 }
again	rejectCoupon	EffectCouldNotBeApplied
]]

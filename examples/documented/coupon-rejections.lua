-- Why coupons are refused, each reason with its cause.
-- Source: RejectCouponEffectProps in the Integration API's description, https://docs.talon.one/oas/integration.yaml, and for
-- the campaign id -1 of unknown codes "API effects", https://developers.talon.one/Integration-API/handling-effects.

sandbox.clock.set("2026-03-10T12:00:00Z")
local valid = { { title = "one off", condition = { "and", { "couponValid" } }, effects = { { "setDiscount", "one off", 1 } } } }

sandbox.campaign { name = "off", state = "disabled", rules = valid, coupons = { "DISABLED" } }
sandbox.campaign { name = "without a coupon condition", rules = {}, coupons = { "NOBODY-ASKS" } }
sandbox.campaign {
  name = "above 100",
  rules = {
    {
      title = "above 100",
      condition = { "and", { "couponValid" }, { ">", { ".", "Session", "Total" }, 100 } },
      effects = { { "setDiscount", "one off", 1 } },
    },
  },
  coupons = { "ABOVE-100" },
}
sandbox.campaign {
  name = "small budget",
  limits = { { action = "setDiscount", limit = 0.5, entities = {} } },
  rules = valid,
  coupons = { "NO-MONEY" },
}
sandbox.campaign {
  name = "used up",
  limits = { { action = "redeemCoupon", limit = 0, entities = {} } },
  rules = valid,
  coupons = { "USED-UP" },
}
sandbox.campaign {
  name = "one for each customer",
  limits = { { action = "redeemCoupon", limit = 1, entities = { "Profile" } } },
  rules = valid,
  coupons = { "ONE-EACH" },
}
sandbox.campaign {
  name = "codes",
  rules = valid,
  coupons = {
    { value = "TOMORROW", startDate = "2026-03-11T00:00:00Z" },
    { value = "YESTERDAY", expiryDate = "2026-03-09T00:00:00Z" },
    { value = "SPENT", usageLimit = 1, usageCounter = 1 },
    { value = "FOR-GRACE", recipientIntegrationId = "grace" },
    { value = "RESERVED", isReservationMandatory = true },
  },
}

local function reason(code, profile, state)
  local answer = talon.sessions.update(code .. (state or ""), {
    customerSession = { profileId = profile, state = state, couponCodes = { code }, cartItems = { { sku = "cup", quantity = 1, price = 10 } } },
  })
  local effect = answer.effects[1]
  return effect.props.rejectionReason or effect.effectType, effect.campaignId
end

local function expect(code, wanted, profile)
  local found = reason(code, profile)
  print(code, found)
  assert(found == wanted, code)
end

expect("UNKNOWN", "CouponNotFound", "ada")
assert(select(2, reason("UNKNOWN", "ada")) == -1)
expect("DISABLED", "CouponPartOfNotRunningCampaign", "ada")
expect("TOMORROW", "CouponStartDateInFuture", "ada")
expect("YESTERDAY", "CouponExpired", "ada")
expect("SPENT", "CouponLimitReached", "ada")
expect("USED-UP", "CampaignLimitReached", "ada")
expect("FOR-GRACE", "CouponRecipientDoesNotMatch", "ada")
expect("RESERVED", "CouponReservationRequired", "ada")
expect("ONE-EACH", "ProfileRequired")
expect("NOBODY-ASKS", "CouponRejectedByCondition", "ada")
expect("ABOVE-100", "CouponRejectedByCondition", "ada")
expect("NO-MONEY", "EffectCouldNotBeApplied", "ada")
assert(reason("ONE-EACH", "ada", "closed") == "acceptCoupon")
expect("ONE-EACH", "ProfileLimitReached", "ada")
expect("ONE-EACH", "acceptCoupon", "grace")

--[[ prints
UNKNOWN	CouponNotFound
DISABLED	CouponPartOfNotRunningCampaign
TOMORROW	CouponStartDateInFuture
YESTERDAY	CouponExpired
SPENT	CouponLimitReached
USED-UP	CampaignLimitReached
FOR-GRACE	CouponRecipientDoesNotMatch
RESERVED	CouponReservationRequired
ONE-EACH	ProfileRequired
NOBODY-ASKS	CouponRejectedByCondition
ABOVE-100	CouponRejectedByCondition
NO-MONEY	EffectCouldNotBeApplied
ONE-EACH	ProfileLimitReached
ONE-EACH	acceptCoupon
]]

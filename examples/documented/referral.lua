-- A referral code for an advocate, with dates in Boston's time, and the friend who redeems it.
-- Source: "Creating referral programs", https://docs.talon.one/docs/dev/tutorials/creating-referral-program (customer 88,
-- campaign 58, the dates, which are converted to UTC), and "Customer session entity" for the cancellation.

sandbox.clock.set("2020-02-10T12:00:00Z")
sandbox.campaign {
  id = 58,
  name = "Bring a friend",
  features = { "referrals", "coupons" },
  rules = {
    {
      title = "5 off with a friend's code",
      condition = { "and", { "referralValid" } },
      effects = { { "setDiscount", "5 off", 5 } },
    },
  },
}

local referral = talon.referrals.create {
  advocateProfileIntegrationId = "88",
  campaignId = 58,
  startDate = "2020-02-12T15:22:48.351041-05:00",
  expiryDate = "2020-05-28T15:22:48.351041-05:00",
}
print(referral.advocateProfileIntegrationId, referral.startDate, referral.expiryDate)
assert(referral.startDate == "2020-02-12T20:22:48.351041Z" and referral.expiryDate == "2020-05-28T20:22:48.351041Z")

local function try(session, profile, state)
  local answer = talon.sessions.update(session, {
    customerSession = {
      profileId = profile,
      state = state,
      referralCode = referral.code,
      cartItems = { { sku = "cup", quantity = 1, price = 30 } },
    },
  })
  local found = {}
  for _, effect in ipairs(answer.effects) do
    found[#found + 1] = effect.effectType .. (effect.props.rejectionReason and " " .. effect.props.rejectionReason or "")
  end
  found = table.concat(found, ", ")
  print(session, profile, state or "open", found)
  return found
end

assert(try("early", "friend") == "rejectReferral ReferralStartDateInFuture")
sandbox.clock.set("2020-03-01T12:00:00Z")
assert(try("own", "88") == "rejectReferral ReferralRecipientIdSameAsAdvocate")
assert(try("order", "friend", "closed") == "acceptReferral, setDiscount")
assert(try("again", "friend") == "rejectReferral ReferralCustomerAlreadyReferred")
assert(try("order", nil, "cancelled") == "rollbackReferral, rollbackDiscount")
assert(try("again", "friend") == "acceptReferral, setDiscount")
sandbox.clock.set("2020-05-29T12:00:00Z")
assert(try("late", "friend") == "rejectReferral ReferralExpired")

--[[ prints
88	2020-02-12T20:22:48.351041Z	2020-05-28T20:22:48.351041Z
early	friend	open	rejectReferral ReferralStartDateInFuture
own	88	open	rejectReferral ReferralRecipientIdSameAsAdvocate
order	friend	closed	acceptReferral, setDiscount
again	friend	open	rejectReferral ReferralCustomerAlreadyReferred
order	nil	cancelled	rollbackReferral, rollbackDiscount
again	friend	open	acceptReferral, setDiscount
late	friend	open	rejectReferral ReferralExpired
]]

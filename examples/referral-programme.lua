-- A referral programme: codes for advocates, and a friend who uses one.

if sandbox.available then
  sandbox.campaign { id = 501, name = "Bring a friend", features = { "referrals" }, rules = {} }
end

local one = talon.referrals.create { campaignId = 501, advocateProfileIntegrationId = "ada", usageLimit = 3 }
print("ada", #one.code > 0, one.usageLimit)

local many = talon.referrals.create_many({
  campaignId = 501,
  advocateProfileIntegrationIds = { "grace", "linus" },
  referralPattern = "FRIEND-####",
}, { silent = "no" })

print("codes made", many.totalResultSize)
for _, referral in ipairs(many.data) do
  print(referral.advocateProfileIntegrationId, (referral.code:gsub("%w%w%w%w$", "____")))
end

print("ada has", #talon.inventory.get("ada", { referrals = true }).referrals)

--[[ prints
ada	true	3
codes made	2
grace	FRIEND-____
linus	FRIEND-____
ada has	1
]]

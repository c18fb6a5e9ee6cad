-- A coupon wallet: codes reserved for a customer, and listed for the shop's account page.

if sandbox.available then
  local campaign = sandbox.campaign { name = "Welcome back", rules = {} }
  sandbox.coupons { campaignId = campaign.id, codes = { "HELLO5", "HELLO10" }, usageLimit = 1 }
end

talon.profiles.update("grace", {}, { runRuleEngine = false })

for _, code in ipairs { "HELLO5", "HELLO10" } do
  talon.reservations.create(code, { integrationIDs = { "grace" } })
end

local wallet = talon.inventory.get("grace", { coupons = true }).coupons
table.sort(wallet, function(a, b) return a.value < b.value end)
for _, coupon in ipairs(wallet) do
  print(coupon.value, coupon.state)
end

-- She has used one of them elsewhere, so it leaves the wallet.
talon.reservations.delete("HELLO5", { integrationIDs = { "grace" } })
print("left", #talon.inventory.get("grace", { coupons = true }).coupons)
print("reserved by", talon.reservations.customers("HELLO10").data[1].integrationId)

--[[ prints
HELLO10	active
HELLO5	active
left	1
reserved by	grace
]]

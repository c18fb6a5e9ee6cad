-- A loyalty card: made for a customer, linked, and read.

if sandbox.available then
  sandbox.loyalty_program { id = 7, name = "tea_club", title = "Tea club", cardBased = true, usersPerCardLimit = 2 }
end

local card = talon.loyalty.create_card(7, { cardIdentifier = "TEA-0001", customerProfileIds = { "ada" } })
print(card.identifier, card.status)

card = talon.loyalty.link_card(7, "TEA-0001", { integrationId = "grace" })
print("people", #card.profiles)

print("points", talon.loyalty.card_balances(7, "TEA-0001").balance.activePoints)
print("transactions", #talon.loyalty.card_transactions(7, "TEA-0001", { pageSize = 10 }).data)

--[[ prints
TEA-0001	active
people	2
points	0
transactions	0
]]

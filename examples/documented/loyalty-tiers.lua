-- Tiers follow the active points: Bronze from 100, Silver from 200, Gold from 300, and down again at once.
-- Source: "Use loyalty tiers", https://docs.talon.one/docs/product/loyalty-programs/profile-based/use-loyalty-tiers (the
-- thresholds, the customer who joins with 350 points on January 1, 2024, and the immediate downgrade).

sandbox.clock.set("2024-01-01T09:00:00Z")
sandbox.loyalty_program {
  id = 1,
  name = "tiers",
  title = "Tiers",
  tiers = { { name = "Bronze", minPoints = 100 }, { name = "Silver", minPoints = 200 }, { name = "Gold", minPoints = 300 } },
}
sandbox.campaign {
  name = "Points",
  rules = {
    {
      title = "a point for each dollar",
      condition = { "and", { "=", { ".", "Event", "Type" }, "talon_session_closed" } },
      effects = { { "addLoyaltyPoints", 1, "", "spent", { ".", "Session", "Total" } } },
    },
  },
}

local function tier(customer)
  local balance = talon.loyalty.balances(1, customer, { includeTiers = true }).balance
  return balance.currentTier and balance.currentTier.name or "none", balance
end

local sessions = 0
local function spend(customer, total)
  sessions = sessions + 1
  local answer = talon.sessions.update("order-" .. sessions, {
    customerSession = { profileId = customer, state = "closed", cartItems = { { sku = "item", quantity = 1, price = total } } },
  })
  local change = answer.effects[2]
  local now, balance = tier(customer)
  print(customer, balance.activePoints, now,
    change and (change.props.previousTierName or "-") .. " to " .. change.props.newTierName or "no change")
  return now, change
end

assert(spend("ada", 99) == "none")
assert(spend("ada", 1) == "Bronze")
assert(spend("ada", 99) == "Bronze", "199 points are still Bronze")
local now, change = spend("ada", 1)
assert(now == "Silver" and change.effectType == "changeLoyaltyTierLevel")
assert(spend("ada", 99) == "Silver")
assert(spend("ada", 1) == "Gold")

now, change = spend("grace", 350)
assert(now == "Gold" and change.props.newTierName == "Gold" and change.props.previousTierName == nil)
sandbox.loyalty_deduction { programId = 1, integrationId = "grace", points = 100, name = "spent" }
assert(tier("grace") == "Silver")
sandbox.loyalty_deduction { programId = 1, integrationId = "grace", points = 200, name = "spent" }
assert(tier("grace") == "none")
print("grace", "Gold to Silver to none")

--[[ prints
ada	99	none	no change
ada	100	Bronze	- to Bronze
ada	199	Bronze	no change
ada	200	Silver	Bronze to Silver
ada	299	Silver	no change
ada	300	Gold	Silver to Gold
grace	350	Gold	- to Gold
grace	Gold to Silver to none
]]

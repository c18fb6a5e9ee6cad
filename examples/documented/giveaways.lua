-- A gift card from a pool for each order of more than 1000, while the codes may be awarded.
-- Source: "Creating giveaway programs", https://docs.talon.one/docs/dev/tutorials/creating-giveaways (the three codes with
-- their dates), and the effects willAwardGiveaway and awardGiveaway in the Integration API's description.

sandbox.clock.set("2021-01-10T22:00:00Z")
local codes = {}
for _, code in ipairs { "2395-b2s-328tks", "8476-57v-33a787", "3676-09r-42a179" } do
  codes[#codes + 1] = { code = code, startDate = "2021-01-10T23:00:00Z", endDate = "2021-06-11T23:00:00Z" }
end
local pool = sandbox.giveaway_pool { name = "Amazon gift cards", codes = codes }
sandbox.campaign {
  name = "Big orders",
  rules = {
    {
      title = "more than 1000",
      condition = { "and", { ">", { ".", "Session", "Total" }, 1000 } },
      effects = { { "awardGiveaway", pool.id } },
    },
  },
}

local function order(id, total, state)
  local answer = talon.sessions.update(id, {
    customerSession = { profileId = id, state = state, cartItems = { { sku = "tv", quantity = 1, price = total } } },
  })
  local effect = answer.effects[1]
  print(id, state, effect and effect.effectType or "nothing", effect and effect.props.code or "-")
  return effect
end

assert(order("too early", 1500, "closed") == nil)
sandbox.clock.set("2021-03-01T12:00:00Z")
assert(order("ada", 1000, "open") == nil, "1000 is not more than 1000")
local promised = order("ada", 1200, "open")
assert(promised.effectType == "willAwardGiveaway" and promised.props.code == nil, "an open session is told no code")
local given = order("ada", 1200, "closed")
assert(given.effectType == "awardGiveaway" and given.props.code == "2395-b2s-328tks")
assert(given.props.recipientIntegrationId == "ada" and given.props.poolName == "Amazon gift cards")
assert(order("grace", 1200, "closed").props.code == "8476-57v-33a787")
sandbox.clock.set("2021-06-12T00:00:00Z")
assert(order("too late", 1500, "closed") == nil)

--[[ prints
too early	closed	nothing	-
ada	open	nothing	-
ada	open	willAwardGiveaway	-
ada	closed	awardGiveaway	2395-b2s-328tks
grace	closed	awardGiveaway	8476-57v-33a787
too late	closed	nothing	-
]]

-- 20 off the first order, once for each device: the second account on the same device gets nothing.
-- Source: "Using custom identifiers to prevent fraud", https://docs.talon.one/docs/dev/tutorials/using-identifiers (20 off, a
-- pair of shoes for 90, a hashed IP address as identifier, a limit of the discount for each identifier). The example
-- identifier is that of the Integration API's description.

sandbox.campaign {
  name = "First order",
  limits = { { action = "setDiscount", limit = 20, entities = { "Identifier" } } },
  rules = {
    {
      title = "20 off the first order",
      condition = { "and", { "=", { ".", "Session", "FirstSession" }, true } },
      effects = { { "setDiscount", "20 off", 20 } },
    },
  },
}

local device = "d41306257915f83fe01e54092ae470f631161ea16fcf4415842eed41470386ea"

local function order(id, identifier)
  local answer = talon.sessions.update(id, {
    customerSession = {
      profileId = id,
      state = "closed",
      identifiers = { identifier },
      cartItems = {
        { name = "summer shoes", sku = "SKU1234", quantity = 1, price = 90, category = "shoes", attributes = { Color = "orange", size = 46 } },
      },
      attributes = { ShippingCity = "Berlin" },
    },
    responseContent = { "triggeredCampaigns", "ruleFailureReasons" },
  })
  print(id, #answer.triggeredCampaigns .. " campaigns", answer.effects[1] and answer.effects[1].props.value or "nothing")
  return answer
end

assert(order("someid", device).effects[1].props.value == 20)
local second = order("someid-2", device)
assert(#second.effects == 0 and #second.triggeredCampaigns == 0 and second.ruleFailureReasons[1].effectIndex == 0)
assert(order("someid-3", "another-device").effects[1].props.value == 20)

--[[ prints
someid	1 campaigns	20
someid-2	0 campaigns	nothing
someid-3	1 campaigns	20
]]

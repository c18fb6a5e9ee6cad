-- Before and after: the same cart under two rules, and what differs. A dry run changes nothing.

local cart = {
  customerSession = {
    couponCodes = { "SAVE" },
    cartItems = { { sku = "kettle", quantity = 1, price = 100 } },
  },
}

local function campaign(percent)
  return {
    name = percent .. "% off",
    coupons = { "SAVE" },
    rules = {
      {
        title = "percent off",
        condition = { "and", { "couponValid" }, { ">=", { ".", "Session", "Total" }, 50 } },
        effects = { { "setDiscount", "saved", { "*", { ".", "Session", "Total" }, { "/", percent, 100 } } } },
      },
    },
  }
end

local function discounts(effects)
  local found = {}
  for _, effect in ipairs(effects) do
    if effect.effectType == "setDiscount" then found[effect.props.name] = effect.props.value end
  end
  return found
end

sandbox.campaign(campaign(10))
local before = discounts(talon.sessions.update("cart", cart, { dry = true }).effects)

sandbox.reset()
sandbox.campaign(campaign(15))
local after = discounts(talon.sessions.update("cart", cart, { dry = true }).effects)

for name, value in pairs(after) do
  if before[name] ~= value then print(name, before[name], "->", value) end
end

local _, problem = talon.attempt(talon.sessions.get, "cart")
print("stored", problem == nil)

--[[ prints
saved	10	->	15
stored	false
]]

-- Three candles in one line are three units: a discount per item gives three effects.
-- Source: "Understanding cart item flattening",
-- https://docs.talon.one/docs/product/rules/understanding-cart-item-flattening (3 candles of 15.99; 2 T-shirts and 3 hats).

sandbox.campaign {
  name = "A tenth off each",
  rules = {
    {
      title = "all items",
      condition = { "and", true },
      effects = {
        {
          "setDiscountPerItem", { ".", "Session", "CartItems" }, "10% off",
          { { "Item" }, { "*", { ".", "Item", "Price" }, { "/", 10, 100 } } },
        },
      },
    },
  },
}

local function units(session, items)
  local answer = talon.sessions.update(session, { customerSession = { profileId = "URNGV8294NV", cartItems = items } })
  for _, effect in ipairs(answer.effects) do
    local props = effect.props
    print(props.name, "line " .. props.position, "unit " .. props.subPosition, props.value)
  end
  return #answer.effects
end

assert(units("candles", { { name = "Candle", sku = "SKU1241028", quantity = 3, price = 15.99 } }) == 3)
assert(units("clothes", {
  { sku = "T-SHIRT", quantity = 2, price = 20 },
  { sku = "HAT", quantity = 3, price = 10 },
}) == 5)

--[[ prints
10% off#0	line 0	unit 0	1.599
10% off#0	line 0	unit 1	1.599
10% off#0	line 0	unit 2	1.599
10% off#0	line 0	unit 0	2
10% off#0	line 0	unit 1	2
10% off#1	line 1	unit 0	1
10% off#1	line 1	unit 1	1
10% off#1	line 1	unit 2	1
]]

-- One of two shirts comes back: its discount is rolled back, and the others stay.
-- Source: "Returning individual items", https://docs.talon.one/docs/dev/tutorials/partially-returning-a-session (shoes for
-- 60, two shirts for 20, 5 off each; the shirt that comes back is position 1, subposition 0). The page shows the name of
-- the discounts without the `#` and the position that the API's description and real answers have.

sandbox.campaign {
  name = "5 off each item",
  rules = {
    {
      title = "5 for all",
      condition = { "and", true },
      effects = { { "setDiscountPerItem", { ".", "Session", "CartItems" }, "5forALL", 5 } },
    },
  },
}

local closed = talon.sessions.update("order", {
  customerSession = {
    profileId = "ada",
    state = "closed",
    cartItems = {
      { name = "shoes1", sku = "9696", quantity = 1, price = 60, category = "shoes" },
      { name = "shirts3", sku = "6478", quantity = 2, price = 20, category = "shirts" },
    },
  },
})
local places = {}
for _, effect in ipairs(closed.effects) do
  print(effect.effectType, perch.inspect(effect.props))
  assert(effect.props.value == 5)
  places[#places + 1] = effect.props.position .. "." .. effect.props.subPosition
end
assert(table.concat(places, " ") == "0.0 1.0 1.1")

local answer = talon.returns.create("order", {
  ["return"] = { returnedCartItems = { { position = 1, quantity = 1 } } },
  responseContent = { "customerSession" },
})
assert(#answer.effects == 1)
local rollback = answer.effects[1]
print(rollback.effectType, perch.inspect(rollback.props))
assert(rollback.effectType == "rollbackDiscount" and rollback.props.value == 5)
assert(rollback.props.cartItemPosition == 1 and rollback.props.cartItemSubPosition == 0)
print(answer.customerSession.state, "shirts left " .. answer.customerSession.cartItems[2].remainingQuantity)
assert(answer.customerSession.state == "partially_returned")

--[[ prints
setDiscountPerItem	{ name = "5forALL#0", position = 0, subPosition = 0, value = 5 }
setDiscountPerItem	{ name = "5forALL#1", position = 1, subPosition = 0, value = 5 }
setDiscountPerItem	{ name = "5forALL#1", position = 1, subPosition = 1, value = 5 }
rollbackDiscount	{ cartItemPosition = 1, cartItemSubPosition = 0, name = "5forALL#1", value = 5 }
partially_returned	shirts left 1
]]

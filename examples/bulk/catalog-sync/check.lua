-- A cart takes prices and attributes from the catalog.

local answer = talon.sessions.update("s1", {
  customerSession = { cartItems = { { sku = "KETTLE-1", quantity = 1 }, { sku = "HAT-1", quantity = 2 } } },
  responseContent = { "customerSession" },
})
for _, item in ipairs(answer.customerSession.cartItems) do print(item.sku, item.price, item.attributes.colour) end

--[[ prints
KETTLE-1	39.9	steel
HAT-1	19.95	straw
]]

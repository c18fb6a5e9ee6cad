-- A return: two of three cups come back, and what that does to the session.

talon.sessions.update("order-77", {
  customerSession = {
    profileId = "linus",
    state = "closed",
    cartItems = {
      { sku = "cup", quantity = 3, price = 7.50 },
      { sku = "kettle", quantity = 1, price = 39.90 },
    },
  },
})

local answer = talon.returns.create("order-77", {
  ["return"] = { returnedCartItems = { { position = 0, quantity = 2 } } },
  responseContent = { "customerSession" },
})

local session = answer.customerSession
print(session.state)
for _, item in ipairs(session.cartItems) do
  print(item.sku, "returned " .. (item.returnedQuantity or 0), "left " .. (item.remainingQuantity or item.quantity))
end

-- Returning more than is left is an error that a script can handle.
local _, problem = talon.attempt(talon.returns.create, "order-77", {
  ["return"] = { returnedCartItems = { { position = 0, quantity = 2 } } },
})
print(problem.status, problem.operation)

--[[ prints
partially_returned
cup	returned 2	left 1
kettle	returned 0	left 1
400	returnCartItems
]]

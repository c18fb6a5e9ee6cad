-- The total of a session is the sum of its items and of all additional costs.
-- Source: the Integration API's description, https://docs.talon.one/oas/integration.yaml: the example of CustomerSessionV2
-- (99.99, 20 and 15 are 134.99) and those of Update customer session (headphones and cables; five nights for 189), and the
-- session that github.com/talon-one/commercetools-talonone-accelerator keeps (13 and 12 with shipping for 5 are 30).

local function totals(name, session)
  local answer = talon.sessions.update(name, { customerSession = session, responseContent = { "customerSession" } })
  local found = answer.customerSession
  print(name, found.cartItemTotal, found.additionalCostTotal, found.cartItemAdditionalCostTotal, found.total)
  return found
end

local spec = totals("description", {
  cartItems = { { sku = "SKU1241028", quantity = 1, price = 99.99, additionalCosts = { wrapping = { price = 15 } } } },
  additionalCosts = { shipping = { price = 20 } },
})
assert(spec.cartItemTotal == 99.99 and spec.additionalCostTotal == 20 and spec.cartItemAdditionalCostTotal == 15)
assert(spec.total == 134.99)

assert(totals("e-commerce", {
  cartItems = {
    { name = "Wireless Bluetooth Headphones", sku = "AUDIO-WH350", quantity = 1, price = 79.99 },
    { name = "USB-C Charging Cable", sku = "CABLE-USBC-2M", quantity = 2, price = 15.99 },
  },
}).total == 111.97)
assert(totals("hotel", {
  cartItems = { { name = "Deluxe Room - 5 nights", sku = "HOTEL-ROOM-DLX", quantity = 5, price = 189 } },
}).total == 945)
assert(totals("connector", {
  cartItems = { { sku = "a", quantity = 1, price = 13 }, { sku = "b", quantity = 1, price = 12 } },
  additionalCosts = { ShippingCost = { price = 5 } },
}).total == 30)

--[[ prints
description	99.99	20	15	134.99
e-commerce	111.97	0	0	111.97
hotel	945	0	0	945
connector	25	5	0	30
]]

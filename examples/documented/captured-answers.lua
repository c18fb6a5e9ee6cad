-- Answers of the real engine that the vendor's own connector keeps as test data.
-- Source: github.com/talon-one/commercetools-talonone-accelerator, src/api-extension/mocks/talonone/:
-- update-customer-session-with-coupon-response.json (10 % of 99.99 is 9.999, unrounded), …-without-coupon-response.json, and
-- update-customer-session-response.json (10 % and 5 % are 149.3 and 74.65, a free item twice, then another one, and
-- notifications, in this order).

sandbox.campaign {
  name = "10% off per item",
  coupons = { "TEST-1" },
  rules = {
    {
      title = "",
      condition = { "and", { "couponValid" } },
      effects = {
        {
          "setDiscountPerItem", { ".", "Session", "CartItems" }, "10% off per item",
          { { "Item" }, { "*", { ".", "Item", "Price" }, { "/", 10, 100 } } },
        },
      },
    },
  },
}

local item = { sku = "b37fe29d-0742-4045-aae9-9962af9864ed", quantity = 1, price = 99.99 }
local with = talon.sessions.update("with", {
  customerSession = { couponCodes = { "TEST-1" }, cartItems = { item } },
  responseContent = { "customerSession", "coupons" },
})
for _, effect in ipairs(with.effects) do print(effect.effectType, perch.inspect(effect.props)) end
assert(#with.effects == 2 and with.effects[1].effectType == "acceptCoupon" and with.effects[1].props.value == "TEST-1")
local props = with.effects[2].props
assert(props.name == "10% off per item#0" and props.value == 9.999 and props.position == 0 and props.subPosition == 0)
assert(with.effects[1].triggeredByCoupon == with.coupons[1].id and with.effects[2].triggeredByCoupon == with.coupons[1].id)
assert(with.customerSession.total == 99.99 and with.customerSession.additionalCostTotal == 0)
assert(#talon.sessions.update("without", { customerSession = { cartItems = { item } } }).effects == 0)

sandbox.reset()
local total = { ".", "Session", "Total" }
sandbox.campaign {
  name = "More than one item",
  rules = {
    {
      title = "More than one item in shopping cart",
      condition = { "and", { ">", { "count", { ".", "Session", "CartItems" } }, 1 } },
      effects = {
        { "setDiscount", "10% off", { "*", total, { "/", 10, 100 } } },
        { "setDiscount", "5% off", { "*", total, { "/", 5, 100 } } },
        { "addFreeItem", "125", "Free Item 125", 2 },
        { "addFreeItem", "126", "Free Item 126" },
        { "showNotification", "Info", "Info", "Info message." },
        { "showNotification", "Offer", "Offer title", "Offer message." },
      },
    },
  },
}
local answer = talon.sessions.update("cart", {
  customerSession = { cartItems = { { sku = "a", quantity = 1, price = 993 }, { sku = "b", quantity = 1, price = 500 } } },
})
local order = {}
for _, effect in ipairs(answer.effects) do
  print(effect.effectType, perch.inspect(effect.props))
  order[#order + 1] = effect.props.value or effect.props.sku or effect.props.notificationType
end
assert(table.concat(order, " ") == "149.3 74.65 125 125 126 Info Offer")

--[[ prints
acceptCoupon	{ value = "TEST-1" }
setDiscountPerItem	{ name = "10% off per item#0", position = 0, subPosition = 0, value = 9.999 }
setDiscount	{ name = "10% off", value = 149.3 }
setDiscount	{ name = "5% off", value = 74.65 }
addFreeItem	{ name = "Free Item 125", sku = "125" }
addFreeItem	{ name = "Free Item 125", sku = "125" }
addFreeItem	{ name = "Free Item 126", sku = "126" }
showNotification	{ body = "Info message.", notificationType = "Info", title = "Info" }
showNotification	{ body = "Offer message.", notificationType = "Offer", title = "Offer title" }
]]

-- Three sample campaigns: 10 % off always, 20 % off above 200, 30 % off with a coupon.
-- Source: "Always triggering a discount", "20% off when session value >200" and "30% off with a coupon code",
-- https://docs.talon.one/docs/product/tutorials/sample-campaigns/always-trigger-discount,
-- …/discount-based-on-session-value, …/discount-with-coupon (its cart has one ProductA for 233).

local function percent(name, percentage, condition)
  return {
    title = name,
    condition = condition,
    effects = { { "setDiscount", name, { "*", { ".", "Session", "Total" }, { "/", percentage, 100 } } } },
  }
end

sandbox.campaign { name = "EASY-DISCOUNT", rules = { percent("10% off", 10, { "and", true }) } }
sandbox.campaign {
  name = "EASY-DISCOUNT above 200",
  rules = { percent("20% off", 20, { "and", { ">", { ".", "Session", "Total" }, 200 } }) },
}
sandbox.campaign {
  name = "EASY-COUPON",
  rules = { percent("30% off", 30, { "and", { "couponValid" } }) },
  coupons = { "SUMMER2023" },
}

local function discounts(price, coupons)
  local answer = talon.sessions.update("cart-" .. price, {
    customerSession = {
      profileId = "ada",
      couponCodes = coupons,
      cartItems = { { name = "ProductA", sku = "sku-00001", quantity = 1, price = price } },
    },
  })
  local found = {}
  for _, effect in ipairs(answer.effects) do
    if effect.effectType == "setDiscount" then
      found[effect.props.name] = effect.props.value
      print(price, effect.props.name, effect.props.value)
    end
  end
  return found
end

local cheap = discounts(200)
assert(cheap["10% off"] == 20 and cheap["20% off"] == nil, "200 is not above 200")
local dear = discounts(233, { "SUMMER2023" })
assert(dear["10% off"] == 23.3 and dear["20% off"] == 46.6 and dear["30% off"] == 69.9)

--[[ prints
200	10% off	20
233	10% off	23.3
233	20% off	46.6
233	30% off	69.9
]]

-- 10 % off helmets when there are two or more, 40 % off road bikes when there is one.
-- Source: "Different discounts for different categories",
-- https://docs.talon.one/docs/product/tutorials/sample-campaigns/discount-categories. The prices are our own; since July
-- 2025 the quantity of an item is no part of the formula, so the price alone is.

local function category(name, value)
  return {
    name = name,
    type = "cartItemFilter",
    expression = {
      "filter", { ".", "Session", "CartItems" },
      { { "Item" }, { "catch", false, { "=", { ".", "Item", "Category" }, value } } },
    },
  }
end

local function rule(list, least, name, percentage)
  return {
    title = name,
    condition = { "and", { ">=", { "count", { ".", list } }, least } },
    effects = {
      { "setDiscountPerItem", { ".", list }, name, { { "Item" }, { "*", { ".", "Item", "Price" }, { "/", percentage, 100 } } } },
    },
  }
end

sandbox.campaign {
  name = "EASY-DISCOUNT: Specific discounts on categories",
  bindings = { category("RoadBikes", "Road Bikes"), category("Helmets", "Helmets") },
  rules = { rule("Helmets", 2, "10% off helmets", 10), rule("RoadBikes", 1, "40% off bikes", 40) },
}

local function values(session, helmets, bikes)
  local items = { { sku = "pump", category = "Accessories", quantity = 1, price = 15 } }
  if helmets > 0 then items[#items + 1] = { sku = "helmet", category = "Helmets", quantity = helmets, price = 50 } end
  if bikes > 0 then items[#items + 1] = { sku = "bike", category = "Road Bikes", quantity = bikes, price = 900 } end
  local values = {}
  for _, effect in ipairs(talon.sessions.update(session, { customerSession = { cartItems = items } }).effects) do
    print(session, effect.props.name, effect.props.subPosition, effect.props.value)
    values[#values + 1] = effect.props.value
  end
  return table.concat(values, " ")
end

assert(values("one helmet", 1, 0) == "")
assert(values("two helmets", 2, 0) == "5 5")
assert(values("a bike", 1, 1) == "360")

--[[ prints
two helmets	10% off helmets#1	0	5
two helmets	10% off helmets#1	1	5
a bike	40% off bikes#2	0	360
]]

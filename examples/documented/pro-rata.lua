-- 30 off three pairs of shoes, by their prices: shares have two decimals, and what is missing goes to the highest.
-- Source: "Creating a pro rata discount", https://docs.talon.one/docs/product/tutorials/coupons/prorata-discount
-- (pairs of 55, 60 and 115 get 7.17, 7.82 and 15, and the missing 0.01 goes to the highest share; in an older edition 20
-- off two like pairs is 10 each).

local shoes = {
  name = "shoesfilter",
  type = "cartItemFilter",
  expression = {
    "filter", { ".", "Session", "CartItems" },
    { { "Item" }, { "catch", false, { "=", { ".", "Item", "Category" }, "shoes" } } },
  },
}

local function shares(total, prices)
  sandbox.reset()
  sandbox.campaign {
    name = "Shoes",
    bindings = { shoes },
    rules = {
      {
        title = total .. " euro pro rata on shoes",
        condition = { "and", true },
        effects = { { "setDiscountPerItemProRata", { ".", "shoesfilter" }, total .. " pro rata", total } },
      },
    },
  }
  local items = { { sku = "socks", category = "socks", quantity = 1, price = 5 } }
  for _, price in ipairs(prices) do
    items[#items + 1] = { sku = "pair-" .. #items, category = "shoes", quantity = 1, price = price }
  end
  local answer = talon.sessions.update("cart", { customerSession = { profileId = "ada", cartItems = items } })
  local values = {}
  for index, effect in ipairs(answer.effects) do
    print(effect.props.name, effect.props.value, "of " .. effect.props.totalDiscount)
    values[index] = effect.props.value
  end
  return values
end

local three = shares(30, { 55, 60, 115 })
assert(three[1] == 7.17 and three[2] == 7.82 and three[3] == 15.01)
local two = shares(20, { 70, 70 })
assert(two[1] == 10 and two[2] == 10)

--[[ prints
30 pro rata#1	7.17	of 30
30 pro rata#2	7.82	of 30
30 pro rata#3	15.01	of 30
20 pro rata#1	10	of 20
20 pro rata#2	10	of 20
]]

-- 50 off for every 500 in the cart, rounded down; without rounding 800 would get 80.
-- Source: "Creating a quantity discount", https://docs.talon.one/docs/product/tutorials/coupons/quantity-discount, "Creating
-- a basic discount", …/coupons/basic-discount (5 % off when the items are worth 500 or more), and "Discount total of a cart
-- to a fixed price", https://help.talon.one/customer/en/portal/articles/2968051 (a total of 14 minus 10 is a discount of 4).

local items = { ".", "Session", "CartItemTotal" }

local function discount(name, condition, amount)
  return { title = name, condition = condition, effects = { { "setDiscount", name, amount } } }
end

sandbox.campaign {
  name = "Furniture",
  rules = {
    discount("$50 discount for every $500 cart value", { "and", true }, { "*", { "floor", { "/", items, 500 } }, 50 }),
    discount("not rounded", { "and", { "=", { ".", "Session", "Attributes", "rounding" }, "none" } }, { "*", { "/", items, 500 }, 50 }),
  },
}
sandbox.campaign {
  name = "Basic",
  rules = { discount("5% off", { "and", { ">=", items, 500 } }, { "*", { ".", "Session", "Total" }, { "/", 5, 100 } }) },
}
sandbox.campaign {
  name = "Fixed price",
  rules = { discount("all for 10", { "and", { "between", { ".", "Session", "Total" }, 10, 25 } }, { "-", { ".", "Session", "Total" }, 10 }) },
}

local function values(price, attributes)
  local answer = talon.sessions.update("cart-" .. price, {
    customerSession = { attributes = attributes, cartItems = { { sku = "furniture", quantity = 1, price = price } } },
  })
  local values = {}
  for _, effect in ipairs(answer.effects) do
    print(price, effect.props.name, effect.props.value)
    values[effect.props.name] = effect.props.value
  end
  return values
end

local sofa = values(800, { rounding = "none" })
assert(sofa["$50 discount for every $500 cart value"] == 50 and sofa["not rounded"] == 80)
local more = values(1000)
assert(more["$50 discount for every $500 cart value"] == 100)
assert(values(500)["5% off"] == 25)
assert(values(499)["5% off"] == nil)
assert(values(14)["all for 10"] == 4)

--[[ prints
800	$50 discount for every $500 cart value	50
800	not rounded	80
800	5% off	40
1000	$50 discount for every $500 cart value	100
1000	5% off	50
500	$50 discount for every $500 cart value	50
500	5% off	25
499	$50 discount for every $500 cart value	0
14	$50 discount for every $500 cart value	0
14	all for 10	4
]]

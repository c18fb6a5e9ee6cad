-- Of every three items of a kind the cheapest is free; and half off the second unit of a shirt.
-- Source: "Creating a Buy 3, Get The 3rd Item for Free Promotion",
-- https://help.talon.one/hc/en-us/articles/360020949259 (the count divided by 3 and rounded down, of the items from the
-- cheapest on), and "Discounting items in specific positions",
-- https://docs.talon.one/docs/product/tutorials/coupons/discount-items-specific-position (50 % off the second unit of a shirt
-- with a coupon). The prices are our own.

local function sku(name)
  return {
    "filter", { ".", "Session", "CartItems" }, { { "Item" }, { "catch", false, { "=", { ".", "Item", "Sku" }, name } } },
  }
end

sandbox.campaign {
  name = "Three for two",
  bindings = {
    {
      name = "Eligible",
      type = "cartItemFilter",
      expression = {
        "filter", { ".", "Session", "CartItems" }, { { "Item" }, { "catch", false, { "=", { ".", "Item", "Category" }, "mugs" } } },
      },
    },
    { name = "Free", expression = { "floor", { "/", { "count", { ".", "Eligible" } }, 3 } } },
    {
      name = "Cheapest",
      expression = {
        "slice", { "sortByNumber", { ".", "Eligible" }, { { "Item" }, { ".", "Item", "Price" } }, false }, 0, { ".", "Free" },
      },
    },
  },
  rules = {
    {
      title = "the third is free",
      condition = { "and", { ">=", { "count", { ".", "Eligible" } }, 3 } },
      effects = { { "setDiscountPerItem", { ".", "Cheapest" }, "free", { { "Item" }, { ".", "Item", "Price" } } } },
    },
  },
}
sandbox.campaign {
  name = "Second shirt",
  coupons = { "SECOND" },
  rules = {
    {
      title = "half off the second",
      condition = { "and", { "couponValid" }, { ">=", { "count", sku("shirt") }, 2 } },
      effects = {
        {
          "setDiscountPerItem", { "slice", sku("shirt"), 1, 2 }, "50% off",
          { { "Item" }, { "*", { ".", "Item", "Price" }, { "/", 50, 100 } } },
        },
      },
    },
  },
}

local function values(session, changes)
  local values = {}
  for _, effect in ipairs(talon.sessions.update(session, { customerSession = changes }).effects) do
    if effect.effectType == "setDiscountPerItem" then
      print(session, effect.props.name, effect.props.subPosition, effect.props.value)
      values[#values + 1] = effect.props.value
    end
  end
  return table.concat(values, " ")
end

local function mugs(dear, cheap)
  return {
    { sku = "dear", category = "mugs", quantity = dear, price = 12 },
    { sku = "cheap", category = "mugs", quantity = cheap, price = 8 },
  }
end
assert(values("three", { cartItems = mugs(2, 1) }) == "8")
assert(values("six", { cartItems = mugs(5, 1) }) == "8 12")
assert(values("two", { cartItems = mugs(1, 1) }) == "")
assert(values("shirts", { couponCodes = { "SECOND" }, cartItems = { { sku = "shirt", quantity = 3, price = 40 } } }) == "20")

--[[ prints
three	free#1	0	8
six	free#1	0	8
six	free#0	0	12
shirts	50% off#0	1	20
]]

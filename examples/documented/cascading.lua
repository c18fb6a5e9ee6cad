-- With cascading discounts a campaign sees what the campaigns before it have left.
-- Source: "Migrating to V2", https://docs.talon.one/docs/dev/tutorials/migrating-to-v2 (two discounts of 10 % on 100 are
-- 10 and 9), and "Using Cascading Discounts",
-- https://help.talon.one/hc/en-us/articles/360015354580-Using-Cascading-Discounts (10 off shoes, then a coupon for 15 %).

local total = { ".", "Session", "Total" }
local tenth = { title = "10%", condition = { "and", true }, effects = { { "setDiscount", "10% off", { "*", total, { "/", 10, 100 } } } } }

local function values(application, campaigns, session)
  sandbox.reset()
  sandbox.load { application = application, campaigns = campaigns }
  local found = {}
  for _, effect in ipairs(talon.sessions.update("cart", { customerSession = session }).effects) do
    if effect.props.value ~= "SHOES15" then
      print(effect.props.name, effect.props.value, effect.props.scope or "-")
      found[#found + 1] = effect.props.value
    end
  end
  return found
end

local order = { cartItems = { { sku = "order", quantity = 1, price = 100 } } }
local campaigns = { { name = "first", rules = { tenth } }, { name = "second", rules = { tenth } } }
local plain = values({ enableCascadingDiscounts = false }, campaigns, order)
assert(plain[1] == 10 and plain[2] == 10)
local cascading = values({ enableCascadingDiscounts = true }, campaigns, order)
assert(cascading[1] == 10 and cascading[2] == 9)

-- The same for the price of an item: 10 off the shoes, then 15 % of what is left of their price.
local shoes = {
  "filter", { ".", "Session", "CartItems" }, { { "Item" }, { "=", { ".", "Item", "Category" }, "shoes" } },
}
local items = values({ enableCascadingDiscounts = true }, {
  {
    name = "10 off all shoes",
    rules = { { title = "10 off", condition = { "and", true }, effects = { { "setDiscountPerItem", shoes, "10 off shoes", 10 } } } },
  },
  {
    name = "15% coupon",
    coupons = { "SHOES15" },
    rules = {
      {
        title = "15%",
        condition = { "and", { "couponValid" } },
        effects = {
          {
            "setDiscountPerItem", shoes, "15% off shoes",
            { { "Item" }, { "*", { ".", "Item", "DiscountedPrice" }, { "/", 15, 100 } } },
          },
        },
      },
    },
  },
}, { couponCodes = { "SHOES15" }, cartItems = { { sku = "shoes", category = "shoes", quantity = 1, price = 100 } } })
assert(items[1] == 10 and items[2] == 13.5)

--[[ prints
10% off	10	-
10% off	10	-
10% off	10	sessionTotal
10% off	9	sessionTotal
10 off shoes#0	10	price
15% off shoes#0	13.5	price
]]

-- Why did a rule not fire? The sandbox tells: each condition with what it saw, each effect with what it was made from.

sandbox.clock.set("2026-11-20T09:00:00Z")

sandbox.campaign {
  name = "Summer",
  coupons = { "SUMMER10" },
  limits = { { action = "setDiscount", limit = 12, entities = { "Session" } } },
  rules = {
    {
      title = "10% off with a coupon",
      condition = { "and", { "couponValid" }, { ">", { ".", "Session", "Total" }, 50 } },
      effects = { { "setDiscount", "10% off", { "*", { ".", "Session", "Total" }, { "/", 10, 100 } } } },
    },
    {
      title = "20% off for big carts",
      condition = { "and", { "couponValid" }, { ">", { ".", "Session", "Total" }, 200 } },
      effects = { { "setDiscount", "20% off", { "*", { ".", "Session", "Total" }, { "/", 20, 100 } } } },
    },
  },
}

sandbox.campaign {
  name = "Cups",
  bindings = {
    {
      name = "Cups",
      type = "cartItemFilter",
      expression = { "filter", { ".", "Session", "CartItems" }, { { "Item" }, { "=", { ".", "Item", "Sku" }, "cup" } } },
    },
  },
  rules = {
    {
      title = "a tenth off each cup, from three cups on",
      condition = { "and", { ">=", { "count", { ".", "Cups" } }, 3 } },
      effects = {
        {
          "setDiscountPerItem", { ".", "Cups" }, "cups",
          { { "Item" }, { "*", { ".", "Item", "Price" }, { "/", 10, 100 } } },
        },
      },
    },
    {
      title = "a mug for gold customers",
      condition = { "and", { "=", { ".", "Profile", "Attributes", "Tier" }, "gold" } },
      effects = { { "addFreeItem", "mug", "Free mug" } },
    },
  },
}

local winter = sandbox.campaign { name = "Winter", startTime = "2026-12-01T00:00:00Z", rules = {} }
sandbox.coupons { campaignId = winter.id, codes = { "WINTER5" } }

local answer = talon.sessions.update("explained", {
  customerSession = {
    profileId = "ada",
    state = "closed",
    couponCodes = { "SUMMER10", "WINTER5" },
    cartItems = {
      { sku = "kettle", quantity = 1, price = 90 },
      { sku = "cup", quantity = 4, price = 7.50 },
    },
  },
})

-- For people.
print(sandbox.explain(answer))

-- And as a value.
local summer = sandbox.explain("explained").campaigns[1]
local big = summer.runs[1].rules[2]
print(big.title, big.outcome, big.conditions[2].text, big.conditions[2].values[1].value)

--[[ prints
session explained, closed, customer ada, total 120
decided at 2026-11-20 09:00 UTC

✓ coupon SUMMER10   accepted by "Summer", rule "10% off with a coupon"
✗ coupon WINTER5    its campaign "Winter" takes no part: it starts on 2026-12-01 00:00 UTC

✓ Summer, with the coupon SUMMER10
  ✓ 10% off with a coupon
      ✓ the coupon is valid      SUMMER10
      ✓ Session.Total > 50       Session.Total is 120
      → the coupon SUMMER10 is redeemed
      → discount "10% off": 12   Session.Total × 10%; Session.Total is 120
  ✗ 20% off for big carts
      ✓ the coupon is valid   SUMMER10
      ✗ Session.Total > 200   Session.Total is 120

✓ Cups
  ✓ a tenth off each cup, from three cups on
      ✓ count(Cups) ≥ 3                            count(Cups) is 4; Cups is 4 items: cup ×4
      → discount "cups": 3 on 4 units, 0.75 each   Item.Price × 10%; Cups is 4 items: cup ×4
      Cups = Session.CartItems where Item.Sku = "cup"
  ✗ a mug for gold customers
      ✗ Profile.Attributes.Tier = "gold"   Profile.Attributes.Tier has no value

took no part
  ✗ Winter   it starts on 2026-12-01 00:00 UTC
20% off for big carts	conditionFailed	Session.Total > 200	120
]]

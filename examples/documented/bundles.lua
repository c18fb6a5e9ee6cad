-- 50 off each bundle of one road bike and two helmets, by the prices of the three.
-- Source: "Discounting bundles", https://docs.talon.one/docs/product/tutorials/sample-campaigns/bundle-campaign. The prices
-- are our own.

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

sandbox.campaign {
  name = "ADVANCED-BUNDLE: $50 off bundled products",
  bindings = {
    category("RoadBikes", "Road Bikes"),
    category("Helmets", "Helmets"),
    { name = "1RoadBike2Helmets", type = "bundle", expression = { "bundle", { ".", "RoadBikes" }, 1, { ".", "Helmets" }, 2 } },
  },
  rules = {
    {
      title = "50 off the bundle",
      condition = { "and", { ">", { "count", { ".", "1RoadBike2Helmets" } }, 0 } },
      effects = { { "setDiscountPerBundle", { ".", "1RoadBike2Helmets" }, "all", "$50 off", 50, true } },
    },
  },
}

local function bundles(session, bikes, helmets)
  local answer = talon.sessions.update(session, {
    customerSession = {
      cartItems = {
        { sku = "bike", category = "Road Bikes", quantity = bikes, price = 800 },
        { sku = "helmet", category = "Helmets", quantity = helmets, price = 100 },
      },
    },
  })
  local sums = {}
  for _, effect in ipairs(answer.effects) do
    local props = effect.props
    print(session, props.bundleName, props.bundleIndex, props.name, props.subPosition, props.value)
    sums[props.bundleIndex + 1] = (sums[props.bundleIndex + 1] or 0) + props.value
  end
  return sums
end

local one = bundles("one", 1, 3)
assert(#one == 1 and one[1] == 50)
local two = bundles("two", 2, 4)
assert(#two == 2 and two[1] == 50 and two[2] == 50)
assert(#bundles("none", 2, 1) == 0)

--[[ prints
one	1RoadBike2Helmets	0	$50 off#0	0	40
one	1RoadBike2Helmets	0	$50 off#1	0	5
one	1RoadBike2Helmets	0	$50 off#1	1	5
two	1RoadBike2Helmets	0	$50 off#0	0	40
two	1RoadBike2Helmets	0	$50 off#1	0	5
two	1RoadBike2Helmets	0	$50 off#1	1	5
two	1RoadBike2Helmets	1	$50 off#0	1	40
two	1RoadBike2Helmets	1	$50 off#1	2	5
two	1RoadBike2Helmets	1	$50 off#1	3	5
]]

-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- Carts of a commerce platform, as its shop and its webhook messages write them (Shopify's shape), as sessions.

local mapper = {}

-- The shop counts in hundredths; a webhook writes decimal text.
local function price_of(line)
  if type(line.price) == "string" then return tonumber(line.price) end
  return line.price and line.price / 100
end

local function item_of(line, index)
  local price = price_of(line)
  if not line.quantity or not price then
    error(("line %d of the cart has no `%s`"):format(index, line.quantity and "price" or "quantity"), 0)
  end
  local sku = line.sku
  -- A product without variants may have no SKU of its own.
  if sku == nil or sku == perch.null or sku == "" then sku = tostring(line.variant_id or line.id) end
  local category = line.product_type
  return {
    sku = sku, name = line.product_title or line.title, quantity = line.quantity, price = price,
    category = category ~= "" and category ~= perch.null and category or nil,
  }
end

--- The body of `talon.sessions.update` for a cart.
-- @param cart the decoded JSON: `items` of the shop, or `line_items` of a webhook
-- @param customer the customer's id; by default the one that the cart names
function mapper.session(cart, customer)
  local lines = cart.items or cart.line_items
  if type(lines) ~= "table" then error("the cart has neither `items` nor `line_items`", 0) end
  local items = perch.array {}
  for index, line in ipairs(lines) do
    if line.quantity ~= 0 then items[#items + 1] = item_of(line, index) end
  end
  local owner = type(cart.customer) == "table" and cart.customer.id or nil
  local coupon = type(cart.attributes) == "table" and cart.attributes.coupon or nil
  return {
    customerSession = {
      profileId = customer or (owner and tostring(owner)), state = "open", cartItems = items,
      couponCodes = coupon and { coupon } or nil,
    },
  }
end

--- The id that the session of a cart has.
function mapper.id(cart)
  local token = cart.token or cart.id
  if token == nil then error("the cart has no `token`", 0) end
  return tostring(token)
end

local function read(path)
  local file = assert(io.open(path))
  local text = file:read("a")
  file:close()
  return perch.json.decode(text)
end

return {
  name = "cart-mapper",
  version = "1.0.0",
  perch = "^0.1",
  summary = "Carts of a commerce platform as sessions.",
  permissions = { "api:write", "read:carts" },

  modules = {
    -- A module has functions and data; what they give crosses as a copy.
    ["cart-mapper"] = mapper,
  },

  commands = {
    cart = {
      summary = "Shows the session that a cart becomes, or sends it.",
      arguments = { { name = "file", required = true, summary = "The cart, as JSON." } },
      options = {
        customer = { summary = "The customer's id, for a cart that names none." },
        send = { type = "boolean", default = false, summary = "Update the session, and list its effects." },
      },
      run = function(arguments)
        local cart = read(arguments.file)
        local body = mapper.session(cart, arguments.customer)
        if not arguments.send then
          print(perch.json.encode(body, { indent = true }))
          return
        end
        body.responseContent = { "customerSession" }
        local answer = talon.sessions.update(mapper.id(cart), body)
        print(("session %s, total %.2f"):format(answer.customerSession.integrationId, answer.customerSession.total))
        for _, effect in ipairs(answer.effects) do print(effect.effectType, perch.inspect(effect.props)) end
      end,
    },
  },
}

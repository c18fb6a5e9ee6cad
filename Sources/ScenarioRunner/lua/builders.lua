-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- item, cart, coupon and customer: what scenarios are made of, in few words. They call `talon` and `sandbox` as scripts do.

local host, talon, sandbox, perch = ...

local type, pairs, ipairs, rawget, tostring, getmetatable, setmetatable =
  type, pairs, ipairs, rawget, tostring, getmetatable, setmetatable
local show, misuse = host.show, host.misuse

-- item(sku, price, 2) or item(sku, price, { quantity = 2, category = "cups" }).
function item(sku, price, more)
  local way = 'write item("cup", 7.50), item("cup", 7.50, 2) or item("cup", 7.50, { quantity = 2, category = "cups" })'
  if type(sku) ~= "string" then misuse("item takes a SKU, not " .. show(sku, 40), way) end
  if price ~= nil and type(price) ~= "number" then misuse("item takes a price, not " .. show(price, 40), way) end
  if more ~= nil and type(more) ~= "number" and type(more) ~= "table" then
    misuse("item takes a quantity or a table, not " .. show(more, 40), way)
  end
  local made = { sku = sku, price = price, quantity = 1 }
  if type(more) == "table" then
    for name, value in pairs(more) do made[name] = value end
  elseif more then
    made.quantity = more
  end
  return made
end

-- Short names of the fields of a session, and of a coupon.
local session_names = {
  items = "cartItems", coupons = "couponCodes", referral = "referralCode", costs = "additionalCosts",
  store = "storeIntegrationId", customer = "profileId", card = "loyaltyCards",
}
local coupon_names = {
  limit = "usageLimit", starts = "startDate", expires = "expiryDate", customer = "recipientIntegrationId",
}

-- { shipping = 5 } as the API has it: { shipping = { price = 5 } }.
local function costs_of(costs)
  local made = {}
  for name, cost in pairs(costs) do made[name] = type(cost) == "number" and { price = cost } or cost end
  return made
end

-- A list of items, and fields by their short or their own names, as the body of a session.
local function body_of(what, fields)
  if type(fields) ~= "table" then
    misuse(what .. " takes a table, not " .. show(fields, 40), "write " .. what .. '{ item("cup", 7.50), coupons = { "SUMMER10" } }')
  end
  local body, items = {}, nil
  for name, value in pairs(fields) do
    if math.type(name) == "integer" then
      items = items or {}
      items[name] = value
    else
      local field = session_names[name] or name
      if rawget(body, field) ~= nil then
        misuse(what .. " has `" .. field .. "` twice, under two names", "write it once")
      end
      body[field] = value
    end
  end
  if items then
    if body.cartItems then misuse(what .. " has items in two places", "write them in the table itself, or in `items`") end
    body.cartItems = items
  end
  for _, name in ipairs { "couponCodes", "loyaltyCards" } do
    if type(body[name]) == "string" then body[name] = { body[name] } end
  end
  if type(body.additionalCosts) == "table" then body.additionalCosts = costs_of(body.additionalCosts) end
  if type(body.profileId) == "table" then body.profileId = body.profileId.id end
  return body
end

function cart(fields) return body_of("cart", fields) end

-- A coupon for the list of a campaign; with `campaign` it is added to that one at once.
function coupon(code, fields)
  if type(code) ~= "string" or fields ~= nil and type(fields) ~= "table" then
    misuse("coupon takes a code and on request a table", 'write coupon("VIP-ADA", { limit = 1, expires = "2026-12-31T00:00:00Z" })')
  end
  local made, campaign = {}, nil
  for name, value in pairs(fields or {}) do
    if name == "campaign" then
      campaign = type(value) == "table" and value.id or value
    else
      made[coupon_names[name] or name] = value
    end
  end
  if type(made.recipientIntegrationId) == "table" then made.recipientIntegrationId = made.recipientIntegrationId.id end
  if not campaign then
    made.value = code
    return made
  end
  made.codes, made.campaignId = { code }, campaign
  return sandbox.coupons(made)[1]
end

-- Customers.

local Customer = { __name = "customer" }

function Customer:__tostring() return "customer " .. self.id end

local content = { "customerSession", "triggeredCampaigns" }

-- The id of a session, from an answer or as it is.
local function session_of(what)
  if type(what) == "table" then
    local session = rawget(what, "customerSession")
    return type(session) == "table" and session.integrationId or nil
  end
  return what
end

-- How many sessions a customer has had, so that the next one gets an id of its own.
local counts = {}

local function next_session(id)
  if not sandbox.available then return id .. "-" .. perch.uuid() end
  counts[id] = (counts[id] or 0) + 1
  return id .. "-" .. counts[id]
end

local function need_customer(self, name)
  if type(self) ~= "table" or getmetatable(self) ~= Customer then
    misuse(name .. " was called with a point", "write a colon: ada:" .. name .. "{ … }")
  end
end

-- Sends a session of the customer. The answer holds the session and the campaigns that were triggered.
local function send(self, name, what, state, options)
  need_customer(self, name)
  local body, session = {}, session_of(what)
  if type(what) == "table" and not session then
    body = body_of(name, what)
    session, body.session = session_of(body.session), nil
  end
  body.profileId = body.profileId or self.id
  body.state = state
  -- A dry call keeps nothing, and needs no id of its own.
  session = session or options and self.id .. "-check" or next_session(self.id)
  return talon.sessions.update(session, { customerSession = body, responseContent = content }, options)
end

local methods = {}

function methods:opens(what) return send(self, "opens", what, "open") end

function methods:buys(what) return send(self, "buys", what, "closed") end

function methods:checks(what) return send(self, "checks", what, "open", { dry = true }) end

local function need_session(what, name)
  local session = session_of(what)
  if type(session) ~= "string" then
    misuse(name .. " takes the answer or the id of a session, not " .. show(what, 40), "write ada:" .. name .. "(order)")
  end
  return session
end

function methods:cancels(what)
  need_customer(self, "cancels")
  return talon.sessions.update(
    need_session(what, "cancels"), { customerSession = { state = "cancelled" }, responseContent = content })
end

-- returns(order), returns(order, { "cup" }) or returns(order, { cup = 2 }).
function methods:returns(what, items)
  need_customer(self, "returns")
  local session, returned = need_session(what, "returns"), {}
  if items == nil then
    for _, entry in ipairs(talon.sessions.get(session).customerSession.cartItems) do
      local left = entry.remainingQuantity or entry.quantity
      if left > 0 then returned[#returned + 1] = { position = entry.position, quantity = left } end
    end
  elseif type(items) == "table" then
    for name, entry in pairs(items) do
      if type(name) == "string" then
        returned[#returned + 1] = { sku = name, quantity = entry }
      else
        returned[#returned + 1] = type(entry) == "string" and { sku = entry } or entry
      end
    end
    table.sort(returned, function(a, b) return (a.sku or "") < (b.sku or "") end)
  else
    misuse("returns takes items as a table, not " .. show(items, 40), "write ada:returns(order, { cup = 2 })")
  end
  return talon.returns.create(
    session, { ["return"] = { returnedCartItems = returned }, responseContent = { "customerSession" } })
end

function methods:tracks(event, attributes)
  need_customer(self, "tracks")
  return talon.events.track(
    { profileId = self.id, type = event, attributes = attributes, responseContent = { "triggeredCampaigns" } }, { silent = "no" })
end

local function balance(self, name, program, options)
  need_customer(self, name)
  local id = type(program) == "table" and program.id or program
  if math.type(id) ~= "integer" then
    misuse(name .. " takes a loyalty program or its id, not " .. show(program, 40), "write ada:" .. name .. "(1)")
  end
  return talon.loyalty.balances(id, self.id, options).balance
end

-- The points that can be spent now.
function methods:points(program) return balance(self, "points", program).activePoints end

-- The name of the tier; nil for none.
function methods:tier(program)
  local tier = balance(self, "tier", program, { includeTiers = true }).currentTier
  return tier and tier.name
end

function methods:profile()
  need_customer(self, "profile")
  return talon.inventory.get(self.id, { profile = true }).profile
end

function Customer:__index(name)
  return methods[name] or host.unknown_option("a customer", tostring(name), methods)
end

-- Makes the profile, or changes its attributes.
function customer(id, attributes)
  if type(id) ~= "string" or attributes ~= nil and type(attributes) ~= "table" then
    misuse("customer takes an id and on request attributes", 'write customer("ada") or customer("ada", { City = "Berlin" })')
  end
  local answer = talon.profiles.update(id, { attributes = attributes, responseContent = { "customerProfile" } })
  local closed = answer.customerProfile and answer.customerProfile.closedSessions or 0
  if closed > (counts[id] or 0) then counts[id] = closed end
  return setmetatable({ id = id }, Customer)
end

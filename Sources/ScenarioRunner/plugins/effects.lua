-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- The plugin with the checks for answers of sessions and events: effects, codes, discounts, points, campaigns. It is written on
-- the checks of values, whose shared table is `...`, and lives in the state of the scenarios: what it looks at is not copied.

local host = ...

local type, ipairs, pairs, rawget, tostring = type, ipairs, pairs, rawget, tostring
local concat = table.concat
local show, misuse, same, differences = host.show, host.misuse, host.same, host.differences

local matchers = {}

local function matcher(declared) matchers[declared.usage:match("^[%w_]+")] = declared end

local known = {}
for name in ([[acceptCoupon acceptReferral addFreeItem addLoyaltyPoints addNegativeLoyaltyPoints addToAudience awardGiveaway
changeLoyaltyTierLevel couponCreated customEffect deductLoyaltyPoints error extendLoyaltyPointsExpiryDate
increaseAchievementProgress joinLoyaltyProgram offsetNegativeLoyaltyPoints redeemReferral referralCreated rejectCoupon
rejectReferral removeFromAudience reserveCoupon rollbackAddedLoyaltyPoints rollbackCoupon rollbackDeductedLoyaltyPoints
rollbackDiscount rollbackIncreasedAchievementProgress rollbackReferral rollbackUseReward setDiscount
setDiscountPerAdditionalCost setDiscountPerAdditionalCostPerItem setDiscountPerItem setLoyaltyPointsExpiryDate
showBundleMetadata showNotification startAchievementProgress triggerWebhook unlockReward updateAttribute useReward
willAwardGiveaway]]):gmatch("%a+") do known[name] = true end

-- Types that the service does not have yet pass; what is nearly one that it has is a slip.
local function need_type(check, name)
  if type(name) ~= "string" then
    misuse(check .. " takes the type of an effect, not " .. show(name, 40), "write expect(answer):" .. check .. '("setDiscount")')
  end
  if not known[name] then host.near_miss(name, known) end
end

local function need_table(check, value, what)
  if value ~= nil and type(value) ~= "table" then
    misuse(check .. " takes " .. what .. " as a table, not " .. show(value, 40), "write { value = 10 }")
  end
end

-- The effects of an answer; else nil and the fields of a failure.
local function effects_of(answer)
  if type(answer) == "table" then
    local effects = rawget(answer, "effects")
    if type(effects) == "table" then return effects end
    if type(answer[1]) == "table" and answer[1].effectType then return answer end
  end
  return nil, {
    message = "expected an answer with effects, was " .. show(answer, 72),
    hint = answer == true and 'an event is answered when it is tracked with { silent = "no" }'
      or "give it what talon.sessions.update or customer:buys{ … } returned",
  }
end

-- An effect without what tells people nothing.
local function text_of(effect)
  local props = {}
  for name, value in pairs(effect.props) do
    if name ~= "transactionUUID" and value ~= "" then props[name] = value end
  end
  return effect.effectType .. " " .. show(props, 160)
end

-- `effects: acceptCoupon, setDiscountPerItem ×3`
local function summary(effects)
  if #effects == 0 then return "  there are no effects" end
  local names, counts = {}, {}
  for _, effect in ipairs(effects) do
    if names[#names] == effect.effectType then
      counts[#counts] = counts[#counts] + 1
    else
      names[#names + 1], counts[#counts + 1] = effect.effectType, 1
    end
  end
  for index, count in ipairs(counts) do
    if count > 1 then names[index] = names[index] .. " ×" .. count end
  end
  return "  effects: " .. concat(names, ", ")
end

-- The fields of a failure about effects, from the lines of its message.
local function failure(answer, effects, lines, missing)
  local texts = {}
  for index, effect in ipairs(effects) do texts[index] = text_of(effect) end
  local fields = { message = concat(lines, "\n"), effects = texts }
  local session = rawget(answer, "customerSession")
  fields.session = type(session) == "table" and session.integrationId or nil
  if missing then fields.explanation, fields.session = host.explain_missing(answer, missing) end
  return fields
end

local function find(effects, wanted, props)
  for index, effect in ipairs(effects) do
    if effect.effectType == wanted and (props == nil or same(props, effect.props, "cover")) then return index end
  end
end

-- The effect of the type that differs least, and how.
local function nearest(effects, wanted, props)
  local best, found
  for index, effect in ipairs(effects) do
    if effect.effectType == wanted then
      local list = differences(props, effect.props, "cover", { "effects", index, "props" })
      if not found or #list < #found then best, found = index, list end
    end
  end
  return best, found
end

local function with(props) return props and " with " .. show(props, 160) or "" end

local function describe_missing(answer, effects, wanted, props)
  local lines = { "expected an effect " .. wanted .. with(props), summary(effects) }
  local index, found = nearest(effects, wanted, props or {})
  if index then lines[3] = "  nearest: effects[" .. index .. "], " .. text_of(effects[index]) end
  local fields = failure(answer, effects, lines, wanted)
  fields.differences = found
  return fields
end

local function describe_unwanted(answer, effects, wanted, props)
  local index = find(effects, wanted, props)
  return failure(answer, effects, {
    "expected no effect " .. wanted .. with(props), "  effects[" .. index .. "] is " .. text_of(effects[index]),
  })
end

matcher {
  usage = "to_have_effect(type, props)",
  least = 1,
  most = 2,
  check = function(answer, wanted, props)
    need_type("to_have_effect", wanted)
    need_table("to_have_effect", props, "the properties of an effect")
    local effects, problem = effects_of(answer)
    if not effects then return nil, problem end
    return find(effects, wanted, props) ~= nil
  end,
  describe = function(answer, negated, wanted, props)
    return (negated and describe_unwanted or describe_missing)(answer, effects_of(answer), wanted, props)
  end,
}

matcher {
  usage = "to_have_no_effect(type, props)",
  most = 2,
  check = function(answer, unwanted, props)
    if unwanted ~= nil then need_type("to_have_no_effect", unwanted) end
    need_table("to_have_no_effect", props, "the properties of an effect")
    local effects, problem = effects_of(answer)
    if not effects then return nil, problem end
    if unwanted == nil then return #effects == 0 end
    return find(effects, unwanted, props) == nil
  end,
  describe = function(answer, negated, unwanted, props)
    local effects = effects_of(answer)
    if unwanted == nil then
      return failure(answer, effects, { negated and "expected any effect" or "expected no effects", summary(effects) })
    end
    return (negated and describe_missing or describe_unwanted)(answer, effects, unwanted, props)
  end,
}

-- An element of to_have_effects: a type, or { type, props }.
local function pattern_of(entry)
  if type(entry) == "string" then return entry end
  local name = type(entry) == "table" and (entry[1] or entry.type or entry.effectType)
  if type(name) ~= "string" then
    misuse("to_have_effects takes types of effects, not " .. show(entry, 40), 'write { "acceptCoupon", { "setDiscount", { value = 10 } } }')
  end
  return name, entry[2] or entry.props
end

matcher {
  usage = "to_have_effects{ … }",
  least = 1,
  check = function(answer, list)
    if type(list) ~= "table" then
      misuse("to_have_effects takes a list, not " .. show(list, 40), 'write expect(answer):to_have_effects{ "acceptCoupon", "setDiscount" }')
    end
    local effects, problem = effects_of(answer)
    if not effects then return nil, problem end
    local holds = #effects == #list
    for index, entry in ipairs(list) do
      local wanted, props = pattern_of(entry)
      need_type("to_have_effects", wanted)
      local effect = effects[index]
      if not effect or effect.effectType ~= wanted or props and not same(props, effect.props, "cover") then holds = false end
    end
    return holds
  end,
  describe = function(answer, negated, list)
    local effects, names, found, missing = effects_of(answer), {}, {}, nil
    for index = 1, math.max(#list, #effects) do
      local wanted, props
      if list[index] ~= nil then wanted, props = pattern_of(list[index]) end
      names[index] = wanted
      local effect = effects[index]
      if not effect or effect.effectType ~= wanted then
        found[#found + 1] = { path = "effects[" .. index .. "]", expected = wanted, actual = effect and effect.effectType }
        if wanted and not find(effects, wanted) then missing = missing or wanted end
      elseif props then
        for _, difference in ipairs(differences(props, effect.props, "cover", { "effects", index, "props" })) do
          found[#found + 1] = difference
        end
      end
    end
    local fields = failure(answer, effects, {
      "expected " .. (negated and "other effects than " or "the effects ") .. (#names > 0 and concat(names, ", ") or "to be none"),
      summary(effects),
    }, not negated and missing or nil)
    if not negated then fields.differences = found end
    return fields
  end,
}

-- Codes.

local function need_code(check, code)
  if type(code) ~= "string" then
    misuse(check .. " takes a code as text, not " .. show(code, 40), "write expect(answer):" .. check .. '("SUMMER10")')
  end
end

-- What an answer says of a code: the index of its effect, when it was accepted, else when it was rejected.
local function verdict(effects, accepting, rejecting, code)
  local accepted, rejected = find(effects, accepting, { value = code }), find(effects, rejecting, { value = code })
  return accepted, rejected
end

local function described_verdict(effects, accepted, rejected)
  if accepted then return "  it was accepted, by the rule " .. show(effects[accepted].ruleName) end
  if not rejected then return "  the answer says nothing of it", summary(effects) end
  local props = effects[rejected].props
  local details = props.details or props.campaignExclusionReason
  return "  it was rejected: " .. props.rejectionReason .. (details and details ~= "" and ", " .. details or "")
end

for kind, names in pairs {
  coupon = { "acceptCoupon", "rejectCoupon" },
  referral = { "acceptReferral", "rejectReferral" },
} do
  local accepting, rejecting = names[1], names[2]
  local accept, reject = "to_accept_" .. kind, "to_reject_" .. kind

  local function described(answer, code, words, missing)
    local effects = effects_of(answer)
    local accepted, rejected = verdict(effects, accepting, rejecting, code)
    local fields = failure(
      answer, effects, { "expected the " .. kind .. " " .. code .. words, described_verdict(effects, accepted, rejected) })
    if missing then fields.explanation, fields.session = host.explain_missing(answer, accepting, code) end
    return fields, rejected
  end

  matcher {
    usage = accept .. "(code)",
    least = 1,
    check = function(answer, code)
      need_code(accept, code)
      local effects, problem = effects_of(answer)
      if not effects then return nil, problem end
      return (verdict(effects, accepting, rejecting, code)) ~= nil
    end,
    describe = function(answer, negated, code)
      return (described(answer, code, negated and " not to be accepted" or " to be accepted", not negated))
    end,
  }

  matcher {
    usage = reject .. "(code, reason)",
    least = 1,
    most = 2,
    check = function(answer, code, reason)
      need_code(reject, code)
      if reason ~= nil and type(reason) ~= "string" then
        misuse(reject .. " takes a reason as text, not " .. show(reason, 40), 'write "CouponExpired", for one')
      end
      local effects, problem = effects_of(answer)
      if not effects then return nil, problem end
      return find(effects, rejecting, { value = code, rejectionReason = reason }) ~= nil
    end,
    describe = function(answer, negated, code, reason)
      local words = (negated and " not" or "") .. " to be rejected" .. (reason and " with " .. reason or "")
      local fields, rejected = described(answer, code, words, false)
      if rejected and not negated then
        fields.differences = differences(
          { rejectionReason = reason }, effects_of(answer)[rejected].props, "cover", { "effects", rejected, "props" })
      end
      return fields
    end,
  }
end

-- Sums of money and points.

local function need_number(check, number)
  if type(number) ~= "number" then
    misuse(check .. " takes a number, not " .. show(number, 40), "write expect(answer):" .. check .. "(10)")
  end
end

-- Without the dust that adding binary numbers leaves.
local function rounded(number)
  local text = ("%.10g"):format(number)
  return math.tointeger(tonumber(text)) or tonumber(text)
end

-- The sum of the `value` of the effects that a filter lets pass, and lines that tell of them.
local function sum(effects, filter)
  local total, lines = 0, {}
  for index, effect in ipairs(effects) do
    if filter(effect) then
      local value = effect.props.value
      total = total + value
      lines[#lines + 1] = "  effects[" .. index .. "] is " .. text_of(effect)
    end
  end
  return rounded(total), lines
end

local function describe_sum(answer, effects, message, lines, missing)
  if #lines == 0 then lines[1] = summary(effects) end
  table.insert(lines, 1, message)
  return failure(answer, effects, lines, missing)
end

local function is_same_sum(total, wanted) return host.is_near(total, wanted, 0.005) end

-- The places of items in the cart of the answer, from 0: { [0] = true }. By SKU the cart has to be in the answer.
local function positions(check, answer, of)
  if of.position ~= nil then
    if math.type(of.position) ~= "integer" then misuse(check .. " takes a position as a whole number", "positions count from 0") end
    return { [of.position] = true }
  end
  local session = rawget(answer, "customerSession")
  local items = type(session) == "table" and session.cartItems
  if type(items) ~= "table" then
    return nil, {
      message = "expected an answer with the items of the cart, to look for " .. show(of.sku),
      hint = 'ask for it with responseContent = { "customerSession" }, or name the item by position',
    }
  end
  local places = {}
  for _, item in ipairs(items) do
    if item.sku == of.sku then places[item.position] = true end
  end
  if next(places) == nil then
    return nil, { message = "expected an item " .. show(of.sku) .. " in the cart; there is none" }
  end
  return places
end

local function need_members(check, of, names)
  for name in pairs(of) do
    if not names[name] then host.unknown_option(check, tostring(name), names) end
  end
end

local discounts = { setDiscount = true, setDiscountPerItem = true }
local discount_members = { sku = true, position = true, value = true }

matcher {
  usage = "to_have_discount(total)",
  hint = 'write expect(answer):to_have_discount(10), or for an item { sku = "cup", value = 2 }',
  least = 1,
  check = function(answer, wanted)
    local effects, problem = effects_of(answer)
    if type(wanted) == "table" then
      need_members("to_have_discount", wanted, discount_members)
      if wanted.sku == nil and wanted.position == nil then
        misuse("to_have_discount takes an item by sku or position", 'write { sku = "cup", value = 2 }')
      end
    end
    local value = type(wanted) == "table" and wanted.value or wanted
    need_number("to_have_discount", value)
    if not effects then return nil, problem end
    local places
    if type(wanted) == "table" then
      places, problem = positions("to_have_discount", answer, wanted)
      if not places then return nil, problem end
    end
    local total, lines = sum(effects, function(effect)
      if places then return effect.effectType == "setDiscountPerItem" and places[effect.props.position] ~= nil end
      return discounts[effect.effectType]
    end)
    return is_same_sum(total, value), function(negated)
      local on = places and " on " .. (wanted.sku and "item " .. wanted.sku or "the item at position " .. wanted.position) or ""
      return describe_sum(
        answer, effects,
        "expected a discount " .. (negated and "other than " or "of ") .. show(value) .. on .. ", was " .. show(total), lines,
        not negated and (places and "setDiscountPerItem" or { "setDiscount", "setDiscountPerItem" }) or nil)
    end
  end,
}

matcher {
  usage = "to_have_total(number)",
  least = 1,
  check = function(answer, wanted)
    need_number("to_have_total", wanted)
    local session = type(answer) == "table" and (rawget(answer, "customerSession") or answer)
    local total = type(session) == "table" and rawget(session, "total")
    if type(total) ~= "number" then
      return nil, host.wrong(
        answer, "an answer with the session in it", 'ask for it with responseContent = { "customerSession" }')
    end
    return is_same_sum(total, wanted), function(negated)
      return { message = "expected a total " .. (negated and "other than " or "of ") .. show(wanted) .. ", was " .. show(total) }
    end
  end,
}

-- A program, a campaign or the like by its id, or as sandbox.* gave it.
local function id_of(value) return type(value) == "table" and value.id or value end

local points_members = { program = true, customer = true, name = true }

local function points_check(check, effect_type, words)
  matcher {
    usage = check .. "(number, { program = … })",
    least = 1,
    most = 2,
    check = function(answer, wanted, of)
      need_number(check, wanted)
      need_table(check, of, "what points are meant")
      of = of or {}
      need_members(check, of, points_members)
      local effects, problem = effects_of(answer)
      if not effects then return nil, problem end
      local program, customer = id_of(of.program), id_of(of.customer)
      local total, lines = sum(effects, function(effect)
        local props = effect.props
        return effect.effectType == effect_type and (program == nil or props.programId == program)
          and (customer == nil or props.recipientIntegrationId == customer) and (of.name == nil or props.name == of.name)
      end)
      return is_same_sum(total, wanted), function(negated)
        return describe_sum(
          answer, effects,
          "expected " .. (negated and "other than " or "") .. show(wanted) .. " points " .. words .. ", was " .. show(total),
          lines, not negated and effect_type or nil)
      end
    end,
  }
end

points_check("to_have_points", "addLoyaltyPoints", "to be added")
points_check("to_deduct_points", "deductLoyaltyPoints", "to be deducted")

-- Effects by what they are about.

-- A text by a part of it.
local function containing(text)
  return host.matcher {
    words = "a text with " .. show(text),
    compare = function(self, actual, how)
      return type(actual) == "string" and actual:find(text, 1, true) ~= nil or how:differ(self, actual)
    end,
  }
end

local notification_members = { title = true, body = true, type = true, notificationType = true }

matcher {
  usage = "to_have_notification(text)",
  most = 1,
  check = function(answer, wanted)
    local patterns = {}
    if type(wanted) == "string" then
      patterns = { { title = containing(wanted) }, { body = containing(wanted) } }
    elseif type(wanted) == "table" then
      need_members("to_have_notification", wanted, notification_members)
      patterns = { { title = wanted.title, body = wanted.body, notificationType = wanted.type or wanted.notificationType } }
    elseif wanted == nil then
      patterns = { {} }
    else
      misuse("to_have_notification takes text or a table, not " .. show(wanted, 40), 'write { title = "Hello" }')
    end
    local effects, problem = effects_of(answer)
    if not effects then return nil, problem end
    local holds = false
    for _, pattern in ipairs(patterns) do holds = holds or find(effects, "showNotification", pattern) ~= nil end
    return holds, function(negated)
      local lines = { "expected " .. (negated and "no notification" or "a notification") .. (wanted and " with " .. show(wanted, 160) or "") }
      for index, effect in ipairs(effects) do
        if effect.effectType == "showNotification" then lines[#lines + 1] = "  effects[" .. index .. "] is " .. text_of(effect) end
      end
      if #lines == 1 then lines[2] = summary(effects) end
      return failure(answer, effects, lines, not negated and "showNotification" or nil)
    end
  end,
}

matcher {
  usage = "to_have_free_item(sku)",
  least = 1,
  check = function(answer, sku)
    if type(sku) ~= "string" then
      misuse("to_have_free_item takes a SKU, not " .. show(sku, 40), 'write expect(answer):to_have_free_item("mug")')
    end
    local effects, problem = effects_of(answer)
    if not effects then return nil, problem end
    return find(effects, "addFreeItem", { sku = sku }) ~= nil
  end,
  describe = function(answer, negated, sku)
    return (negated and describe_unwanted or describe_missing)(answer, effects_of(answer), "addFreeItem", { sku = sku })
  end,
}

matcher {
  usage = "to_award_giveaway(code or pool)",
  most = 1,
  check = function(answer, wanted)
    local effects, problem = effects_of(answer)
    if not effects then return nil, problem end
    local patterns = { {} }
    if type(wanted) == "string" then
      patterns = { { code = wanted }, { poolName = wanted } }
    elseif wanted ~= nil then
      patterns = { { poolId = id_of(wanted) } }
    end
    local holds = false
    for _, pattern in ipairs(patterns) do holds = holds or find(effects, "awardGiveaway", pattern) ~= nil end
    return holds, function(negated)
      local name = type(wanted) == "table" and (wanted.name or wanted.id) or wanted
      local lines = {
        "expected " .. (negated and "no giveaway" or "a giveaway") .. (name and " of " .. show(name) or ""), summary(effects),
      }
      for index, effect in ipairs(effects) do
        if effect.effectType == "awardGiveaway" then lines[#lines + 1] = "  effects[" .. index .. "] is " .. text_of(effect) end
      end
      local fields = failure(answer, effects, lines, not negated and "awardGiveaway" or nil)
      if not negated and find(effects, "willAwardGiveaway") then
        fields.hint = 'while the session is open it is a promise: to_have_effect("willAwardGiveaway")'
      end
      return fields
    end
  end,
}

local item_members = { sku = true, position = true, type = true, props = true }

matcher {
  usage = "to_have_item_effect{ sku = …, type = … }",
  least = 1,
  check = function(answer, of)
    if type(of) ~= "table" or of.sku == nil and of.position == nil then
      misuse("to_have_item_effect takes an item by sku or position", 'write { sku = "cup", type = "setDiscountPerItem" }')
    end
    need_members("to_have_item_effect", of, item_members)
    if of.type ~= nil then need_type("to_have_item_effect", of.type) end
    need_table("to_have_item_effect", of.props, "the properties of an effect")
    local effects, problem = effects_of(answer)
    if not effects then return nil, problem end
    local places
    places, problem = positions("to_have_item_effect", answer, of)
    if not places then return nil, problem end
    local candidates, holds = {}, false
    for index, effect in ipairs(effects) do
      local place = effect.props.position or effect.props.cartItemPosition
      if place ~= nil and places[math.tointeger(place)] and (of.type == nil or effect.effectType == of.type) then
        candidates[#candidates + 1] = index
        holds = holds or of.props == nil or same(of.props, effect.props, "cover")
      end
    end
    return holds, function(negated)
      local lines = {
        "expected " .. (negated and "no " or "an ") .. "effect " .. (of.type and of.type .. " " or "") .. "on "
          .. (of.sku and "item " .. of.sku or "the item at position " .. of.position) .. with(of.props),
      }
      for _, index in ipairs(candidates) do lines[#lines + 1] = "  effects[" .. index .. "] is " .. text_of(effects[index]) end
      if #candidates == 0 then lines[2] = summary(effects) end
      local fields = failure(answer, effects, lines, not negated and of.type or nil)
      if not negated and of.props and candidates[1] then
        fields.differences = differences(of.props, effects[candidates[1]].props, "cover", { "effects", candidates[1], "props" })
      end
      return fields
    end
  end,
}

-- Campaigns.

matcher {
  usage = "to_trigger_campaign(name or id)",
  least = 1,
  check = function(answer, wanted)
    wanted = id_of(wanted)
    if type(wanted) ~= "string" and math.type(wanted) ~= "integer" then
      misuse("to_trigger_campaign takes a name or an id, not " .. show(wanted, 40), 'write expect(answer):to_trigger_campaign("Summer")')
    end
    local effects, problem = effects_of(answer)
    if not effects then return nil, problem end
    local names, holds = {}, false
    local campaigns = rawget(answer, "triggeredCampaigns")
    if type(wanted) == "string" and type(campaigns) ~= "table" then
      campaigns = host.explained_campaigns(answer)
      if not campaigns then
        return nil, host.wrong(answer, "an answer with the campaigns in it",
          'ask for them with responseContent = { "triggeredCampaigns" }, or name the campaign by its id')
      end
    end
    for _, campaign in ipairs(campaigns or {}) do
      names[#names + 1] = campaign.name
      holds = holds or campaign.name == wanted or campaign.id == wanted
    end
    for _, effect in ipairs(effects) do holds = holds or effect.campaignId == wanted end
    return holds, function(negated)
      local fields = failure(answer, effects, {
        "expected the campaign " .. show(wanted) .. (negated and " not" or "") .. " to be triggered",
        #names > 0 and "  triggered: " .. concat(names, ", ") or "  none was triggered",
      })
      if not negated then fields.explanation, fields.session = host.explain_campaign(answer, wanted) end
      return fields
    end
  end,
}

return {
  name = "effects",
  version = "1.0.0",
  perch = ">=0.1",
  summary = "Checks for answers: effects, codes, discounts, points, campaigns.",
  matchers = matchers,
}

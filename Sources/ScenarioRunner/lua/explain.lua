-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- Why rules did not give what was expected, in a few lines. Only the embedded sandbox can tell.

local host, _, sandbox = ...

local type, ipairs, pcall = type, ipairs, pcall
local concat = table.concat
local show = host.show

local longest = 12 -- lines

-- Functions of rules that give an effect of another name.
local givers = {
  setDiscountPerItem = { "setDiscountPerItemProRata", "setDiscountPerBundle" },
  addLoyaltyPoints = { "addLoyaltyPointsPerItem" },
  changeLoyaltyTierLevel = { "addLoyaltyPoints", "addLoyaltyPointsPerItem" },
  showNotification = { "notification" },
  customEffect = { "!", "customEffectPerItem" },
  triggerWebhook = { "!" },
  couponCreated = { "createCoupon" },
  referralCreated = { "createReferral" },
  startAchievementProgress = { "increaseAchievementProgress" },
  willAwardGiveaway = { "awardGiveaway" },
  updateAttribute = { "updateItemAttribute" },
}

local function explained(answer)
  if not sandbox.available then return nil end
  local ok, found = pcall(sandbox.explain, answer)
  return ok and found or nil
end

-- What something was; of a list, how long it was.
local function value_text(name, of)
  if of.value == nil then return name .. " has no value" end
  if of.count then return name .. " is " .. of.count .. (of.count == 1 and " item" or " items") end
  return name .. " is " .. show(of.value, 60)
end

local function facts(of)
  local texts = {}
  for _, operand in ipairs(of.operands or {}) do
    if operand.value ~= nil then texts[#texts + 1] = value_text(operand.text, operand) end
  end
  for _, read in ipairs(of.values or {}) do
    -- The cart as a whole tells little beside what was worked out from it.
    if read.path ~= "Session.CartItems" or #of.values == 1 and #texts == 0 then
      texts[#texts + 1] = value_text(read.path, read)
    end
  end
  -- That a value is missing was said above.
  if of.error and concat(texts, "; "):find(of.error:gsub("`", ""), 1, true) == nil then texts[#texts + 1] = of.error end
  return #texts > 0 and "   " .. concat(texts, "; ") or ""
end

-- The innermost conditions that do not hold.
local function unmet(condition, refusal, lines)
  local inner = false
  for _, part in ipairs(condition.parts or {}) do
    if not part.met then
      inner = true
      unmet(part, refusal, lines)
    end
  end
  if inner then return end
  local text = facts(condition)
  if text == "" and refusal and condition.text:find("coupon is valid", 1, true) then text = "   " .. refusal end
  lines[#lines + 1] = "    ✗ " .. condition.text .. text
end

local function about_effect(given, lines)
  if given.error then
    lines[#lines + 1] = "    ✗ " .. (given.text or "the effect") .. "   " .. given.error
    return
  end
  if not given.text then return end
  local cuts = {}
  for _, cut in ipairs(given.cuts or {}) do
    cuts[#cuts + 1] = "; cut by the " .. cut.by .. " from " .. show(cut.from) .. " to " .. show(cut.to)
  end
  local line = "    → " .. given.text .. facts(given) .. concat(cuts)
  -- One expression may give an effect for each of many items.
  if lines[#lines] ~= line then lines[#lines + 1] = line end
end

-- What is wanted is a type of effects, or a list of them.
local function has(wanted, name)
  if type(wanted) ~= "table" then return wanted == name end
  for _, other in ipairs(wanted) do
    if name == other then return true end
  end
  return false
end

-- A rule, and why it did not give its effects, or how it made them.
local function about_rule(campaign, run, rule, wanted, refusal, lines)
  local title = campaign.name .. " › " .. rule.title .. (run.coupon and ", with the coupon " .. run.coupon or "")
  lines[#lines + 1] = (rule.outcome == "fired" and not run.exclusion and "✓ " or "✗ ") .. title
  if run.exclusion then lines[#lines + 1] = "    excluded: " .. run.exclusion.details end
  if rule.outcome == "unsupported" then
    lines[#lines + 1] = "    it uses what the sandbox does not have: " .. concat(rule.unsupported, ", ")
  elseif rule.outcome == "conditionFailed" then
    for _, condition in ipairs(rule.conditions) do
      if not condition.met then unmet(condition, refusal, lines) end
    end
  else
    for _, given in ipairs(rule.effects) do
      if given.error or given.effect and has(wanted, given.effect.effectType) then about_effect(given, lines) end
    end
  end
end

local function gives(rule, wanted)
  if type(wanted) == "table" then
    for _, name in ipairs(wanted) do
      if gives(rule, name) then return true end
    end
    return false
  end
  for _, name in ipairs(rule.gives) do
    if name == wanted or has(givers[wanted] or {}, name) then return true end
  end
  return false
end

local function text_of(lines)
  if #lines == 0 then return nil end
  if #lines > longest then
    local more = #lines - longest + 1
    for index = #lines, longest, -1 do lines[index] = nil end
    lines[longest] = "… and " .. more .. " more lines; sandbox.explain tells all"
  end
  return concat(lines, "\n")
end

-- The codes that were refused, of those that `concerns` lets pass.
local function about_codes(explanation, concerns, lines)
  for _, entry in ipairs(explanation.codes) do
    if entry.outcome ~= "accepted" and concerns(entry) then
      lines[#lines + 1] = "✗ " .. entry.kind .. " " .. entry.code .. ": " .. entry.details
    end
  end
end

-- Tells of the rules that a filter lets pass, after the codes that were refused.
local function tell(explanation, wanted, is_meant, code)
  local refusals, about, absent, failed, fired = {}, {}, {}, {}, false
  for _, entry in ipairs(explanation.codes) do
    if entry.outcome ~= "accepted" and entry.campaignId then
      refusals[entry.campaignId] = entry.code .. ": " .. entry.details
    end
  end
  for _, campaign in ipairs(explanation.campaigns) do
    if campaign.state == "notRunning" then
      absent[#absent + 1] = "✗ " .. campaign.name .. " takes no part: " .. campaign.details
      failed[campaign.id] = true
    end
    for _, run in ipairs(campaign.runs) do
      for _, rule in ipairs(run.rules) do
        if is_meant(campaign, run, rule) then
          about_rule(campaign, run, rule, wanted, refusals[campaign.id], about)
          if rule.outcome == "fired" then fired = true else failed[campaign.id] = true end
        end
      end
    end
  end

  local lines = {}
  if code or not fired then
    about_codes(explanation, function(entry)
      if code then return entry.code == code end
      return not entry.campaignId or failed[entry.campaignId]
    end, lines)
  end
  if #about == 0 and not code then
    if wanted then lines[#lines + 1] = "no rule of a running campaign gives " .. (type(wanted) == "table" and concat(wanted, " or ") or wanted) end
    for _, line in ipairs(absent) do lines[#lines + 1] = line end
  end
  for _, line in ipairs(about) do lines[#lines + 1] = line end
  return text_of(lines)
end

-- Why an answer has no effect of a type (or of one of a list of them), or for a code why it was not accepted; and the id of the session. Nil where
-- that cannot be told.
function host.explain_missing(answer, wanted, code)
  local explanation = explained(answer)
  if not explanation then return nil end
  return tell(explanation, wanted, function(_, run, rule)
    if code then return run.coupon == code and rule.outcome ~= "fired" end
    return gives(rule, wanted)
  end, code), explanation.session
end

-- Why a campaign, by name or id, was not triggered.
function host.explain_campaign(answer, which)
  local explanation = explained(answer)
  if not explanation then return nil end
  local found
  for _, campaign in ipairs(explanation.campaigns) do
    if campaign.name == which or campaign.id == which then found = campaign end
  end
  if not found then return "there is no campaign " .. show(which), explanation.session end
  if found.details then return "✗ " .. found.name .. " takes no part: " .. found.details, explanation.session end
  return tell(explanation, nil, function(campaign) return campaign.id == found.id end), explanation.session
end

-- The campaigns that were triggered, as far as the sandbox can tell.
function host.explained_campaigns(answer)
  local explanation = explained(answer)
  if not explanation then return nil end
  local list = {}
  for _, campaign in ipairs(explanation.campaigns) do
    if campaign.state == "triggered" then list[#list + 1] = campaign end
  end
  return list
end

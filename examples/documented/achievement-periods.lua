-- How long a round of an achievement takes, counted from the customer's first step.
-- Source: "Creating achievements", https://docs.talon.one/docs/product/achievements/creating-achievements: from October 10,
-- 2023, 09:30:45 a month ends on November 10, 09:30:45, and three months rounded up end on January 31, 2024, 23:59:59.

sandbox.clock.set("2023-10-10T09:30:45Z")
local campaign = sandbox.campaign { name = "Gamification", rules = {} }
local month = sandbox.achievement { campaignId = campaign.id, name = "month", title = "A month", target = 2, period = "1M" }
local quarter = sandbox.achievement { campaignId = campaign.id, name = "quarter", title = "A quarter", target = 2, period = "3M_U" }
sandbox.campaign {
  name = "Steps",
  rules = {
    {
      title = "a step for each purchase",
      condition = { "and", { "=", { ".", "Event", "Type" }, "talon_session_closed" } },
      effects = { { "increaseAchievementProgress", month.id, 1 }, { "increaseAchievementProgress", quarter.id, 1 } },
    },
  },
}

local function buy(id)
  return talon.sessions.update(id, {
    customerSession = { profileId = "ada", state = "closed", cartItems = { { sku = "cup", quantity = 1, price = 5 } } },
  }).effects
end

local ends = {}
for _, effect in ipairs(buy("first")) do
  if effect.effectType == "startAchievementProgress" then
    print(effect.props.achievementName, effect.props.startDate, effect.props.endDate)
    ends[effect.props.achievementName] = effect.props.endDate
  end
end
assert(ends.month:sub(1, 19) == "2023-11-10T09:30:45" and ends.quarter:sub(1, 19) == "2024-01-31T23:59:59")

-- After the month its round is over; the quarter goes on and is completed.
sandbox.clock.set("2023-11-11T00:00:00Z")
for _, effect in ipairs(buy("second")) do
  print(effect.effectType, effect.props.achievementName, effect.props.value, effect.props.isJustCompleted)
  assert(effect.props.achievementName == "quarter" and effect.props.isJustCompleted)
end

--[[ prints
month	2023-10-10T09:30:45Z	2023-11-10T09:30:45Z
quarter	2023-10-10T09:30:45Z	2024-01-31T23:59:59Z
increaseAchievementProgress	quarter	2	true
]]

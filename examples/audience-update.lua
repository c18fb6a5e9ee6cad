-- A win-back audience: many customers join in as few calls as the API allows, then get an attribute.

local audience = talon.audiences.create { name = "Win back" }

-- 1,000 actions fit into one call; perch.map sends the batches side by side.
local customers = {}
for number = 1, 2500 do customers[number] = ("customer-%04d"):format(number) end

local batches = {}
for start = 1, #customers, 1000 do
  local actions = {}
  for index = start, math.min(start + 999, #customers) do
    actions[#actions + 1] = { action = "add", profileIntegrationId = customers[index], audienceId = audience.id }
  end
  batches[#batches + 1] = actions
end

perch.map(batches, function(actions)
  talon.audiences.update_members { data = actions }
end, { concurrency = 3 })
print("batches", #batches)

talon.audiences.update_attributes(audience.id, { segment = "win-back" })

local profile = talon.inventory.get("customer-2500", { profile = true }).profile
print(profile.audienceMemberships[1].name, profile.attributes.segment)

talon.audiences.update(audience.id, { name = "Win back 2026" })
talon.audiences.delete_memberships(audience.id)
talon.audiences.delete(audience.id)

--[[ prints
batches	3
Win back	win-back
]]

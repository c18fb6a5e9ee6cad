-- A rule for the audience sees who is in it.

sandbox.campaign {
  name = "We miss you",
  rules = { {
    title = "10 off for those who come back",
    condition = { "and", { "profileInAudience", 21 } },
    effects = { { "setDiscount", "welcome back", 10 } },
  } },
}

local in_audience = {}
for row in perch.csv.rows("customers.csv") do
  local profile = talon.inventory.get(row.customer, { profile = true }).profile
  for _, membership in ipairs(profile.audienceMemberships or {}) do
    if membership.id == 21 then in_audience[#in_audience + 1] = row.customer end
  end
end
print(#in_audience .. " in the audience: " .. table.concat(in_audience, " "))

--[[ prints
]]

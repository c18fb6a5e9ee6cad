-- Who is in the audience now.

local members = {}
for row in perch.csv.rows("customers.csv") do
  local profile = talon.inventory.get(row.customer, { profile = true }).profile
  for _, membership in ipairs(profile.audienceMemberships or {}) do
    if membership.id == 21 then members[#members + 1] = row.customer end
  end
end
print(#members, members[1], members[#members])

--[[ prints
19	C-1001	C-1040
]]

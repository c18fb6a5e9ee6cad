-- What the account knows of some of them now.

for _, id in ipairs { "C-1001", "C-1003", "C-1005" } do
  print(id, perch.inspect(talon.inventory.get(id, { profile = true }).profile.attributes))
end

--[[ prints
]]

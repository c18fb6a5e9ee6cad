-- Nothing personal is left of those who asked, and the others are as they were.

for _, id in ipairs { "C-3001", "C-3002", "C-3003", "C-3004" } do
  print(id, perch.inspect(talon.inventory.get(id, { profile = true }).profile.attributes))
end
for row in perch.csv.rows("erased-2026-11-06.csv") do print(row.ticket, row.erased .. row.remark) end

--[[ prints
C-3001	{}
C-3002	{}
C-3003	{ Email = "customer3@example.com", Name = "Customer 3" }
C-3004	{}
T-551	2026-11-06
T-560	2026-11-06
T-561	There is no customer profile "C-9999"
T-577	2026-11-06
]]

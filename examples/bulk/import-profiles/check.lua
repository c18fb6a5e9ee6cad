-- What the account knows of some of them now.

for _, id in ipairs { "C-1001", "C-1003", "C-1005" } do
  print(id, perch.inspect(talon.inventory.get(id, { profile = true }).profile.attributes))
end

--[[ prints
C-1001	{ Email = "anna.keller@example.com", Interests = { "coffee", "tea" }, MemberSince = "2023-04-17T00:00:00Z", Newsletter = true, Points = 1240, Tier = "gold" }
C-1003	{ Email = "zoe@example.com", Interests = { "tea" }, MemberSince = "2025-11-30T00:00:00Z", Newsletter = true, Points = 0 }
C-1005	{ MemberSince = "2026-10-02T00:00:00Z", Newsletter = false, Points = 12, Tier = "bronze" }
]]

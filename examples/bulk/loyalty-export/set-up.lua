-- A loyalty program with points.

sandbox.clock.set("2026-11-06T09:30:00Z")
sandbox.loyalty_program { id = 71, name = "stars", title = "Stars", defaultValidity = "unlimited", defaultPending = "immediate" }
for number, points in ipairs { 120, 45.5, 0 } do
  local customer = "C-400" .. number
  talon.loyalty.join(71, customer)
  if points > 0 then sandbox.loyalty_points { programId = 71, integrationId = customer, points = points } end
end

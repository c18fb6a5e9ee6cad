-- Whoever has bought at least twice, and nothing since a day: `perch run choose.lua 2026-08-01`.

local since = arg[1]

local chosen = coroutine.wrap(function()
  for row in perch.csv.rows("customers.csv", { types = { orders = "integer" } }) do
    if row.orders >= 2 and row.last_order < since then
      coroutine.yield { profileIntegrationId = row.customer }
    end
  end
end)

print("chosen", perch.csv.write("win-back.csv", chosen, { columns = { "profileIntegrationId" } }))

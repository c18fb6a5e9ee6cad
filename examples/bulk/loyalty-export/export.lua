-- Balances of a list of customers as CSV, eight calls side by side.

local program = 71
local customers = {}
for row in perch.csv.rows("customers.csv") do customers[#customers + 1] = row end

local progress <close> = perch.progress(#customers, "balances")
local rows = perch.map(customers, function(row)
  local balances, problem = talon.attempt(talon.loyalty.balances, program, row.customer)
  progress:add()
  local main = balances and balances.balance or {}
  return {
    customer = row.customer, name = row.name, active = main.activePoints, pending = main.pendingPoints,
    spent = main.spentPoints, expired = main.expiredPoints, problem = problem and problem.message,
  }
end, { concurrency = 8 })

perch.csv.write("balances.csv", rows, {
  columns = { "customer", "name", "active", "pending", "spent", "expired", "problem" },
})

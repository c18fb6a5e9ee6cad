-- A code for each customer: two files, read side by side.

local next_code = perch.csv.rows("codes.csv")

local wallet = coroutine.wrap(function()
  for row in perch.csv.rows("customers.csv") do
    local code = next_code()
    if not code then error("there are fewer codes than customers", 0) end
    coroutine.yield { couponValue = code.value, customer = row.customer }
  end
end)

print("dealt", perch.csv.write("wallet.csv", wallet, { columns = { "couponValue", "customer" } }))

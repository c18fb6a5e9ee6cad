-- The proof for the file of data protection: who asked when, and what became of it, with the day on which it was done.

local day = arg[1] or perch.time.format(perch.time.now()):sub(1, 10)

local columns = { "ticket", "customer", "requested", "erased", "remark" }
local rows = coroutine.wrap(function()
  for row in perch.csv.rows("requests.results.csv") do
    local is_done = row.status == "done"
    coroutine.yield {
      ticket = row.ticket, customer = row.customer, requested = row.requested,
      erased = is_done and day or "", remark = is_done and "" or row.reason,
    }
  end
end)

local name = "erased-" .. day .. ".csv"
print(name, perch.csv.write(name, rows, { columns = columns }))

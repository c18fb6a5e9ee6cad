-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- Session updates over HTTP, side by side on as many connections as arg[1] says. Each has a session of its own: calls for
-- the same session, customer or coupon would wait for each other. Prints calls per second.

local connections, seconds = tonumber(arg[1]), 3
local body = {
  customerSession = {
    cartItems = { { sku = "kettle", quantity = 1, price = 39 }, { sku = "cup", quantity = 4, price = 7 } },
  },
}

talon.sessions.update("warm", body)
local start, count = perch.time.now(), 0
local function work(_, index)
  while perch.time.now() - start < seconds do
    talon.sessions.update("s" .. index, body)
    count = count + 1
  end
end

if connections == 1 then
  work(nil, 1)
else
  local list = {}
  for index = 1, connections do list[index] = index end
  perch.map(list, work, { concurrency = connections })
end
print(math.floor(count / (perch.time.now() - start)))

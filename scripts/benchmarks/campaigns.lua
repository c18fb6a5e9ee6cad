-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- One session update beside many campaigns of ten rules. The argument is the number of campaigns; a second one `all` lets
-- every rule be tried, otherwise ten campaigns can match. Prints microseconds per update.

local count, all = tonumber(arg[1]), arg[2] == "all"
for number = 1, count do
  local rules = {}
  for index = 1, 10 do
    local group = all and "any" or "group " .. math.ceil(number / 10)
    rules[index] = {
      title = "rule " .. index,
      condition = { "and",
        { "=", { ".", "Session", "Attributes", "group" }, group },
        all and { ">", { "+", { ".", "Session", "Total" }, index }, 1000000 } or { ">", { ".", "Session", "Total" }, index * 20 } },
      effects = { { "setDiscount", "discount " .. index, index } },
    }
  end
  sandbox.campaign { name = "campaign " .. number, rules = rules }
end

local items = {}
for index = 1, 10 do items[index] = { sku = "sku-" .. index, quantity = 1, price = index * 1.25 } end
local body = { customerSession = { profileId = "ada", cartItems = items, attributes = { group = all and "any" or "group 1" } } }

for _ = 1, 20 do talon.sessions.update("s1", body) end
local updates, start = 0, perch.time.now()
while perch.time.now() - start < 2 do
  for _ = 1, 10 do talon.sessions.update("s1", body) end
  updates = updates + 10
end
print(math.floor((perch.time.now() - start) / updates * 1e6))

-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- Session updates in process: ten items, one campaign of ten rules. Prints calls per second.

local rules = {}
for index = 1, 10 do
  rules[index] = {
    title = "rule " .. index,
    condition = { "and", { ">", { ".", "Session", "Total" }, index * 20 } },
    effects = { { "setDiscount", "discount " .. index, { "*", { ".", "Session", "Total" }, { "/", index, 100 } } } },
  }
end
sandbox.campaign { name = "Ten rules", rules = rules }

local items = {}
for index = 1, 10 do items[index] = { sku = "sku-" .. index, quantity = 1, price = index * 1.25 } end
local body = { customerSession = { profileId = "ada", cartItems = items } }

for _ = 1, 500 do talon.sessions.update("s1", body) end
local count, start = 0, perch.time.now()
while perch.time.now() - start < 2 do
  for _ = 1, 100 do talon.sessions.update("s1", body) end
  count = count + 100
end
print(math.floor(count / (perch.time.now() - start)))

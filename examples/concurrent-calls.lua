-- Calls side by side: they look synchronous, and run together where the network allows.

local started = perch.time.now()

-- Two things at once; the results come in order.
local session, profile = table.unpack(perch.parallel {
  function() return talon.sessions.update("s1", { customerSession = { profileId = "ada" } }, {}) end,
  function() return talon.profiles.update("grace", { attributes = {} }) end,
})
print(#session.effects, #profile.effects)

-- Many things, ten at a time. Calls for the same customer are made one after the other, in order,
-- because the service refuses them otherwise.
local totals = perch.map({ 5, 10, 15, 20 }, function(price)
  local answer = talon.sessions.update("order-" .. price, {
    customerSession = { profileId = "ada", cartItems = { { sku = "cup", quantity = 2, price = price } } },
    responseContent = { "customerSession" },
  })
  return answer.customerSession.total
end, { concurrency = 10 })
print(table.concat(totals, " "))

-- One that fails is raised when all have ended; the others have done their work.
local ok, problem = pcall(perch.parallel, {
  function() return talon.sessions.get("nowhere") end,
  function() return talon.profiles.update("linus", { attributes = {} }) end,
})
print(ok, problem.status)
print(started <= perch.time.now())

--[[ prints
0	0
10 20 30 40
false	404
true
]]

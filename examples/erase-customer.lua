-- Erasing a customer: the personal data goes, what accounting needs stays.

if sandbox.available then
  sandbox.attribute { entity = "CustomerProfile", name = "Email", type = "string" }
end

talon.profiles.update("ada", { attributes = { Email = "ada@example.org" } })
talon.sessions.update("order-1", {
  customerSession = { profileId = "ada", state = "closed", cartItems = { { sku = "cup", quantity = 1, price = 7.5 } } },
})

local function attributes()
  return perch.inspect(talon.inventory.get("ada", { profile = true }).profile.attributes)
end

print("before", attributes())
print("erased", talon.data.delete("ada"))
print("after", attributes())

-- Erasing somebody who is not there is an error, not a silence.
local _, problem = talon.attempt(talon.data.delete, "nobody")
print(problem.code, problem.status)

--[[ prints
before	{ Email = "ada@example.org" }
erased	true
after	{}
api	404
]]

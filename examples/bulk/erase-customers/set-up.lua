-- Four customers with a name and an address of mail; nobody has the number C-9999.

sandbox.clock.set("2026-11-06T09:30:00Z")
for _, name in ipairs { "Email", "Name" } do
  sandbox.attribute { entity = "CustomerProfile", name = name, type = "string" }
end
for number = 1, 4 do
  talon.profiles.update("C-300" .. number, {
    attributes = { Email = "customer" .. number .. "@example.com", Name = "Customer " .. number },
  }, { runRuleEngine = false })
end

-- The audience that the campaign is for, and the customers of the shop.

sandbox.audience { id = 21, name = "Win back" }
for row in perch.csv.rows("customers.csv") do
  talon.profiles.update(row.customer, {}, { runRuleEngine = false })
end

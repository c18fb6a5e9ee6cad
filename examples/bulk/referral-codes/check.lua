-- Each code is in the list and in the inventory of its advocate.

for row in perch.csv.rows("advocates.csv") do
  local referral = talon.inventory.get(row.customer, { referrals = true }).referrals[1]
  assert(referral.code == row.referral_code)
  print(row.name, (row.referral_code:gsub("%w%w%w%w$", "____")))
end

--[[ prints
Ada	FRIEND-____
Grace	FRIEND-____
Kovalevskaya, Sofia	FRIEND-____
Linus	FRIEND-____
Emmy	FRIEND-____
]]

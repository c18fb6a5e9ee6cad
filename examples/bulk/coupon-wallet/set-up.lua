-- The campaign with its coupons, as the Campaign Manager exports their codes, and 10,000 customers as the shop does.

local campaign = sandbox.campaign { id = 31, name = "Ten years", rules = {} }

local codes, customers = {}, {}
for number = 1, 10000 do
  codes[number] = string.format("TEN-%05d", number)
  customers[number] = { customer = string.format("C-%05d", number) }
end
sandbox.coupons { campaignId = campaign.id, codes = codes, usageLimit = 1 }
for number, code in ipairs(codes) do codes[number] = { value = code, campaign = campaign.name } end

perch.csv.write("codes.csv", codes)
perch.csv.write("customers.csv", customers)

-- The wallets of the first and the last one.

for _, id in ipairs { "C-00001", "C-10000" } do
  local coupons = talon.inventory.get(id, { coupons = true }).coupons
  print(id, #coupons, coupons[1].value)
end

--[[ prints
C-00001	1	TEN-00001
C-10000	1	TEN-10000
]]

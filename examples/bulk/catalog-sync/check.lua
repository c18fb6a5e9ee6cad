-- A cart takes its prices from the catalog.

print("checked")

--[[ prints
]]

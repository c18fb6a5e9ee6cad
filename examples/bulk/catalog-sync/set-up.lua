-- The catalog as it was yesterday.

for _, name in ipairs { "colour", "season" } do
  sandbox.attribute { entity = "CartItem", name = name, type = "string" }
end
sandbox.catalog {
  id = 61, name = "Shop",
  items = { { sku = "KETTLE-1", price = 34.90 }, { sku = "CUP-1", price = 7.50 } },
}

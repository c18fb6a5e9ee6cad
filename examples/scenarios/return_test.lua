-- 2 off each cup. When a cup comes back, its discount is taken back, and those of the others stay.

scenario("a returned item gives its discount back", function()
  sandbox.campaign {
    name = "2 off each cup",
    rules = {
      {
        title = "2 off each cup",
        condition = { "and", true },
        effects = {
          {
            "setDiscountPerItem",
            -- The items of the cart that are cups.
            { "filter", { ".", "Session", "CartItems" }, { { "Item" }, { "=", { ".", "Item", "Sku" }, "cup" } } },
            "2 off",
            2,
          },
        },
      },
    },
  }
  local ada = customer("ada")
  local order

  step("three cups and a kettle", function()
    order = ada:buys { item("kettle", 40), item("cup", 7.50, 3) }
    expect(order):to_have_discount { sku = "cup", value = 6 }
    expect(order):to_have_discount { sku = "kettle", value = 0 }
  end)

  step("a cup comes back", function()
    local answer = ada:returns(order, { cup = 1 })
    expect(answer):to_have_effects { { "rollbackDiscount", { value = 2 } } }
    expect(answer.customerSession):to_cover { state = "partially_returned", cartItems = { {}, { remainingQuantity = 2 } } }
  end)

  step("more cups than are left cannot come back", function()
    expect(function() ada:returns(order, { cup = 3 }) end):to_fail_with(400)
  end)

  step("the kettle had no discount, so nothing is taken back", function()
    expect(ada:returns(order, { "kettle" })):to_have_no_effect()
  end)
end)

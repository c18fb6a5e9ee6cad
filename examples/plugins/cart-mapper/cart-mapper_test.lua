-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- Run it with: perch test plugins/cart-mapper

local mapper = require "cart-mapper"

local webhook = {
  id = 1175802, customer = { id = 207119551 },
  line_items = { { sku = "kettle", title = "Kettle", quantity = 1, price = "39.90" } },
}

scenario("a cart of a webhook becomes a session", function()
  local session = mapper.session(webhook).customerSession
  expect(session.profileId):to_equal("207119551")
  expect(session.cartItems):to_equal { { sku = "kettle", name = "Kettle", quantity = 1, price = 39.9 } }
end)

scenario("rules see what was in the cart", function()
  sandbox.campaign {
    name = "Kettles",
    rules = { {
      title = "a tenth off",
      condition = { "and", { ">", { ".", "Session", "Total" }, 30 } },
      effects = { { "setDiscount", "a tenth", { "*", { ".", "Session", "Total" }, { "/", 10, 100 } } } },
    } },
  }
  local answer = talon.sessions.update(mapper.id(webhook), mapper.session(webhook))
  expect(answer):to_have_discount(3.99)
end)

scenario("a cart without lines is refused by name", function()
  local _, problem = pcall(mapper.session, { token = "c1" })
  expect(tostring(problem)):to_contain("neither `items` nor `line_items`")
end)

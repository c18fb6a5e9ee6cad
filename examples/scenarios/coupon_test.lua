-- A coupon for 10% off, once for each customer, on orders of 20 or more.

scenario("a coupon gives 10% off", function()
  sandbox.campaign {
    name = "Summer sale",
    coupons = { "SUMMER10" },
    -- Each customer may use a coupon of this campaign once.
    limits = { { action = "redeemCoupon", limit = 1, entities = { "Profile" } } },
    rules = {
      {
        title = "10% off orders of 20 or more",
        -- All must be true: the coupon is valid, and the total of the cart is at least 20.
        condition = { "and", { "couponValid" }, { ">=", { ".", "Session", "Total" }, 20 } },
        -- A discount of total × 10 / 100.
        effects = { { "setDiscount", "10% off", { "*", { ".", "Session", "Total" }, { "/", 10, 100 } } } },
      },
    },
  }
  local ada = customer("ada")

  step("a cart that is too small does not get it", function()
    local answer = ada:checks { item("cup", 7.50), coupons = "SUMMER10" }
    expect(answer):to_reject_coupon("SUMMER10", "CouponRejectedByCondition")
    expect(answer):to_have_discount(0)
  end)

  step("a larger cart gets it", function()
    local answer = ada:buys { item("kettle", 40), item("cup", 7.50, 4), coupons = "SUMMER10" }
    expect(answer):to_accept_coupon("SUMMER10")
    expect(answer):to_have_total(70)
    expect(answer):to_have_discount(7)
  end)

  step("the same customer cannot use it again", function()
    local answer = ada:buys { item("kettle", 40), coupons = "SUMMER10" }
    expect(answer):to_reject_coupon("SUMMER10", "ProfileLimitReached")
  end)

  step("another customer can", function()
    local answer = customer("grace"):buys { item("kettle", 40), coupons = "SUMMER10" }
    expect(answer):to_accept_coupon("SUMMER10")
  end)
end)

scenario("a code that does not exist is refused", function()
  local answer = customer("ada"):checks { item("kettle", 40), coupons = "SUMER10" }
  expect(answer):to_reject_coupon("SUMER10", "CouponNotFound")
end)

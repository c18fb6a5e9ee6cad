-- Time travel: a coupon that begins and ends, and points that expire. The clock of the sandbox goes where we want it.

scenario("a coupon is valid in its week", function()
  sandbox.clock.set("2026-11-20T09:00:00Z")
  sandbox.campaign {
    name = "Black week",
    coupons = { coupon("BLACK25", { starts = "2026-11-23T00:00:00Z", expires = "2026-11-30T00:00:00Z" }) },
    rules = {
      {
        title = "25 off with the coupon",
        condition = { "and", { "couponValid" } },
        effects = { { "setDiscount", "25 off", 25 } },
      },
    },
  }
  local ada = customer("ada")
  local function try() return ada:checks { item("teapot", 100), coupons = "BLACK25" } end

  step("on Friday it is too early", function()
    expect(try()):to_reject_coupon("BLACK25", "CouponStartDateInFuture")
  end)

  step("three days later it works", function()
    sandbox.clock.advance("3D")
    expect(try()):to_accept_coupon("BLACK25")
  end)

  step("after the week it is too late", function()
    sandbox.clock.set("2026-11-30T00:00:01Z")
    expect(try()):to_reject_coupon("BLACK25", "CouponExpired")
  end)
end)

scenario("points expire after 30 days", function()
  sandbox.clock.set("2026-01-01T12:00:00Z")
  local club = sandbox.loyalty_program { name = "club", title = "The club", defaultValidity = "30D" }
  sandbox.campaign {
    name = "Welcome",
    rules = {
      {
        title = "50 points for an order",
        condition = { "and", { "=", { ".", "Event", "Type" }, "talon_session_closed" } },
        effects = { { "addLoyaltyPoints", club.id, "", "thank you", 50 } },
      },
    },
  }
  local ada = customer("ada")
  ada:buys { item("tea", 12) }

  step("they are there for 29 days", function()
    sandbox.clock.advance("29D")
    expect(ada:points(club)):to_equal(50)
  end)

  step("and gone after 31", function()
    sandbox.clock.advance("2D")
    expect(ada:points(club)):to_equal(0)
  end)
end)

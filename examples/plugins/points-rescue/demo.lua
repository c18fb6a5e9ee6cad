-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- A program with three customers, for trying the plugin without an account. It prints nothing.

sandbox.loyalty_program { id = 5, name = "stars", title = "Stars" }
sandbox.campaign { name = "Come back", coupons = { "COMEBACK" } }
for customer, booking in pairs {
  ada = { points = 120, days = 12 },
  grace = { points = 40, days = 90 },
  linus = { points = 8, days = 29 },
} do
  talon.loyalty.join(5, customer)
  sandbox.loyalty_points {
    programId = 5, integrationId = customer, points = booking.points, validityDuration = booking.days .. "D",
  }
end

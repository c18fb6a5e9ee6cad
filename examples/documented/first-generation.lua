-- The older form of the API, as the Ruby SDK's tests against the live product use it.
-- Source: github.com/talon-one/talon_one.rb, test/test_integration_api_live.rb (the rule "Free money for all!", the coupon
-- `mycode`, a session of 45.55; two effects, and the discount stands in the session), and for the form of the effects
-- "Migrating to V2", https://docs.talon.one/docs/dev/tutorials/migrating-to-v2.

sandbox.attribute { entity = "Coupon", name = "Description" }
local campaign = sandbox.campaign {
  name = "Test Campaign",
  rules = {
    {
      title = "Free money for all!",
      condition = { "and", { "couponValid" } },
      effects = { { "setDiscount", "Free money", 45.55 } },
    },
  },
  coupons = { { value = "mycode", attributes = { Description = "some text" } } },
}

local answer = talon.v1.sessions.update("new-session", { coupon = "mycode", total = 45.55 })
assert(#answer.event.effects == 2)
for _, effect in ipairs(answer.event.effects) do
  print(effect[1] == campaign.id, effect[3], table.unpack(effect[4]))
end
assert(answer.event.effects[1][4][1] == "acceptCoupon" and answer.event.effects[2][4][1] == "setDiscount")
print(answer.event.type, answer.session.discounts["Free money"], answer.event.meta.coupons.mycode.Description)
assert(answer.event.type == "talon_session_created" and answer.session.discounts["Free money"] == 45.55)
assert(answer.event.meta.coupons.mycode.Description == "some text")

--[[ prints
true	0	acceptCoupon	mycode
true	0	setDiscount	Free money	45.55
talon_session_created	45.55	some text
]]

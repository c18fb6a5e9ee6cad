-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- JSON to Lua and back: the same text for perch.json and for lua-cjson. Prints nanoseconds for each way.

local json = perch and perch.json or require "cjson"

local text = [[{"effects":[{"campaignId":244,"rulesetId":73,"ruleIndex":0,"ruleName":"10% off with a coupon","effectType":]]
  .. [["acceptCoupon","props":{"value":"SUMMER10"},"triggeredByCoupon":4928},{"campaignId":244,"rulesetId":73,"ruleIndex":0,]]
  .. [["ruleName":"10% off","effectType":"setDiscount","props":{"name":"10% off","value":6.99},"triggeredByCoupon":4928}],]]
  .. [["createdCoupons":[],"createdReferrals":[],"customerSession":{"integrationId":"s1","state":"open","total":69.9,]]
  .. [["cartItemTotal":69.9,"additionalCostTotal":0}}]]

local function nanoseconds(work, argument)
  local best = math.huge
  for _ = 1, 5 do
    local count, start = 20000, os.clock()
    for _ = 1, count do work(argument) end
    best = math.min(best, (os.clock() - start) / count * 1e9)
  end
  return math.floor(best)
end

print(nanoseconds(json.decode, text), nanoseconds(json.encode, json.decode(text)))

-- The third purchase over 300 brings 1000 points; a subledger counts the purchases.
-- Source: "Awarding 1000 points for three purchases over $300 each",
-- https://docs.talon.one/docs/product/tutorials/sample-campaigns/gamification-purchase-3times.

sandbox.loyalty_program { id = 1, name = "transaction_counter", title = "Transaction counter" }
sandbox.loyalty_program { id = 2, name = "wallet", title = "Wallet" }

local closing = { "=", { ".", "Event", "Type" }, "talon_session_closed" }
local big = { ">", { ".", "Session", "Total" }, 300 }

sandbox.campaign {
  name = "ADVANCED-GAMIFICATION",
  rules = {
    {
      title = "Count Transactions over $300",
      condition = { "and", closing, big },
      effects = { { "addLoyaltyPoints", 1, "TransactionOver300", "1 transaction over $300", 1 } },
    },
    {
      title = "3rd transaction over $300",
      condition = { "and", closing, big, { "=", { "loyaltyBalance", 1, "TransactionOver300", "tentativeCurrent" }, 3 } },
      effects = { { "addLoyaltyPoints", 2, "", "3 transactions over $300", 1000 } },
    },
  },
}

local awarded = {}
for number, total in ipairs { 301, 299, 450, 300, 1200, 400 } do
  local answer = talon.sessions.update("order-" .. number, {
    customerSession = { profileId = "ada", state = "closed", cartItems = { { sku = "item", quantity = 1, price = total } } },
  })
  local points = {}
  for _, effect in ipairs(answer.effects) do points[#points + 1] = effect.props.value end
  print(total, #points > 0 and table.concat(points, " and ") or "nothing")
  awarded[number] = table.concat(points, " ")
end
-- The three need not follow each other, and 300 is not over 300.
assert(table.concat(awarded, ",") == "1,,1,,1 1000,1")
assert(talon.loyalty.balances(2, "ada").balance.activePoints == 1000)

--[[ prints
301	1
299	nothing
450	1
300	nothing
1200	1 and 1000
400	1
]]

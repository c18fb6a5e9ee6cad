-- A free mug for everybody who buys for 50 or more; the notification says so. Whoever is nearly there is told, too.

scenario("a mug comes with orders of 50 or more", function()
  local total = { ".", "Session", "Total" }
  sandbox.campaign {
    name = "Mug with purchase",
    rules = {
      {
        title = "free mug",
        condition = { "and", { ">=", total, 50 } },
        effects = {
          { "addFreeItem", "mug", "Free mug" },
          { "showNotification", "Info", "A gift for you", "There is a mug in your parcel." },
        },
      },
      {
        title = "nearly there",
        condition = { "and", { ">=", total, 40 }, { "<", total, 50 } },
        effects = { { "showNotification", "Offer", "Nearly there", "From 50 on you get a free mug." } },
      },
    },
  }
  local ada = customer("ada")

  step("a small cart gets nothing", function()
    expect(ada:checks { item("tea", 12) }):to_have_no_effect()
  end)

  step("nearly there", function()
    local answer = ada:checks { item("tea", 12), item("pot", 30) }
    expect(answer).not_:to_have_free_item("mug")
    expect(answer):to_have_notification("From 50 on")
  end)

  step("the mug", function()
    local answer = ada:buys { item("tea", 12, 2), item("pot", 30) }
    expect(answer):to_have_free_item("mug")
    expect(answer):to_have_notification { title = "A gift for you" }
    -- The mug costs nothing, so the total stays.
    expect(answer):to_have_total(54)
  end)
end)

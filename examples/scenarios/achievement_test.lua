-- Three visits, one present: each visit is an event that the shop's app sends.

scenario("three visits bring 100 points", function()
  sandbox.event_type { name = "shop_visited" }
  local club = sandbox.loyalty_program { name = "club", title = "The club" }
  local regular = sandbox.achievement { name = "regular", title = "Regular visitor", target = 3 }
  sandbox.campaign {
    name = "Visits",
    rules = {
      {
        title = "each visit counts",
        condition = { "and", { "=", { ".", "Event", "Type" }, "shop_visited" } },
        effects = { { "increaseAchievementProgress", regular.id, 1 } },
      },
      {
        title = "a present for regular visitors",
        condition = { "and", { "achievementJustCompleted", regular.id } },
        effects = { { "addLoyaltyPoints", club.id, "", "regular visitor", 100 } },
      },
    },
  }
  local ada = customer("ada")

  step("the first visit begins it", function()
    expect(ada:tracks("shop_visited")):to_have_effect("startAchievementProgress", { achievementName = "regular" })
  end)

  step("the second one is a step on the way", function()
    local answer = ada:tracks("shop_visited")
    expect(answer):to_have_effect("increaseAchievementProgress", { value = 2, isJustCompleted = false })
    expect(answer):to_have_points(0)
  end)

  step("the third one completes it", function()
    local answer = ada:tracks("shop_visited")
    expect(answer):to_have_effect("increaseAchievementProgress", { value = 3, isJustCompleted = true })
    expect(answer):to_have_points(100, { program = club })
    expect(ada:points(club)):to_equal(100)
  end)
end)

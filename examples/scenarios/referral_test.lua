-- Bring a friend: whoever comes with a friend's code pays 5 less, and each friend counts once.

scenario("a friend comes with a code", function()
  local campaign = sandbox.campaign {
    name = "Bring a friend",
    features = { "referrals" },
    rules = {
      {
        title = "5 off with a friend's code",
        condition = { "and", { "referralValid" } },
        effects = { { "setDiscount", "5 off", 5 } },
      },
    },
  }
  local ada, grace = customer("ada"), customer("grace")
  local code

  step("ada gets a code to pass on", function()
    code = talon.referrals.create { campaignId = campaign.id, advocateProfileIntegrationId = ada.id }.code
    expect(code):to_match("%w+")
  end)

  step("she cannot use it herself", function()
    expect(ada:checks { item("tea", 20), referral = code }):to_reject_referral(code, "ReferralRecipientIdSameAsAdvocate")
  end)

  step("grace can", function()
    local answer = grace:buys { item("tea", 20), referral = code }
    expect(answer):to_accept_referral(code)
    expect(answer):to_have_discount(5)
  end)

  step("but only once", function()
    expect(grace:buys { item("tea", 20), referral = code }):to_reject_referral(code)
  end)
end)

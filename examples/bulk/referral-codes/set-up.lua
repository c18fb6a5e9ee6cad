-- The campaign that the codes are for.

sandbox.campaign { id = 41, name = "Bring a friend", features = { "referrals" }, rules = {} }

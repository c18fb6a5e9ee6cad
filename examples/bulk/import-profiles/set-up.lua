-- The attributes that the account has.

for _, attribute in ipairs {
  { name = "Email", type = "string" }, { name = "Tier", type = "string" }, { name = "Points", type = "number" },
  { name = "Newsletter", type = "boolean" }, { name = "MemberSince", type = "time" },
  { name = "Interests", type = "(list string)" },
} do
  attribute.entity = "CustomerProfile"
  sandbox.attribute(attribute)
end

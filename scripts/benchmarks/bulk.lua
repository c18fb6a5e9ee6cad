-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- The attributes of the profiles that bulk.py makes.

for name, type in pairs { Name = "string", Email = "string", Tier = "string", Points = "number", Since = "time" } do
  sandbox.attribute { entity = "CustomerProfile", name = name, type = type }
end

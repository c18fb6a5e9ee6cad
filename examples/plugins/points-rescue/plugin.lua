-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- Finds customers who are about to lose points, and reserves a coupon for each, so that they come back in time.

local units = { D = 86400, W = 7 * 86400, h = 3600 }

local function seconds(text)
  local count, unit = text:match("^(%d+)([DWh])$")
  if not count then error(("--within takes a time as 30D, 6W or 48h, not `%s`"):format(text), 0) end
  return tonumber(count) * units[unit]
end

local function now()
  return perch.time.parse(sandbox.available and sandbox.clock.now() or perch.time.format(perch.time.now()))
end

-- The first column of the file; a header and empty lines are left out.
local function customers(path)
  local file = assert(io.open(plugin.project .. "/" .. path))
  local ids = {}
  for line in file:lines() do
    local id = line:gsub("^\u{FEFF}", ""):match('^%s*"?([^",;\r]*)')
    if id ~= "" and id ~= "customer" then ids[#ids + 1] = id end
  end
  file:close()
  return ids
end

-- Points of one customer that run out until then, and when the first of them do.
local function endangered(program, customer, limit)
  local points, first, skip = 0, nil, 0
  repeat
    local page = talon.loyalty.points(
      program, customer, { status = "active", sort = "expiryDate", pageSize = 1000, skip = skip })
    for _, entry in ipairs(page.data) do
      -- What has no end says so in words.
      local known, expiry = pcall(perch.time.parse, entry.expiryDate)
      if known and expiry <= limit then
        points = points + entry.amount
        first = math.min(first or expiry, expiry)
      end
    end
    skip = skip + #page.data
  until not page.hasMore
  return points, first
end

local function reserved(coupon)
  local have = {}
  for _, profile in ipairs(talon.reservations.customers(coupon).data) do have[profile.integrationId] = true end
  return have
end

return {
  name = "points-rescue",
  version = "1.0.0",
  perch = "^0.1",
  summary = "A coupon for customers who are about to lose points.",
  permissions = { "api:write", "read:customers.csv" },

  options = {
    customers = { default = "customers.csv", summary = "The customers to look at: their ids, in the first column." },
  },

  commands = {
    ["points-rescue"] = {
      summary = "Reserves a coupon for customers who are about to lose points.",
      discussion = "Whoever has a reservation already keeps it, so that the command may be run every night.",
      options = {
        program = { type = "integer", required = true, summary = "The loyalty program, by its id." },
        coupon = { required = true, summary = "The coupon to reserve." },
        within = { default = "30D", summary = "How soon the points run out: days (D), weeks (W) or hours (h)." },
        ["dry-run"] = { type = "boolean", default = false, summary = "Only say who would get one." },
      },
      run = function(arguments)
        local limit = now() + seconds(arguments.within)
        local have = reserved(arguments.coupon)
        local found, failed = 0, 0
        for _, customer in ipairs(customers(plugin.options.customers)) do
          local points, first = talon.attempt(endangered, arguments.program, customer, limit)
          if not points then
            failed = failed + 1
            print(("%-12s %s"):format(customer, tostring(first.message or first)))
          elseif points > 0 then
            found = found + 1
            local what = have[customer] and "has the coupon" or arguments["dry-run"] and "would get it" or "gets it"
            if what == "gets it" then
              talon.reservations.create(arguments.coupon, { integrationIDs = { customer } })
            end
            print(("%-12s %6g points until %s  %s"):format(customer, points, perch.time.format(first):sub(1, 10), what))
          end
        end
        print(("%d customer%s about to lose points"):format(found, found == 1 and "" or "s"))
        return failed > 0 and 1 or 0
      end,
    },
  },
}

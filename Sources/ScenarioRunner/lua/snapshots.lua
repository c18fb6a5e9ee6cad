-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- to_match_snapshot: a value that is kept in a file beside the script, and compared with the next time.

local host, _, _, perch = ...

local type, pairs, tostring, getmetatable = type, pairs, tostring, getmetatable
local show, misuse, define = host.show, host.misuse, host.define

-- What changes from run to run.
local hex = "%x"
local uuid = ((hex:rep(8) .. "-" .. (hex:rep(4) .. "-"):rep(3) .. hex:rep(12)):gsub("%-", "%%-"))
local time = "%d%d%d%d%-%d%d%-%d%dT%d%d:%d%d:%d%d[%d.]*[Z+-][%d:]*"

local function steady(value)
  if type(value) == "string" then return (value:gsub(uuid, "<uuid>"):gsub(time, "<time>")) end
  -- What a secret stands for is not for files.
  if type(value) == "userdata" and value ~= perch.null then return tostring(value) end
  if type(value) ~= "table" or getmetatable(value) == "array" and #value == 0 then return value end
  local copy = {}
  for key, member in pairs(value) do copy[key] = steady(member) end
  return copy
end

-- How many snapshots without a name a scenario has taken. The runner calls host.restart_snapshots before each attempt.
local count = 0
function host.restart_snapshots() count = 0 end

local function title(name)
  local scenario = host.scenario_name or "snapshot"
  if name then return scenario .. " › " .. name end
  count = count + 1
  return scenario .. " " .. count
end

define {
  usage = "to_match_snapshot(name)",
  most = 1,
  check = function(value, name)
    if name ~= nil and type(name) ~= "string" then
      misuse("to_match_snapshot takes a name, not " .. show(name, 40), 'write expect(answer):to_match_snapshot("after checkout")')
    end
    if value == nil or type(value) == "function" or type(value) == "userdata" and value ~= perch.null then
      return nil, host.wrong(value, "data to take a snapshot of")
    end
    name = title(name)
    local file = host.scenario_file or (host.location())
    local now = steady(value)
    local before = host.keep_snapshot(file, name, perch.json.encode(now), false)
    if before == true then return true end
    if before == nil then
      return nil, {
        message = "there is no snapshot " .. show(name) .. " of " .. file .. ", and this run may not write one",
        hint = "run this scenario once on your machine and commit the file in __snapshots__",
      }
    end
    before = perch.json.decode(before)
    now = perch.json.decode(perch.json.encode(now))
    if host.same(before, now, "equal") then return true end
    if host.updates_snapshots() then
      host.keep_snapshot(file, name, perch.json.encode(now), true)
      return true
    end
    return false, function(negated)
      return {
        message = "expected the value " .. (negated and "not " or "") .. "to be as in the snapshot " .. show(name),
        differences = host.differences(before, now, "equal"),
        hint = "when the new value is right, run again with --update-snapshots",
      }
    end
  end,
  describe = function(_, _, name)
    return { message = "expected the value not to be as in its snapshot" .. (name and " " .. show(name) or "") }
  end,
}

-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- Errors for what is written wrong, with the nearest name where one was meant.

local host = ...

local pairs = pairs

function host.misuse(message, hint) host.raise("invalid_argument", message, hint) end

local function names_of(known)
  local names = {}
  for name in pairs(known) do names[#names + 1] = name end
  table.sort(names)
  return table.concat(names, " ")
end

local function unknown(message, name, known, before)
  local names = names_of(known)
  local nearest = host.nearest(name, names)
  host.raise(
    "unknown_name", message,
    nearest and "did you mean `" .. (before or "") .. nearest .. "`?" or "there are " .. names:gsub(" ", ", "))
end

function host.unknown_check(name, checks) unknown("there is no check `" .. name .. "`", name, checks) end

function host.unknown_matcher(name, matchers) unknown("there is no matcher `is." .. name .. "`", name, matchers, "is.") end

-- An option, a member or a method that something does not have.
function host.unknown_option(of, name, known) unknown(of .. " has no `" .. name .. "`", name, known) end

-- Refuses a name that is nearly one of the known ones.
function host.near_miss(name, known)
  local nearest = host.nearest(name, names_of(known))
  if nearest then
    host.raise("unknown_name", "there is no type of effect `" .. name .. "`", "did you mean `" .. nearest .. "`?")
  end
end

-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- is.*: matchers, for the places of a pattern where the value is not known exactly.

local host, _, _, perch = ...

local type, ipairs, tostring = type, ipairs, tostring
local show, matcher, is_matcher, same, misuse = host.show, host.matcher, host.is_matcher, host.same, host.misuse

is = {}

-- A matcher that looks at the value alone. `with` makes the one that `is.name(…)` gives.
local function simple(name, words, test, with)
  return matcher {
    name = name,
    words = words,
    with = with,
    compare = function(self, actual, how) return test(actual) or how:differ(self, actual) end,
  }
end

local function add(name, words, test, with) is[name] = simple(name, words, test, with) end

local function pattern_of(name, value)
  if value == nil then misuse("is." .. name .. " takes a value, a table or a matcher", "write is." .. name .. "(is.string)") end
  return value
end

local function list_of(name, ...)
  local list = { ... }
  if #list == 1 and type(list[1]) == "table" and not is_matcher(list[1]) then list = list[1] end
  if #list == 0 then misuse("is." .. name .. " takes a list", "write is." .. name .. "{ …, … }") end
  return list
end

local function options_of(name, options, known)
  if type(options) ~= "table" or is_matcher(options) then
    misuse("is." .. name .. " takes a table of options, not " .. show(options, 40), "write is." .. name .. "{ min = 0 }")
  end
  for key in pairs(options) do
    if not known[key] then host.unknown_option("is." .. name, tostring(key), known) end
  end
  return options
end

-- `of at least 1 and at most 5`
local function bounds(options)
  local words = {}
  if options.min then words[#words + 1] = "at least " .. show(options.min) end
  if options.max then words[#words + 1] = "at most " .. show(options.max) end
  return #words > 0 and " of " .. table.concat(words, " and ") or ""
end

local function is_within(value, options)
  return (not options.min or value >= options.min) and (not options.max or value <= options.max)
end

-- A whole number, also one that is written with a point.
local function is_whole(value) return type(value) == "number" and value % 1 == 0 end

add("any", "any value", function(actual) return actual ~= nil end)
add("string", "a text", function(actual) return type(actual) == "string" end)
add("boolean", "a boolean", function(actual) return type(actual) == "boolean" end)
add("table", "a table", function(actual) return type(actual) == "table" end)
add("null", "null", function(actual) return actual == perch.null end)

local number_options = { min = true, max = true, integer = true }
local function number(name, options, is_integer)
  options_of(name, options, number_options)
  is_integer = is_integer or options.integer
  return simple(name, (is_integer and "a whole number" or "a number") .. bounds(options), function(actual)
    return type(actual) == "number" and (not is_integer or is_whole(actual)) and is_within(actual, options)
  end)
end
add("number", "a number", function(actual) return type(actual) == "number" end, function(options)
  return number("number", options)
end)
add("integer", "a whole number", is_whole, function(options) return number("integer", options, true) end)

local hex = "%x"
local uuid = ("^" .. hex:rep(8) .. "-" .. (hex:rep(4) .. "-"):rep(3) .. hex:rep(12) .. "$"):gsub("%-", "%%-")
add("uuid", "a UUID", function(actual) return type(actual) == "string" and actual:find(uuid) ~= nil end)

local time = "^%d%d%d%d%-%d%d%-%d%dT%d%d:%d%d:%d%d%.?%d*[Z+-][%d:]*$"
add("time", "a point in time", function(actual) return type(actual) == "string" and actual:find(time) ~= nil end)

function is.near(expected, tolerance)
  tolerance = tolerance or 0.005
  if type(expected) ~= "number" or type(tolerance) ~= "number" then
    misuse("is.near takes a number and on request a tolerance", "write is.near(9.99) or is.near(9.99, 0.01)")
  end
  return simple("near", "a number near " .. show(expected), function(actual)
    return type(actual) == "number" and host.is_near(actual, expected, tolerance)
  end)
end

function host.is_near(actual, expected, tolerance)
  -- A little more than the tolerance, for what binary numbers cannot say exactly.
  return math.abs(actual - expected) <= tolerance + 1e-9 or actual == expected
end

function is.pattern(pattern)
  if type(pattern) ~= "string" then misuse("is.pattern takes a Lua pattern", 'write is.pattern("^%d+$")') end
  return simple("pattern", "a text like " .. show(pattern), function(actual)
    return type(actual) == "string" and host.find(actual, pattern)
  end)
end

-- Finds a Lua pattern; one that is not a pattern is an error of the script.
function host.find(text, pattern)
  local ok, found = pcall(string.find, text, pattern)
  if not ok then
    misuse(show(pattern) .. " is not a Lua pattern: " .. tostring(found), "write % before a sign that stands for itself")
  end
  return found ~= nil
end

function is.one_of(...)
  local list, words = list_of("one_of", ...), {}
  for index, value in ipairs(list) do words[index] = show(value, 40) end
  return simple("one_of", "one of " .. table.concat(words, ", "), function(actual)
    for _, value in ipairs(list) do
      if same(value, actual, "equal") then return true end
    end
    return false
  end)
end

function is.optional(pattern)
  pattern_of("optional", pattern)
  return matcher {
    name = "optional",
    words = show(pattern) .. ", or nothing",
    compare = function(_, actual, how)
      if actual == nil or actual == perch.null then return true end
      return how:compare(pattern, actual)
    end,
  }
end

function is.array_of(pattern, options)
  pattern_of("array_of", pattern)
  options = options and options_of("array_of", options, { min = true, max = true }) or {}
  local count = bounds(options)
  return matcher {
    name = "array_of",
    words = "a list" .. (count ~= "" and count .. " elements" or "") .. ", each " .. show(pattern),
    compare = function(self, actual, how)
      if type(actual) ~= "table" or next(actual) ~= nil and rawget(actual, 1) == nil or not is_within(#actual, options) then
        return how:differ(self, actual)
      end
      local same = true
      for index = 1, #actual do
        if not how:at(index, pattern, actual[index]) then
          same = false
          if not how.out then break end
        end
      end
      return same
    end,
  }
end

function is.not_(pattern)
  pattern_of("not_", pattern)
  return simple("not_", "not " .. show(pattern), function(actual) return not same(pattern, actual, "match") end)
end

function is.covering(pattern)
  if type(pattern) ~= "table" then misuse("is.covering takes a table", "write is.covering{ sku = \"cup\" }") end
  return matcher {
    name = "covering",
    words = "a table with " .. show(pattern),
    compare = function(self, actual, how)
      if type(actual) ~= "table" then return how:differ(self, actual) end
      local mode = how.mode
      how.mode = "cover"
      local same = how:compare(pattern, actual)
      how.mode = mode
      return same
    end,
  }
end

function is.all_of(...)
  local list, words = list_of("all_of", ...), {}
  for index, value in ipairs(list) do words[index] = show(value, 60) end
  return matcher {
    name = "all_of",
    words = table.concat(words, " and "),
    compare = function(_, actual, how)
      local same = true
      for _, pattern in ipairs(list) do
        if not how:compare(pattern, actual) then
          same = false
          if not how.out then break end
        end
      end
      return same
    end,
  }
end

function is.any_of(...)
  local list, words = list_of("any_of", ...), {}
  for index, value in ipairs(list) do words[index] = show(value, 60) end
  return simple("any_of", table.concat(words, " or "), function(actual)
    for _, pattern in ipairs(list) do
      if same(pattern, actual, "match") then return true end
    end
    return false
  end)
end

setmetatable(is, {
  __name = "is",
  __index = function(_, name) host.unknown_matcher(tostring(name), is) end,
})

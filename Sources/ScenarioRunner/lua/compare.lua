-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- Compares values by path. A pattern may have matchers in the place of values.

local host, _, _, perch = ...

local type, next, rawget, rawequal, getmetatable, setmetatable = type, next, rawget, rawequal, getmetatable, setmetatable
local format, sort, concat, tostring = string.format, table.sort, table.concat, tostring

-- A value as one would write it in Lua, in one line of at most `limit` letters.
function host.show(value, limit)
  local text = perch.inspect(value)
  limit = limit or 100
  if utf8.len(text) and utf8.len(text) <= limit or #text <= limit then return text end
  return text:sub(1, (utf8.offset(text, limit) or limit + 1) - 1) .. "…"
end
local show = host.show

-- Matchers: { words = "a number", compare = function(self, actual, how) … end }. They print as their words.
local Matcher = { __name = "matcher", __tostring = function(self) return self.words end }

function Matcher:__call(...)
  if not rawget(self, "with") then host.misuse("is." .. self.name .. " takes no arguments", "write is." .. self.name) end
  return self.with(...)
end

function host.is_matcher(value) return getmetatable(value) == Matcher end
local is_matcher = host.is_matcher

function host.matcher(fields) return setmetatable(fields, Matcher) end

-- How two values are compared: `mode` is
--   equal   the same members, no others
--   match   at least the members that are given, and lists of the same length
--   cover   at least the members that are given, and lists that begin so
-- With a list in `out` every difference goes there; without, the first one ends it.
local How = {}
How.__index = How

local function comparison(mode, out)
  return setmetatable({ mode = mode, out = out, depth = 0, path = {}, above = {} }, How)
end

local function path_text(path, depth)
  local parts = {}
  for index = 1, depth do
    local key = path[index]
    if type(key) == "string" and key:find("^[%a_][%w_]*$") then
      parts[index] = (index > 1 and "." or "") .. key
    else
      parts[index] = "[" .. show(key) .. "]"
    end
  end
  return concat(parts)
end

-- Numbers that print the same and are not the same.
local function texts(expected, actual)
  local left, right = show(expected), show(actual)
  if left == right and type(expected) == "number" and type(actual) == "number" then
    return format("%.17g", expected), format("%.17g", actual)
  end
  return left, right
end

-- Two long texts from a little before the place where they part.
local function parted(expected, actual)
  local place = 1
  while expected:byte(place) == actual:byte(place) do place = place + 1 end
  local start = place > 20 and (utf8.offset(expected, -16, place) or 1) or 1
  if start < 1 then start = 1 end
  local function from(text) return (start > 1 and "…" or "") .. show(text:sub(start), 60) end
  return from(expected), from(actual)
end

-- Notes a difference; gives false.
function How:differ(expected, actual)
  local out = self.out
  if out then
    local left, right
    if type(expected) == "string" and type(actual) == "string" and #expected + #actual > 120 then
      left, right = parted(expected, actual)
    else
      left, right = texts(expected, actual)
    end
    out[#out + 1] = {
      path = path_text(self.path, self.depth),
      expected = expected ~= nil and left or nil,
      actual = actual ~= nil and right or nil,
    }
  end
  return false
end

local ranks = { number = 1, string = 2, boolean = 3 }

local function before(a, b)
  local left, right = type(a), type(b)
  if left ~= right then return (ranks[left] or 9) < (ranks[right] or 9) end
  if left == "number" or left == "string" then return a < b end
  return tostring(a) < tostring(b)
end

-- The members of a table, in order when somebody will read of them.
local function members(of, is_ordered)
  if not is_ordered then return next, of end
  local keys = {}
  for key in next, of do keys[#keys + 1] = key end
  sort(keys, before)
  local index = 0
  return function()
    index = index + 1
    local key = keys[index]
    if key ~= nil then return key, rawget(of, key) end
  end
end

-- Goes one step down, compares there, and comes back.
function How:at(key, expected, actual)
  local depth = self.depth + 1
  self.depth, self.path[depth] = depth, key
  local same = self:compare(expected, actual)
  self.depth = depth - 1
  return same
end

function How:compare(expected, actual)
  if expected == actual then return true end
  if type(expected) == "table" then
    if is_matcher(expected) then return expected:compare(actual, self) end
    if type(actual) == "table" then return self:tables(expected, actual) end
  elseif expected ~= expected and actual ~= actual then
    return true
  end
  return self:differ(expected, actual)
end

function How:tables(expected, actual)
  local above, out, mode = self.above, self.out, self.mode
  if above[expected] ~= nil and rawequal(above[expected], actual) then return true end
  above[expected] = actual
  local same = true
  for key, value in members(expected, out) do
    local found = rawget(actual, key)
    if value ~= found and not self:at(key, value, found) then
      same = false
      if not out then break end
    end
  end
  if (same or out) and (mode == "equal" or mode == "match" and (rawget(expected, 1) ~= nil or next(expected) == nil)) then
    for key, found in members(actual, out) do
      if rawget(expected, key) == nil and not self:at(key, nil, found) then
        same = false
        if not out then break end
      end
    end
  end
  above[expected] = nil
  return same
end

-- Whether a value is as the pattern says.
function host.same(expected, actual, mode)
  if expected == actual then return true end
  return comparison(mode):compare(expected, actual)
end

-- Where it is not: a list of { path, expected, actual }, with the path beginning at `path` (a list of keys).
function host.differences(expected, actual, mode, path)
  local how = comparison(mode, {})
  if path then
    how.path, how.depth = path, #path
  end
  how:compare(expected, actual)
  return how.out
end

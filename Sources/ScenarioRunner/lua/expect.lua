-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- expect(value) and check(value): how a check is called and what a failure is. The checks themselves are added with
-- host.define and host.adopt by the sources after this one, and by plugins.

local host = ...

local type, ipairs, pairs, rawget, getmetatable, setmetatable, select = type, ipairs, pairs, rawget, getmetatable, setmetatable, select
local concat, error = table.concat, error
local show, misuse = host.show, host.misuse

-- What a check that does not hold raises: the fields of a `Failure`, with `is_failure`. It prints as people read it.
local Failure = { __name = "failure" }

local shown = 12 -- differences in the text

function Failure:__tostring()
  local lines = {}
  if self.note then lines[1] = self.note end
  lines[#lines + 1] = self.message
  for index, difference in ipairs(self.differences) do
    if index > shown then
      lines[#lines + 1] = "  and " .. #self.differences - shown .. " more differences"
      break
    end
    lines[#lines + 1] = "  " .. (difference.path ~= "" and difference.path .. ": " or "") .. "expected "
      .. (difference.expected or "nothing") .. ", was " .. (difference.actual or "nothing")
  end
  return concat(lines, "\n")
end

function host.failure(fields)
  local file, line = host.location()
  fields.kind = "check"
  fields.is_failure = true
  fields.location = file and { file = file, line = line } or nil
  fields.differences = fields.differences or {}
  return setmetatable(fields, Failure)
end

-- Ends the scenario; a soft one is noted by the runner, and the scenario goes on.
local function fail(fields, is_soft)
  local failure = host.failure(fields)
  if is_soft and host.soft then return host.soft(failure) end
  error(failure, 0)
end

local methods = {}
local add_foreign
local Expectation = { __name = "expectation" }

local function expectation(value, note, is_soft, negated)
  return setmetatable({ value = value, note = note or false, is_soft = is_soft, negated = negated }, Expectation)
end

function Expectation:__index(name)
  local method = methods[name]
  if method then return method end
  if name == "value" then return nil end
  if name == "not_" then return expectation(rawget(self, "value"), self.note, self.is_soft, not self.negated) end
  if name == "soft" then return expectation(rawget(self, "value"), self.note, true, self.negated) end
  add_foreign()
  return methods[name] or host.unknown_check(tostring(name), methods)
end

-- Adds a check.
--   usage     how it is written, as in `to_equal(value)`: its name, and what errors show
--   least     how many arguments it must have; `most` how many it may have, the same when left out
--   check     gets the value and the arguments; gives true or false. When that cannot be said of such a value: nil and
--             the fields of a failure, which fails the negated check as well. A function in that place describes.
--   describe  gets the value, whether the check is negated, and the arguments. Gives what stands after `expected … (not)`,
--             or the fields of the failure.
function host.define(check)
  local name = check.usage:match("^[%w_]+")
  local test, describe, least, most = check.check, check.describe, check.least or 0, check.most or check.least or 0

  methods[name] = function(self, ...)
    if type(self) ~= "table" or getmetatable(self) ~= Expectation then
      misuse(name .. " was called with a point", "write a colon: expect(value):" .. check.usage)
    end
    local count = select("#", ...)
    if count < least or count > most then
      misuse(
        name .. " takes " .. (least == most and least or least .. " to " .. most) .. (most == 1 and " argument" or " arguments")
          .. ", not " .. count, check.hint or "write expect(value):" .. check.usage)
    end
    local value = rawget(self, "value")
    local holds, problem = test(value, ...)
    if holds ~= nil and holds ~= self.negated then return end
    local fields = problem
    if problem == nil then
      fields = describe(value, self.negated, ...)
    elseif type(problem) == "function" then
      fields = problem(self.negated)
    end
    if type(fields) == "string" then
      fields = { message = "expected " .. show(value) .. (self.negated and " not " or " ") .. fields }
    end
    fields.note = fields.note or self.note or nil
    fail(fields, self.is_soft)
  end
end

-- Adds the checks of a plugin that lives in this state: those in its manifest.
function host.adopt(manifest)
  for _, matcher in pairs(manifest.matchers) do host.define(matcher) end
end

-- The names of all checks.
function host.check_names()
  local names = {}
  for name in pairs(methods) do names[#names + 1] = name end
  return names
end

-- The fields of a failure, from what a matcher of a plugin gave. It comes as data, so it is looked at.
local function fields_of(matcher, value, negated, words, found)
  if type(words) == "string" then
    words = { message = "expected " .. (negated and "not " or "") .. words .. ", was " .. show(value), differences = not negated and found or nil }
  elseif type(words) ~= "table" or type(words.message) ~= "string" then
    host.raise("script", "plugin `" .. matcher.plugin .. "`: " .. matcher.name .. " does not tell what was expected",
      'let it give a text as the second result: return holds, "a gold customer"')
  end
  local function text(part) return type(part) == "string" and part or nil end
  local fields = {
    message = words.message, hint = text(words.hint), explanation = text(words.explanation), differences = {},
  }
  for index, difference in ipairs(type(words.differences) == "table" and words.differences or {}) do
    local function side(part)
      if part == nil or type(part) == "string" then return part end
      return show(part)
    end
    if type(difference) == "table" then
      fields.differences[index] = {
        path = text(difference.path) or "", expected = side(difference.expected), actual = side(difference.actual),
      }
    end
  end
  return fields
end

-- A check whose functions run in a plugin, with copies of value and arguments.
local function foreign(matcher)
  return {
    usage = matcher.usage,
    hint = matcher.hint,
    least = matcher.least or 0,
    most = matcher.most or 250,
    check = function(value, ...)
      local holds, words, found = host.plugin_check(matcher.name, value, ...)
      if holds == nil then return nil, fields_of(matcher, value, false, words, found) end
      if type(holds) ~= "boolean" then
        host.raise("script", "plugin `" .. matcher.plugin .. "`: " .. matcher.name .. " gave back " .. show(holds, 40),
          "let it give true or false first")
      end
      local arguments = table.pack(...)
      return holds, function(negated)
        if matcher.describes then
          words, found = host.plugin_describe(matcher.name, value, negated, table.unpack(arguments, 1, arguments.n))
        end
        return fields_of(matcher, value, negated, words, found)
      end
    end,
  }
end

-- Adds the checks of plugins, when a name is none of ours: before that no plugin is needed.
function add_foreign()
  for _, matcher in ipairs(host.plugin_matchers and host.plugin_matchers() or {}) do
    if not methods[matcher.name] then host.define(foreign(matcher)) end
  end
end

-- The fields of a failure for a value of another kind than a check is for.
function host.wrong(value, wanted, hint)
  return { message = "expected " .. wanted .. ", was " .. show(value), hint = hint }
end

local function start(name, is_soft)
  return function(...)
    local count = select("#", ...)
    local value, note = ...
    if count == 0 or count > 2 or count == 2 and note ~= nil and type(note) ~= "string" then
      misuse(
        name .. " takes a value and on request a message",
        count > 2 and "put the value in parentheses when a call gives several: " .. name .. "((call()))"
          or "write " .. name .. "(value):to_equal(…) or " .. name .. '(value, "what it means"):to_equal(…)')
    end
    return expectation(value, note, is_soft, false)
  end
end

expect = start("expect", false)
check = start("check", true)

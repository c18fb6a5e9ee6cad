-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- The checks for any value.

local host = ...

local type, pairs, ipairs, pcall, rawequal, tostring = type, pairs, ipairs, pcall, rawequal, tostring
local show, misuse, same, differences, define, wrong = host.show, host.misuse, host.same, host.differences, host.define, host.wrong

local function brief(value) return show(value, 72) end

-- Words, and differences where the values are tables.
local function compared(value, negated, pattern, words, mode)
  local fields = { message = "expected " .. brief(value) .. (negated and " not " or " ") .. words .. " " .. brief(pattern) }
  if negated then return fields end
  local found = differences(pattern, value, mode)
  local first = found[1]
  if #found == 1 and first.path == "" then
    -- The message says it all, but for numbers and long texts that look alike.
    if (first.expected or "nil") == brief(pattern) and (first.actual or "nil") == brief(value) then found = nil end
  end
  fields.differences = found
  if type(value) == "number" and type(pattern) == "number" and host.is_near(value, pattern, 0.005) then
    fields.hint = "compare money with to_be_near(" .. show(pattern) .. ")"
  end
  return fields
end

define {
  usage = "to_equal(value)",
  hint = "write expect(value):to_equal(other), and for nothing expect(value):to_be_nil()",
  least = 1,
  check = function(value, expected) return same(expected, value, "equal") end,
  describe = function(value, negated, expected) return compared(value, negated, expected, "to equal", "equal") end,
}

define {
  usage = "to_be(value)",
  least = 1,
  check = function(value, expected) return rawequal(value, expected) or type(value) == "number" and value == expected end,
  describe = function(value, negated, expected)
    local fields = { message = "expected " .. brief(value) .. (negated and " not" or "") .. " to be " .. brief(expected) }
    if type(value) == "table" and type(expected) == "table" then
      fields.message = negated and "expected another table than " .. brief(expected)
        or "expected the very same table as " .. brief(expected)
      if not negated and same(expected, value, "equal") then fields.hint = "to_equal compares what is in them" end
    end
    return fields
  end,
}

local function need_number(name, number)
  if type(number) ~= "number" then
    misuse(name .. " takes a number, not " .. show(number, 40), "write expect(value):" .. name .. "(10)")
  end
end

define {
  usage = "to_be_near(number, tolerance)",
  hint = "write expect(total):to_be_near(9.99), or with a tolerance expect(total):to_be_near(9.99, 0.1)",
  least = 1,
  most = 2,
  check = function(value, number, tolerance)
    need_number("to_be_near", number)
    if tolerance ~= nil then need_number("to_be_near", tolerance) end
    if type(value) ~= "number" then return nil, wrong(value, "a number near " .. show(number)) end
    return host.is_near(value, number, tolerance or 0.005)
  end,
  describe = function(value, negated, number, tolerance)
    return "to be near " .. show(number) .. ", give or take " .. show(tolerance or 0.005)
      .. (negated and "" or "; it is off by " .. ("%.6g"):format(math.abs(value - number)))
  end,
}

local function plain(name, words, test)
  define { usage = name .. "()", check = test, describe = function() return words end }
end

plain("to_be_nil", "to be nil", function(value) return value == nil end)
plain("to_be_true", "to be true", function(value) return value == true end)
plain("to_be_false", "to be false", function(value) return value == false end)
plain("to_be_truthy", "to be anything but nil or false", function(value) return value ~= nil and value ~= false end)

local function order(name, words, test)
  define {
    usage = name .. "(number)",
    least = 1,
    check = function(value, limit)
      if type(limit) ~= "number" and type(limit) ~= "string" then need_number(name, limit) end
      if type(value) ~= type(limit) then
        return nil, wrong(value, (type(limit) == "number" and "a number " or "a text ") .. words .. " " .. show(limit))
      end
      return test(value, limit)
    end,
    describe = function(_, _, limit) return "to be " .. words .. " " .. show(limit) end,
  }
end

order("to_be_greater_than", "greater than", function(value, limit) return value > limit end)
order("to_be_less_than", "less than", function(value, limit) return value < limit end)
order("to_be_at_least", "at least", function(value, limit) return value >= limit end)
order("to_be_at_most", "at most", function(value, limit) return value <= limit end)

define {
  usage = "to_contain(value)",
  least = 1,
  check = function(value, part)
    if type(value) == "string" then
      if type(part) ~= "string" then
        misuse("a text contains text, not " .. show(part, 40), 'write expect("a text"):to_contain("text")')
      end
      return value:find(part, 1, true) ~= nil
    end
    if type(value) ~= "table" then return nil, wrong(value, "a text or a list") end
    for _, element in ipairs(value) do
      if same(part, element, "equal") then return true end
    end
    return false
  end,
  describe = function(value, _, part)
    local words = "to contain " .. show(part, 72)
    if type(value) == "table" and type(part) == "table" then
      return { message = "expected " .. brief(value) .. " " .. words, hint = "is.covering{ … } looks at some members only" }
    end
    return words
  end,
}

local function length(value)
  if type(value) == "string" then return utf8.len(value) or #value end
  if #value > 0 then return #value end
  local count = 0
  for _ in pairs(value) do count = count + 1 end
  return count
end

define {
  usage = "to_have_length(count)",
  least = 1,
  check = function(value, count)
    need_number("to_have_length", count)
    if type(value) ~= "string" and type(value) ~= "table" then return nil, wrong(value, "a text or a table") end
    return length(value) == count
  end,
  describe = function(value, negated, count)
    return "to have length " .. show(count) .. (negated and "" or "; it has " .. length(value))
  end,
}

local function need_table(name, pattern)
  if type(pattern) ~= "table" then
    misuse(name .. " takes a table, not " .. show(pattern, 40), "write expect(value):" .. name .. "{ … }")
  end
end

define {
  usage = "to_cover{ … }",
  least = 1,
  check = function(value, pattern)
    need_table("to_cover", pattern)
    return same(pattern, value, "cover")
  end,
  describe = function(value, negated, pattern) return compared(value, negated, pattern, "to cover", "cover") end,
}

define {
  usage = "to_match(pattern)",
  least = 1,
  check = function(value, pattern)
    if type(pattern) == "string" then
      if type(value) ~= "string" then return nil, wrong(value, "a text like " .. show(pattern)) end
      return host.find(value, pattern)
    end
    need_table("to_match", pattern)
    return same(pattern, value, "match")
  end,
  describe = function(value, negated, pattern)
    if type(pattern) == "string" then return "to match " .. show(pattern) end
    return compared(value, negated, pattern, "to match", "match")
  end,
}

-- Errors.

-- The text of an error as people mean it: without what a table has beside its message.
local function message_of(problem)
  if type(problem) == "table" and type(problem.message) == "string" then return problem.message end
  return tostring(problem)
end

-- Whether an error is as wanted: by a part of its message, a Lua pattern for it, or members to cover.
local function is_wanted(problem, wanted)
  if wanted == nil then return true end
  if type(wanted) == "string" then
    local message = message_of(problem)
    return message:find(wanted, 1, true) ~= nil or host.find(message, wanted)
  end
  return same(wanted, problem, "cover")
end

local function need_wanted(name, wanted)
  if wanted ~= nil and type(wanted) ~= "string" and type(wanted) ~= "table" then
    misuse(name .. " compares a message with text or members with a table, not with " .. show(wanted, 40),
      "write expect(fn):" .. name .. '("not found")')
  end
end

local function described(problem, words, wanted)
  local fields = { message = words .. "\n  it was: " .. show(message_of(problem), 200) }
  if type(wanted) == "table" then fields.differences = differences(wanted, problem, "cover") end
  return fields
end

local function wanted_words(wanted)
  if wanted == nil then return "" end
  return (type(wanted) == "string" and " with the message " or " with ") .. brief(wanted)
end

local call_hint = "give it a function: expect(function() … end)"

define {
  usage = "to_raise(message)",
  most = 1,
  check = function(value, wanted)
    need_wanted("to_raise", wanted)
    if type(value) ~= "function" then return nil, wrong(value, "a function", call_hint) end
    local ok, problem = pcall(value)
    return not ok and is_wanted(problem, wanted), function(negated)
      local words = "expected " .. (negated and "no error" or "an error") .. wanted_words(wanted)
      if ok then return { message = words .. "; none was raised" } end
      return described(problem, words, not negated and wanted or nil)
    end
  end,
}

define {
  usage = "to_fail_with(status, message)",
  least = 1,
  most = 2,
  check = function(value, status, wanted)
    need_number("to_fail_with", status)
    need_wanted("to_fail_with", wanted)
    local problem, fails = value, true
    if type(value) == "function" then
      fails, problem = pcall(value)
      fails = not fails
    elseif type(value) ~= "table" or value.status == nil and value.code == nil then
      return nil, wrong(value, "a function or the error of a call", "write expect(function() talon.… end):to_fail_with(404)")
    end
    local found = fails and type(problem) == "table" and problem.status or nil
    return found == status and is_wanted(problem, wanted), function(negated)
      local words = "expected the call " .. (negated and "not " or "") .. "to fail with status " .. show(status)
        .. wanted_words(wanted)
      if not fails then return { message = words .. "; it did not fail" } end
      return described(problem, words .. (found and "; the status was " .. show(found) or "; there was no status"),
        not negated and wanted or nil)
    end
  end,
}

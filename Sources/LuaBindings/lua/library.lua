-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- The part of `perch` and `talon` that is simplest in Lua. It is given the host's own functions.

local host, talon, sandbox, perch = ...

local type, pairs, ipairs, rawget, tostring, pcall = type, pairs, ipairs, rawget, tostring, pcall
local format, rep, concat, sort = string.format, string.rep, table.concat, table.sort
local getmetatable, setmetatable = getmetatable, setmetatable

-- talon.attempt(fn, ...): the results of fn, or nil and the error.
local function finish(ok, ...)
  if ok then return ... end
  return nil, (...)
end

function talon.attempt(fn, ...)
  return finish(pcall(fn, ...))
end

-- perch.inspect(value, {indent = false, depth = 20}): a value as one would write it in Lua, keys in order.
local keywords = {}
for word in ([[and break do else elseif end false for function goto if in local nil not or repeat return then true
until while]]):gmatch("%a+") do keywords[word] = true end

local escapes = { ["\n"] = "\\n", ["\t"] = "\\t", ["\r"] = "\\r", ["\\"] = "\\\\", ['"'] = '\\"' }

local function quoted(text)
  return '"' .. text:gsub('[%c"\\\127]', function(char)
    return escapes[char] or format("\\x%02x", char:byte())
  end) .. '"'
end

local ranks = { number = 1, string = 2, boolean = 3 }

local function before(a, b)
  local left, right = type(a), type(b)
  if left ~= right then return (ranks[left] or 9) < (ranks[right] or 9) end
  if left == "number" or left == "string" then return a < b end
  return tostring(a) < tostring(b)
end

local function render(value, options, depth, above)
  local kind = type(value)
  if kind == "string" then return quoted(value) end
  if kind ~= "table" then return tostring(value) end
  local meta = getmetatable(value)
  if type(meta) == "table" and rawget(meta, "__tostring") then return tostring(value) end
  if above[value] then return "<cycle>" end
  if next(value) == nil then return "{}" end
  if depth >= options.depth then return "{ … }" end
  above[value] = true

  local parts, count = {}, #value
  for index = 1, count do parts[index] = render(value[index], options, depth + 1, above) end
  local keys = {}
  for key in pairs(value) do
    if not (math.type(key) == "integer" and key >= 1 and key <= count) then keys[#keys + 1] = key end
  end
  sort(keys, before)
  for _, key in ipairs(keys) do
    local name
    if type(key) == "string" and key:match("^[%a_][%w_]*$") and not keywords[key] then
      name = key
    else
      name = "[" .. render(key, options, depth + 1, above) .. "]"
    end
    parts[#parts + 1] = name .. " = " .. render(value[key], options, depth + 1, above)
  end

  above[value] = nil
  if not options.indent then return "{ " .. concat(parts, ", ") .. " }" end
  local inner, outer = rep("  ", depth + 1), rep("  ", depth)
  return "{\n" .. inner .. concat(parts, ",\n" .. inner) .. ",\n" .. outer .. "}"
end

function perch.inspect(value, options)
  options = options or {}
  return render(value, { indent = options.indent, depth = options.depth or 20 }, 0, {})
end

-- perch.log.info(message, value): a line on the standard error, so that results stay alone on the standard output.
perch.log = {}
for _, level in ipairs { "debug", "info", "warn", "error" } do
  perch.log[level] = function(message, value)
    local line = tostring(message)
    if value ~= nil then line = line .. " " .. perch.inspect(value) end
    host.log(level, line)
  end
end

-- sandbox.explain(what): a table that prints as its text.
local explain = sandbox.explain
local explanation = { __tostring = function(self) return self.text end, __name = "sandbox.Explanation" }

function sandbox.explain(what)
  return setmetatable(explain(what), explanation)
end

-- A name that does not exist is an error with a suggestion rather than a nil that fails somewhere else.
local function strict(module, path)
  return setmetatable(module, {
    __index = function(_, name)
      host.unknown(path, tostring(name))
    end,
    __name = path,
  })
end

for name, module in pairs(talon) do
  if type(module) == "table" then
    for inner, below in pairs(module) do
      if type(below) == "table" then strict(below, "talon." .. name .. "." .. inner) end
    end
    strict(module, "talon." .. name)
  end
end
strict(talon, "talon")
strict(sandbox, "sandbox")
if type(rawget(sandbox, "clock")) == "table" then strict(sandbox.clock, "sandbox.clock") end

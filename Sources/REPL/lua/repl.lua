-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- What the REPL asks of values. It looks at them without running anything of theirs but `__tostring`.

local host, talon, sandbox, perch = ...

local type, next, pcall, rawget, rawequal, rawlen, tostring = type, next, pcall, rawget, rawequal, rawlen, tostring
local select, ipairs, print, setmetatable, tonumber = select, ipairs, print, setmetatable, tonumber
local sort, remove, sub, find, min, max = table.sort, table.remove, string.sub, string.find, math.min, math.max
local math_type = math.type
local getmetatable, getinfo = host.debug.getmetatable, host.debug.getinfo
local loaded, require = package.loaded, require
local G = _G

local repl = {}
perch_repl = repl

-- The names by which people know functions: those that were there before they began.
local function_names = {}

local function name_functions(of, path, seen)
  if seen[of] or of == loaded then return end
  seen[of] = true
  for key, value in next, of do
    if type(key) == "string" then
      local name = path == "" and key or path .. "." .. key
      if type(value) == "function" and not function_names[value] then
        function_names[value] = name
      elseif type(value) == "table" and value ~= G then
        name_functions(value, name, seen)
      end
    end
  end
end

local function function_text(func)
  local name = function_names[func]
  if name then return "function " .. name end
  local info = getinfo(func, "S")
  if info.what == "C" or sub(info.source, 1, 1) ~= "@" then return "function" end
  return "function (" .. sub(info.source, 2) .. ":" .. info.linedefined .. ")"
end

-- A picture of a value, which can leave Lua whatever the value is. Numbers, booleans, null and texts are themselves;
-- anything else is a list that begins with what it is:
--   { "n" }                   nil
--   { "s", text, length }     the beginning of a long text
--   { "o", text }             what is only shown as a text: functions, and tables with a text of their own
--   { "c" }                   a table that is in itself
--   { "d", items, fields }    a table that is too deep to be shown
--   { "t", items, item count, fields, field count, name }   where fields are key, value, key, value; a key that is no text
--                             stands in a list, as the text it is shown as
local limits = { depth = 6, items = 50, fields = 200, nodes = 4000, text = 4000 }

-- Where something was left out of the last picture: { table, the next item }.
local rest = {}

local function key_text(key)
  if type(key) == "number" or type(key) == "boolean" then return "[" .. tostring(key) .. "]" end
  local ok, text = pcall(tostring, key)
  return "[" .. (ok and text or type(key)) .. "]"
end

local function before(a, b)
  local left, right = type(a), type(b)
  if left ~= right then return left == "string" or right ~= "string" and left > right end
  if left == "string" or left == "number" then return a < b end
  return tostring(a) < tostring(b)
end

-- How many elements the list in a table has, and how many other members there are.
local function counts(of)
  local length, others = rawlen(of), 0
  for key in next, of do
    if not (math_type(key) == "integer" and key >= 1 and key <= length) then others = others + 1 end
  end
  return length, others
end

local picture

local function table_picture(value, depth, state, from)
  local length, others = counts(value)
  if (depth > limits.depth or state.left <= 0) and length + others > 0 then
    rest[#rest + 1] = { value, 1 }
    return { "d", length, others }
  end
  state.above[value] = true
  local meta = getmetatable(value)
  local name = type(meta) == "table" and rawget(meta, "__name") or ""
  if name == "array" then name = "" end
  local items, last = {}, length
  if last - from + 1 > limits.items then
    last = from + limits.items - 1
    rest[#rest + 1] = { value, last + 1 }
  end
  for index = from, last do items[#items + 1] = picture(rawget(value, index), depth + 1, state) end
  local keys, fields = {}, {}
  if from == 1 then
    for key in next, value do
      if not (math_type(key) == "integer" and key >= 1 and key <= length) then keys[#keys + 1] = key end
    end
    sort(keys, before)
    for index = 1, min(#keys, limits.fields) do
      local key = keys[index]
      fields[#fields + 1] = type(key) == "string" and key or { key_text(key) }
      fields[#fields + 1] = picture(rawget(value, key), depth + 1, state)
    end
  end
  state.above[value] = nil
  return { "t", items, length - from + 1, fields, from == 1 and others or 0, type(name) == "string" and name or "" }
end

function picture(value, depth, state)
  state.left = state.left - 1
  local kind = type(value)
  if kind == "string" then
    return #value > limits.text and { "s", sub(value, 1, limits.text), #value } or value
  end
  if kind == "number" or kind == "boolean" or rawequal(value, perch.null) then return value end
  if kind == "nil" then return { "n" } end
  if kind == "function" then return { "o", function_text(value) } end
  local meta = getmetatable(value)
  if kind ~= "table" or type(meta) == "table" and rawget(meta, "__tostring") then
    local ok, text = pcall(tostring, value)
    return { "o", ok and text or kind .. " whose __tostring fails" }
  end
  if state.above[value] then return { "c" } end
  return table_picture(value, depth, state, 1)
end

local function start() return { above = {}, left = limits.nodes } end

-- A picture of each argument.
function repl.pictures(...)
  rest = {}
  local pictures = {}
  for index = 1, select("#", ...) do pictures[index] = picture((select(index, ...)), 1, start()) end
  return pictures
end

-- What the last picture left out, one after the other; nil when nothing is left.
function repl.more()
  local left = remove(rest, 1)
  if not left then return nil end
  local later = rest
  rest = {}
  local shown = table_picture(left[1], 1, start(), left[2])
  for _, other in ipairs(later) do rest[#rest + 1] = other end
  return { shown, left[2] }
end

-- Sets how much pictures hold.
function repl.limit(depth, items, nodes)
  limits.depth, limits.items, limits.nodes = depth, items, nodes
end

-- Names the results of an entry: `_` and `_1` the first, `_2` the second.
local kept = 0

function repl.keep(...)
  local count = select("#", ...)
  for index = 1, max(count, kept) do G["_" .. index] = (select(index, ...)) end
  G._ = (...)
  kept = count
end

function repl.same(...) return ... end

-- What stands at a path of the globals; the number of an element comes as text.
local function at_path(...)
  local at = G
  for index = 1, select("#", ...) do
    if type(at) ~= "table" then return nil end
    local name = select(index, ...)
    local found = rawget(at, name)
    if found == nil and tonumber(name) then found = rawget(at, tonumber(name)) end
    at = found
  end
  return at
end

-- Where the function at a path of the globals stands: its chunk, and its first and last line.
function repl.place(...)
  local at = at_path(...)
  if type(at) ~= "function" then return nil end
  local info = getinfo(at, "S")
  if info.what == "C" or sub(info.source, 1, 1) ~= "@" then return nil end
  return { sub(info.source, 2), info.linedefined, info.lastlinedefined }
end

-- The names and types of the fields of the table at a path of the globals.
function repl.fields(...)
  local at = at_path(...)
  local fields = {}
  if type(at) ~= "table" then return fields end
  local keys = {}
  for key in next, at do
    if type(key) == "string" then keys[#keys + 1] = key end
  end
  sort(keys)
  for _, key in ipairs(keys) do
    fields[#fields + 1] = key
    fields[#fields + 1] = type(rawget(at, key))
  end
  return fields
end

-- The variables that came since the session began, with pictures of their values.
local known = {}

function repl.begin()
  name_functions(G, "", {})
  for key in next, G do known[key] = true end
  for key in next, loaded do known[key] = true end
end

function repl.variables()
  local names, result = {}, {}
  for key in next, G do
    if type(key) == "string" and not known[key] and not find(key, "^_%d*$") then names[#names + 1] = key end
  end
  sort(names)
  for _, name in ipairs(names) do
    local value = rawget(G, name)
    local state = start()
    result[#result + 1] = { name, type(value), picture(value, limits.depth - 3, state) }
  end
  return result
end

-- The modules that were required since the session began.
function repl.modules()
  local names = {}
  for key in next, loaded do
    if type(key) == "string" and not known[key] then names[#names + 1] = key end
  end
  sort(names)
  return names
end

-- Requires a module once more. Who holds the old table finds the new contents in it.
function repl.reload(name)
  local old = loaded[name]
  loaded[name] = nil
  local ok, new = pcall(require, name)
  if not ok then
    loaded[name] = old
    error(new, 0)
  end
  if type(old) == "table" and type(new) == "table" and old ~= new then
    for key in next, old do
      if rawget(new, key) == nil then old[key] = nil end
    end
    for key, value in next, new do old[key] = value end
    setmetatable(old, getmetatable(new))
    loaded[name] = old
  end
end

-- help(name) and help(f): the same as `?name`.
function help(what)
  local name = what
  if type(what) == "function" then name = function_names[what] or "function" end
  if type(what) == "table" then
    for key, value in next, G do
      if rawequal(value, what) and type(key) == "string" then name = key end
    end
  end
  print(host.help(type(name) == "string" and name or ""))
end

-- plot(values, {x =, y =}): numbers as bars, a history as a line.
function plot(values, options)
  print(host.plot(values, options))
end

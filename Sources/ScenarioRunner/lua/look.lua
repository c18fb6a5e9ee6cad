-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- What the names in a line of the script stand for, while the functions that led to it still stand.

local host, talon, sandbox, perch = ...

local getinfo, getlocal, getupvalue = host.debug.getinfo, host.debug.getlocal, host.debug.getupvalue
local type, rawget, tostring = type, rawget, tostring

local MOST_VALUES, LONGEST = 8, 160

local keywords = {}
for word in ([[and break do else elseif end false for function goto if in local nil not or repeat return then true
until while expect check assert scenario it step self]]):gmatch("%a+") do keywords[word] = true end

local nothing = {}

--- The value of a name as the function at this level sees it; `nothing` when it has none.
local function lookup(name, level)
  local found = nothing
  for index = 1, 250 do
    local local_name, value = getlocal(level, index)
    if not local_name then break end
    if local_name == name then found = value end -- the last one hides those before it
  end
  if found ~= nothing then return found end
  local func = getinfo(level, "f").func
  for index = 1, 250 do
    local upvalue_name, value = getupvalue(func, index)
    if not upvalue_name then break end
    if upvalue_name == name then return value end
  end
  local global = rawget(_G, name)
  if global == nil then return nothing end
  return global
end

local function shown(value)
  local kind = type(value)
  if kind == "function" or kind == "userdata" or kind == "thread" then return nil end
  local text = perch.inspect(value, { depth = 2 })
  if #text > LONGEST then text = text:sub(1, LONGEST - 3):gsub("[\x80-\xBF]*$", "") .. "…" end
  return text
end

--- Names, and paths of names, outside of strings and comments; as far as a line alone can tell.
local function names_in(text)
  text = text:gsub("%-%-.*$", ""):gsub('"[^"]*"', '""'):gsub("'[^']*'", "''")
  local names, seen = {}, {}
  for before, path, after in text:gmatch("()([%a_][%w_]*[%.%w_]*)()") do
    path = path:gsub("%.+$", "")
    local first = path:match("^[%a_][%w_]*")
    local previous = text:sub(before - 1, before - 1)
    local is_field = text:sub(after):match("^%s*=[^=]")
    if not keywords[first] and not seen[path] and not previous:match("[%.:%w]") and not is_field then
      seen[path] = true
      names[#names + 1] = path
    end
  end
  return names
end

--- The values behind the names of the line that this level of the stack is in, as {name=, value=} in the line's order.
local function values_at(level, text)
  local values = {}
  for _, path in ipairs(names_in(text)) do
    local name = path:match("^[%a_][%w_]*")
    local value = lookup(name, level + 1)
    local reached = name
    for field in path:sub(#name + 1):gmatch("%.([%w_]+)") do
      if type(value) ~= "table" then break end
      value = rawget(value, field)
      reached = reached .. "." .. field
    end
    if value ~= nothing then
      local text_of_it = shown(value)
      if text_of_it and #values < MOST_VALUES then
        values[#values + 1] = { name = reached, value = text_of_it }
      end
    end
  end
  return values
end

local function is_of_script(source)
  return source:sub(1, 1) == "@" and not source:find("/luassert/", 1, true) and not source:find("/say", 1, true)
end

--- Where in the script the code below `level` is, the text of that line and what its names stand for.
function host.look(level)
  for at = level + 1, level + 40 do
    local info = getinfo(at, "Sl")
    if not info then return nil end
    if info.currentline > 0 and is_of_script(info.source) then
      local file = info.source:sub(2)
      local text = host.source_line(file, info.currentline)
      return { file = file, line = info.currentline, source = text, values = text and values_at(at + 1, text) or {} }
    end
  end
end

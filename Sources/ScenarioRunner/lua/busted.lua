-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- `assert`, `spy`, `stub`, `mock` and `match` of the system's luassert, read when they are first used, and the names under
-- which suites know busted itself.

local host, talon, sandbox, perch = ...

local type, setmetatable, tostring, pcall, error = type, setmetatable, tostring, pcall, error

local failure_meta = {
  __tostring = function(self) return tostring(self.message) end,
  __type = "failure",
}

-- luassert looks into metatables that scripts do not see, and its failed assertions are failures, not errors.
local function fail(message, level)
  local at = type(level) == "number" and level > 0 and level + 2 or level or 3
  local _, placed = pcall(error, message, at)
  error(setmetatable({ is_failure = true, kind = "check", message = placed }, failure_meta), at)
end

local beyond = { __index = _G, __newindex = _G }
local inside = setmetatable({ debug = host.debug }, beyond)
local inside_assert = setmetatable({ debug = host.debug, error = fail }, beyond)

local function is_ours(name) return name == "say" or name == "luassert" or name:sub(1, 9) == "luassert." end

setmetatable(package.preload, {
  __index = function(_, name)
    if type(name) ~= "string" or not is_ours(name) then return nil end
    local path = host.find_module(name)
    if not path then return nil end
    return function(...)
      local chunk, problem = loadfile(path, "t", name == "luassert.assert" and inside_assert or inside)
      if not chunk then error(problem, 0) end
      return chunk(name, path)
    end
  end,
})

local function load_luassert(name)
  if not host.find_module(name) then
    host.misuse(("`%s` needs luassert, which is not installed"):format(name),
      "install lua-luassert (or luarocks install luassert), or use expect")
  end
  return require(name)
end

--- A global that is read from luassert when it is first used.
local function lazy(name, module, call)
  local stand_in
  local function real()
    local found = load_luassert(module)
    if rawget(_G, name) == stand_in then _G[name] = found end
    return found
  end
  stand_in = setmetatable({}, {
    __index = function(_, key) return real()[key] end,
    __newindex = function(_, key, value) real()[key] = value end,
    __call = call or function(_, ...) return real()(...) end,
    __name = name,
  })
  _G[name] = stand_in
end

lazy("assert", "luassert", function(_, condition, ...)
  if condition then return condition, ... end
  fail((...) == nil and "assertion failed!" or (...), 2)
end)
lazy("spy", "luassert.spy")
lazy("stub", "luassert.stub")
lazy("mock", "luassert.mock")
lazy("match", "luassert.match")

local function nothing() end

local others = {
  fail = fail, subscribe = nothing, unsubscribe = nothing, publish = nothing, bindfenv = nothing, parent = nothing,
  children = nothing, sleep = perch.sleep, gettime = perch.time.now, monotime = host.clock, version = "2.1.1",
}
local exported = {}
for name in ([[describe context insulate expose it spec test pending before_each after_each setup teardown strict_setup
strict_teardown lazy_setup lazy_teardown finally randomize assert spy stub mock match]]):gmatch("%a[%w_]*") do
  exported[name] = true
end

package.preload["busted"] = function()
  return setmetatable({}, {
    __index = function(_, name) return exported[name] and _G[name] or others[name] end,
    __newindex = function() error("the names of busted cannot be changed", 2) end,
  })
end
--- The one part of lua-term that is not Lua: there is no terminal behind a case.
package.preload["term.core"] = function() return { isatty = function() return false end } end
--- Suites begin with it so that they run with a bare interpreter, too.
package.preload["busted.runner"] = function() return nothing end

--- What can be had of LuaFileSystem, which is not Lua: looking at what scripts may read.
package.preload["lfs"] = function()
  local function attributes(follows)
    return function(path, what)
      local found = host.attributes(path, follows)
      if not found then return nil, ("cannot obtain information from file '%s'"):format(path) end
      if type(what) == "string" then return found[what] end
      return found
    end
  end
  local function refused() return nil, "scripts do not change folders" end
  return {
    attributes = attributes(true), symlinkattributes = attributes(false), currentdir = host.current_folder,
    mkdir = refused, rmdir = refused, chdir = refused,
    dir = function(path)
      local names = host.entries(path)
      if not names then error(("cannot open %s"):format(path), 2) end
      local position = 0
      return function()
        position = position + 1
        return names[position]
      end
    end,
  }
end

--- What suites ask of `debug`; without functions, which may be the host's.
function debug.getinfo(of, what)
  if type(of) == "number" then of = of + 1 end
  return (host.debug.getinfo(of, (what or "Slnut"):gsub("[^Slnut]", "")))
end

-- The runner takes it, and scripts do not see it.
perch_suite = host.suite

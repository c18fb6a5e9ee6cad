-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- What stands inside of a case beside checks: step, finally, skip, fixture, eventually; and what a failure was near to.

local host, talon, sandbox, perch = ...

local suite = host.suite
local type, pairs, ipairs, setmetatable, tostring, pcall, error = type, pairs, ipairs, setmetatable, tostring, pcall, error
local clock = host.clock

local function names_of(steps)
  local names = {}
  for index, one in ipairs(steps) do names[index] = one.name end
  return perch.array(names)
end

local closing = {
  __close = function(one, problem)
    one.duration = clock() - one.start
    one.failed = one.failed or problem ~= nil
    local open = one.case.open_steps
    for index = #open, one.depth + 1, -1 do open[index] = nil end
    one.case = nil
  end,
}

--- step(name, function): a part of a case, which reports show with what it took. Gives what the function gives.
function step(name, body, ...)
  local case = host.running("step")
  if type(name) ~= "string" or type(body) ~= "function" then
    host.misuse("step takes a name and a function", 'write step("…", function() … end)')
  end
  local _, line = host.location()
  local one <close> = setmetatable(
    { name = name, line = line, depth = #case.open_steps, start = clock(), case = case }, closing)
  case.steps[#case.steps + 1] = one
  case.open_steps[#case.open_steps + 1] = one
  return body(...)
end

--- finally(function): runs when the case is over, however it ended. It is there while the body of a case runs.
function host.finally(body)
  local case = host.running("finally")
  if not host.is_callable(body) then host.misuse("finally takes a function", "write finally(function() … end)") end
  case.finally[#case.finally + 1] = body
end

--- skip(reason): ends the case as one that was not run.
function skip(reason)
  host.running("skip")
  error(setmetatable({ is_skip = true, message = reason }, { __tostring = function() return tostring(reason) end }), 0)
end

-- Failures ---------------------------------------------------------------------------------------------------------

--- A check that did not hold and lets the case go on.
function host.soft(failure)
  local case = host.running("check")
  for _, one in ipairs(case.open_steps) do one.failed = true end
  local place = host.look(2)
  case.soft[#case.soft + 1] = { failure = failure, steps = names_of(case.open_steps), place = place, calls = host.call_count() }
end

host.observe(function()
  local case = suite.case
  if not case then return end
  case.near = { steps = names_of(case.open_steps), place = host.look(2) }
end)

--- What Swift reads when a function of the case has ended: the checks that did not hold, and what was near an error.
function suite.report()
  local case = suite.case
  local near, soft = case.near, case.soft
  case.near, case.soft = nil, {}
  return near, perch.array(soft)
end

function suite.steps()
  local steps = suite.case.steps
  for _, one in ipairs(steps) do
    one.case = nil
    one.duration = one.duration or clock() - one.start -- one that was cut short
  end
  return perch.array(steps)
end

-- Fixtures ---------------------------------------------------------------------------------------------------------

local scopes = { scenario = true, file = true, run = true }
local fixture_options = { scope = true }

local function use(one)
  if one.scope == "run" then
    if not one.is_made then
      one.value = host.run_fixture(one.name)
      one.is_made = true
    end
    return one.value
  end
  if one.scope == "file" then
    if not one.is_made then
      host.misuse(("the fixture %q is made when its file has been read"):format(one.name), "use it inside of a case or a hook")
    end
    return one.value
  end
  local case = host.running(("the fixture %q"):format(one.name))
  local made = case.fixtures[one]
  if not made then
    made = { value = one.make() }
    case.fixtures[one] = made
    if one.teardown then case.cleanups[#case.cleanups + 1] = function() one.teardown(made.value) end end
  end
  return made.value
end

local run_fixtures = {}

--- fixture(name, [{scope = "scenario" | "file" | "run"},] make, [teardown]): a thing that cases need, made when the first
--- asks for it and taken down when its scope ends. Gives a function that gives the thing.
function fixture(name, options, make, teardown)
  if type(options) == "function" then options, make, teardown = nil, options, make end
  local scope = options and options.scope or "scenario"
  for option in pairs(options or {}) do
    if not fixture_options[option] then host.unknown_option("fixture", tostring(option), fixture_options) end
  end
  if teardown ~= nil and not host.is_callable(teardown) then
    host.misuse("what takes a fixture down is a function, not a " .. type(teardown), 'write fixture("shop", function() … end, function(shop) … end)')
  end
  if type(name) ~= "string" or type(make) ~= "function" then
    host.misuse("fixture takes a name and a function", 'write fixture("shop", function() return … end)')
  end
  if not scopes[scope] then
    host.misuse(("the scope %q of the fixture %q is not known"):format(tostring(scope), name), 'write "scenario", "file" or "run"')
  end
  local one = { name = name, scope = scope, make = make, teardown = teardown }
  if scope == "file" then host.add_fixture(one) end
  if scope == "run" then run_fixtures[name] = one end
  return function() return use(one) end
end

function suite.make_run_fixture(name)
  local one = run_fixtures[name]
  one.value = one.make()
  one.is_made = true
  return one.value
end

function suite.end_run_fixture(name)
  local one = run_fixtures[name]
  if one.is_made and one.teardown then one.teardown(one.value) end
end

-- Waiting ----------------------------------------------------------------------------------------------------------

local units = { ms = 0.001, s = 1, m = 60, h = 3600 }

local function seconds_of(value, default, name)
  if value == nil then return default end
  if type(value) == "number" then return value end
  local count, unit = tostring(value):match("^(%d+%.?%d*)(%a+)$")
  if count and units[unit] then return tonumber(count) * units[unit] end
  host.misuse(("`%s = %s` of eventually is not a time"):format(name, tostring(value)), 'write 5, "5s" or "200ms"')
end

local known = { within = true, every = true, until_ = true, halt = true }

--- eventually{ within = "10s", every = "500ms", until_ = function() … end, halt = function() … end }, or
--- eventually(function() … checks … end, { within = …, every = … }): tries until it holds, gives what it gave. `halt` ends the
--- waiting when it can no longer hold. In the embedded sandbox its clock is moved instead of waiting.
function eventually(body, options)
  if type(body) == "table" then body, options = body.until_, body end
  options = options or {}
  for name in pairs(options) do
    if not known[name] then host.unknown_option("eventually", tostring(name), known) end
  end
  if type(body) ~= "function" then
    host.misuse("eventually takes a function", "write eventually { within = 5, until_ = function() return … end }")
  end
  local within, every = seconds_of(options.within, 5, "within"), seconds_of(options.every, 0.1, "every")
  local is_condition = options.until_ ~= nil
  local waited, problem = 0, nil
  while true do
    local good, value = pcall(body)
    if good and (value or not is_condition) then return value end
    problem = not good and value or nil
    if options.halt then
      local reason = options.halt()
      if reason then
        error(host.failure { message = "it can no longer hold: " .. tostring(reason) }, 0)
      end
    end
    if waited >= within then break end
    local pause = math.min(every, within - waited)
    if sandbox.available then sandbox.clock.advance(pause) else perch.sleep(pause) end
    waited = waited + pause
  end
  if problem ~= nil then error(problem, 0) end
  error(host.failure { message = ("it did not hold within %g s"):format(within) }, 0)
end

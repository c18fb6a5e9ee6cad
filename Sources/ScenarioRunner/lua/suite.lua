-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- describe, it, scenario and the hooks: what a file declares, and in which order its parts run.
--
-- Declaring and running are apart. A block's body is run when its turn comes (all at once to find out what there is), and
-- what is to be done for one case is given to the runner function by function, which calls each on its own: so an error, a
-- limit or an exit in one of them cannot keep the hooks after it from running.

local host, talon, sandbox, perch = ...

local coroutine_wrap, yield = coroutine.wrap, coroutine.yield
local type, ipairs, pairs, setmetatable, tostring = type, ipairs, pairs, setmetatable, tostring
local remove, unpack = table.remove, table.unpack

local suite = {}
host.suite = suite

local function new_block(kind, name, body, line, options)
  return {
    kind = kind, name = name, body = body, line = line, options = options or {}, children = {},
    strict_setup = {}, strict_teardown = {}, lazy_setup = {}, lazy_teardown = {}, before_each = {}, after_each = {},
  }
end

local root = new_block("file", "", nil, 0)
root.is_open = true
local fixtures = {} -- those of the file, in the order of their declaration
local current = root -- the block whose body runs; nil while a case runs
local case -- the case that runs

-- Declaring ------------------------------------------------------------------------------------------------------

local function tags_of(name, options)
  local tags = {}
  for tag in name:gmatch("#([%w_%-]+)") do tags[#tags + 1] = tag end
  local more = options and options.tags
  if type(more) == "string" then more = { more } end
  for _, tag in ipairs(more or {}) do tags[#tags + 1] = tag:gsub("^#", "") end
  return tags
end

local option_types = {
  tags = "list", skip = "reason", only = "boolean", slow = "boolean", retries = "number", timeout = "number",
  requires = "string",
}

local function check_options(what, options)
  for name, value in pairs(options) do
    local wanted = option_types[name]
    if not wanted then host.unknown_option(what, tostring(name), option_types) end
    local kind = type(value)
    local fits = kind == wanted
      or wanted == "list" and (kind == "table" or kind == "string")
      or wanted == "reason" and (kind == "string" or kind == "boolean")
    if not fits then
      host.misuse(("the option `%s` of %s cannot be a %s"):format(name, what, kind), "give it a " ..
        (wanted == "list" and "list of texts" or wanted == "reason" and "text or true" or wanted))
    end
  end
  if options.requires and options.requires ~= "sandbox" and options.requires ~= "live" then
    host.misuse(("`requires = %q` of %s is not known"):format(options.requires, what), 'write "sandbox" or "live"')
  end
  return options
end

--- name, [options,] function: busted allows neither nil nor other types either.
local function arguments_of(what, name, options, body)
  if body == nil and type(options) ~= "table" then options, body = nil, options end
  if type(name) ~= "string" then
    host.misuse(("%s takes a name first, not a %s"):format(what, type(name)), ('write %s("…", function() … end)'):format(what))
  end
  if options ~= nil then
    if type(options) ~= "table" then
      host.misuse(("%s takes a table of options between name and function"):format(what),
        ('write %s("…", { tags = { "slow" } }, function() … end)'):format(what))
    end
    check_options(what, options)
  end
  return options, body
end

local function is_callable(value)
  if type(value) == "function" then return true end
  local meta = host.debug.getmetatable(value)
  return type(meta) == "table" and meta.__call ~= nil
end

--- Raises where something is declared that has no place there, in the words of busted.
local function refuse(what) error(("'%s' not supported inside current context block"):format(what), 0) end

local function add(what, entry)
  entry.position = #current.children + 1
  current.children[entry.position] = entry
end

--- `describe "name" (function() … end)`: the function that takes the rest.
local function curried(declare, what, name, line)
  local block = current
  block.unfinished = block.unfinished or {}
  block.unfinished[name] = { what = what, line = line }
  return function(...)
    block.unfinished[name] = nil
    return declare(name, ...)
  end
end

local function declare_block(kind, what)
  local function declare(name, options, body)
    if not current then refuse(what) end
    options, body = arguments_of(what, name, options, body)
    if body == nil and options == nil then return curried(declare, what, name, select(2, host.location())) end
    if not is_callable(body) then
      host.misuse(("%s %q has no function"):format(what, name), ('write %s("…", function() … end)'):format(what))
    end
    local _, line = host.location()
    local block = new_block(kind, name, body, line, options)
    block.tags = tags_of(name, options)
    add(what, block)
  end
  return declare
end

local function declare_case(kind, what, preset)
  local function declare(name, options, body)
    if not current then refuse(what) end
    options, body = arguments_of(what, name, options, body)
    if body == nil and options == nil and kind ~= "pending" then
      return curried(declare, what, name, select(2, host.location()))
    end
    local merged = {}
    for key, value in pairs(options or {}) do merged[key] = value end
    for key, value in pairs(preset or {}) do merged[key] = value end
    if body ~= nil and not is_callable(body) then
      host.misuse(("%s %q has no function"):format(what, name), ('write %s("…", function() … end)'):format(what))
    end
    local _, line = host.location()
    add(what, {
      is_case = true, kind = kind, name = name, body = body, line = line, options = merged, tags = tags_of(name, options),
      rows = merged.rows, is_pending = kind == "pending" or body == nil,
    })
  end
  return declare
end

local function declare_hook(list, what)
  return function(body)
    if not current then refuse(what) end
    if not is_callable(body) then
      host.misuse(what .. " takes a function", ("write %s(function() … end)"):format(what))
    end
    local hooks = current[list]
    hooks[#hooks + 1] = body
  end
end

describe = declare_block("describe", "describe")
context = declare_block("describe", "context")
insulate = declare_block("insulate", "insulate")
expose = declare_block("expose", "expose")
it = declare_case("it", "it")
spec = declare_case("it", "spec")
test = declare_case("it", "test")

for list, names in pairs {
  strict_setup = { "setup", "strict_setup" }, strict_teardown = { "teardown", "strict_teardown" },
  lazy_setup = { "lazy_setup" }, lazy_teardown = { "lazy_teardown" },
  before_each = { "before_each" }, after_each = { "after_each" },
} do
  for _, name in ipairs(names) do _G[name] = declare_hook(list, name) end
end

--- randomize([true | false | seed, [seed]]): mixes the entries of the block.
function randomize(...)
  if not current then refuse("randomize") end
  local wanted, seed = ...
  current.is_mixed = select("#", ...) == 0 or wanted
  current.mix_seed = tonumber(wanted) or tonumber(seed)
end

--- From the last entry on, each changes places with one before it, as busted does it.
local function mix(block)
  if not block.is_mixed then return end
  block.is_mixed = nil
  math.randomseed(block.mix_seed or host.seed())
  local children = block.children
  for last = #children, 1, -1 do
    local other = math.random(last)
    children[last], children[other] = children[other], children[last]
  end
  for position, child in ipairs(children) do child.position = position end
end

local declare_pending = declare_case("pending", "pending")

--- pending(name, [function]) declares a case that is not written yet; inside of a case it ends it as that.
function pending(name, ...)
  if current then return declare_pending(name, ...) end
  if not case or not case.is_in_body then refuse("pending") end
  error(setmetatable({ is_pending = true, message = name }, { __tostring = function() return tostring(name) end, __type = "pending" }), 0)
end

local declare_scenario = declare_case("scenario", "scenario")
scenario = setmetatable({
  only = declare_case("scenario", "scenario.only", { only = true }),
  skip = declare_case("scenario", "scenario.skip", { skip = true }),
}, {
  __call = function(_, ...) return declare_scenario(...) end,
  __name = "scenario",
})

--- scenario.each(rows)(name, [options,] function(row)): one case for each row of a list, or of a CSV, JSON or JSON Lines
--- file beside the script. `{field}` in the name is the row's.
function scenario.each(rows)
  if type(rows) ~= "table" and type(rows) ~= "string" then
    host.misuse("scenario.each takes a list or the name of a file, not a " .. type(rows),
      'write scenario.each { { code = "A" }, { code = "B" } }("accepts {code}", function(row) … end)')
  end
  if type(rows) == "string" then
    rows = host.data_file(rows)
  elseif #rows == 0 then
    host.misuse("scenario.each has no rows, so nothing would be run", "give it a list of at least one row")
  end
  return declare_case("scenario", "scenario.each", { rows = rows })
end

-- Finding --------------------------------------------------------------------------------------------------------

--- Runs what the runner gives; yields go to it.
local function perform(phase, body)
  if type(body) ~= "function" and body ~= nil then
    local callable = body
    body = function() return callable() end
  end
  return yield(phase, body)
end

local globals_of, restore_globals

--- What is to be done when all of a block has been declared.
local function finish(block)
  mix(block)
  for name, one in pairs(block.unfinished or {}) do
    return perform("load", function()
      host.misuse(("%s %q in line %d has no function"):format(one.what, name, one.line),
        ('write %s("…", function() … end)'):format(one.what))
    end)
  end
  return true
end

local function open(block)
  if block.is_open then return true end
  block.is_open = true
  current = block
  local good = perform("load", block.body)
  current = nil
  return good and finish(block)
end

local function merged_options(case_entry, blocks)
  local merged = {}
  for _, block in ipairs(blocks) do
    for name, value in pairs(block.options) do merged[name] = value end
  end
  for name, value in pairs(case_entry.options) do merged[name] = value end
  return merged
end

--- `{field}` in a name is the row's; a row that is no table is `{1}`.
local function filled(name, row)
  if row == nil then return name end
  return (name:gsub("{([%w_]+)}", function(field)
    local value = row
    if type(row) == "table" then value = row[field] elseif field ~= "1" then value = nil end
    if value == nil then return nil end
    return type(value) == "string" and value or perch.inspect(value, { depth = 1 })
  end))
end

local function describe_case(entry, blocks, path, row_number)
  local names, tags, lines = {}, {}, {}
  for index, block in ipairs(blocks) do
    names[index] = block.name
    lines[index] = block.line
    for _, tag in ipairs(block.tags) do tags[#tags + 1] = tag end
  end
  for _, tag in ipairs(entry.tags) do tags[#tags + 1] = tag end
  local options = merged_options(entry, blocks)
  local skip = options.skip
  return {
    kind = entry.kind, name = filled(entry.name, row_number and entry.rows[row_number]), line = entry.line,
    blocks = perch.array(names), block_lines = perch.array(lines), tags = perch.array(tags), row = row_number,
    path = { unpack(path) }, pending = entry.is_pending or nil, skip = skip == true and "" or skip or nil, only = options.only,
    slow = options.slow, retries = options.retries, timeout = options.timeout, requires = options.requires,
    row_file = type(entry.rows) == "string" and entry.rows or nil,
  }
end

local function visit(block, blocks, path, found)
  for position, child in ipairs(block.children) do
    path[#path + 1] = position
    if child.is_case then
      local rows = child.rows
      if type(rows) == "table" then
        for number = 1, #rows do found[#found + 1] = describe_case(child, blocks, path, number) end
      else
        found[#found + 1] = describe_case(child, blocks, path)
      end
    else
      local saved = globals_of(child.kind)
      if open(child) then
        blocks[#blocks + 1] = child
        visit(child, blocks, path, found)
        blocks[#blocks] = nil
      end
      if saved then restore_globals(saved) end
    end
    path[#path] = nil
  end
end

local step_of -- the coroutine of what is being done

--- Begins to find all cases; `suite.next` then gives the bodies of blocks, and `suite.found` what they declared.
function suite.find()
  suite.is_searched = true
  current = nil
  suite.found = nil
  step_of = coroutine_wrap(function()
    local found = {}
    if finish(root) then visit(root, {}, {}, found) end
    suite.found = perch.array(found)
  end)
end

function suite.take_found()
  local found = suite.found
  suite.found = nil
  return found
end

-- Globals of insulated blocks --------------------------------------------------------------------------------------

--- What a block or case of this kind has for itself: globals set in it are not seen beside it, except in `expose`; in
--- `insulate` modules are loaded anew, too.
function globals_of(kind)
  if kind == "expose" or kind == "file" then return nil end
  local saved = { globals = {}, meta = host.debug.getmetatable(_G) }
  for name, value in pairs(_G) do saved.globals[name] = value end
  if kind == "insulate" then
    saved.loaded = {}
    for name, value in pairs(package.loaded) do saved.loaded[name] = value end
  end
  return saved
end

local function put_back(into, from)
  for name in pairs(into) do
    if from[name] == nil then into[name] = nil end
  end
  for name, value in pairs(from) do into[name] = value end
end

function restore_globals(saved)
  -- Modules may have put one there, which makes names appear.
  host.debug.setmetatable(_G, saved.meta)
  put_back(_G, saved.globals)
  if saved.loaded then put_back(package.loaded, saved.loaded) end
end

local function carry(into, before, now)
  for name in pairs(before) do
    if now[name] == nil then into[name] = nil end
  end
  for name, value in pairs(now) do
    if value ~= before[name] then into[name] = value end
  end
end

--- Makes what an `expose` changed outlive the blocks around it, except for the outermost.
local function keep_exposed(block, around)
  local is_outermost = true
  for _, outer in ipairs(around) do
    local saved = outer.saved
    if saved and not is_outermost then
      carry(saved.globals, block.before.globals, _G)
      saved.meta = host.debug.getmetatable(_G)
      if saved.loaded then carry(saved.loaded, block.before.loaded, package.loaded) end
    end
    if saved then is_outermost = false end
  end
end

-- Running --------------------------------------------------------------------------------------------------------

local entered = {} -- the blocks around the case, from the outside in; the file first

local enter, leave

local function has_cases(block)
  if not open(block) then return true end
  for _, child in ipairs(block.children) do
    if child.is_case or has_cases(child) then return true end
  end
  return false
end

--- Sets up and takes down the blocks without cases before a position of the innermost block, as busted does. Scenarios
--- have nothing before them.
local function pass_over(last)
  local block = entered[#entered]
  if suite.is_searched or block.has_failed then return end
  for position = (block.passed or 0) + 1, last do
    local child = block.children[position]
    block.passed = position
    if not child.is_case and not child.was_entered and not has_cases(child) then
      local depth = #entered
      enter(child)
      leave(depth)
    end
  end
end

function leave(depth)
  while #entered > depth do
    pass_over(#entered[#entered].children)
    local block = remove(entered)
    if block.has_lazy_setup then
      for _, hook in ipairs(block.lazy_teardown) do perform("teardown", hook) end
      block.has_lazy_setup = nil
    end
    if block.is_set_up then
      for _, hook in ipairs(block.strict_teardown) do perform("teardown", hook) end
      block.is_set_up = nil
    end
    if block.saved then restore_globals(block.saved) end
    if block.before then keep_exposed(block, entered) end
    block.saved, block.before = nil, nil
  end
end

function enter(block)
  block.was_entered = true
  block.saved = globals_of(block.kind)
  if block.kind == "expose" then block.before = globals_of("insulate") end
  entered[#entered + 1] = block
  if not open(block) then
    block.has_failed = true
    return
  end
  block.is_set_up = true
  for _, hook in ipairs(block.strict_setup) do
    if not perform("setup", hook) then
      block.has_failed = true
      return
    end
  end
end

--- Whether all blocks around the case are set up; a block whose set-up failed is not set up again.
local function all_set_up()
  for _, block in ipairs(entered) do
    if not block.has_failed and not block.has_lazy_setup then
      block.has_lazy_setup = true
      for _, hook in ipairs(block.lazy_setup) do
        if not perform("setup", hook) then
          block.has_failed = true
          break
        end
      end
    end
    if block.has_failed then return false end
  end
  return true
end

--- The names of the blocks and of the case, as reports show them.
local function title_of(entry, row)
  local names = {}
  for index = 2, #entered do names[#names + 1] = entered[index].name end
  names[#names + 1] = filled(entry.name, row)
  return table.concat(names, " › ")
end

local function run_case(entry, row)
  local deepest = #entered
  local good = true
  for index, block in ipairs(entered) do
    for _, hook in ipairs(block.before_each) do good = perform("before_each", hook) and good end
    if not good then
      deepest = index
      break
    end
  end
  if good then
    -- A scenario has a state of its own; what it leaves behind is gone with it.
    local saved = entry.kind ~= "scenario" and globals_of(entry.kind)
    case.is_in_body = true
    rawset(_G, "finally", host.finally)
    perform("body", row == nil and entry.body or function() return entry.body(row) end)
    case.is_in_body = false
    for index = #case.finally, 1, -1 do perform("finally", case.finally[index]) end
    rawset(_G, "finally", nil)
    if saved then restore_globals(saved) end
  end
  for index = deepest, 1, -1 do
    for _, hook in ipairs(entered[index].after_each) do perform("after_each", hook) end
  end
  for index = #case.cleanups, 1, -1 do perform("fixture", case.cleanups[index]) end
end

--- Begins a case. `suite.next` then gives what is to be called for it, one function after the other.
function suite.start(path, row_number, row)
  case = { finally = {}, cleanups = {}, fixtures = {}, soft = {}, steps = {}, open_steps = {} }
  suite.case = case
  current = nil
  step_of = coroutine_wrap(function()
    if #entered == 0 then
      if not root.is_finished then
        root.is_finished = true
        finish(root)
      end
      enter(root)
    end
    local depth = 1
    while depth < #path and entered[depth + 1] and entered[depth + 1].position == path[depth] do depth = depth + 1 end
    leave(depth)
    while #entered < #path do
      pass_over(path[#entered] - 1)
      local block = entered[#entered].children[path[#entered]]
      if not block or block.is_case then break end
      enter(block)
      if block.has_failed then break end
    end
    if #entered == #path then pass_over(path[#path] - 1) end
    local entry = entered[#entered].children[path[#path]]
    if not all_set_up() or not entry or #entered < #path then
      perform("blocked")
    else
      if row_number and type(entry.rows) == "table" then row = entry.rows[row_number] end
      host.scenario_name = title_of(entry, row)
      run_case(entry, row)
    end
    if not entry or entry.kind == "scenario" then leave(0) end
    case = nil
  end)
end

--- The phase and function to call next; nil when there is none, and then whether there is more to read of the case.
--- `good` says whether the one before went well.
function suite.next(good)
  local phase, body = step_of(good)
  if phase then return phase, body end
  local ended = suite.case
  return nil, ended ~= nil and (#ended.soft > 0 or #ended.steps > 0)
end

--- Begins to leave the blocks that are still open.
function suite.finish()
  suite.case = { finally = {}, cleanups = {}, fixtures = {}, soft = {}, steps = {}, open_steps = {} }
  step_of = coroutine_wrap(function()
    leave(0)
    for index = #fixtures, 1, -1 do
      local one = fixtures[index]
      if one.teardown and one.is_made then perform("fixture", function() one.teardown(one.value) end) end
    end
  end)
end

--- Begins to make the fixtures of the file.
function suite.make_fixtures()
  current = nil
  step_of = coroutine_wrap(function()
    for _, one in ipairs(fixtures) do
      if not one.is_made then
        local good = perform("fixture", function()
          one.value = one.make()
          one.is_made = true
        end)
        if not good then return end
      end
    end
  end)
end

host.is_callable = is_callable

local known_modules = {}
for name in pairs(package.loaded) do known_modules[name] = true end

--- The names of the modules that the file required, and those they required.
function suite.modules()
  local names = {}
  for name in pairs(package.loaded) do
    if type(name) == "string" and not known_modules[name] then names[#names + 1] = name end
  end
  table.sort(names)
  return perch.array(names)
end

function suite.has_fixtures() return #fixtures > 0 end

--- The case that runs, for what may stand inside of one only.
function host.running(what)
  if case then return case end
  host.misuse(what .. " works inside of a case only", "put it into the function of a scenario or an it")
end

function host.add_fixture(one) fixtures[#fixtures + 1] = one end

function host.is_running() return case ~= nil end

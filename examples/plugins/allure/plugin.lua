-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- Results for Allure 2: a file for each scenario, from which `allure generate` makes its report.

local statuses = {
  passed = "passed", flaky = "passed", failed = "failed", error = "broken", skipped = "skipped", pending = "skipped",
}

-- FNV-1a, 64 bits: the same scenario has the same number in every run, which is how Allure knows its history.
local function hash(text, start)
  for index = 1, #text do start = (start ~ text:byte(index)) * 0x100000001b3 end
  return start
end

local function digits(text)
  return ("%016x%016x"):format(hash(text, 0xcbf29ce484222325), hash(text, 0x84222325cbf29ce4))
end

-- Of a form that RFC 9562 leaves to the maker: version 8.
local function uuid(text)
  local d = digits(text)
  local variant = ("89ab"):sub(tonumber(d:sub(17, 17), 16) % 4 + 1, tonumber(d:sub(17, 17), 16) % 4 + 1)
  return ("%s-%s-8%s-%s%s-%s"):format(d:sub(1, 8), d:sub(9, 12), d:sub(14, 16), variant, d:sub(18, 20), d:sub(21, 32))
end

local function milliseconds(seconds) return math.floor(seconds * 1000 + 0.5) end

-- Allure's steps are a tree, ours a list with depths.
local function steps(list, start, from, depth)
  local result, index = perch.array {}, from
  while list[index] and (list[index].depth or 0) >= depth do
    local step = list[index]
    local inner, next_ = steps(list, start, index + 1, (step.depth or 0) + 1)
    local begun = start + milliseconds(step.start or 0)
    result[#result + 1] = {
      name = step.name, status = step.failed and "failed" or "passed", stage = "finished", start = begun,
      stop = begun + milliseconds(step.duration or 0), steps = inner,
    }
    index = next_
  end
  return result, index
end

local function details(result, attempt)
  local messages, traces = {}, {}
  for _, failure in ipairs(attempt.failures or {}) do
    messages[#messages + 1] = failure.message
    local location = failure.location
    traces[#traces + 1] = (location and ("%s:%d: "):format(location.file, location.line) or "") .. failure.message
    for _, difference in ipairs(failure.differences or {}) do
      traces[#traces + 1] = ("  %s: expected %s, found %s"):format(
        difference.path, difference.expected or "nothing", difference.actual or "nothing")
    end
    traces[#traces + 1] = failure.explanation
  end
  if #messages == 0 then messages[1] = result.reason end
  return {
    message = table.concat(messages, "\n"), trace = table.concat(traces, "\n"), flaky = result.outcome == "flaky",
    known = false, muted = false,
  }
end

local function labels(scenario)
  local list = {
    { name = "framework", value = "perch" }, { name = "language", value = "lua" },
    { name = "package", value = scenario.file }, { name = "suite", value = scenario.file },
  }
  if scenario.blocks and #scenario.blocks > 0 then
    list[#list + 1] = { name = "subSuite", value = table.concat(scenario.blocks, " › ") }
  end
  for _, tag in ipairs(scenario.tags or {}) do list[#list + 1] = { name = "tag", value = tag } end
  return list
end

local function document(result, stop)
  local scenario, attempts = result.scenario, result.attempts or {}
  local attempt = attempts[#attempts] or {}
  local start = stop - milliseconds(result.duration or 0)
  return {
    uuid = uuid(scenario.id), historyId = digits(scenario.id), testCaseId = digits(scenario.id), name = scenario.name,
    fullName = ("%s:%d %s"):format(scenario.file, scenario.line, scenario.name), status = statuses[result.outcome],
    statusDetails = details(result, attempt), stage = "finished", start = start, stop = stop, labels = labels(scenario),
    links = perch.array {}, attachments = perch.array {}, parameters = perch.array {},
    steps = (steps(attempt.steps or {}, start, 1, 0)),
  }
end

local function write(result)
  local folder = plugin.options.folder
  local name = uuid(result.scenario.id) .. "-result.json"
  local file, problem = io.open(("%s/%s/%s"):format(plugin.project, folder, name), "w")
  if not file then error(("cannot write: is the folder %s there? (%s)"):format(folder, problem), 0) end
  file:write(perch.json.encode(document(result, milliseconds(perch.time.now())), { indent = true }), "\n")
  assert(file:close())
end

local written = 0

return {
  name = "allure",
  version = "1.0.0",
  perch = "^0.1",
  summary = "Results for Allure 2, a file for each scenario.",
  permissions = { "write:allure-results" },

  options = { folder = { default = "allure-results", summary = "Where the files go, below the project's folder." } },

  reporters = {
    allure = {
      summary = "Writes a file for each scenario into allure-results.",
      stream = "messages", -- the standard output is for another report
      details = true,
      begin = function() written = 0 end,
      result = function(result)
        write(result)
        written = written + 1
      end,
      finish = function()
        return ("%d result%s for Allure in %s\n"):format(written, written == 1 and "" or "s", plugin.options.folder)
      end,
    },
  },
}

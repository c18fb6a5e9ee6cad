-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- A correlation id on every call, and how long the calls took.

local run = perch.uuid()
local sent = 0
local times = {} -- microseconds, by operation

local function percentile(sorted, share)
  return sorted[math.max(1, math.ceil(#sorted * share))]
end

local function milliseconds(microseconds)
  return ("%.1f ms"):format(microseconds / 1000)
end

local function table_of_times()
  local names = {}
  for name, list in pairs(times) do
    names[#names + 1] = name
    table.sort(list)
  end
  table.sort(names)
  local lines = { ("%-32s %6s %12s %12s"):format("operation", "calls", "median", "95 %") }
  for _, name in ipairs(names) do
    local list = times[name]
    lines[#lines + 1] = ("%-32s %6d %12s %12s"):format(
      name, #list, milliseconds(percentile(list, 0.5)), milliseconds(percentile(list, 0.95)))
  end
  return table.concat(lines, "\n")
end

return {
  name = "correlation",
  version = "1.0.0",
  perch = "^0.1",
  summary = "A correlation id on every call, and a table of latencies.",

  options = {
    header = { default = "X-Correlation-Id", summary = "The header that carries the id." },
    show = { type = "boolean", default = false, summary = "Print the id of each call." },
  },

  middleware = {
    before_call = function(call)
      sent = sent + 1
      -- The run's id and a number: one search finds the whole run, another a single call.
      local id = ("%s-%d"):format(run, sent)
      if plugin.options.show then print(("%s  %s"):format(id, call.operation)) end
      return { headers = { [plugin.options.header] = id } }
    end,

    after_call = function(call, answer)
      local list = times[call.operation] or {}
      times[call.operation] = list
      list[#list + 1] = answer.microseconds
    end,
  },

  hooks = {
    run_finished = function()
      if next(times) then print(table_of_times()) end
    end,
  },
}

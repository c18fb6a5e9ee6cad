-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- How a run of scenarios went, told to a chat channel through an incoming webhook.

local plan, bad = {}, {}

local function title(scenario)
  local names = {}
  for _, block in ipairs(scenario.blocks or {}) do names[#names + 1] = block end
  names[#names + 1] = scenario.name
  return table.concat(names, " › ")
end

local function why(result)
  local attempts = result.attempts or {}
  local failures = (attempts[#attempts] or {}).failures or {}
  local message = failures[1] and failures[1].message or result.reason or result.outcome
  return message:match("^[^\n]*")
end

local function headline(summary)
  local counts = summary.counts
  local parts = {}
  for _, outcome in ipairs { "passed", "flaky", "failed", "error", "skipped", "pending" } do
    if (counts[outcome] or 0) > 0 then parts[#parts + 1] = ("%d %s"):format(counts[outcome], outcome) end
  end
  local mark = summary.failed and "🔴" or "🟢"
  local end_ = summary.interrupted and ", interrupted" or ""
  return ("%s %s on %s: %s in %.1f s%s"):format(
    mark, plugin.options.name, plan.environment or "sandbox", table.concat(parts, ", "), summary.duration, end_)
end

local function text(summary)
  local lines = { headline(summary) }
  local most = plugin.options.failures
  for index, result in ipairs(bad) do
    if index > most then
      lines[#lines + 1] = ("… and %d more"):format(#bad - most)
      break
    end
    lines[#lines + 1] = ("• %s (%s:%d): %s"):format(
      title(result.scenario), result.scenario.file, result.scenario.line, why(result))
  end
  return table.concat(lines, "\n")
end

return {
  name = "chat-summary",
  version = "1.0.0",
  perch = "^0.1",
  summary = "Tells a chat channel how a run of scenarios went.",
  -- The address is a secret: whoever has it can write to the channel. Which host it is at, the user says.
  permissions = { "secret:CHAT_WEBHOOK", "net:*" },

  options = {
    name = { default = "Scenarios", summary = "What the message calls the run." },
    failures = { type = "integer", default = 5, summary = "How many failures it lists at most." },
    only_failures = { type = "boolean", default = false, summary = "Say nothing when all is well." },
  },

  reporters = {
    chat = {
      summary = "Tells a chat channel how the run went.",
      stream = "messages", -- the standard output is for another report
      begin = function(begun)
        plan, bad = begun, {}
      end,
      result = function(result)
        if result.outcome == "failed" or result.outcome == "error" then bad[#bad + 1] = result end
      end,
      finish = function(summary)
        if plugin.options.only_failures and not summary.failed then return end
        local answer = perch.http.post(perch.secret("CHAT_WEBHOOK"), { text = text(summary) })
        if answer.status >= 300 then error(("the chat answered with %d"):format(answer.status), 0) end
      end,
    },
  },
}

-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- The plugin with the TAP report, version 13 of the Test Anything Protocol: one test for each scenario, with a YAML block of
-- what there is to say.

local count, reported

-- A description without what would begin a directive.
local function escaped(text) return (text:gsub("[#\\]", "\\%0")) end

-- A text in double quotes; JSON's are YAML's.
local function quoted(text)
  local special = { ['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n", ["\t"] = "\\t" }
  text = text:gsub('["\\%c]', function(sign) return special[sign] or ("\\u%04x"):format(sign:byte()) end)
  -- The control characters beyond ASCII.
  return '"' .. text:gsub("\xC2([\x80-\x9F])", function(sign) return ("\\u%04x"):format(sign:byte()) end) .. '"'
end

-- The failures of the last attempt that failed.
local function failures(result)
  for index = #result.attempts, 1, -1 do
    if result.attempts[index].failures then return result.attempts[index].failures end
  end
  return {}
end

-- The lines of a text, without those that are empty at its beginning.
local function lines_of(text)
  local lines = {}
  for line in (text .. "\n"):gmatch("(.-)\n") do
    if #lines > 0 or line:find("%S") then lines[#lines + 1] = line end
  end
  return lines
end

local function diagnostics(result)
  if #result.attempts == 0 then return "" end
  local lines = { "---", ("duration_ms: %.3f"):format(result.duration * 1000) }
  local function add(line) lines[#lines + 1] = line end
  if result.outcome == "flaky" then add("flaky: true") end
  if #result.attempts > 1 then add("attempts: " .. #result.attempts) end
  local failure = failures(result)[1]
  if failure then
    add("message: " .. quoted(failure.message))
    if result.outcome == "error" then add("severity: error") elseif result.outcome == "failed" then add("severity: fail") end
    local place = failure.location or result.scenario
    add("at: " .. quoted(place.file .. ":" .. place.line))
    add("details: |")
    for index, line in ipairs(lines_of(result.shown.text)) do
      -- The first line sets the indentation of a block, and `prove` wants it in empty lines, too.
      add("  " .. (index == 1 and line:gsub("^%s+", "") or line))
    end
  end
  add("...")
  return "  " .. table.concat(lines, "\n  ") .. "\n"
end

return {
  name = "tap",
  version = "1.0.0",
  perch = ">=0.1",
  summary = "The Test Anything Protocol, version 13.",
  reporters = {
    tap = {
      summary = "the Test Anything Protocol, version 13",
      begin = function(plan)
        count, reported = plan.count, 0
        return "TAP version 13\n1.." .. count .. (count == 0 and " # SKIP nothing was selected" or "") .. "\n"
      end,
      result = function(result)
        reported = reported + 1
        local outcome, reason = result.outcome, result.shown.reason
        local is_fine = outcome ~= "failed" and outcome ~= "error" and outcome ~= "pending"
        local text = (is_fine and "ok " or "not ok ") .. reported .. " - " .. escaped(result.shown.name)
        if outcome == "skipped" then
          text = text .. " # SKIP " .. escaped(reason or "")
        elseif outcome == "pending" then
          text = text .. " # TODO " .. escaped(reason or "not written yet")
        end
        return text:gsub(" +$", "") .. "\n" .. diagnostics(result)
      end,
      finish = function(summary)
        local lines = {}
        if summary.interrupted then
          lines[1] = "Bail out! interrupted"
        else
          -- The plan promised them.
          for number = reported + 1, count do lines[#lines + 1] = "ok " .. number .. " # SKIP not run: the run ended early" end
        end
        lines[#lines + 1] = "# " .. summary.shown.line
        return table.concat(lines, "\n") .. "\n"
      end,
    },
  },
}

-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- The plugin with the dot report: a character for each scenario, and everything about what failed.

local marks = { passed = ".", failed = "F", error = "E", flaky = "~", skipped = "s", pending = "p" }
local colours = { passed = 32, failed = 31, error = 31, flaky = 33, skipped = 36, pending = 36 }

local per_line, is_coloured, column

return {
  name = "dot",
  version = "1.0.0",
  perch = ">=0.1",
  summary = "A character for each scenario, and everything about what failed.",
  reporters = {
    dot = {
      summary = "a character for each scenario, and everything about what failed",
      begin = function(_, place)
        per_line, is_coloured, column = math.max(10, math.min(place.width, 80)), place.coloured, 0
      end,
      result = function(result)
        local text = marks[result.outcome]
        if is_coloured then text = "\27[" .. colours[result.outcome] .. "m" .. text .. "\27[0m" end
        if column == per_line then text, column = "\n" .. text, 0 end
        column = column + 1
        return text
      end,
      finish = function(summary)
        return (column > 0 and "\n\n" or "") .. summary.shown.text
      end,
    },
  },
}

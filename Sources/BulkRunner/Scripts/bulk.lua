-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- perch.bulk: one operation over many rows, with a journal. `each` makes of every row what the operation takes; the rows
-- that it gives are written down first, so that the engine reads them as it reads a file.

local host, _, _, perch = ...
local type, pairs, ipairs = type, pairs, ipairs
local check, open, next_row, spool, put, run =
  host.bulk_check, host.bulk_open, host.bulk_next, host.bulk_spool, host.bulk_put, host.bulk_run

-- Calls `body` with each row of an input: a path, a list of rows, or a function that gives the next one.
local function each_row(input, options, body)
  if type(input) == "table" then
    for _, row in ipairs(input) do body(row) end
  elseif type(input) == "function" then
    for row in input do body(row) end
  else
    local reader = open(input, options)
    while true do
      local row = next_row(reader)
      if row == nil then return end
      body(row)
    end
  end
end

function perch.bulk(options)
  local plain, input, each = {}, nil, nil
  if type(options) == "table" then
    for name, value in pairs(options) do
      if name == "input" then
        input = value
      elseif name == "each" then
        each = value
      else
        plain[name] = value
      end
    end
  end
  local settings = check(options ~= nil and type(options), plain, type(input), type(each))
  if not each and type(input) == "string" then return run(settings, input) end

  local rows = spool(settings, type(input) == "string" and input or nil)
  each_row(input, settings, function(row)
    local made = row
    if each then made = each(row) end
    if made ~= nil and made ~= false then put(rows, made) end
  end)
  return run(settings, rows)
end

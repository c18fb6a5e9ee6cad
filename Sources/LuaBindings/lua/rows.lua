-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- perch.csv and perch.jsonl: rows of files, one at a time; and perch.progress.

local host, _, _, perch = ...

local type, next, pairs, sort, setmetatable, error = type, next, pairs, table.sort, setmetatable, error
local open_rows, parse_rows, next_row, close_rows = host.open_rows, host.parse_rows, host.next_row, host.close_rows
local open_writer, open_text, write_row = host.open_writer, host.open_text, host.write_row
local finish_writer, close_writer, refuse = host.finish_writer, host.close_writer, host.refuse

local closing = { __close = function(self) self.close(self.object) end }

local function on_leaving(object, close)
  return setmetatable({ object = object, close = close }, closing)
end

-- The columns that the rows of an iterator have.
local columns_of = setmetatable({}, { __mode = "k" })

local function iterator(rows, columns)
  local function each() return next_row(rows) end
  columns_of[each] = columns
  return each, nil, nil, on_leaving(rows, close_rows)
end

local function all(rows)
  local list, row = {}, next_row(rows)
  while row ~= nil do
    list[#list + 1] = row
    row = next_row(rows)
  end
  return list
end

-- Rows as a function, from a list or from such a function.
local function source(called, rows)
  if type(rows) == "function" then return rows end
  if type(rows) ~= "table" then refuse(called, type(rows)) end
  local index = 0
  return function()
    index = index + 1
    return rows[index]
  end
end

-- Columns are those that were asked for, those of the file that the rows come from, or the fields of the first row.
local function columns_for(called, rows, options, first)
  local given = type(options) == "table" and options.columns or columns_of[rows]
  if given then return given end
  if type(first) ~= "table" or first[1] ~= nil then refuse(called, "columns") end
  local names = {}
  for name in pairs(first) do names[#names + 1] = name end
  sort(names)
  return names
end

local function write(called, open, path, rows, options, has_columns)
  local take = source(called, rows)
  local row = take()
  local columns = has_columns and columns_for(called, rows, options, row) or nil
  local writer = open(called, path, options, columns)
  local _ <close> = on_leaving(writer, close_writer)
  local count = 0
  while row ~= nil do
    write_row(writer, row)
    count = count + 1
    row = take()
  end
  return finish_writer(writer) or count
end

perch.csv = {
  columns = function(path, options)
    local rows, columns = open_rows("perch.csv.columns", path, options)
    close_rows(rows)
    return columns
  end,
  rows = function(path, options) return iterator(open_rows("perch.csv.rows", path, options)) end,
  parse = function(text, options) return all((parse_rows("perch.csv.parse", text, options))) end,
  write = function(path, rows, options) return write("perch.csv.write", open_writer, path, rows, options, true) end,
  format = function(rows, options) return write("perch.csv.format", open_text, nil, rows, options, true) end,
}

perch.jsonl = {
  rows = function(path, options) return iterator(open_rows("perch.jsonl.rows", path, options)) end,
  write = function(path, rows, options) return write("perch.jsonl.write", open_writer, path, rows, options) end,
}

-- perch.progress(total, label): counts what was done, and shows it when there is something new to see.
local Progress = {}
Progress.__index = Progress
Progress.__name = "perch.Progress"

function Progress:add(count)
  local done = self.done_so_far + (count or 1)
  self.done_so_far = done
  if done >= self.next then self.next = host.show_progress(self.id, done) end
end

function Progress:done() host.end_progress(self.id, self.done_so_far) end

Progress.__close = Progress.done

function perch.progress(total, label)
  local id, first = host.begin_progress(total, label)
  return setmetatable({ id = id, done_so_far = 0, next = first }, Progress)
end

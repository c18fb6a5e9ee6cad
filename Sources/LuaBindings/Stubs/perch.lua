---@meta perch
-- Part of Perch. SPDX-License-Identifier: Apache-2.0

---What scripts need beside the API: values, JSON, time, and calls side by side.
---@class perch
---@field null perch.null The null of JSON.
---@field version string The version of Perch.
perch = {}

---A value as one would write it in Lua, with keys in order.
---@param value any
---@param options? { indent?: boolean, depth?: integer } In lines of their own; how deep, 20 when left out.
---@return string text
function perch.inspect(value, options) end

---Marks a table as a list, even when it is empty: it is sent as `[]`.
---@param list table
---@return table list The same table.
function perch.array(list) end

---Calls functions side by side.
---@param functions function[]
---@return any[] results The first result of each.
function perch.parallel(functions) end

---Calls a function with each element, several side by side.
---@param items any[]
---@param fn function Gets the element and its index.
---@param options? { concurrency?: integer } How many at a time, 16 when left out.
---@return any[] results
function perch.map(items, fn, options) end

---Waits.
---@param seconds number
function perch.sleep(seconds) end

---A random UUID.
---@return string uuid
function perch.uuid() end

---A variable of the environment that can be sent and is never shown; needs --allow-env.
---@param name string
---@return userdata secret
function perch.secret(name) end

---JSON.
perch.json = {}

---A value as JSON text.
---@param value any
---@param options? { indent?: boolean } In lines of their own.
---@return string text
function perch.json.encode(value, options) end

---The value that JSON text means; null is `perch.null`.
---@param text string
---@return any value
function perch.json.decode(text) end

---What the script runs in.
---@class perch.env
---@field name string The environment, as in perch.toml.
---@field kind "embedded"|"live" Whether calls go to the embedded sandbox or to an account.
---@field protected boolean Whether writes need a yes.
perch.env = {}

---A variable of the environment; needs --allow-env.
---@param name string
---@return string value
function perch.env.get(name) end

---Points in time.
perch.time = {}

---Seconds since 1970, with microseconds.
---@return number seconds
function perch.time.now() end

---A point in time as text, in RFC 3339 and UTC.
---@param seconds number Since 1970.
---@return string text
function perch.time.format(seconds) end

---The point in time that text means.
---@param text string In RFC 3339.
---@return number seconds Since 1970.
function perch.time.parse(text) end

---Lines on the standard error, so that results stay alone on the standard output.
perch.log = {}

---A line for those who look for a mistake.
---@param message any
---@param value? any Shown after the message, as `perch.inspect` writes it.
function perch.log.debug(message, value) end

---A line for whoever runs the script.
---@param message any
---@param value? any Shown after the message, as `perch.inspect` writes it.
function perch.log.info(message, value) end

---A line about something that may be wrong.
---@param message any
---@param value? any Shown after the message, as `perch.inspect` writes it.
function perch.log.warn(message, value) end

---A line about something that went wrong.
---@param message any
---@param value? any Shown after the message, as `perch.inspect` writes it.
function perch.log.error(message, value) end

---How far a script is, on the standard error: one line on a terminal, else a line now and then, and nothing with `--quiet`.
---@class perch.Progress
local Progress = {}

---Counts what was done.
---@param count? integer 1 when left out.
function Progress:add(count) end

---Shows the last count. A `local progress <close>` does it by itself.
function Progress:done() end

---Begins to count.
---@param total? integer How many there are, when that is known.
---@param label? string What is counted, as in `profiles`.
---@return perch.Progress progress
function perch.progress(total, label) end

---Files of CSV, as spreadsheets write them: commas, semicolons or tabs, with a mark at the beginning or none, with quotes and
---line breaks in fields, packed by gzip or not. Rows are read and written one at a time, however long a file is.
perch.csv = {}

---@class perch.csv.Reading
---@field delimiter? string One character; found in the first line when left out.
---@field encoding? "utf8"|"latin1" `utf8` when left out. `latin1` is Windows-1252.
---@field types? table<string, "string"|"number"|"integer"|"boolean"> What fields of a column are read as; text when left out. An empty field of another type is nil.

---The rows of a file, for a `for` loop: tables with a field for each column, and the line that each begins at. Reading below the
---project is allowed; another folder needs `--allow-read=PATH`. A row that cannot be read raises an error with its line.
---@param path string
---@param options? perch.csv.Reading
---@return fun(): table<string, any>?, integer? rows
function perch.csv.rows(path, options) end

---The names of the columns, in their order.
---@param path string
---@param options? { delimiter?: string, encoding?: "utf8"|"latin1" }
---@return string[] columns
function perch.csv.columns(path, options) end

---The rows of a text.
---@param text string
---@param options? perch.csv.Reading
---@return table[] rows
function perch.csv.parse(text, options) end

---@class perch.csv.Writing
---@field columns? string[] Their names, in order. When left out: those of the file that the rows come from, or the fields of the first row in alphabetical order.
---@field delimiter? string One character; a comma when left out.
---@field like? string A CSV file whose delimiter, mark and line breaks are taken.
---@field mark? boolean Whether to begin with the mark by which spreadsheets know UTF-8.

---Writes rows to a file, which gets its name once it is whole. It needs `--allow-write=PATH`. A field is text, a number or a
---boolean; nil and `perch.null` leave it empty.
---@param path string
---@param rows table[]|fun(): table? A list, or a function that gives one row after the other, such as `perch.csv.rows(path)`.
---@param options? perch.csv.Writing
---@return integer count How many rows were written.
function perch.csv.write(path, rows, options) end

---The same as a text.
---@param rows table[]|fun(): table?
---@param options? perch.csv.Writing
---@return string text
function perch.csv.format(rows, options) end

---Files of JSON values, one in each line, packed by gzip or not. Values are read and written one at a time.
perch.jsonl = {}

---The values of a file, for a `for` loop, and the line that each begins at. A file that ends in `.json` is one list, and its
---elements are given one at a time. Permissions are those of `perch.csv.rows`.
---@param path string
---@return fun(): any, integer? rows
function perch.jsonl.rows(path) end

---Writes values to a file, which gets its name once it is whole. It needs `--allow-write=PATH`.
---@param path string
---@param rows any[]|fun(): any A list, or a function that gives one value after the other.
---@return integer count How many were written.
function perch.jsonl.write(path, rows) end

---@class perch.Bulk
---@field operation string As in `profiles.update_many`; `perch ops` lists them.
---@field input string|table[]|fun(): table? The path of a CSV, JSON Lines or JSON file, a list of rows, or a function that gives one row after the other.
---@field each? fun(row: table): table? Makes of a row what the operation takes, under the same names that columns have; nil leaves the row out. Rows of CSV are tables of texts.
---@field map? table<string, string> What a column is that is not called like the field.
---@field set? table<string, any> Fields that are the same for all rows.
---@field batch? integer How many rows go into one call; as many as the API takes when left out.
---@field concurrency? integer How many calls may be under way at a time; on an account 4 when left out, at most 256.
---@field rate? number The most calls in a second.
---@field key? string The field that tells rows apart; the operation's own when left out.
---@field allowDuplicates? boolean Whether several rows may be about the same thing; they are done in their order.
---@field keep? string[] Fields of the answers to write into the results.
---@field results? string Where what became of each row is written; nowhere when left out. It needs `--allow-write=PATH`.
---@field journal? string Where the journal stands; beside the input when left out. It needs `--allow-write=PATH`.
---@field again? boolean Whether to begin anew what was begun or done before.
---@field null? string What stands in a field of CSV that is to be null; `\N` when left out.
---@field encoding? "utf8"|"latin1" `utf8` when left out.
---@field format? "csv"|"tsv"|"jsonLines"|"jsonArray" As the name says, or as it looks, when left out.

---Does one operation for each row, as `perch bulk` does: all rows are looked through first, go in calls as large as the API takes, and
---stand in a journal. A script that was stopped and is run again goes on where it was, and no row is done twice. What is wrong
---with rows, and a service that stops the work, is raised as an error; rows that the service refuses are counted in the result.
---@param options perch.Bulk
---@return { rows: integer, done: integer, failed: integer, uncertain: integer, calls: integer, complete: boolean, results: string?, failedRows: string? } result
function perch.bulk(options) end

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

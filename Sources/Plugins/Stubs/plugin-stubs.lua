---@meta plugin
-- Part of Perch. SPDX-License-Identifier: Apache-2.0

-- What a plugin has beside `talon`, `sandbox` and `perch`.

---@class perch.PluginItself
---@field name string Its own name.
---@field folder string Its own folder, which it may read.
---@field project string The project's folder, where paths of permissions start.
---@field options table<string, string|number|boolean> What `[plugins.NAME]` of perch.toml sets, defaults filled in; there once `plugin.lua` has returned.
plugin = {}

---@class perch.http
perch.http = {}

---@class perch.http.Request
---@field url string|userdata `https://…`; http:// for this machine only. May be a `perch.secret`.
---@field method? string `GET`, or `POST` when there is a body.
---@field headers? table<string, string|userdata> Values may be secrets.
---@field body? string|table A table goes as JSON.

---@class perch.http.Answer
---@field status integer
---@field body string Secrets in it are hidden.

---Asks a host that was granted as `net:HOST`. Redirects are not followed, and nothing is sent twice.
---@param request perch.http.Request
---@return perch.http.Answer
function perch.http.request(request) end

---@param url string|userdata
---@param headers? table<string, string|userdata>
---@return perch.http.Answer
function perch.http.get(url, headers) end

---@param url string|userdata
---@param body? string|table
---@param headers? table<string, string|userdata>
---@return perch.http.Answer
function perch.http.post(url, body, headers) end

-- What `plugin.lua` returns. Write `---@type perch.Plugin` above the table.

---@class perch.Plugin
---@field name string The name of its folder.
---@field version string Three numbers, as in `1.0.0`.
---@field perch string Versions of Perch that it works with, as in `^0.1`.
---@field interface? integer The version of this interface; 1 when left out.
---@field summary? string What it is for, in one line.
---@field permissions? string[] `api:read`, `api:write`, `net:HOST`, `secret:NAME`, `env:NAME`, `read:PATH`, `write:PATH`, `run`.
---@field options? table<string, perch.Plugin.Parameter> What perch.toml may set.
---@field modules? table<string, table> What `require` gives: tables of functions and data, called NAME or NAME.more.
---@field commands? table<string, perch.Plugin.Command>
---@field matchers? table<string, perch.Plugin.Matcher|function>
---@field reporters? table<string, perch.Plugin.Reporter>
---@field middleware? perch.Plugin.Middleware
---@field helpers? table<string, perch.Plugin.Helper|function> Globals of the REPL.
---@field bundles? table<string, perch.Plugin.Transformer>
---@field hooks? perch.Plugin.Hooks

---@class perch.Plugin.Parameter
---@field name? string Of an argument; options are called by their key.
---@field type? "string"|"integer"|"number"|"boolean" A string when left out.
---@field summary? string
---@field required? boolean
---@field default? string|number|boolean
---@field choices? string[]

---@class perch.Plugin.Command
---@field summary string
---@field discussion? string
---@field arguments? perch.Plugin.Parameter[] In their order.
---@field options? table<string, perch.Plugin.Parameter>
---@field run fun(arguments: table): integer? Gets arguments and options by name; may give an exit code.

---@class perch.Plugin.Matcher
---@field usage? string As in `to_be_gold()`.
---@field summary? string
---@field hint? string What to write instead when it is called wrongly.
---@field least? integer How few arguments it takes.
---@field most? integer How many at most; `least` when left out.
---@field check fun(value: any, ...: any): boolean?, any, table? Whether it holds, what was expected, and differences. Nil fails the negated check, too.
---@field describe? fun(value: any, negated: boolean, ...: any): any, table? What was expected, and differences, when it has failed.

---@class perch.Plugin.Reporter
---@field summary? string
---@field details? boolean Whether it wants steps and calls also of scenarios that passed.
---@field stream? "results"|"messages" Where it writes; `messages` for one that runs beside another.
---@field begin? fun(plan: table): string? What it gives is written.
---@field result? fun(result: table): string?
---@field finish? fun(summary: table): string?

---@class perch.Plugin.Middleware
---@field before_call? fun(call: table): table? May give `{ headers = { name = value } }`.
---@field after_call? fun(call: table, answer: table)

---@class perch.Plugin.Helper
---@field summary? string
---@field run function

---@class perch.Plugin.Transformer
---@field summary? string
---@field transform fun(text: string, name: string): table Gets a file's text and name; gives a bundle.

---@class perch.Plugin.Hooks
---@field run_started? fun(run: table)
---@field file_started? fun(file: table)
---@field scenario_started? fun(scenario: table)
---@field step_finished? fun(step: table)
---@field call_finished? fun(call: table)
---@field effect? fun(effect: table)
---@field scenario_finished? fun(result: table)
---@field file_finished? fun(file: table)
---@field run_finished? fun(summary: table)

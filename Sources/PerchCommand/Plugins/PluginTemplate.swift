// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// What `perch plugins new` writes: the smallest plugin that does something, and a scenario that uses it.
enum PluginTemplate {
    static func files(_ name: String) -> [(name: String, text: String)] {
        [("plugin.lua", plugin(name)), ("\(name)_test.lua", scenario(name)), ("README.md", readme(name))]
    }

    private static func plugin(_ name: String) -> String {
        """
        -- `perch plugins check \(name)` tries what stands here, `perch docs plugins` explains it.

        local function greeting(customer)
          return "Hello, " .. customer .. "!"
        end

        ---@type perch.Plugin
        return {
          name = "\(name)",
          version = "0.1.0",
          perch = "^\(Perch.version)",
          summary = "Says what it is for, in one line.",

          -- What it asks for; perch.toml grants it: [plugins.\(name)] allow = ["api:read"]
          permissions = {},

          commands = {
            ["\(name)"] = {
              summary = "Greets a customer.",
              arguments = { { name = "customer", required = true, summary = "Whom to greet." } },
              run = function(arguments)
                print(greeting(arguments.customer))
              end,
            },
          },

          -- require "\(name)" in scripts and scenarios
          modules = {
            ["\(name)"] = { greeting = greeting },
          },

          -- expect("Hello, ada!"):to_be_a_greeting()
          matchers = {
            to_be_a_greeting = {
              usage = "to_be_a_greeting()",
              summary = "It is a text that greets.",
              check = function(value)
                return type(value) == "string" and value:find("^Hello, ") ~= nil, "a greeting"
              end,
            },
          },
        }

        """
    }

    private static func scenario(_ name: String) -> String {
        """
        -- Run it with: perch test plugins/\(name)

        local \(identifier(name)) = require "\(name)"

        scenario("it greets", function()
          expect(\(identifier(name)).greeting("ada")):to_be_a_greeting()
          expect("Bye"):not_:to_be_a_greeting()
        end)

        """.replacing(":not_:", with: ".not_:")
    }

    private static func readme(_ name: String) -> String {
        """
        # \(name)

        Says what it is for, in one line.

        Put this folder into `plugins` of a project. It needs no permission.

        ```console
        $ perch \(name) ada
        Hello, ada!
        ```

        """
    }

    /// A name that Lua takes.
    private static func identifier(_ name: String) -> String { name.replacing("-", with: "_") }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LuaBindings
import OperationCatalog
import Plugins
import ScenarioRunner

/// What a new project begins with: a set-up, a script and a scenario that run, and what editors and other tools need.
enum ProjectFiles {
    static let all: [(name: String, text: String)] = [
        ("perch.toml", configuration),
        ("campaigns/summer.json", bundle),
        ("first-session.lua", script),
        ("summer_test.lua", scenario),
        (".gitignore", ignored),
        (".luarc.json", languageServer),
        (".luacheckrc", luacheck),
        ("stylua.toml", stylua),
        (".perch/stubs/talon.lua", LuaStubs.render()),
        (".perch/stubs/sandbox.lua", SandboxStubs.text),
        (".perch/stubs/perch.lua", PerchStubs.text),
        (".perch/stubs/scenario.lua", ScenarioStubs.text),
        (".perch/stubs/plugin.lua", PluginStubs.text),
    ]

    // MARK: - Perch

    private static let configuration = """
        # Where scripts run. `perch doctor` checks what stands here. Keys never stand in this file.
        default = "sandbox"

        [environments.sandbox]          # offline, in the perch process
        kind = "embedded"
        bundles = ["campaigns/*.json"]  # what it begins with
        # database = "sandbox.sqlite"   # keeps its state between runs

        # [environments.live]
        # base_url = "https://yourbaseurl.talon.one"
        # api_key = { env = "TALON_LIVE_KEY" }
        # management_key = { env = "TALON_MANAGEMENT_KEY" }   # for `perch pull`
        # protected = true              # writes need --yes, deletions --allow-destructive too

        """

    private static let bundle = """
        {
          "campaigns": [
            {
              "name": "Summer",
              "coupons": ["SUMMER10"],
              "rules": [
                {
                  "title": "10% off orders of 20 or more",
                  "condition": ["and", ["couponValid"], [">=", [".", "Session", "Total"], 20]],
                  "effects": [["setDiscount", "10% off", ["*", [".", "Session", "Total"], ["/", 10, 100]]]]
                }
              ]
            }
          ]
        }

        """

    private static let script = """
        -- Run it with: perch run first-session.lua
        -- The campaign is the one of campaigns/summer.json, which perch.toml names.

        local answer = talon.sessions.update("s1", {
          customerSession = {
            profileId = "ada",
            couponCodes = { "SUMMER10" },
            cartItems = { { sku = "kettle", quantity = 1, price = 39.90 } },
          },
        })

        for _, effect in ipairs(answer.effects) do
          print(effect.effectType, perch.inspect(effect.props))
        end

        """

    private static let scenario = """
        -- Run it with: perch test

        scenario("the coupon of campaigns/summer.json gives 10% off", function()
          local ada = customer("ada")

          step("a small cart does not get it", function()
            expect(ada:checks { item("cup", 7.50), coupons = "SUMMER10" }):to_reject_coupon("SUMMER10")
          end)

          step("a larger one does", function()
            local answer = ada:buys { item("kettle", 40), item("cup", 7.50, 4), coupons = "SUMMER10" }
            expect(answer):to_accept_coupon("SUMMER10")
            expect(answer):to_have_discount(7)
          end)
        end)

        scenario("a campaign of the scenario's own", function()
          sandbox.campaign {
            name = "Kettles",
            rules = {
              {
                title = "5 off with a kettle",
                condition = { "and", { ">=", { ".", "Session", "Total" }, 30 } },
                effects = { { "setDiscount", "5 off", 5 } },
              },
            },
          }
          expect(customer("ada"):buys { item("kettle", 40) }):to_have_discount(5)
        end)

        """

    private static let ignored = """
        # What Perch remembers of earlier runs, and what was typed in the REPL.
        .perch/tests.json
        .perch/history

        """

    // MARK: - Tools

    /// What scenarios have as globals, beside what scripts have.
    static let scenarioGlobals = [
        "scenario", "step", "expect", "check", "is", "item", "cart", "coupon", "customer",
        // As busted has them.
        "describe", "context", "insulate", "expose", "it", "spec", "test", "pending", "before_each", "after_each",
        "setup", "teardown", "lazy_setup", "lazy_teardown", "strict_setup", "strict_teardown", "finally", "randomize",
        "assert", "spy", "stub", "mock", "match",
    ]

    private static let languageServer = """
        {
          "runtime.version": "Lua 5.4",
          "workspace.library": [".perch/stubs"],
          "workspace.checkThirdParty": false,
          "diagnostics.globals": [
            "talon", "sandbox", "perch",
        \(list(scenarioGlobals, indent: 4))
          ]
        }

        """

    private static let luacheck = """
        -- https://luacheck.readthedocs.io
        std = "lua54"
        read_globals = { "talon", "sandbox", "perch" }
        exclude_files = { ".perch" }
        local scenarios = {
          read_globals = {
        \(list(scenarioGlobals, indent: 4)),
          },
        }
        files["**/*_test.lua"] = scenarios
        files["**/*_spec.lua"] = scenarios
        files["**/*.scenario.lua"] = scenarios

        """

    private static let stylua = """
        # https://github.com/JohnnyMorganz/StyLua
        column_width = 120
        indent_type = "Spaces"
        indent_width = 2
        quote_style = "AutoPreferDouble"
        call_parentheses = "Input"

        """

    /// Names in quotes, in lines.
    private static func list(_ names: [String], indent: Int) -> String {
        let quoted = names.map { "\"\($0)\"" }.joined(separator: ", ")
        return String(repeating: " ", count: indent) + quoted.wrapped(90, indent: indent)
    }
}

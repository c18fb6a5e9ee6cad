// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import IntegrationAPI
import LuaBindings
import OperationCatalog
import Plugins
import ScenarioRunner

/// `perch init`: starts a project.
struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Start a project: perch.toml, a first script, a first scenario, and declarations for your editor.",
        discussion: "A file that is already there stays as it is.")

    @Argument(help: ArgumentHelp("The folder; made when it is not there.", valueName: "folder"))
    var folder = "."

    @OptionGroup var options: GlobalOptions

    func run() throws {
        for (name, text) in Self.files {
            let path = folder == "." ? name : folder + "/" + name
            if FileManager.default.fileExists(atPath: path) {
                if !options.quiet { Terminal.complain("kept    \(path)") }
                continue
            }
            do {
                try FileManager.default.createDirectory(
                    atPath: (path as NSString).deletingLastPathComponent.isEmpty
                        ? "." : (path as NSString).deletingLastPathComponent,
                    withIntermediateDirectories: true)
                try text.write(toFile: path, atomically: true, encoding: .utf8)
            } catch {
                throw PerchError(
                    .configuration, "cannot write \(path)", hint: "check that the folder can be written to and has room"
                )
            }
            if !options.quiet { Terminal.complain("written \(path)") }
        }
        guard !options.quiet else { return }
        let change = folder == "." ? "" : "cd \(folder) && "
        Terminal.complain("\nTry it: \(change)perch run first-session.lua, and perch test")
    }

    static let files: [(name: String, text: String)] = [
        (
            "perch.toml",
            """
            # Where scripts run. `perch doctor` checks what stands here. Keys never stand in this file.
            default = "sandbox"

            [environments.sandbox]          # offline, in the perch process
            kind = "embedded"
            # database = "sandbox.sqlite"   # keeps its state between runs
            # bundles = ["campaigns/*.json"]

            # [environments.live]
            # base_url = "https://yourbaseurl.talon.one"
            # api_key = { env = "TALON_LIVE_KEY" }
            # management_key = { env = "TALON_MANAGEMENT_KEY" }   # for `perch pull`
            # protected = true              # writes need --yes, deletions --allow-destructive too

            """
        ),
        (
            "first-session.lua",
            """
            -- Run it with: perch run first-session.lua

            sandbox.campaign {
              name = "Summer",
              coupons = { "SUMMER10" },
              rules = {
                {
                  title = "10% off with a coupon",
                  condition = { "and", { "couponValid" } },
                  effects = { { "setDiscount", "10% off", { "*", { ".", "Session", "Total" }, { "/", 10, 100 } } } },
                },
              },
            }

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
        ),
        (
            "summer_test.lua",
            """
            -- Run it with: perch test

            scenario("a coupon gives 10% off", function()
              sandbox.campaign {
                name = "Summer",
                coupons = { "SUMMER10" },
                rules = {
                  {
                    title = "10% off orders of 20 or more",
                    condition = { "and", { "couponValid" }, { ">=", { ".", "Session", "Total" }, 20 } },
                    effects = { { "setDiscount", "10% off", { "*", { ".", "Session", "Total" }, { "/", 10, 100 } } } },
                  },
                },
              }
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

            """
        ),
        (
            ".gitignore",
            """
            # What `perch test` remembers of earlier runs.
            .perch/tests.json

            """
        ),
        (
            ".luarc.json",
            """
            {
              "runtime.version": "Lua 5.4",
              "workspace.library": [".perch/stubs"],
              "diagnostics.globals": ["talon", "sandbox", "perch"]
            }

            """
        ),
        (".perch/stubs/talon.lua", LuaStubs.render()),
        (".perch/stubs/sandbox.lua", SandboxStubs.text),
        (".perch/stubs/scenario.lua", ScenarioStubs.text),
        (".perch/stubs/plugin.lua", PluginStubs.text),
    ]
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import Testing

/// `perch test` and `perch run` with plugins in the project.
@Suite struct PluginTestCommandTests {
    static func manifest(_ name: String, _ body: String) -> [String: String] {
        ["plugins/\(name)/plugin.lua": "return { name = '\(name)', version = '1.0.0', perch = '>=0.1', \(body) }"]
    }

    static let gold = manifest(
        "shop",
        """
        modules = { shop = { greeting = function(name) return "Hello, " .. name end } },
        matchers = {
          to_be_gold = function(value)
            return value.tier == "gold", "a gold customer", { { path = "tier", expected = "gold", actual = value.tier } }
          end,
          to_be_even = { usage = "to_be_even()", least = 0, check = function(value)
            if type(value) ~= "number" then return nil, { message = "expected a number", hint = "count them" } end
            return value % 2 == 0, "an even number"
          end },
          to_be_within = {
            usage = "to_be_within(least, most)", least = 2, hint = "write expect(5):to_be_within(1, 10)",
            check = function(value, least, most) return value >= least and value <= most end,
            describe = function(value, negated, least, most)
              return { message = ("%d is %s %d to %d"):format(value, negated and "in" or "not in", least, most), explanation = "counted" }
            end,
          },
        }
        """)

    /// The first failure of each case, as the lines of the failure in the json report.
    private func failures(_ result: PerchBinary.Result) throws -> [String: JSONValue] {
        let report = try JSONValue(parsing: result.output)
        return (report["results"]?.array ?? []).reduce(into: [:]) { found, one in
            let failure = one["attempts"]?.array?.last?["failures"]?.array?.first
            if let name = one["scenario"]?["name"]?.string { found[name] = failure ?? .null }
        }
    }

    @Test func `matchers of plugins pass, fail and are negated as ours are`() async throws {
        let project = try TestProject(
            Self.gold.merging([
                "a_test.lua": """
                scenario("passes", function()
                  expect({ tier = "gold" }):to_be_gold()
                  expect({ tier = "tin" }).not_:to_be_gold()
                  expect(3).not_:to_be_even()
                  expect(require("shop").greeting("ada")):to_equal("Hello, ada")
                end)
                scenario("fails", function()
                  expect({ tier = "tin" }, "she buys a lot"):to_be_gold()
                end)
                scenario("negated", function() expect({ tier = "gold" }).not_:to_be_gold() end)
                scenario("soft", function() check(3):to_be_even() check(4):to_be_even() check("x").not_:to_be_even() end)
                scenario("too many", function() expect(1):to_be_even(2) end)
                scenario("unknown", function() expect(1):to_be_golf() end)
                scenario("described", function() expect(5):to_be_within(6, 9) end)
                scenario("described, negated", function() expect(5).not_:to_be_within(1, 9) end)
                scenario("too few", function() expect(1):to_be_within(2) end)
                scenario("throws", function() expect(1):to_be_gold() end)
                scenario("function", function() expect(print):to_be_gold() end)
                """
            ]) { $1 })

        let result = try await project.test("-r", "json", "-j2")

        let found = try failures(result)
        #expect(result.status == 1, "\(result.errors)")
        #expect(found["passes"] == .null)
        #expect(found["fails"]?["message"]?.string == "expected a gold customer, was { tier = \"tin\" }")
        #expect(found["fails"]?["note"]?.string == "she buys a lot")
        #expect(found["fails"]?["location"]?["line"]?.integer == 8)
        #expect(found["fails"]?["kind"]?.string == "check")
        #expect(
            found["fails"]?["differences"]?.array
                == [
                    ["path": "tier", "expected": "gold", "actual": "tin"]
                ].map { (fields: KeyValuePairs<String, String>) in
                    .object(JSONObject(uniqueKeysWithValues: fields.map { ($0.key, .string($0.value)) }))
                })
        #expect(found["negated"]?["message"]?.string == "expected not a gold customer, was { tier = \"gold\" }")
        #expect(found["soft"]?["message"]?.string == "expected an even number, was 3")
        #expect(found["soft"]?["soft"]?.bool == true)
        #expect(found["too many"]?["message"]?.string == "to_be_even takes 0 arguments, not 1")
        #expect(found["described"]?["message"]?.string == "5 is not in 6 to 9")
        #expect(found["described, negated"]?["message"]?.string == "5 is in 1 to 9")
        #expect(found["described"]?["explanation"]?.string == "counted")
        #expect(found["too few"]?["hint"]?.string == "write expect(5):to_be_within(1, 10)")
        #expect(found["unknown"]?["hint"]?.string == "did you mean `to_be_gold`?")
        #expect(
            found["throws"]?["message"]?.string?.hasPrefix("plugin `shop`: attempt to index a number value") == true)
        #expect(found["throws"]?["hint"]?.string?.contains("it happened at shop/plugin.lua:4") == true)
        #expect(found["throws"]?["location"]?["file"]?.string == "a_test.lua")
        #expect(found["function"]?["message"]?.string?.isEmpty == false)
    }

    @Test func `without plugins there is nothing of them`() async throws {
        let project = try TestProject(
            Self.gold.merging(["a_test.lua": "scenario('x', function() expect({ tier = 'gold' }):to_be_gold() end)"]) {
                $1
            })

        #expect(try await project.test().status == 0)
        let without = try await project.test("--no-plugins")
        #expect(without.status == 1)
        #expect(without.output.contains("there is no check `to_be_gold`"))
    }

    static let reporters = manifest(
        "chat",
        """
        reporters = {
          chat = { summary = "For a chat.", finish = function(summary) return "chat: " .. summary.shown.line:match("^[^ ]+ %a+") .. "\\n" end },
          broken = { result = function() error("no chat today") end },
        }
        """)

    @Test func `reports of plugins go to the standard output or a file, and help names them`() async throws {
        let project = try TestProject(
            Self.reporters.merging(["a_test.lua": "scenario('x', function() end)"]) { $1 })

        #expect(try await project.test("-r", "chat").output == "chat: 1 passed\n")
        let result = try await project.test("-r", "chat:out/chat.txt", "-r", "tap")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.hasPrefix("TAP version 13\n1..1\nok 1 - a_test.lua › x\n"))
        #expect(try String(contentsOfFile: project.folder + "/out/chat.txt", encoding: .utf8) == "chat: 1 passed\n")
        let unknown = try await project.test("-r", "chad")
        #expect(unknown.status != 0)
        #expect(unknown.errors.contains("did you mean `chat`? There are pretty, dot,"))
        let help = try await project.test("--help").output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(help.contains("json, jsonl, html, github, broken, chat. May be repeated."))
    }

    @Test func `a report that fails is named, and the run keeps its other reports and its exit code`() async throws {
        let project = try TestProject(
            Self.reporters.merging([
                "a_test.lua": "scenario('x', function() end)",
                "b_test.lua": "scenario('y', function() expect(1):to_equal(2) end)",
            ]) { $1 })

        let good = try await project.test("-r", "broken:out.txt", "-r", "dot", "a_test.lua")
        #expect(good.status == 0)
        #expect(good.output.hasPrefix(".\n\n1 passed"))
        #expect(
            good.errors.hasPrefix(
                "warning: plugin `chat`: no chat today; it is left out from here on\n  at chat/plugin.lua:3"))
        #expect(!FileManager.default.fileExists(atPath: project.folder + "/out.txt"))
        let bad = try await project.test("-r", "broken")
        #expect(bad.status == 1)
        #expect(bad.output.hasPrefix("Failures\n\n1) y\n"))
    }

    @Test func `hooks hear of each call once, in the order of the report, whatever the number of workers`() async throws
    {
        let calls = (1...6).map {
            "scenario('s\($0)', function() talon.sessions.update('s\($0)', { customerSession = { profileId = 'ada' } }) end)"
        }
        let project = try TestProject(
            Self.manifest(
                "ear",
                """
                hooks = {
                  run_started = function(run) print("run", run.count or run.script) end,
                  scenario_started = function(scenario) print("scenario", scenario.name) end,
                  call_finished = function(call) print("call", call.arguments.customerSessionId, call.answer.status) end,
                  run_finished = function(run) print("done", run.failed) end,
                }
                """
            ).merging(["a_test.lua": calls.joined(separator: "\n"), "a.lua": "talon.sessions.get('none')"]) { $1 })
        let expected = "run\t6\n" + (1...6).map { "scenario\ts\($0)\ncall\ts\($0)\t201\n" }.joined() + "done\tfalse\n"

        for jobs in ["1", "3"] {
            let result = try await project.test("-j", jobs)
            #expect(result.status == 0, "\(result.output)")
            #expect(result.errors.replacing("\t200\n", with: "\t201\n") == expected, "\(jobs) jobs")
        }
        let run = try await PerchBinary.run("run", "a.lua", folder: project.folder)
        #expect(run.status == 7 || run.status == 3)
        #expect(run.errors.hasPrefix("run\ta.lua\ncall\tnone\t404\ndone\ttrue\n"), "\(run.errors)")
    }

    @Test func `a hostile hook gets no key, and ends neither the run nor its report`() async throws {
        let key = "5e0c7a4d9b1f43c2a8e6"
        let project = try TestProject([
            "perch.toml": """
            [environments.account]
            base_url = "http://127.0.0.1:9"
            api_key = { env = "SHOP_KEY" }
            """,
            "a_test.lua": "scenario('x', function() print('\(key)') end)\nscenario('y', function() end)",
        ])
        for (name, body) in [
            ("asks", "print(os.getenv('SHOP_KEY'))"), ("calls", "talon.sessions.get('s1')"), ("exits", "os.exit(9)"),
            ("hears", "print('heard ' .. perch.json.encode(event))"), ("throws", "error({})"),
        ] {
            for (path, text) in Self.manifest(name, "hooks = { scenario_finished = function(event) \(body) end }") {
                try project.write(path, text)
            }
        }

        let result = try await project.test("-r", "json", "--env", "account", environment: ["SHOP_KEY": key])

        #expect(result.status == 0)
        #expect(result.output.contains("\"passed\":2"))
        #expect(result.errors.ranges(of: "it is left out from here on").count == 4, "\(result.errors)")
        for name in ["asks", "calls", "exits", "throws"] {
            #expect(result.errors.contains("plugin `\(name)`"), "\(name)")
        }
        #expect(result.errors.ranges(of: "heard ").count == 2)
        #expect(!result.errors.contains(key))
    }

    @Test func `a plugin that cannot be loaded is told once, by the runner and by no worker`() async throws {
        var files = Self.manifest("bad", "matchers = { to_be_gold = 7 }")
        for number in 1...4 {
            files["\(number)_test.lua"] = "scenario('x', function() pcall(function() expect(1):to_be_odd() end) end)"
        }
        let project = try TestProject(files)

        let result = try await project.test("-j", "4")

        #expect(result.status == 0, "\(result.output)")
        #expect(result.errors.ranges(of: "warning: plugin `bad`").count == 1, "\(result.errors)")
    }

    @Test func `two plugins with one matcher end the run before it begins`() async throws {
        let project = try TestProject(
            Self.gold.merging(Self.manifest("other", "matchers = { to_be_gold = print }")) { $1 }
                .merging(["a_test.lua": "scenario('x', function() end)"]) { $1 })

        let result = try await project.test()
        #expect(result.status == 5)
        #expect(result.errors.contains("plugins `other` and `shop` both have a matcher `to_be_gold`"))
    }

    @Test func `the list has what Perch brings along only when it is asked for`() async throws {
        let project = try TestProject(Self.gold)

        let own = try await PerchBinary.run("plugins", "list", folder: project.folder)
        #expect(own.output.hasPrefix("shop 1.0.0") && !own.output.contains("built in"))
        let all = try await PerchBinary.run("plugins", "list", "--all", folder: project.folder)
        #expect(all.output.contains("dot 1.0.0") && all.output.contains("  matchers to_accept_coupon, "))
        let check = try await PerchBinary.run("plugins", "check", "dot", "tap", "effects", folder: project.folder)
        #expect(check.status == 0, "\(check.output)")
    }

    @Test func `the plugin that plugins new writes passes its own scenario`() async throws {
        let project = try TestProject(["perch.toml": ""])
        let made = try await PerchBinary.run("plugins", "new", "greet", folder: project.folder)
        #expect(made.status == 0, "\(made.errors)")

        let result = try await project.test("plugins/greet")
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains("1 passed"))
    }
}

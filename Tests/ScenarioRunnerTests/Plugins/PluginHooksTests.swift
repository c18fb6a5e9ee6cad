// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import Testing

@testable import ScenarioRunner

@Suite struct PluginHooksTests {
    /// A plugin that prints every event.
    static let all = """
        hooks = {
          run_started = function(plan) print("run " .. plan.count) end,
          file_started = function(file) print("file " .. file.file) end,
          scenario_started = function(scenario) print("scenario " .. scenario.line) end,
          step_finished = function(step) print("step " .. step.name) end,
          call_finished = function(call)
            print("call " .. call.operation .. " " .. call.arguments.customerSessionId .. " " .. call.answer.status)
          end,
          effect = function(effect) print("effect " .. effect.effectType) end,
          scenario_finished = function(result) print("finished " .. result.outcome) end,
          file_finished = function(file) print("file finished " .. file.file) end,
          run_finished = function(summary) print("run finished " .. tostring(summary.failed)) end,
        }
        """

    @Test func `hooks are told in the order of the report`() throws {
        let folder = try PluginFolder(["p": Self.all])

        _ = try folder.run(["dot"], results: [SampleRun.passed, SampleRun.failed, SampleRun.pending])

        #expect(
            folder.printed.withLock { $0 } == """
                run 3
                file shop/checkout.lua
                scenario 4
                step opens a session
                call sessions.update s1 200
                finished passed
                scenario 12
                step pays
                step applies the coupon
                call sessions.update s1 200
                call sessions.update s1 200
                effect acceptCoupon
                effect setDiscount
                finished failed
                file finished shop/checkout.lua
                file shop/wallet.lua
                scenario 9
                finished pending
                file finished shop/wallet.lua
                run finished true

                """)
    }

    @Test func `steps and calls of scenarios that passed are kept only when somebody listens to them`() throws {
        let all = try PluginFolder(["p": Self.all])
        let few = try PluginFolder(["p": "hooks = { run_finished = print }"])
        let none = try PluginFolder(["p": "commands = { go = { run = print } }"])

        #expect(try PluginHooks(all.registry)?.wantsDetails == true)
        #expect(try PluginHooks(few.registry)?.wantsDetails == false)
        #expect(try PluginHooks(none.registry) == nil)
    }

    @Test(arguments: [
        ("error('no')", "plugin `bad`: no; "),
        ("while true do end", "plugin `bad`: it ran longer than plugins may; "),
        ("os.exit(3)", "plugin `bad` called os.exit; "),
        ("print(os.getenv('HOME'))", "plugin `bad`: "),
        ("io.open('/etc/passwd')", "plugin `bad`: "),
        (
            "return ('x'):rep(1 << 30)",
            "plugin `bad`: it used more memory than plugins may; "
        ),
    ])
    func `a hostile hook is named once and left out, and the others hear everything`(body: String, warning: String)
        throws
    {
        let folder = try PluginFolder(
            [
                "bad":
                    "hooks = { scenario_started = function() \(body) end, scenario_finished = function() print('BAD') end }",
                "good": "hooks = { scenario_started = function() print('heard') end }",
            ], wallTime: .milliseconds(500))

        let text = try folder.run(["dot"])

        #expect(text.hasPrefix(".F~sEpFE\n"))
        #expect(folder.printed.withLock { $0 } == String(repeating: "heard\n", count: SampleRun.results.count))
        let warnings = folder.warnings.withLock { $0 }
        #expect(warnings.count == 1 && warnings.first?.hasPrefix(warning) == true, "\(warnings)")
    }

    @Test(arguments: [
        (
            ["a": "matchers = { to_be_gold = print }", "b": "matchers = { to_be_gold = print }"],
            "plugins `a` and `b` both have a matcher `to_be_gold`"
        ),
        (["a": "matchers = { to_equal = print }"], "plugin `a` and Perch itself both have a matcher `to_equal`"),
        (
            ["a": "matchers = { to_have_effect = print }"],
            "plugin `a` and Perch itself both have a matcher `to_have_effect`"
        ),
        (["a": "reporters = { dot = {} }"], "plugin `a` and Perch itself both have a reporter `dot`"),
        (["tap": "hooks = {}"], "two plugins are called `tap`: one of Perch itself and "),
    ])
    func `a name that is taken is an error that names both`(plugins: [String: String], message: String) throws {
        let folder = try PluginFolder(plugins)
        let error = try #require(throws: PerchError.self) { try folder.registry.refuseClashes() }
        #expect(error.message.hasPrefix(message), "\(error.message)")
        #expect(error.code == .configuration)
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import IntegrationClient
import Locking
import LuaBindings
import LuaRuntime
import Sandbox

@testable import ScenarioRunner

/// Runs scripts that have the checks, against a fresh sandbox of their own, and keeps what they print.
struct CheckHarness {
    struct Result {
        var output: String
        var error: PerchError?
    }

    var checks = Checks()
    var name = "test.lua"
    var isEmbedded = true
    /// The variables that scripts may read.
    var readable: Set<String> = []
    /// More Lua of the host.
    var more = ""

    func run(_ source: String) async throws -> Result {
        let sandbox = try Sandbox()
        let client = IntegrationClient(transport: sandbox, configuration: ClientConfiguration())
        let isEmbedded = isEmbedded
        let environment = ScriptEnvironment(name: "test", isEmbedded: isEmbedded) {
            Connection(client: client, sandbox: isEmbedded ? sandbox : nil)
        }
        let printed = Guarded<[UInt8]>([])
        var lua = LuaConfiguration()
        lua.limits = LuaLimits(wallTime: .seconds(60))
        lua.permissions = LuaPermissions(environment: readable)
        lua.output = { _, bytes in printed.withLock { $0.append(contentsOf: bytes) } }
        var script = Script(source: Array(source.utf8), name: name, environment: environment, lua: lua)
        var extended = checks.extension
        extended.sources += [Array(Self.suite.utf8), Array(more.utf8)]
        script.extensions = [extended]
        let outcome = await script.run()
        var error: PerchError?
        if case .failed(let problem, _) = outcome { error = problem }
        return Result(output: printed.withLock { String(decoding: $0, as: UTF8.self) }, error: error)
    }

    /// What a check says when it fails, as people read it; what it says is wrong with the script otherwise.
    func message(of check: String, after setup: String = "") async throws -> String {
        let result = try await run(
            setup + """

                local holds, failure = pcall(function() \(check) end)
                if holds then print("it holds") else
                  print(failure)
                  if failure.explanation then print("why:\\n" .. failure.explanation) end
                  if failure.hint then print("hint: " .. failure.hint) end
                end
                """)
        if let error = result.error { return "\(error)" }
        return String(result.output.dropLast())
    }

    /// `scenario` and `step` in their shortest form.
    private static let suite = """
        scenarios, steps = 0, 0
        local _, _, sandbox = ...
        function scenario(name, options, fn)
          scenarios = scenarios + 1
          if sandbox.available then sandbox.reset() end
          return (fn or options)()
        end
        function step(name, fn)
          steps = steps + 1
          return fn()
        end
        """
}

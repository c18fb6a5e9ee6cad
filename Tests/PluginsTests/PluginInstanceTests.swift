// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import LuaRuntime
import Plugins
import Testing

@Suite struct PluginInstanceTests {
    private func failure(_ body: () async throws -> Void) async -> PerchError? {
        do {
            try await body()
            return nil
        } catch {
            return error as? PerchError
        }
    }

    @Test func `a plugin is a world of its own, with its options`() async throws {
        let harness = try PluginHarness(
            [
                "p": """
                return { name = "p", version = "1.0.0", perch = "^0.1", options = { segment = { default = "gold" }, most = { type = "integer" } },
                  commands = { go = { run = function(word) return word .. plugin.options.segment .. plugin.options.most .. require("more").x end } } }
                """
            ], files: ["plugins/p/more.lua": "return { x = '!' }"],
            settings: ["p": PluginSettings(options: ["most": 3])])

        #expect(try await harness.go("a ") == ["a gold3!"])
    }

    @Test func `calls of the API are as far as was granted`() async throws {
        let write = "talon.profiles.update('ada', { attributes = {} }); return talon.audiences ~= nil"
        let asks = "{ 'api:write' }"
        let open = try PluginHarness(
            ["p": PluginHarness.command(write, permissions: asks)],
            settings: ["p": PluginSettings(granted: PluginPermissions(words: ["api:write"]))])
        let readOnly = try PluginHarness(
            ["p": PluginHarness.command(write, permissions: asks)],
            settings: ["p": PluginSettings(granted: PluginPermissions(words: ["api:read"]))])
        let closed = try PluginHarness(["p": PluginHarness.command(write, permissions: asks)])

        #expect(try await open.go() == [true])
        let refused = await failure { _ = try await readOnly.go() }
        #expect(refused?.message == "plugin `p`: changing something is not allowed to plugin `p`")
        let none = await failure { _ = try await closed.go() }
        #expect(none?.code == .permission)
        #expect(none?.hint?.contains("[plugins.p] allow = [\"api:read\"]") == true)
        #expect(try closed.registry.plugin(named: "p")?.missing == ["api:write"])
    }

    @Test(arguments: [
        ("io.open('/etc/passwd')", "reading `/etc/passwd` is not allowed", "read:/etc/passwd"),
        ("io.open('/tmp/perch-never', 'w')", "writing `/tmp/perch-never` is not allowed", "write:/tmp/perch-never"),
        ("os.execute('true')", "running", "run"),
        ("os.getenv('HOME')", "`HOME` is not allowed", "env:HOME"),
        ("perch.http.get('https://example.com/x')", "asking example.com is not allowed", "net:example.com"),
    ])
    func `what was not granted is refused, and the error says how to grant it`(
        code: String, message: String, word: String
    ) async throws {
        let harness = try PluginHarness(["p": PluginHarness.command("return assert(\(code))")])

        let error = await failure { _ = try await harness.go() }

        #expect(error?.message.contains(message) == true, "\(String(describing: error))")
        #expect(error?.message.hasPrefix("plugin `p`: ") == true)
        #expect(error?.hint?.contains("\"\(word)\"") == true, "\(String(describing: error))")
    }

    @Test func `a loop and a flood of memory end, and the plugin can be called again`() async throws {
        let harness = try PluginHarness(
            [
                "p": PluginHarness.command(
                    "if ... == 'loop' then while true do end elseif ... == 'flood' then return ('x'):rep(1 << 30) end return 1"
                )
            ],
            limits: LuaLimits(memoryBytes: 32 << 20, wallTime: .seconds(3)))

        let loop = await failure { _ = try await harness.go("loop") }
        #expect(loop?.code == .limit)
        #expect(loop?.message == "plugin `p`: it ran longer than plugins may")
        let flood = await failure { _ = try await harness.go("flood") }
        #expect(flood?.message == "plugin `p`: it used more memory than plugins may")
        #expect(try await harness.go() == [1])
    }

    @Test func `os.exit ends nothing but the call`() async throws {
        let harness = try PluginHarness(["p": PluginHarness.command("os.exit(3)")])

        #expect(await failure { _ = try await harness.go() }?.message == "plugin `p` called os.exit")
    }

    @Test func `the web is asked at hosts that were granted, and secrets go there unread`() async throws {
        let harness = try PluginHarness(
            [
                "p": PluginHarness.command(
                    "local s = perch.secret('HOME'); local a = perch.http.post('https://hooks.example.com/x', { text = 'hi' }, { Authorization = s }); return a.status, tostring(s), perch.json.encode({ a = 1 })",
                    permissions: "{ 'net:hooks.example.com', 'secret:HOME' }")
            ],
            settings: [
                "p": PluginSettings(granted: try PluginPermissions(words: ["net:hooks.example.com", "secret:HOME"]))
            ])

        let results = try await harness.go()

        #expect(results.first == 200)
        let request = try #require(harness.requests.withLock { $0 }.first)
        #expect(request.body == Array(#"{"text":"hi"}"#.utf8))
        let sent = try #require(request.headers.first { $0.name == "Authorization" }?.value)
        #expect(sent.count > 1)
        #expect(results[1].string?.contains(sent) == false)
    }

    @Test func `functions do not cross`() async throws {
        let harness = try PluginHarness(["p": PluginHarness.command("return function() end")])

        let error = await failure { _ = try await harness.go() }
        #expect(error?.message.contains("function") == true, "\(String(describing: error))")
    }
}

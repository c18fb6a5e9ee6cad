// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import IntegrationAPI
import IntegrationClient
import Locking
import LuaBindings
import LuaRuntime
import Plugins
import Sandbox
import Testing

/// Plugins that mean harm: each is stopped and named, and what runs beside it goes on.
@Suite struct HostileTests {
    private static let key = "sk-4f6a1c/9+77e21b0d?x"

    /// Runs the body as a command of plugin `p`; what it is stopped with, nil when nothing stopped it.
    private func stopped(
        _ body: String, granted words: [String] = [], files: [String: String] = [:],
        limits: LuaLimits = LuaLimits(memoryBytes: 32 << 20, wallTime: .milliseconds(400)),
        sees harness: (PluginHarness) throws -> Void = { _ in }
    ) async throws -> PerchError? {
        let list = words.map { "'\($0)'" }.joined(separator: ", ")
        let made = try PluginHarness(
            [
                "p": PluginHarness.command(body, permissions: "{ \(list) }"),
                "other": "return { name = 'other', version = '1.0.0', perch = '^0.1' }",
            ], files: files, settings: ["p": PluginSettings(granted: try PluginPermissions(words: words))],
            limits: limits)
        defer { _ = made }
        var failure: PerchError?
        do {
            _ = try await made.go()
        } catch let error as PerchError {
            failure = error
        }
        try harness(made)
        // The others are there as before.
        #expect(try made.registry.plugin(named: "other") != nil)
        return failure
    }

    // MARK: - Files and programs

    @Test(arguments: [
        "assert(io.open('/etc/passwd'))", "for l in io.lines('/etc/hostname') do print(l) end",
        "io.input('/etc/hostname')",
        "assert(loadfile('/etc/hostname'))", "dofile('/etc/hostname')", "io.output('/tmp/perch-never')",
        "assert(os.remove('/tmp/perch-never'))",
        "assert(os.rename(plugin.folder .. '/plugin.lua', '/tmp/perch-never'))",
        "assert(io.open(plugin.folder .. '/plugin.lua', 'a'))",
        "assert(io.open(plugin.folder .. '/../other/plugin.lua'))",
        "assert(io.open(plugin.folder .. '/link/hostname'))", "assert(io.open(plugin.folder .. '/dangling', 'w'))",
        "package.path = plugin.folder .. '/../other/?.lua'; require 'plugin'",
        "assert(package.searchpath('hostname', '/etc/?'))", "assert(os.execute('true'))", "assert(io.popen('id'))",
        "assert(os.getenv('HOME'))", "assert(perch.env.get('HOME'))", "perch.secret('HOME')", "io.tmpfile():write('x')",
    ])
    func `a file outside, a program or a variable is refused`(code: String) async throws {
        let harness = try PluginHarness([
            "p": PluginHarness.command(code), "other": "return { name = 'other', version = '1.0.0', perch = '^0.1' }",
        ])
        let folder = harness.folder.path + "/plugins/p"
        try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "/etc")
        try FileManager.default.createSymbolicLink(
            atPath: folder + "/dangling", withDestinationPath: "/tmp/perch-never")

        await #expect { try await harness.go() } throws: { error in
            guard let error = error as? PerchError else { return false }
            return error.message.hasPrefix("plugin `p`: ")
                && (error.code == .permission || error.message.contains("needs the permission"))
        }
        #expect(!FileManager.default.fileExists(atPath: "/tmp/perch-never"))
        #expect(try harness.registry.plugin(named: "other") != nil)
    }

    @Test(arguments: [
        "require 'socket'", "require '../other/plugin'", "require 'other'", "debug.getregistry()", "debug.sethook()",
        "debug.getinfo(1)", "package.loadlib('libc.so.6', '*')", "assert(load(string.dump(function() end)))",
        "setmetatable({}, { __gc = function() end })", "getmetatable('').__index = nil; ('x'):rep(1)",
    ])
    func `what looks inside or loads machine code is not there`(code: String) async throws {
        let error = try await stopped(code)
        #expect(error?.message.hasPrefix("plugin `p`: ") == true, "\(String(describing: error))")
    }

    // MARK: - The network

    @Test(arguments: [
        "https://evil.example", "https://hooks.example.com.evil.example/", "https://hooks.example.com@evil.example/",
        "https://hooks.example.com\\\\@evil.example/", "https://hooks.example.com\\\\.evil.example/",
        "http://hooks.example.com/",
        "https://evil.example/hooks.example.com", "https://evil.example#hooks.example.com", "//hooks.example.com/",
        "file:///etc/passwd", "https://hooks.example.com:1@evil.example", "https://[::1]/", "http://127.0.0.1:1/",
        "https://hooks.example.com\\t/", "https://hooks.example.com/ HTTP/1.1\\r\\nHost: evil.example\\r\\n",
        "https://h\u{F6}oks.example.com/", "https://hooks.example.com%2eevil.example/", "", "https://", "https:///x",
    ])
    func `an address that only looks like one that was granted is not asked`(url: String) async throws {
        let error = try await stopped(
            "perch.http.get(\"\(url)\")", granted: ["net:hooks.example.com"],
            sees: { #expect($0.requests.withLock { $0 } == []) })
        #expect(error?.message.hasPrefix("plugin `p`: ") == true, "\(String(describing: error))")
    }

    @Test(arguments: [
        "method = 'GET / HTTP/1.1\\r\\nX: 1\\r\\n\\r\\nPOST'", "headers = { ['X-A'] = 'a\\r\\nX-B: b' }",
        "headers = { ['X: A\\r\\nB'] = 'a' }", "headers = { Host = 'evil.example' }",
        "headers = { ['Transfer-Encoding'] = 'chunked' }", "headers = { ['content-length'] = '1' }",
        "redirects = true", "body = function() end",
    ])
    func `a request that smuggles another is not made`(field: String) async throws {
        let error = try await stopped(
            "perch.http.request { url = 'https://hooks.example.com/', \(field) }", granted: ["net:hooks.example.com"],
            sees: { #expect($0.requests.withLock { $0 } == []) })
        #expect(error?.code == .invalidArgument, "\(String(describing: error))")
    }

    // MARK: - Secrets

    private static let forms: [String] = [
        key, Data(key.utf8).base64EncodedString(), Data("user:\(key)".utf8).base64EncodedString(),
        key.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "-._~"))) ?? "",
        "{\"key\": \"\(key.replacing("/", with: "\\/"))\"}",
    ]

    @Test(arguments: forms)
    func `a key is not printed, in no form and by no way`(form: String) async throws {
        // Whichever way the plugin came by it.
        let text = form.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
        let harness = try PluginHarness(
            [
                "p": PluginHarness.command(
                    """
                    local k = '\(text)'
                    print(k); io.write(k, '\\n'); io.stderr:write(k, '\\n'); perch.log.error(k); perch.log.info('x', { k = k })
                    print(perch.inspect { [k] = k }); print(perch.json.encode { k })
                    print(perch.http.get('https://hooks.example.com/echo').body)
                    load('error(...)', '=' .. k)(k)
                    """, permissions: "{ 'net:hooks.example.com' }")
            ],
            settings: ["p": PluginSettings(granted: try PluginPermissions(words: ["net:hooks.example.com"]))],
            secrets: [Secret(Self.key)], answer: { _ in Array(Self.key.utf8) })

        await #expect { try await harness.go() } throws: { error in
            guard let error = error as? PerchError else { return false }
            let shown = "\(error)"
            return !Self.forms.contains { shown.contains($0) }
        }
        let printed = harness.printed.withLock { $0 }
        #expect(printed.contains("***"))
        for form in Self.forms { #expect(!printed.contains(form), "\(printed)") }
    }

    @Test(arguments: [
        "talon.profiles.update('ada', { attributes = { k = perch.secret('HOME') } })",
        "talon.profiles.update('ada', { attributes = {} }, { runRuleEngine = perch.secret('HOME') })",
        "sandbox.campaign { name = perch.secret('HOME'), rules = {} }",
        "sandbox.explain { customerSession = { integrationId = perch.secret('HOME') }, effects = {} }",
        "return string.format('%d', perch.secret('HOME'))", "return perch.secret('HOME') .. ''",
        "return #perch.secret('HOME')",
        "return string.byte(perch.secret('HOME'))", "error(perch.secret('HOME').secret)",
    ])
    func `a secret that may be sent cannot be read back`(code: String) async throws {
        let error = try await stopped(code, granted: ["secret:HOME", "api:write"])
        #expect(error?.message.hasPrefix("plugin `p`: ") == true, "\(String(describing: error))")
    }

    // MARK: - Limits

    @Test(arguments: [
        "while true do end", "while true do pcall(function() while true do end end) end",
        "local f = coroutine.wrap(function() while true do coroutine.yield() end end); while true do f() end",
        "while true do coroutine.wrap(function() while true do end end)() end", "table.move({}, 1, 1 << 40, 2)",
        "perch.sleep(1000)", "table.sort({ 3, 2, 1 }, function() while true do end end)",
        "xpcall(error, function() while true do end end)", "string.rep('x', 1 << 30):rep(1 << 30)",
        "local t = {} while true do t[#t + 1] = ('x'):rep(1000) .. #t end",
        "local t = {} for i = 1, 1 << 40 do t[i] = i end",
        "perch.parallel { function() while true do end end, function() perch.sleep(1000) end }",
        "error(setmetatable({}, { __tostring = function() while true do end end }))",
        "error(setmetatable({}, { __tostring = function() local s = 'x' while true do s = s .. s end end }))",
        "local x <close> = setmetatable({}, { __close = function() while true do end end })",
        "local function f() return 1 + f() end f()", "error(('x'):rep(1 << 22))", "error()", "error({})",
        "return ('f('):rep(300)()", "coroutine.yield()", "os.exit(0)", "while true do os.exit(0) end",
        "string.gsub(('x'):rep(1 << 12), '.-', function() while true do end end)",
    ])
    func `what would go on for ever or eat all memory ends, and the plugin can be called again`(code: String)
        async throws
    {
        let harness = try PluginHarness(
            ["p": PluginHarness.command("if ... == 'again' then return 'here' end \(code)")],
            limits: LuaLimits(memoryBytes: 32 << 20, wallTime: .milliseconds(400)))

        await #expect { try await harness.go() } throws: { error in
            guard let error = error as? PerchError else { return false }
            return error.message.hasPrefix("plugin `p`") && error.message.utf8.count < 1_100
        }
        #expect(try await harness.go("again") == ["here"])
    }

    @Test(arguments: [
        "return function() end", "local t = {}; t.t = t; return t", "return coroutine.create(print)",
        "return { [{}] = 1 }",
        "local t = {}; for _ = 1, 300 do t = { t } end; return t", "return { 1, a = 2 }",
        "local t = {}; for _ = 1, 60 do t = { t, t } end; return t",
        "local s, t = ('x'):rep(1 << 20), {}; for i = 1, 1 << 16 do t[i] = s end; return t",
        "local s, t = ('x'):rep(1 << 20), {}; for i = 1, 1 << 16 do t['k' .. i] = s end; return perch.json.encode(t)",
    ])
    func `what cannot cross does not, however it is folded`(code: String) async throws {
        let error = try await stopped(code, limits: LuaLimits(memoryBytes: 32 << 20, wallTime: .seconds(10)))
        #expect(error?.message.hasPrefix("plugin `p`: ") == true, "\(String(describing: error))")
    }

    // MARK: - Others

    @Test func `a plugin that replaces everything replaces it for itself`() async throws {
        let harness = try PluginHarness([
            "p": """
            for name in pairs(talon) do rawset(talon, name, nil) end
            talon, sandbox, perch, plugin, print, error, pairs, require = 1, 2, 3, 4, 5, 6, 7, 8
            string.format = function() return 'taken' end
            pcall(function() getmetatable('').__index = function() return 'taken' end end)
            setmetatable(_G, { __index = function() return 'taken' end, __newindex = function() while true do end end })
            for name in next, package.loaded do package.loaded[name] = 'taken' end
            return { name = "p", version = "1.0.0", perch = "^0.1", modules = { p = { f = function() return taken end } } }
            """
        ])
        let sandbox = try Sandbox()
        let printed = Guarded("")
        var lua = LuaConfiguration()
        lua.output = { _, bytes in printed.withLock { $0 += String(decoding: bytes, as: UTF8.self) } }
        var script = Script(
            source: Array(
                """
                local p = require "p"
                print(p.f(), string.format("%d", 1), ("x"):rep(2), nothing, require "perch" == perch)
                print(talon.profiles.update("ada", { attributes = {} }) ~= nil, sandbox.available)
                """.utf8), name: "script.lua",
            environment: ScriptEnvironment(name: "sandbox", isEmbedded: true) {
                Connection(client: IntegrationClient(transport: sandbox), sandbox: sandbox)
            }, lua: lua)
        script.extensions = [harness.registry.scriptExtension()]

        let outcome = await script.run()

        guard case .finished = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(printed.withLock { $0 } == "taken\t1\txx\tnil\ttrue\ntrue\ttrue\n")
    }

    @Test(arguments: Manifest.Hook.allCases)
    func `one that throws in a hook is named once, and the others hear`(hook: Manifest.Hook) throws {
        let plugin = { (name: String, body: String) in
            "return { name = '\(name)', version = '1.0.0', perch = '^0.1', hooks = { \(hook.rawValue) = function() \(body) end } }"
        }
        let harness = try PluginHarness(
            [
                "a": plugin("a", "error(setmetatable({}, { __tostring = function() error('again') end }))"),
                "b": plugin("b", "while true do end"), "c": plugin("c", "os.exit(0)"),
                "d": plugin("d", "print('d hears')"),
            ], limits: LuaLimits(memoryBytes: 32 << 20, wallTime: .milliseconds(300)))

        for _ in 0..<2 { harness.registry.tell(hook, ValueTape(["file": "a_test.lua"] as LuaValue)) }

        #expect(harness.printed.withLock { $0 } == "d hears\nd hears\n")
        let warnings = harness.warnings.withLock { $0 }
        #expect(warnings.count == 3)
        for (name, warning) in zip(["a", "b", "c"], warnings) {
            #expect(warning.hasPrefix("plugin `\(name)`"))
        }
    }

    @Test(arguments: [
        "before_call = function() error('no') end", "before_call = function() while true do end end",
        "before_call = function() return { headers = { Authorization = 'mine' } } end",
        "before_call = function() return { headers = { ['X-A'] = 'a\\r\\nb' } } end",
        "before_call = function() return 7 end",
        "before_call = function() return { body = {} } end", "before_call = function() return function() end end",
        "after_call = function() error('no') end", "after_call = function() local t = {}; t.t = t; return t end",
    ])
    func `calls go on without middleware that fails`(function: String) async throws {
        let harness = try PluginHarness(
            [
                "p":
                    "return { name = 'p', version = '1.0.0', perch = '^0.1', middleware = { \(function) } }"
            ], limits: LuaLimits(memoryBytes: 32 << 20, wallTime: .milliseconds(300)))
        let client = IntegrationClient(transport: harness.registry.transport(over: try Sandbox()))

        for _ in 0..<2 { _ = try await client.updateCustomerProfile("ada", CustomerProfileIntegrationRequestV2()) }

        let warnings = harness.warnings.withLock { $0 }
        #expect(warnings.count == 1)
        #expect(warnings.first?.hasPrefix("plugin `p`") == true)
    }
}

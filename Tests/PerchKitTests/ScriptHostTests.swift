// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI
import IntegrationClient
import Locking
import LuaRuntime
import PerchKit
import Sandbox
import SandboxServer
import Testing

@Suite struct ScriptHostTests {
    private static let campaign = """
        sandbox.campaign { name = "Summer", coupons = { "SUMMER10" }, rules = { { title = "4 off",
          condition = { "and", { "couponValid" } }, effects = { { "setDiscount", "4 off", 4 } } } } }
        """

    private static let purchase = """
        local answer = talon.sessions.update("s1", { customerSession = { couponCodes = { "SUMMER10" },
          cartItems = { { sku = "kettle", quantity = 1, price = shop and shop.price("kettle") or 39.9 } } },
          responseContent = { "customerSession" } })
        return answer.customerSession.total, #answer.effects
        """

    private func failure(_ body: () async throws -> Void) async -> PerchError? {
        do {
            try await body()
            return nil
        } catch {
            return error as? PerchError
        }
    }

    @Test func `a script calls functions of the program, and gives its values back`() async throws {
        var host = try ScriptHost()
        host.limits.wallTime = .seconds(300)
        host.register("price", in: "shop") { arguments in
            guard arguments.first == "kettle" else {
                throw PerchError(.invalidArgument, "nothing is called that", hint: "ask for a kettle")
            }
            return 39.9
        }
        host.register("twice") { arguments in
            await Task.yield()
            return [arguments.first ?? .nil, arguments.first ?? .nil]
        }

        let result = try await host.run(
            """
            local ok, problem = pcall(shop.price, "cup")
            local both = perch.parallel { function() return twice(1) end, function() return twice { a = "x" } end }
            return require("shop").price("kettle"), ok, problem.code, problem.hint, both, arg[1]
            """, arguments: ["ada"])

        #expect(
            result.values == [
                39.9, false, "invalid_argument", "ask for a kettle", [[1, 1], [["a": "x"], ["a": "x"]]], "ada",
            ])
        #expect(result.exitCode == 0)
    }

    @Test func `runs share the sandbox, and events tell what happened`() async throws {
        let events = Guarded<[String]>([])
        var host = try ScriptHost()
        host.register("price", in: "shop") { _ in 39.9 }
        try await host.run(Self.campaign)
        host.onEvent = { event in
            let text =
                switch event {
                case .call(let exchange): "call \(exchange.operation) \(exchange.status ?? 0)"
                case .effect(let effect): "effect \(effect["effectType"]?.string ?? "")"
                case .printed(let text): "printed \(text)"
                case .complained(let text): "complained \(text)"
                }
            events.withLock { $0.append(text) }
        }

        let result = try await host.run("print('on'); io.stdout:flush(); perch.log.info('so')\n" + Self.purchase)

        #expect(result.values == [39.9, 2])
        #expect(
            events.withLock { $0 } == [
                "printed on\n", "complained info: so\n", "call updateCustomerSessionV2 200", "effect acceptCoupon",
                "effect setDiscount",
            ])
        #expect(host.sandbox?.calls().count == 1)
    }

    @Test func `the same script runs on an account, and nobody sees the key`() async throws {
        let key = "1f2e3d4c5b6a79880011223344556677"
        let sandbox = try Sandbox()
        try await ScriptHost(.sandbox(sandbox)).run(Self.campaign)
        try await withSandboxServer(SandboxServer(transport: sandbox, apiKey: key)) { port in
            let seen = Guarded("")
            var host = try ScriptHost(.account("http://127.0.0.1:\(port)", key: Secret(key)))
            host.onEvent = { event in
                guard case .call(let exchange) = event else { return }
                seen.withLock { $0 += "\(exchange) \(exchange.requestHeaders)" }
            }

            let result = try await host.run(Self.purchase)

            #expect(result.values == [39.9, 2])
            #expect(seen.withLock { $0 }.contains("ApiKey-v1 ***"))
            #expect(!seen.withLock { $0 }.contains(key))
            let error = await failure { try await host.run("sandbox.reset()") }
            #expect(error?.code == .unsupported)
        }
    }

    @Test(arguments: [
        ("return (", PerchError.Code.syntax), ("error('no')", .script), ("while true do end", .limit),
        ("local t = {} while true do t[#t + 1] = ('x'):rep(1000) .. #t end", .limit),
        ("return function() end", .invalidArgument), ("assert(io.open('/etc/hostname'))", .permission),
        ("talon.sessions.updat('s1', {})", .unknownName),
    ])
    func `what goes wrong has a code, and the host goes on`(code: String, expected: PerchError.Code) async throws {
        var host = try ScriptHost()
        host.limits = LuaLimits(memoryBytes: 16 << 20, wallTime: .milliseconds(300))

        let error = await failure { try await host.run(code, name: "bad.lua") }

        #expect(error?.code == expected, "\(String(describing: error))")
        #expect(try await host.run("return 1").values == [1])
        #expect(try await host.run("os.exit(3)").exitCode == 3)
    }

    @Test func `cancelling the task ends the script, whenever it is`() async throws {
        let (started, continuation) = AsyncStream.makeStream(of: Void.self)
        var host = try ScriptHost()
        host.register("begin") { _ in
            continuation.yield()
            return nil
        }
        let running = Task { [host] in try await host.run("begin() while true do end") }
        for await _ in started { break }
        running.cancel()
        #expect(await failure { _ = try await running.value }?.code == .interrupted)

        for _ in 0..<20 {
            let early = Task { [host] in try await host.run("while true do end") }
            early.cancel()
            #expect(await failure { _ = try await early.value }?.code == .interrupted)
        }
    }

    @Test func `files, modules, bundles, permissions and a database are at hand`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "perch-kit-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in [
            ("main.lua", "return require('more').x, io.open(arg[1]):read('a'), #talon.campaigns.list().data"),
            ("more.lua", "return { x = 7 }"), ("note.txt", "hello"),
            ("shop.json", #"{"campaigns": [{"id": 5, "name": "Spring", "state": "enabled"}]}"#),
        ] {
            try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
        }
        let environment = HostEnvironment.embedded(
            bundles: [folder.path + "/shop.json"], database: folder.path + "/shop.sqlite")
        for _ in 0..<2 {
            var host = try ScriptHost(environment)
            host.permissions = LuaPermissions(readPaths: [folder.path])
            let result = try await host.run(file: folder.path + "/main.lua", arguments: [folder.path + "/note.txt"])
            #expect(result.values == [7, "hello", 1])
        }
        #expect(await failure { _ = try ScriptHost(.embedded(bundles: ["nowhere.json"])) }?.code == .configuration)
        #expect(await failure { try await ScriptHost().run(file: "nowhere.lua") }?.code == .configuration)
    }

    @Test func `plugins work as they do on the command line`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "perch-kit-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder.appending(path: "loyal"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try """
        local calls = 0
        return { name = "loyal", version = "1.0.0", perch = "^0.1", permissions = { "api:read" },
          modules = { loyal = { seen = function() return calls end,
            count = function() return #talon.campaigns.list().data end } },
          middleware = { after_call = function() calls = calls + 1 end } }
        """.write(to: folder.appending(path: "loyal/plugin.lua"), atomically: true, encoding: .utf8)
        var host = try ScriptHost()
        host.limits.wallTime = .seconds(300)
        try host.usePlugins(in: folder.path, allowing: ["loyal": ["api:read"]])

        let result = try await host.run(
            "local loyal = require 'loyal'; talon.campaigns.list(); return loyal.seen(), loyal.count()")

        #expect(result.values == [1, 0])
    }
}

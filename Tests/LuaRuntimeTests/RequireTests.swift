// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import LuaRuntime
import Testing

@Suite struct RequireTests {
    /// Module files, gone after the test.
    final class Modules: Sendable {
        let path: String

        init(_ files: [String: String]) throws {
            path = NSTemporaryDirectory() + "perch-" + UUID().uuidString
            for (name, text) in files {
                let url = URL(fileURLWithPath: path + "/" + name)
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: url)
            }
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        var configuration: LuaConfiguration {
            var configuration = LuaConfiguration()
            configuration.moduleRoots = [path]
            return configuration
        }
    }

    @Test func `modules are found, run once and remembered`() async throws {
        let modules = try Modules([
            "shop.lua": "count = (count or 0) + 1; return {name = ..., where = select(2, ...)}",
            "lib/init.lua": "return 'package'", "lib/part.lua": "return 'part'", "quiet.lua": "x = 1",
        ])
        let source = """
            local a, where = require 'shop'
            local b = require 'shop'
            return a == b, count, a.name, where == a.where, require 'lib', require 'lib.part', (require 'quiet'),
              package.loaded.shop == a
            """
        let list = try await result(source, configuration: modules.configuration)
        #expect(list == [true, 1, "shop", true, "package", "part", true, true])
    }

    @Test func `a missing module names what was tried`() async throws {
        let modules = try Modules(["x.lua": ""])
        let error = try await failure("require 'no.such'", configuration: modules.configuration)
        #expect(error.message.hasPrefix("module 'no.such' not found:"))
        #expect(error.message.contains("no field package.preload['no.such']"))
        #expect(error.message.contains("no file '\(modules.path)/no/such.lua'"))
        #expect(error.message.contains("no file '\(modules.path)/no/such/init.lua'"))
    }

    @Test func `a circle is told by its names`() async throws {
        let modules = try Modules([
            "a.lua": "return require 'b'", "b.lua": "return require 'c'", "c.lua": "return require 'b'",
        ])
        let error = try await failure("require 'a'", configuration: modules.configuration)
        #expect(error.message == "modules require each other in a circle: b → c → b")
        #expect(error.location?.source.hasSuffix("c.lua") == true)
    }

    @Test func `a module that failed can be tried again`() async throws {
        let modules = try Modules([
            "bad.lua": "tries = (tries or 0) + 1; if tries < 2 then error('not yet') end; return tries"
        ])
        let source = "local ok, e = pcall(require, 'bad'); return ok, require 'bad'"
        let list = try await result(source, configuration: modules.configuration)
        #expect(list[0] == false)
        #expect(list[1] == 2)
    }

    @Test func `an error in a module is traced into it`() async throws {
        let modules = try Modules(["bad.lua": "local function f()\n  error('inside')\nend\nf()"])
        let error = try await failure("\nrequire 'bad'", configuration: modules.configuration)
        #expect(error.message == "inside")
        #expect(error.location == LuaLocation(source: modules.path + "/bad.lua", line: 2))
        #expect(error.traceback.map(\.location.line) == [2, 4, 2])
    }

    @Test func `a syntax error in a module names its line`() async throws {
        let modules = try Modules(["bad.lua": "\nx = = 1"])
        let error = try await failure("require 'bad'", configuration: modules.configuration)
        #expect(error.location == LuaLocation(source: modules.path + "/bad.lua", line: 2))
        #expect(error.message.hasSuffix("(loading module 'bad')"))
    }

    @Test func `modules may call the host while they load`() async throws {
        let modules = try Modules(["m.lua": "return host.wait('ready')"])
        let list = try await result(
            "return require 'm', perch.parallel{function() return (require 'm') end}[1]",
            configuration: modules.configuration)
        #expect(list == ["ready", "ready"])
    }

    @Test func `package.path does not lead out of what may be read`() async throws {
        let modules = try Modules(["x.lua": "return 1"])
        let error = try await failure("package.path = '\(modules.path)/?.lua' require 'x'")
        #expect(error.cause is PermissionError)
    }

    @Test func `the host can provide modules`() throws {
        let state = try LuaState.forTests()
        try state.provideModule("perch.tools", from: "perch")
        #expect(try state.run("return require('perch.tools') == perch").list == [true])
        #expect(state.stackHeight == 0)
    }

    @Test func `standard libraries can be required`() async throws {
        #expect(
            try await result(
                "return require 'string' == string, require 'debug' == debug, require '_G' == _G, require 'coroutine' == coroutine, require 'package' == package"
            )
                == [true, true, true, true, true])
    }
}

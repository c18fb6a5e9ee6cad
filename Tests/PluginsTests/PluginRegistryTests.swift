// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import IntegrationAPI
import Locking
import LuaRuntime
import Plugins
import Testing

@Suite struct PluginRegistryTests {
    private static func plain(_ name: String) -> String {
        "return { name = '\(name)', version = '1.0.0', perch = '^0.1' }"
    }

    @Test(arguments: [
        ("return 1", "returns no manifest"),
        ("return { name = 'q', version = '1.0.0', perch = '^0.1' }", "its manifest names it `q`"),
        ("return { name = 'p', perch = '^0.1' }", "has no `version`"),
        ("return { name = 'p', version = '1.0.0', perch = '^9.0' }", "it needs Perch ^9.0, and this is 0.1.0"),
        ("return { name = 'p', version = '1.0.0', perch = '^0.1', interface = 99 }", "interface 99"),
        ("return { name = 'p', version = '1.0.0', perch = '^0.1', comands = {} }", "unknown field `comands`"),
        ("return { name = 'p', version = '1.0.0', perch = '^0.1', permissions = { 'all' } }", "`all` is no permission"),
        ("return { name = 'p', version = '1.0.0', perch = '^0.1', commands = { go = { run = 1 } } }", "is no function"),
        ("return { name = 'p', version = '1.0.0', perch = '^0.1', modules = { json = {} } }", "foreign name"),
        ("error('boom')", "boom"), ("return {", "unexpected symbol"),
    ])
    func `a plugin that cannot be loaded is named, and the others are there`(text: String, message: String) throws {
        let harness = try PluginHarness(["p": text, "good": Self.plain("good")])

        #expect(try harness.registry.all().map(\.manifest.name) == ["good"])
        let warnings = harness.warnings.withLock { $0 }
        #expect(warnings.count == 1)
        #expect(
            warnings.first?.contains("plugin `p`") == true && warnings.first?.contains(message) == true, "\(warnings)")
        _ = try harness.registry.all()
        #expect(harness.warnings.withLock { $0.count } == 1)
    }

    @Test func `two plugins with one name are an error that names both`() throws {
        let harness = try PluginHarness(["p": Self.plain("p")], files: ["other/p/plugin.lua": Self.plain("p")])
        let finder = PluginFinder(
            project: harness.folder.path + "/plugins", path: [harness.folder.path + "/other"])

        let error = #expect(throws: PerchError.self) { try finder.find() }
        #expect(error?.message.contains("/plugins/p and ") == true && error?.message.contains("/other/p") == true)
    }

    @Test func `two commands of one name are an error that names both plugins`() throws {
        let command = { (name: String) in
            "return { name = '\(name)', version = '1.0.0', perch = '^0.1', commands = { go = { run = print } } }"
        }
        let harness = try PluginHarness(["a": command("a"), "b": command("b")])

        let error = #expect(throws: PerchError.self) {
            try harness.registry.additions("command", \.commands, name: \.name)
        }
        #expect(error?.message == "plugins `a` and `b` both have a command `go`")
    }

    @Test func `nothing is loaded before it is needed, and settings for nobody are refused`() throws {
        let harness = try PluginHarness(["p": "print('loaded'); " + Self.plain("p")])
        #expect(try harness.registry.found().map(\.name) == ["p"])
        #expect(harness.printed.withLock { $0 } == "")

        let other = try PluginHarness(["p": Self.plain("p")], settings: ["q": PluginSettings()])
        let error = #expect(throws: PerchError.self) { try other.registry.found() }
        #expect(error?.message == "[plugins.q] is for a plugin that is not there")
    }

    @Test func `a plugin is loaded only for what its text may add`() throws {
        let harness = try PluginHarness(
            [
                "a":
                    "print('a'); return { name = 'a', version = '1.0.0', perch = '^0.1', commands = { go = { run = print } } }",
                "b": "print('b'); return { name = 'b', version = '1.0.0', perch = '^0.1', hooks = { effect = print } }",
                "c": "return require 'manifest'",
            ],
            files: [
                "plugins/c/manifest.lua":
                    "print('c'); return { name = 'c', version = '1.0.0', perch = '^0.1', hooks = {} }"
            ])

        #expect(try harness.registry.hooks() == [.effect])
        #expect(harness.printed.withLock { $0 } == "b\nc\n")
    }

    @Test(arguments: [
        (
            "matchers = { to_be = { usage = 'to_be_gold()', check = print } }",
            "the usage of matcher `to_be` is of another"
        ),
        ("matchers = { to_be = { least = 3, most = 2, check = print } }", "at least 3 and at most 2 arguments"),
        ("matchers = { to_be = { least = -1, check = print } }", "at least -1 and at most -1 arguments"),
        ("reporters = { r = { stream = 'stdout' } }", "`stream` of reporter `r` is `stdout`"),
        ("reporters = { r = { finnish = print } }", "reporter `r` has the unknown field `finnish`"),
    ])
    func `a declaration that means nothing is refused`(addition: String, message: String) throws {
        let harness = try PluginHarness(["p": "return { name = 'p', version = '1.0.0', perch = '^0.1', \(addition) }"])
        let error = #expect(throws: PerchError.self) { try harness.registry.plugin(named: "p") }
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test func `what was posted is done in order, and one who claimed a plugin has it alone`() throws {
        let counting =
            "local n = 0; return { name = 'p', version = '1.0.0', perch = '^0.1', helpers = { count = function() n = n + 1 return n end } }"
        let harness = try PluginHarness(["p": counting])
        let plugin = try #require(try harness.registry.plugin(named: "p"))
        let found = Guarded<[LuaValue]>([])
        let first = try plugin.claim()
        let second = try plugin.claim()
        for instance in [first, first, second] {
            instance.post(instance.manifest.helpers[0].run) {
                LuaValues.none
            } done: { answer in
                found.withLock { $0 += (try? answer.get().list) ?? [] }
            }
            instance.settle()
        }

        #expect(found.withLock { $0 } == [1, 2, 1])
        first.release()
        #expect(try plugin.claim() === plugin)
    }

    @Test func `a hook that fails leaves its plugin out, and the others hear`() throws {
        let hook = { (name: String, body: String) in
            "return { name = '\(name)', version = '1.0.0', perch = '^0.1', hooks = { effect = function(e) \(body) end } }"
        }
        let harness = try PluginHarness([
            "a": hook("a", "error('no')"), "b": hook("b", "print('b heard ' .. e.effectType)"),
        ])

        for _ in 0..<2 { harness.registry.tell(.effect, ValueTape(["effectType": "setDiscount"] as LuaValue)) }

        #expect(harness.printed.withLock { $0 } == "b heard setDiscount\nb heard setDiscount\n")
        let warnings = harness.warnings.withLock { $0 }
        #expect(warnings.count == 1)
        #expect(
            warnings.first?.hasPrefix("plugin `a`: no; it is left out from here on") == true, "\(warnings)")
    }
}

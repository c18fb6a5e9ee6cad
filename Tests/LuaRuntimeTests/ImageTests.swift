// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import LuaRuntime

@Suite struct ImageTests {
    private static func state(readPaths: [String] = [], memoryBytes: Int = 64 << 20) throws -> LuaState {
        var configuration = LuaConfiguration()
        configuration.hasImages = true
        configuration.permissions = LuaPermissions(readPaths: readPaths)
        configuration.limits = LuaLimits(memoryBytes: memoryBytes)
        return try LuaState(configuration: configuration)
    }

    @Test func `what was changed since an image is gone`() async throws {
        try await onScriptThread {
            let state = try Self.state()
            try state.run(
                "counter = 1; list = { 'a', { deep = true } }; function bump() counter = counter + 1 return counter end"
            )
            let image = try state.image()

            for _ in 1...3 {
                #expect(try state.run("string.extra = 1; list[2].deep = nil; leak = {}; return bump()").list.first == 2)
                try state.restore(image)
            }

            #expect(try state.run("return counter, list[2].deep, leak, string.extra").list == [1, true, .nil, .nil])
        }
    }

    @Test func `an image can build on another, and both can be gone back to`() async throws {
        try await onScriptThread {
            let state = try Self.state()
            try state.run("x = 'base'")
            let base = try state.image()
            try state.run("x = x .. ' file'; big = {}; for i = 1, 20000 do big[i] = { i } end")
            let file = try state.image()

            try state.run("x = 'scenario'; big = nil; collectgarbage()")
            try state.restore(file)
            #expect(try state.run("return x, #big, big[20000][1]").list == ["base file", 20_000, 20_000])
            try state.restore(base)
            #expect(try state.run("return x, big").list == ["base", .nil])
            try state.run("y = {}; for i = 1, 50000 do y[i] = tostring(i) end")
            try state.restore(base)
            #expect(try state.run("collectgarbage(); return x, y").list == ["base", .nil])
        }
    }

    @Test func `references of before stay, those of later are dead`() async throws {
        try await onScriptThread {
            let state = try Self.state()
            try state.run("function old() return 'old' end")
            let old = try #require(try state.reference("old"))
            let image = try state.image()
            try state.run("function new() return 'new' end")
            weak var dropped: LuaReference?
            do {
                let new = try #require(try state.reference("new"))
                dropped = new
                try state.restore(image)
                #expect(!state.host.owns(new))
            }
            #expect(dropped == nil)

            #expect(try state.call(old).list.first == "old")
            let again = try #require(try state.reference("old"))
            #expect(try state.call(again).list.first == "old")
        }
    }

    @Test func `objects of the host are let go of`() async throws {
        try await onScriptThread {
            final class Probe: HostObject {
                static let luaTypeName = "probe"
                static let luaText = "probe"
            }
            let state = try Self.state()
            try state.install(
                HostLibrary([
                    .init(
                        [],
                        [
                            HostFunction("probe") { _ in
                                var tape = ValueTape()
                                tape.append(object: Probe())
                                return .value(tape)
                            }
                        ])
                ]))
            try state.run("first = probe()")
            let image = try state.image()
            #expect(state.heldObjects == 1)

            try state.run("for i = 1, 100 do _G['p' .. i] = probe() end")
            #expect(state.heldObjects == 101)
            try state.restore(image)

            #expect(state.heldObjects == 1)
            try state.run("assert(tostring(first) == 'probe'); again = probe()")
            #expect(state.heldObjects == 2)
        }
    }

    @Test func `files that were left open are closed`() async throws {
        try await onScriptThread {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            try Data("one\ntwo\n".utf8).write(to: URL(fileURLWithPath: folder + "/a.txt"))
            let state = try Self.state(readPaths: [folder])
            let image = try state.image()
            func openFiles() throws -> Int {
                try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count {
                    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == folder
                        + "/a.txt"
                }
            }

            for _ in 1...5 {
                try state.run("f = io.open('\(folder)/a.txt'); g = io.lines('\(folder)/a.txt'); assert(g() == 'one')")
                #expect(try openFiles() == 2)
                try state.restore(image)
                #expect(try openFiles() == 0)
            }
            #expect(try state.run("return f").list.first == .nil)
        }
    }

    @Test func `a script that was ended leaves nothing behind`() async throws {
        try await onScriptThread {
            let state = try Self.state(memoryBytes: 8 << 20)
            try state.run("kept = 1")
            let image = try state.image()

            state.limit(wallTime: .milliseconds(50))
            #expect(throws: LuaError.self) { try state.run("kept = 2; while true do pcall(error) end") }
            try state.restore(image)
            state.limit(wallTime: nil)
            #expect(throws: LuaError.self) {
                try state.run("kept = 3; local t = {}; while true do t[#t + 1] = ('x'):rep(1000) end")
            }
            try state.restore(image)
            #expect(throws: LuaError.self) { try state.run("kept = 4; os.exit(3)") }
            try state.restore(image)

            #expect(try state.run("local s = 0; for i = 1, 1e5 do s = s + kept end return s").list.first == 100_000)
        }
    }

    @Test func `coroutines and tasks work after going back`() async throws {
        try await onScriptThread {
            let state = try Self.state()
            try state.installScheduler(into: "perch")
            try state.run("gen = coroutine.wrap(function() for i = 1, 9 do coroutine.yield(i) end end); gen()")
            let image = try state.image()

            for _ in 1...3 {
                #expect(try state.run("return gen(), gen()").list == [2, 3])
                #expect(
                    try state.run("return perch.parallel{ function() return 1 end, function() return 2 end }[2]").list
                        .first == 2)
                try state.restore(image)
            }
        }
    }
}

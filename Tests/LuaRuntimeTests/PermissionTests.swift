// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import LuaRuntime
import Testing

@Suite struct PermissionTests {
    /// A folder with `open/a.txt`, `closed/b.txt` and links between them, gone after the test.
    final class Folder: Sendable {
        let path: String

        init() throws {
            path = NSTemporaryDirectory() + "perch-" + UUID().uuidString
            let files = FileManager.default
            try files.createDirectory(atPath: path + "/open", withIntermediateDirectories: true)
            try files.createDirectory(atPath: path + "/closed", withIntermediateDirectories: true)
            try files.createDirectory(atPath: path + "/open-not", withIntermediateDirectories: true)
            try Data("inside\nsecond\n".utf8).write(to: URL(fileURLWithPath: path + "/open/a.txt"))
            try Data("outside".utf8).write(to: URL(fileURLWithPath: path + "/closed/b.txt"))
            try files.createSymbolicLink(atPath: path + "/open/link", withDestinationPath: path + "/closed")
            try files.createSymbolicLink(atPath: path + "/open/dangling", withDestinationPath: path + "/closed/new.txt")
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func configuration(write: Bool = false) -> LuaConfiguration {
            var configuration = LuaConfiguration()
            configuration.permissions = LuaPermissions(
                readPaths: [path + "/open"], writePaths: write ? [path + "/open"] : [])
            return configuration
        }
    }

    @Test(arguments: [
        ("io.open('/etc/passwd')", "reading `/etc/passwd` is not allowed", "allow it with --allow-read=/etc/passwd"),
        ("io.open('x', 'w')", "writing `x` is not allowed", "allow it with --allow-write=x"),
        ("io.open('x', 'r+')", "reading `x` is not allowed", "allow it with --allow-read=x"),
        ("io.lines('x')", "reading `x` is not allowed", "allow it with --allow-read=x"),
        ("io.input('x')", "reading `x` is not allowed", "allow it with --allow-read=x"),
        ("io.output('x')", "writing `x` is not allowed", "allow it with --allow-write=x"),
        ("os.remove('x')", "writing `x` is not allowed", "allow it with --allow-write=x"),
        ("os.rename('x', 'y')", "writing `x` is not allowed", "allow it with --allow-write=x"),
        ("os.execute('ls')", "running `ls` is not allowed", "allow it with --allow-run"),
        ("os.execute()", "running commands is not allowed", "allow it with --allow-run"),
        ("io.popen('ls')", "running `ls` is not allowed", "allow it with --allow-run"),
        (
            "os.getenv('HOME')", "reading the environment variable `HOME` is not allowed",
            "allow it with --allow-env=HOME"
        ),
        ("loadfile('x')", "reading `x` is not allowed", "allow it with --allow-read=x"),
        ("dofile('x')", "reading `x` is not allowed", "allow it with --allow-read=x"),
    ])
    func `what reaches outside is refused with a way to allow it`(
        _ source: String, _ message: String, _ hint: String
    ) async throws {
        let error = try await failure(source)
        #expect(error.message == message)
        #expect(error.cause is PermissionError)
        let fields = error.value?.withCursor { $0.nextValue() }
        #expect(fields?["code"] == "permission")
        #expect(fields?["hint"].string == hint)
        #expect(error.location?.line == 1)
    }

    @Test func `what is allowed works`() async throws {
        let folder = try Folder()
        let source = """
            local path = ...
            local f = assert(io.open(path .. '/open/a.txt'))
            local line = f:read('l')
            f:close()
            local n = 0
            for _ in io.lines(path .. '/open/a.txt') do n = n + 1 end
            local new = assert(io.open(path .. '/open/new.txt', 'w'))
            new:write('written'):close()
            assert(os.rename(path .. '/open/new.txt', path .. '/open/newer.txt'))
            local back = io.open(path .. '/open/newer.txt'):read('a')
            assert(os.remove(path .. '/open/newer.txt'))
            return line, n, back, io.type(f)
            """
        let list = try await onScriptThread {
            try LuaState.forTests(folder.configuration(write: true)).run(
                source, arguments: LuaValues(.string(LuaString(folder.path)))
            ).list
        }
        #expect(list == ["inside", 2, "written", "closed file"])
    }

    @Test(arguments: [
        "/closed/b.txt", "/open/../closed/b.txt", "/open/link/b.txt", "/open/link/../closed/b.txt", "/open-not/x", "",
        "/open/missing/../../closed/b.txt",
    ])
    func `no way leads out of what is allowed`(_ path: String) async throws {
        let folder = try Folder()
        let error = try await failure("io.open('\(folder.path)\(path)')", configuration: folder.configuration())
        #expect(error.cause is PermissionError)
    }

    @Test(arguments: ["/open/dangling", "/open/link/new.txt", "/open/../new.txt"])
    func `nothing is made outside of what is allowed`(_ path: String) async throws {
        let folder = try Folder()
        let error = try await failure(
            "io.open('\(folder.path)\(path)', 'w')", configuration: folder.configuration(write: true))
        #expect(error.cause is PermissionError)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/closed/new.txt"))
    }

    @Test func `a path that is not allowed looks the same whether it exists or not`() async throws {
        let folder = try Folder()
        for path in ["/closed/b.txt", "/closed/none.txt"] {
            let error = try await failure("io.open('\(folder.path)\(path)')", configuration: folder.configuration())
            #expect(error.message == "reading `\(folder.path)\(path)` is not allowed")
        }
    }

    @Test func `a zero byte does not hide the rest of a path`() async throws {
        let error = try await failure("io.open('x\\0y')")
        #expect(error.message.contains("zero byte"))
    }

    @Test func `allowed variables can be read`() async throws {
        var configuration = LuaConfiguration()
        configuration.permissions = LuaPermissions(environment: ["PATH", "PERCH_NO_SUCH"])
        let source = "return type(os.getenv('PATH')), os.getenv('PERCH_NO_SUCH')"
        #expect(try await result(source, configuration: configuration) == ["string", nil])
    }

    @Test func `allowed commands run`() async throws {
        var configuration = LuaConfiguration()
        configuration.permissions = LuaPermissions(run: true)
        let source = "return os.execute('exit 3') == nil, io.popen('echo hello'):read('l')"
        #expect(try await result(source, configuration: configuration) == [true, "hello"])
    }

    @Test(arguments: [
        "string.dump", "debug.getregistry", "debug.sethook", "debug.getupvalue", "debug.setmetatable",
        "package.loadlib",
        "package.searchers", "os.tmpname", "os.setlocale",
    ])
    func `what could break out is absent`(_ path: String) async throws {
        #expect(try await result("return \(path) == nil") == [true])
    }

    @Test(arguments: [
        "getmetatable('').__index.upper = nil", "setmetatable(getmetatable(''), nil)", "getmetatable(perch.null).x = 1",
        "getmetatable(perch.array()).x = 1", "getmetatable(io.stdout).__index = nil return io.stdout.write.x",
        "collectgarbage('stop')", "collectgarbage('generational')", "collectgarbage('setpause', 1000)",
    ])
    func `what states share cannot be changed`(_ source: String) async throws {
        _ = try await failure(source)
    }

    @Test func `bytecode cannot be loaded`() async throws {
        let source = "return load('\\27Lua', 'x', 'b'), (select(2, load('\\27Lua')))"
        let list = try await result(source)
        #expect(list[0] == nil)
        #expect(list[1].string?.contains("attempt to load a binary chunk") == true)
    }
}

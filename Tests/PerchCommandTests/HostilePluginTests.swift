// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Plugins that mean harm, in the command as people run it; `HostileTests` of the plugins has what needs no process.
@Suite(.serialized) struct HostilePluginTests {
    private static let key = "sk-4f6a1c9e/77e21b0d8c55+aa"

    /// A project with the plugin `evil`.
    private func project(_ parts: String, allow words: [String] = [], configuration: String = "") throws -> String {
        let folder = try PerchBinary.temporaryFolder().path
        let plugin = folder + "/plugins/evil"
        try FileManager.default.createDirectory(atPath: plugin, withIntermediateDirectories: true)
        let list = words.map { "\"\($0)\"" }.joined(separator: ", ")
        try "return { name = 'evil', version = '1.0.0', perch = '^0.1', permissions = { \(list) }, \(parts) }"
            .write(toFile: plugin + "/plugin.lua", atomically: true, encoding: .utf8)
        try "[plugins.evil]\nallow = [\(list)]\n\(configuration)".write(
            toFile: folder + "/perch.toml", atomically: true, encoding: .utf8)
        return folder
    }

    @Test func `a loop that nothing reaches ends the process with 8, and names the plugin`() async throws {
        let folder = try project(
            "middleware = { before_call = function() (('a'):rep(60)):find(('a?'):rep(60) .. ('a'):rep(60)) end }")
        defer { try? FileManager.default.removeItem(atPath: folder) }

        let result = try await PerchBinary.run(
            "run", "-e", "talon.profiles.update('ada', { attributes = {} })", folder: folder)

        #expect(result.status == 8)
        #expect(result.errors.contains("plugin `evil` is in a loop that nothing reaches"), "\(result.errors)")
    }

    @Test func `a loop that can be reached costs one call, and the script goes on`() async throws {
        let folder = try project("middleware = { before_call = function() while true do pcall(error) end end }")
        defer { try? FileManager.default.removeItem(atPath: folder) }

        let result = try await PerchBinary.run(
            "run", "-e", "for i = 1, 3 do talon.profiles.update('ada', { attributes = {} }) end print('done')",
            folder: folder)

        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output == "done\n")
        #expect(result.errors.components(separatedBy: "plugin `evil`").count == 2)
    }

    @Test func `a redirect leads to no other host`() async throws {
        let other = try RawServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        let server = try RawServer(
            answering:
                "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:\(other.port)/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        )
        let folder = try project(
            "commands = { go = { run = function() print(perch.http.get('http://127.0.0.1:\(server.port)/').status) end } }",
            allow: ["net:127.0.0.1:\(server.port)"])
        defer { try? FileManager.default.removeItem(atPath: folder) }

        let result = try await PerchBinary.run("go", folder: folder)

        #expect(result.output == "302\n", "\(result.errors)")
        #expect(server.requests.count == 1)
        #expect(other.requests.isEmpty)
    }

    @Test func `the key of an account is not shown, not even by who may read its variable`() async throws {
        let server = try RawServer(
            answering:
                "HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{\"message\": \"\(Self.key) is not valid\"}"
        )
        let base64 = Data("x:\(Self.key)".utf8).base64EncodedString()
        let folder = try project(
            """
            commands = { go = { run = function()
              local key = perch.env.get("TALON_EVIL_KEY")
              print(key, os.getenv("TALON_EVIL_KEY"), perch.inspect { key }, '\(base64)')
              print((key:gsub("[^%w]", function(c) return ("%%%02X"):format(c:byte()) end)))
              print(select(2, pcall(talon.sessions.get, "s1")))
              io.stderr:write(key, "\\n")
              error(key)
            end } }
            """, allow: ["env:TALON_EVIL_KEY", "api:read"],
            configuration: """
                [environments.live]
                base_url = "http://127.0.0.1:\(server.port)"
                api_key = { env = "TALON_EVIL_KEY" }
                """)
        defer { try? FileManager.default.removeItem(atPath: folder) }

        let result = try await PerchBinary.run(
            "go", "--env", "live", "--trace", folder: folder, environment: ["TALON_EVIL_KEY": Self.key])

        #expect(result.status == 3, "\(result.errors)")
        let shown = result.output + result.errors
        #expect(shown.contains("***"))
        for form in [
            Self.key, base64, Data(Self.key.utf8).base64EncodedString(),
            Self.key.replacing("/", with: "%2F").replacing("+", with: "%2B"),
        ] {
            #expect(!shown.contains(form), "\(shown)")
        }
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import Sandbox
import SandboxServer
import Testing

/// Environments that are reached over the network: the sandbox behind real HTTP, and servers that misbehave.
@Suite struct LiveTests {
    static let key = "0123456789abcdef0123456789abcdef01234567"

    private func project(_ settings: String) throws -> String {
        let folder = try PerchBinary.temporaryFolder()
        try "default = \"live\"\n[environments.live]\n\(settings)\n"
            .write(to: folder.appending(path: "perch.toml"), atomically: true, encoding: .utf8)
        return folder.path
    }

    private func settings(port: Int, scheme: String = "http", _ more: String = "") -> String {
        "base_url = \"\(scheme)://127.0.0.1:\(port)\"\napi_key = { env = \"TEA_KEY\" }\n\(more)"
    }

    private func run(_ code: String, folder: String, _ options: String...) async throws -> PerchBinary.Result {
        try await PerchBinary.run(["run"] + options + ["-e", code], folder: folder, environment: ["TEA_KEY": Self.key])
    }

    @Test func `the same script runs on a live environment`() async throws {
        let sandbox = try Sandbox()
        _ = try sandbox.addCampaign([
            "name": "Summer", "coupons": ["SUMMER10"],
            "rules": [
                [
                    "title": "10% off", "condition": ["and", ["couponValid"]],
                    "effects": [["setDiscount", "10% off", ["*", [".", "Session", "Total"], ["/", 10, 100]]]],
                ]
            ],
        ])
        let path = PerchBinary.root + "/examples/first-session.lua"
        let embedded = try await PerchBinary.run("run", path)

        try await withSandboxServer(SandboxServer(transport: sandbox, apiKey: Self.key)) { port in
            let folder = try project(settings(port: port))
            let live = try await PerchBinary.run("run", path, folder: folder, environment: ["TEA_KEY": Self.key])

            #expect(live.errors == "")
            #expect(live.output == embedded.output)
            #expect(live.status == 0)
        }
    }

    @Test func `the key is sent, and shown nowhere`() async throws {
        let sandbox = try Sandbox()
        try await withSandboxServer(SandboxServer(transport: sandbox, apiKey: Self.key)) { port in
            let folder = try project(settings(port: port))
            let code = """
                talon.profiles.update("ada", { attributes = {} })
                local secret = perch.secret("TEA_KEY")
                print(secret, perch.inspect({ secret }), perch.env.name)
                print(pcall(error, "with \(Self.key) in it"))
                perch.log.info("key", perch.env.get("TEA_KEY"))
                talon.sessions.get(perch.env.get("TEA_KEY"))
                """
            let result = try await run(code, folder: folder, "--trace", "--traceback", "--allow-env", "TEA_KEY")

            #expect(result.status == 7)
            #expect(result.output.hasPrefix("***\t{ *** }\tlive\n"))
            #expect(result.errors.contains("PUT /v2/customer_profiles/ada → 200"))
            // The script itself wrote the key into a text of its own and printed it; all that Perch writes is without.
            #expect(!result.errors.contains(Self.key))
            #expect(!result.errors.contains(Data(Self.key.utf8).base64EncodedString()))
        }
    }

    @Test func `a wrong key is an error of the service with a hint`() async throws {
        let sandbox = try Sandbox()
        try await withSandboxServer(SandboxServer(transport: sandbox, apiKey: "another")) { port in
            let folder = try project(settings(port: port))
            let result = try await run("talon.profiles.update('ada', {})", folder: folder)

            #expect(result.status == 7)
            #expect(result.errors.contains("hint:"))
            #expect(result.errors.contains("live"))
            #expect(!result.errors.contains(Self.key))
        }
    }

    @Test func `a protected environment refuses writes without consent`() async throws {
        let sandbox = try Sandbox()
        try await withSandboxServer(SandboxServer(transport: sandbox, apiKey: Self.key)) { port in
            let folder = try project(settings(port: port, "protected = true"))
            let write = "talon.profiles.update('ada', {}) print 'written'"
            let delete = "talon.data.delete('ada') print 'deleted'"

            let refused = try await run(write, folder: folder)
            #expect(refused.status == 6)
            #expect(refused.errors.contains("protected"))
            #expect(refused.errors.contains("--yes"))
            #expect(sandbox.calls().isEmpty)

            #expect(try await run("talon.campaigns.list() print 'read'", folder: folder).output == "read\n")
            #expect(try await run(write, folder: folder, "--yes").output == "written\n")

            let kept = try await run(delete, folder: folder, "--yes")
            #expect(kept.status == 6)
            #expect(kept.errors.contains("--allow-destructive"))
            #expect(try await run(delete, folder: folder, "--yes", "--allow-destructive").output == "deleted\n")
        }
    }

    @Test(arguments: [("live\n", "written\n", Int32(0)), ("yes\n", "", Int32(6))])
    func `at a terminal, the name of a protected environment can be typed`(
        typed: String, output: String, status: Int32
    ) async throws {
        let sandbox = try Sandbox()
        try await withSandboxServer(SandboxServer(transport: sandbox, apiKey: Self.key)) { port in
            let folder = try project(settings(port: port, "protected = true"))
            var terminal: Int32 = 0
            var line: Int32 = 0
            try #require(openpty(&terminal, &line, nil, nil, nil) == 0)
            let running = try PerchBinary.start(
                ["run", "-e", "talon.profiles.update('ada', {}) talon.profiles.update('ada', {}) print 'written'"],
                folder: folder, environment: ["TEA_KEY": Self.key], terminal: line)
            close(line)
            _ = write(terminal, typed, typed.utf8.count)

            let result = await running.finish()

            var screen = [UInt8](repeating: 0, count: 4096)
            let count = read(terminal, &screen, screen.count)
            close(terminal)
            let shown = String(decoding: screen.prefix(max(count, 0)), as: UTF8.self)
            #expect(shown.contains("type its name to allow writes"))
            #expect(result.output == output)
            #expect(result.status == status)
        }
    }

    @Test func `a dry run changes nothing, and refuses what has no dry form`() async throws {
        let sandbox = try Sandbox()
        try await withSandboxServer(SandboxServer(transport: sandbox, apiKey: Self.key)) { port in
            let folder = try project(settings(port: port))
            let dry = try await run(
                "talon.sessions.update('s1', { customerSession = { state = 'closed' } }) print 'calculated'",
                folder: folder, "--dry-run")
            #expect(dry.output == "calculated\n")
            #expect(try await run("talon.sessions.get('s1')", folder: folder).status == 7)

            let refused = try await run("talon.audiences.create { name = 'x' }", folder: folder, "--dry-run")
            #expect(refused.status == 6)
            #expect(refused.errors.contains("audiences.create"))
        }
    }

    @Test func `sandbox functions say that they need the sandbox`() async throws {
        let folder = try project(settings(port: 1))
        let result = try await run("sandbox.reset()", folder: folder)

        #expect(result.status == 3)
        #expect(result.errors.contains("sandbox.reset needs the embedded sandbox"))
        #expect(result.errors.contains("--env sandbox"))
    }

    // MARK: - Servers that misbehave

    static let answers: [(name: String, answer: String, words: [String])] = [
        ("not JSON", "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>", ["not JSON"]),
        ("cut in the middle", "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"effects\":", ["127.0.0.1"]),
        ("no HTTP at all", "hello\r\n\r\n", ["127.0.0.1"]),
        ("nothing", "", ["127.0.0.1"]),
        ("an error page", "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nbusy", ["503"]),
        (
            "an error with details",
            "HTTP/1.1 400 Bad Request\r\nContent-Length: 63\r\n\r\n{\"message\":\"The submitted data was invalid\",\"errors\":[]}       ",
            ["The submitted data was invalid"]
        ),
    ]

    @Test(arguments: answers.map(\.name))
    func `a bad answer is named in three lines and exits with 7`(name: String) async throws {
        let (_, answer, words) = try #require(Self.answers.first { $0.name == name })
        let server = try RawServer(answering: answer)
        let folder = try project(settings(port: server.port))

        // A read is repeated when it fails; a short total keeps the test short.
        let result = try await run("talon.audiences.create { name = 'x' }", folder: folder)

        #expect(result.status == 7, "\(result.errors)")
        for word in words { #expect(result.errors.contains(word), "\(result.errors)") }
        #expect(result.errors.split(separator: "\n").count == 3, "\(result.errors)")
        #expect(server.requests.first?.contains("Authorization: ApiKey-v1 \(Self.key)") == true)
        #expect(!result.errors.contains(Self.key))
    }

    @Test func `an unreachable host and a failed TLS handshake exit with 7`() async throws {
        let unreachable = try project(settings(port: 1))
        let refused = try await run("talon.audiences.create { name = 'x' }", folder: unreachable)
        #expect(refused.status == 7)
        #expect(refused.errors.contains("127.0.0.1"))
        #expect(refused.errors.contains("hint:"))

        let server = try RawServer(answering: "HTTP/1.1 400 Bad Request\r\n\r\n", waits: false)
        let plain = try project(settings(port: server.port, scheme: "https"))
        let tls = try await run("talon.audiences.create { name = 'x' }", folder: plain)
        #expect(tls.status == 7)
        #expect(tls.errors.contains("TLS") || tls.errors.contains("secure"), "\(tls.errors)")
    }

    // MARK: - Configuration

    static let mistakes: [(toml: String, words: [String])] = [
        ("default = ", ["not TOML", "perch.toml:1"]),
        ("defualt = \"x\"", ["unknown key `defualt`", "did you mean `default`?"]),
        ("default = \"nowhere\"", ["`nowhere` is not described"]),
        (
            "[environments.live]\nbase_url = \"https://a.example\"\napi_key = \"0123456789abcdef\"",
            ["holds the key itself", "env = \"NAME\""]
        ),
        ("[environments.live]\nbase_url = \"https://a.example\"", ["`api_key`", "is missing"]),
        ("[environments.live]\nbase_url = 3\napi_key = { env = \"A\" }", ["`base_url`", "must be a text"]),
        (
            "default = \"live\"\n[environments.live]\nbase_url = \"https://a.example\"\napi_key = { env = \"NOT_SET\" }",
            ["`NOT_SET`", "is not set"]
        ),
        (
            "default = \"live\"\n[environments.live]\nbase_url = \"ftp://a.example\"\napi_key = { env = \"TEA_KEY\" }",
            ["ftp://a.example"]
        ),
        (
            "[environments.live]\nbase_url = \"https://a.example\"\napi_key = { env = \"A\" }\nauth = \"Basic\"",
            ["`auth`", "ApiKey-v1"]
        ),
        ("[environments.sandbox]\nkind = \"embeded\"", ["\"embedded\" or \"live\""]),
        ("[environments.sandbox]\nbundles = [\"none/*.json\"]", ["no bundle matches `none/*.json`"]),
        ("[environments.sandbox]\ndatabase = \"/nowhere/at/all.sqlite\"", ["/nowhere/at/all.sqlite"]),
    ]

    @Test(arguments: mistakes.indices)
    func `a mistake in the configuration exits with 5`(index: Int) async throws {
        let (toml, words) = Self.mistakes[index]
        let folder = try PerchBinary.temporaryFolder()
        try toml.write(to: folder.appending(path: "perch.toml"), atomically: true, encoding: .utf8)

        let result = try await PerchBinary.run(
            "run", "-e", "talon.campaigns.list()", folder: folder.path, environment: ["TEA_KEY": Self.key])

        #expect(result.status == 5, "\(toml)\n\(result.errors)")
        for word in words { #expect(result.errors.contains(word), "\(toml)\n\(result.errors)") }
        #expect(result.errors.contains("hint:"))
        #expect(!result.errors.contains("0123456789abcdef"))
    }
}

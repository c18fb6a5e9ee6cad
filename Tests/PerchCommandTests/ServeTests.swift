// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import HTTPTransport
import IntegrationAPI
import IntegrationClient
import OperationCatalog
import PerchCommand
import RuleEngine
import Testing

/// `perch serve` as a person starts it, and as clients reach it.
@Suite(.timeLimit(.minutes(5))) struct ServeTests {
    /// A server that runs, with what it said at its start.
    struct Served {
        let running: PerchBinary.Running
        let address: String
        let key: String?
        let managementKey: String?
    }

    /// Starts a server on a free port and waits for its first lines.
    static func start(
        _ arguments: [String] = [], folder: String? = nil, environment: [String: String] = [:]
    ) async throws -> Served {
        let running = try PerchBinary.start(
            ["serve", "--port", "0"] + arguments, folder: folder, environment: environment)
        let expected = 3 - ["--api-key", "--management-key"].count { arguments.contains($0) }
        while running.process.isRunning {
            let lines = try String(contentsOf: running.output, encoding: .utf8)
                .split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
            if lines.count >= expected {
                let value = { (name: String) in
                    lines.first { $0.hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) }
                }
                return Served(
                    running: running, address: lines[0], key: value("api-key"), managementKey: value("management-key"))
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        let result = await running.finish()
        throw PerchError(.configuration, "the server ended with \(result.status): \(result.errors)")
    }

    private func send(_ request: APIRequest, to served: Served, key: String?) async throws -> APIResponse {
        var request = request
        if let key { request.headers.append(.init("Authorization", "ApiKey-v1 \(key)")) }
        let ready = request
        return try await withHTTPTransport(baseURL: served.address) { try await $0.send(ready) }
    }

    @Test func `the address is printed first, then the keys that were made, and nothing else`() async throws {
        let served = try await Self.start()

        let key = try #require(served.key)
        #expect(served.address.hasPrefix("http://127.0.0.1:"))
        #expect(key.count == 64)
        #expect(key.allSatisfy { $0.isHexDigit && !$0.isUppercase })
        var update = APIRequest(.updateCustomerSessionV2, pathArguments: ["s1"])
        update.body = ["customerSession": ["cartItems": [["sku": "cup", "quantity": 1, "price": 2]]]]
        #expect(try await send(update, to: served, key: key).status == 200)
        #expect(try await send(update, to: served, key: nil).status == 401)

        served.running.process.terminate()
        let result = await served.running.finish()
        #expect(result.status == 0, "a server that was told to stop has succeeded")
        let managementKey = try #require(served.managementKey)
        #expect(managementKey.count == 64 && managementKey != key)
        #expect(result.output == "\(served.address)\napi-key: \(key)\nmanagement-key: \(managementKey)\n")
        #expect(result.errors.contains("PUT /v2/customer_sessions/s1 200"))
        #expect(result.errors.contains("updateCustomerSessionV2"))
        #expect(!result.errors.contains(key))
    }

    @Test func `the log has one line for each request, as JSON when asked, and no secret`() async throws {
        let served = try await Self.start(
            ["--api-key", "s3cret-of-the-shop", "--management-key", "another", "--log", "json"])
        var update = APIRequest(.updateCustomerProfileV2, pathArguments: ["a/b s3cret-of-the-shop"])
        update.body = [:]
        #expect(try await send(update, to: served, key: "s3cret-of-the-shop").status == 200)
        #expect(try await send(update, to: served, key: "wrong").status == 401)
        served.running.process.terminate()
        let result = await served.running.finish()

        #expect(result.output == "\(served.address)\n")
        let lines = try result.errors.split(separator: "\n").map { try JSONValue(parsing: Array($0.utf8)) }
        #expect(lines.count == 2)
        #expect(lines.first?["method"] == "PUT")
        #expect(lines.first?["path"] == "/v2/customer_profiles/a%2Fb%20***")
        #expect(lines.first?["status"] == 200)
        #expect(lines.first?["operation"] == "updateCustomerProfileV2")
        #expect(lines.first?["application"] == 1)
        #expect(lines.first?["time"]?.string?.hasSuffix("Z") == true)
        #expect((lines.first?["microseconds"]?.integer ?? 0) > 0)
        #expect(lines.last?["status"] == 401)
        #expect(lines.last?["application"] == nil)
        #expect(lines.last?["assumptions"] == ["refusedKeyText"])
        #expect(!result.errors.contains("s3cret"))
    }

    @Test(arguments: [["--quiet"], ["--log", "none"]])
    func `a quiet server logs nothing`(arguments: [String]) async throws {
        let served = try await Self.start(arguments)
        var update = APIRequest(.updateCustomerProfileV2, pathArguments: ["ada"])
        update.body = [:]
        #expect(try await send(update, to: served, key: served.key).status == 200)
        served.running.process.terminate()
        #expect(await served.running.finish().errors == "")
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func `a server that is told to stop has succeeded`(number: Int32) async throws {
        let served = try await Self.start()
        kill(served.running.process.processIdentifier, number)
        #expect(await served.running.finish().status == 0)
    }

    @Test func `told twice, it stops at once`() async throws {
        let served = try await Self.start()
        // The answer to the first request shows that the head of the second, whose body never comes, is there as well.
        let client = try RawClient(address: served.address)
        let answer = try await client.exchange(
            "GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
                + "PUT /v2/customer_profiles/ada HTTP/1.1\r\nHost: x\r\nAuthorization: ApiKey-v1 \(served.key ?? "")\r\n"
                + "Content-Length: 2\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 200"))

        kill(served.running.process.processIdentifier, SIGTERM)
        kill(served.running.process.processIdentifier, SIGINT)

        #expect(await served.running.finish().status == 130)
        client.close()
    }

    @Test func `what was acknowledged survives a kill`() async throws {
        let folder = try PerchBinary.temporaryFolder()
        var acknowledged: [String] = []
        for round in 0..<3 {
            let served = try await Self.start(["--api-key", "k", "--database", "shop.sqlite"], folder: folder.path)
            let victim = served.running.process.processIdentifier
            try await withHTTPTransport(baseURL: served.address) { transport in
                // The kill comes in the midst of the writes: after the hundredth answer, beside the next calls.
                await withTaskGroup(of: String?.self) { group in
                    for number in 0..<160 {
                        group.addTask {
                            let id = "r\(round)-\(number)"
                            var update = APIRequest(.updateCustomerProfileV2, pathArguments: [id])
                            update.headers = [.init("Authorization", "ApiKey-v1 k")]
                            update.body = ["attributes": ["Round": .integer(Int64(round))]]
                            return (try? await transport.send(update).status) == 200 ? id : nil
                        }
                    }
                    var count = 0
                    for await id in group {
                        if let id { acknowledged.append(id) }
                        count += 1
                        if count == 100 { kill(victim, SIGKILL) }
                    }
                }
            }
            #expect(await served.running.finish().status == SIGKILL)
        }
        #expect(acknowledged.count >= 300)

        let served = try await Self.start(["--api-key", "k", "--database", "shop.sqlite"], folder: folder.path)
        try await withHTTPTransport(baseURL: served.address) { transport in
            for id in acknowledged {
                var inventory = APIRequest(.getCustomerInventory, pathArguments: [id])
                inventory.query = [.init("profile", "true")]
                inventory.headers = [.init("Authorization", "ApiKey-v1 k")]
                let answer = try await transport.send(inventory)
                #expect(answer.status == 200, "\(id) was acknowledged and is gone")
                let round = id.dropFirst().prefix { $0 != "-" }
                #expect(try answer.json()?["profile"]?["attributes"]?["Round"] == .integer(Int64(round) ?? -1))
            }
        }
        served.running.process.terminate()
        #expect(await served.running.finish().status == 0)
    }

    @Test func `the embedded environment of perch.toml is served, and options win over it`() async throws {
        let folder = try PerchBinary.temporaryFolder()
        try """
        default = "live"
        [environments.live]
        base_url = "https://a.example"
        api_key = { env = "NOT_SET" }
        [environments.sandbox]
        bundles = ["*.json"]
        [environments.broken]
        bundles = ["nothing/*.json"]
        """.write(to: folder.appending(path: "perch.toml"), atomically: true, encoding: .utf8)
        for name in ["configured", "given"] {
            let file = folder.appending(path: name == "given" ? "given.bundle" : "configured.json")
            try #"{"campaigns":[{"id":501,"name":"\#(name)","rules":[]}]}"#
                .write(to: file, atomically: true, encoding: .utf8)
        }
        for (arguments, name) in [([], "configured"), (["--bundle", "given.bundle", "--env", "broken"], "given")] {
            let served = try await Self.start(arguments, folder: folder.path)
            let answer = try await send(APIRequest(.integrationGetAllCampaigns), to: served, key: served.key)
            #expect(try answer.json()?["data"]?[0]?["name"] == .string(name))
            served.running.process.terminate()
            #expect(await served.running.finish().status == 0)
        }
    }

    @Test func `each Application is served by its key`() async throws {
        let folder = try PerchBinary.temporaryFolder()
        for (id, name) in [(11, "Summer"), (12, "Winter")] {
            try """
            {"application": {"id": \(id), "name": "Shop \(id)", "timezone": "UTC", "currency": "EUR"},
             "campaigns": [{"id": \(500 + id), "name": "\(name)", "rules": []}]}
            """.write(to: folder.appending(path: "\(id).json"), atomically: true, encoding: .utf8)
        }
        let served = try await Self.start(
            ["--bundle", "11.json", "--bundle", "12.json", "--api-key", "k"], folder: folder.path)

        for (key, name) in [("k", "Summer"), ("k.11", "Summer"), ("k.12", "Winter")] {
            let answer = try await send(APIRequest(.integrationGetAllCampaigns), to: served, key: key)
            #expect(try answer.json()?["data"]?[0]?["name"] == .string(name), "\(key)")
            #expect(try answer.json()?["data"]?.array?.count == 1)
        }
        for key in ["k.13", "k.", "k.11 ", "k.x", "K", "kk", "k.0x0b", ".11"] {
            let answer = try await send(APIRequest(.integrationGetAllCampaigns), to: served, key: key)
            #expect(answer.status == (key == "k.11 " ? 200 : 401), "\(key)")
        }
        var request = APIRequest(.getCustomerInventory, pathArguments: ["nobody"])
        request.headers = [.init("Authorization", "ManagementKey-v1 k")]
        #expect(try await send(request, to: served, key: nil).status == 401)

        let health = try await RawClient(address: served.address).exchange("GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(health.hasSuffix(#"{"status":"ok","version":"\#(Perch.version)","applications":2}"#))
        served.running.process.terminate()
        #expect(await served.running.finish().status == 0)
    }

    @Test func `a bundle is loaded into a database once, and goes on from there`() async throws {
        let folder = try PerchBinary.temporaryFolder()
        let file = folder.appending(path: "shop.json")
        let bundle = #"{"campaigns":[{"id":501,"name":"Summer","coupons":["SUMMER10"],"rules":[]}]}"#
        try bundle.write(to: file, atomically: true, encoding: .utf8)
        let arguments = ["--api-key", "k", "--database", "shop.sqlite", "--bundle", "shop.json"]
        for _ in 0..<2 {
            let served = try await Self.start(arguments, folder: folder.path)
            let answer = try await send(APIRequest(.integrationGetAllCampaigns), to: served, key: "k")
            #expect(try answer.json()?["data"]?.array?.count == 1)
            served.running.process.terminate()
            #expect(await served.running.finish().status == 0)
        }
        try bundle.replacingOccurrences(of: "Summer", with: "Autumn").write(to: file, atomically: true, encoding: .utf8)
        let changed = try await PerchBinary.run(["serve", "--port", "0"] + arguments, folder: folder.path)
        #expect(changed.status == 5)
        #expect(changed.errors.contains("the bundle has changed since it was loaded"))
        #expect(changed.errors.contains("  at shop.json\n  hint: name a new database"))

        let served = try await Self.start(["--api-key", "k", "--database", "shop.sqlite"], folder: folder.path)
        let answer = try await send(APIRequest(.integrationGetAllCampaigns), to: served, key: "k")
        #expect(try answer.json()?["data"]?[0]?["name"] == "Summer", "what was refused has changed nothing")
        served.running.process.terminate()
        #expect(await served.running.finish().status == 0)
    }

    @Test func `the Management API is served to its key, and to whoever logs in with it`() async throws {
        let served = try await Self.start(["--management-key", "manager's"])
        let client = try RawClient(address: served.address)
        let call = { (method: String, path: String, authorization: String, body: String) in
            try await client.exchange(
                "\(method) \(path) HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.utf8.count)\r\n"
                    + (authorization.isEmpty ? "" : "Authorization: \(authorization)\r\n") + "\r\n\(body)")
        }
        let list = try await call("GET", "/v1/applications", "ManagementKey-v1 manager's", "")
        #expect(list.hasPrefix("HTTP/1.1 200"), "\(list)")
        #expect(try await call("GET", "/v1/applications", "ManagementKey-v1 wrong", "").hasPrefix("HTTP/1.1 401"))
        #expect(
            try await call("GET", "/v1/applications", "ApiKey-v1 \(served.key ?? "")", "").hasPrefix("HTTP/1.1 401"))

        let login = try await call("POST", "/v1/sessions", "", #"{"email":"a@b.example","password":"manager's"}"#)
        #expect(login.hasPrefix("HTTP/1.1 201"), "\(login)")
        #expect(
            try await call("POST", "/v1/sessions", "", #"{"email":"a@b.example","password":"x"}"#)
                .hasPrefix("HTTP/1.1 401"))
        let body = try JSONValue(parsing: Array((login.components(separatedBy: "\r\n\r\n").last ?? "").utf8))
        let token = try #require(body["token"]?.string)
        #expect(try await call("GET", "/v1/applications", "Bearer \(token)", "").hasPrefix("HTTP/1.1 200"))
        #expect(try await call("DELETE", "/v1/sessions", "Bearer \(token)", "").hasPrefix("HTTP/1.1 204"))
        #expect(try await call("GET", "/v1/applications", "Bearer \(token)", "").hasPrefix("HTTP/1.1 401"))

        served.running.process.terminate()
        let result = await served.running.finish()
        #expect(result.status == 0)
        #expect(!result.errors.contains(token))
    }

    @Test func `an Application is served by the signature of its key`() async throws {
        let served = try await Self.start(["--api-key", "fefecafedeadbeef"])
        let client = try RawClient(address: served.address)
        let body = #"{"state":"open","total":45.55}"#
        let request = { (signer: Int) in
            "PUT /v1/customer_sessions/s1 HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.utf8.count)\r\n"
                + "Content-Signature: signer=\(signer); signature=7d288511cfc4eb5ae88f24f5f3c0f0b1\r\n\r\n" + body
        }
        let good = try await client.exchange(request(1))
        #expect(good.hasPrefix("HTTP/1.1 200"), "\(good)")
        #expect(good.contains(#""total":45.55"#))
        #expect(try await client.exchange(request(2)).hasSuffix(#"{"message":"HMAC signature mismatch."}"#))
        served.running.process.terminate()
        #expect(await served.running.finish().status == 0)
    }

    /// Command lines that cannot be served, the exit code, and words that the message must have.
    static let mistakes: [(arguments: [String], status: Int32, words: [String])] = [
        (["--port", "65536"], 2, ["--port", "65535"]),
        (["--port", "-1"], 2, ["--port"]),
        (["--api-key", ""], 2, ["--api-key"]),
        (["--api-key", "a b"], 2, ["--api-key"]),
        (["--log", "xml"], 2, ["xml"]),
        (["--host", "198.51.100.7"], 5, ["198.51.100.7", "not an address of this machine"]),
        (["--host", "no.such.host.invalid"], 5, ["no.such.host.invalid"]),
        (["--bundle", "missing.json"], 5, ["missing.json", "there is no such file"]),
        (["--bundle", "/dev/null"], 5, ["/dev/null", "cannot read"]),
        (["--database", "/nowhere/at/all.sqlite"], 5, ["/nowhere/at/all.sqlite"]),
        (["--database", "/dev/null/x"], 5, ["/dev/null/x"]),
        (["--env", "sandbx"], 5, ["sandbx", "did you mean `sandbox`?"]),
    ]

    @Test(arguments: mistakes.indices)
    func `what cannot be served is named in three lines`(index: Int) async throws {
        let (arguments, status, words) = Self.mistakes[index]

        let result = try await PerchBinary.run(
            ["serve"] + (arguments.contains("--port") ? [] : ["--port", "0"]) + arguments)

        #expect(result.status == status, "\(arguments)\n\(result.errors)")
        #expect(result.output == "")
        for word in words { #expect(result.errors.contains(word), "\(arguments)\n\(result.errors)") }
        #expect(result.errors.split(separator: "\n").count == 3, "\(arguments)\n\(result.errors)")
        #expect(result.errors.contains("hint: "))
    }

    @Test func `a port that is taken and a database that is in use are refused`() async throws {
        let folder = try PerchBinary.temporaryFolder()
        let served = try await Self.start(["--database", "shop.sqlite"], folder: folder.path)
        let port = try #require(served.address.split(separator: ":").last)

        let taken = try await PerchBinary.run("serve", "--port", String(port))
        #expect(taken.status == 5)
        #expect(taken.output == "", "no key is printed for a server that does not run")
        #expect(taken.errors.contains("cannot listen on 127.0.0.1:\(port): the address is in use"))
        #expect(taken.errors.contains("hint: choose another port"))

        let second = try await PerchBinary.run("serve", "--port", "0", "--database", "shop.sqlite", folder: folder.path)
        #expect(second.status == 5)
        #expect(second.output == "")
        #expect(second.errors.contains("another sandbox is using the database `shop.sqlite`"))
        #expect(second.errors.contains("hint: stop the other program"))

        served.running.process.terminate()
        #expect(await served.running.finish().status == 0)
    }

    @Test func `every guess is printed, in its group`() async throws {
        let result = try await PerchBinary.run("serve", "--assumptions")
        #expect(result.status == 0)
        #expect(result.output.hasPrefix("Requests\n  undeclaredEntityAcceptsAnyAttribute: While no"))
        for assumption in Assumption.allCases {
            #expect(result.output.contains("  \(assumption.name): \(assumption.sentence)\n"))
        }
    }
}

/// A connection that sends bytes as they are, and reads what comes back first.
final class RawClient: Sendable {
    private let socket: Int32

    init(address: String) throws {
        let port = try #require(address.split(separator: ":").last.flatMap { UInt16($0) })
        socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connecting = socket
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(connecting, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        try #require(isConnected)
    }

    func exchange(_ text: String) async throws -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in
                let bytes = Array(text.utf8)
                _ = send(socket, bytes, bytes.count, 0)
                var buffer = [UInt8](repeating: 0, count: 4096)
                let count = recv(socket, &buffer, buffer.count, 0)
                continuation.resume(returning: String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self))
            }
        }
    }

    func close() { Foundation.close(socket) }
}

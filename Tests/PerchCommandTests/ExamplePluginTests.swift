// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The plugins of `examples/plugins`: what their pages do not show. The pages themselves are run by `GuideCodeTests`.
@Suite struct ExamplePluginTests {
    private static let names = ["allure", "cart-mapper", "chat-summary", "correlation", "points-rescue"]

    /// A project with one of them in it.
    private func project(_ name: String, _ configuration: String = "", files: [String: String] = [:]) throws -> String {
        let folder = try PerchBinary.temporaryFolder().path
        try FileManager.default.createDirectory(atPath: folder + "/plugins", withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: "\(PerchBinary.root)/examples/plugins/\(name)", toPath: "\(folder)/plugins/\(name)")
        for (file, text) in files.merging(["perch.toml": configuration], uniquingKeysWith: { $1 }) {
            try text.write(toFile: folder + "/" + file, atomically: true, encoding: .utf8)
        }
        return folder
    }

    @Test(arguments: names)
    func `an example is what plugins check wants`(name: String) async throws {
        let folder = try project(name)
        defer { try? FileManager.default.removeItem(atPath: folder) }

        let result = try await PerchBinary.run("plugins", "info", name, folder: folder)
        #expect(result.status == 0, "\(result.errors)")
        let readme = try String(contentsOfFile: folder + "/plugins/\(name)/README.md", encoding: .utf8)
        for word in result.output.matches(of: /\ \ ((?:api|net|secret|read|write):\S+)  not allowed/) {
            #expect(readme.contains("`\(word.1)`"), "the page does not explain \(word.1)")
        }
    }

    @Test func `every call has an id of the run, and the caller's other headers`() async throws {
        let server = try RawServer(
            answering: "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{\"effects\": []}"
        )
        let folder = try project(
            "correlation",
            """
            [environments.live]
            base_url = "http://127.0.0.1:\(server.port)"
            api_key = { env = "KEY" }
            """)
        defer { try? FileManager.default.removeItem(atPath: folder) }

        let result = try await PerchBinary.run(
            "run", "--env", "live", "-e", "for i = 1, 2 do talon.profiles.update('ada', { attributes = {} }) end",
            folder: folder, environment: ["KEY": "1f2e3d4c"])

        #expect(result.status == 0, "\(result.errors)")
        let ids = server.requests.compactMap {
            $0.firstMatch(of: /X-Correlation-Id: ([0-9a-f-]{36})-([0-9]+)\r\n/).map { (String($0.1), String($0.2)) }
        }
        #expect(Set(ids.map(\.0)).count == 1)
        #expect(ids.map(\.1) == ["1", "2"])
        #expect(server.requests.allSatisfy { $0.contains("Authorization: ApiKey-v1 1f2e3d4c") })
        #expect(result.errors.contains("profiles.update"))
    }

    @Test func `Allure's files hold what its format wants, under the same names each time`() async throws {
        let folder = try project(
            "allure", "[plugins.allure]\nallow = [\"write:allure-results\"]\n",
            files: [
                "shop_test.lua": """
                describe("the shop", function()
                  scenario("sells", { tags = { "smoke" } }, function()
                    step("outer", function() step("inner", function() end) end)
                    step("next", function() end)
                  end)
                  scenario("fails", function() expect({ a = 1 }):to_equal({ a = 2 }) end)
                  scenario("breaks", function() error("no kettle") end)
                  pending("is not written")
                end)
                """
            ])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let results = folder + "/allure-results"
        try FileManager.default.createDirectory(atPath: results, withIntermediateDirectories: true)

        var names: [[String]] = []
        for _ in 0..<2 {
            let result = try await PerchBinary.run("test", "-r", "dot", "-r", "allure", folder: folder)
            #expect(result.status == 1, "\(result.errors)")
            names.append(try FileManager.default.contentsOfDirectory(atPath: results).sorted())
        }

        #expect(names[0].count == 4)
        #expect(names[0] == names[1])
        var statuses: [String: String] = [:]
        for name in names[0] {
            let data = try Data(contentsOf: URL(filePath: results + "/" + name))
            let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            let uuid = try #require(object["uuid"] as? String)
            #expect(name == uuid + "-result.json")
            #expect(UUID(uuidString: uuid) != nil)
            #expect(object["stage"] as? String == "finished")
            let start = try #require(object["start"] as? Int)
            #expect(start > 1_600_000_000_000)
            #expect(try #require(object["stop"] as? Int) >= start)
            for key in ["labels", "links", "attachments", "parameters", "steps"] {
                #expect(object[key] is [Any], "\(key) is no list")
            }
            let title = try #require(object["name"] as? String)
            statuses[title] = object["status"] as? String
            if title == "sells" {
                let steps = try #require(object["steps"] as? [[String: Any]])
                #expect(steps.map { $0["name"] as? String } == ["outer", "next"])
                #expect((steps[0]["steps"] as? [[String: Any]])?.first?["name"] as? String == "inner")
                let labels = try #require(object["labels"] as? [[String: String]])
                #expect(labels.contains(["name": "tag", "value": "smoke"]))
                #expect(labels.contains(["name": "subSuite", "value": "the shop"]))
            }
        }
        #expect(
            statuses == ["sells": "passed", "fails": "failed", "breaks": "broken", "is not written": "skipped"])
    }

    @Test func `a chat that does not answer well is a warning, and the run ends as it would`() async throws {
        let server = try RawServer(
            answering: "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        let folder = try project(
            "chat-summary",
            "[plugins.chat-summary]\nallow = [\"secret:CHAT_WEBHOOK\", \"net:127.0.0.1:\(server.port)\"]\n",
            files: ["good_test.lua": "scenario('holds', function() expect(1):to_equal(1) end)"])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let address = "http://127.0.0.1:\(server.port)/hooks/T0001-very-secret"

        let result = try await PerchBinary.run(
            "test", "-r", "dot", "-r", "chat", folder: folder, environment: ["CHAT_WEBHOOK": address])

        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains("the chat answered with 404"), "\(result.errors)")
        #expect(!(result.errors + result.output).contains("very-secret"))
        #expect(server.bodies.count == 1)
    }
}

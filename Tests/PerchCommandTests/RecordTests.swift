// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import Sandbox
import SandboxServer
import Testing

/// `--record`, `--replay` and `perch conform`, with an account behind real HTTP.
@Suite struct RecordTests {
    static let key = "s3cr/et+0123456789%abcdef\"01"

    /// All the ways in which the key may stand somewhere.
    static let forms: [String] = {
        let base64 = { (text: String) in Data(text.utf8).base64EncodedString() }
        let encoded = key.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        // Of the key behind one and two other letters, what belongs to the key alone.
        let inner = ["", "x", "xy"].map { prefix in
            let letters = base64(prefix + key)
            return String(letters.dropFirst(prefix.isEmpty ? 0 : prefix.count + 1).prefix(20))
        }
        return [
            key, base64(key), base64(key).replacing("+", with: "-").replacing("/", with: "_"), encoded,
            encoded.lowercased(), encoded.replacing("%", with: "%25"), key.replacing("\"", with: "\\\""),
            key.replacing("/", with: "\\/"),
            "ApiKey-v1 s3cr",
        ] + inner
    }()

    private static let bundle = """
        { "campaigns": [ { "name": "Summer", "coupons": ["SUMMER10"], "rules": [ {
          "title": "10% off", "condition": ["and", ["couponValid"]],
          "effects": [["setDiscount", "10% off", ["*", [".", "Session", "Total"], ["/", 10, 100]]]] } ] } ] }
        """

    private static let scenarios = """
        local run = perch.uuid()
        scenario("a coupon gives 10% off", function()
          local ada = customer("ada-" .. run)
          local answer = ada:buys { item("kettle", 40), item("cup", 7.50, 4), coupons = "SUMMER10" }
          expect(answer):to_have_discount(7)
          talon.profiles.update("p" .. math.random(1000000), {})
          expect(function() talon.sessions.get("none") end):to_fail_with(404)
        end)
        describe("with a secret", function()
          setup(function() talon.profiles.update("shared", {}) end)
          it("is sent", function()
            for _, name in ipairs { "TEA_KEY", "TEA_BASE64", "TEA_ENCODED" } do
              local secret = perch.env.get(name)
              talon.profiles.update("p-" .. secret, { responseContent = { "customerProfile" } })
            end
            talon.profiles.update("p", { attributes = {}, responseContent = { "customerProfile" } })
          end)
          it("is told", function() talon.profiles.update("q", {}) end)
        end)
        """

    /// A folder with scenarios for an account behind a port, and the bundle that it has.
    private func project(port: Int) throws -> URL {
        let folder = try PerchBinary.temporaryFolder()
        let toml = """
            default = "live"
            [environments.live]
            base_url = "http://127.0.0.1:\(port)"
            api_key = { env = "TEA_KEY" }
            protected = true
            """
        for (name, text) in [("perch.toml", toml), ("bundle.json", Self.bundle), ("shop_test.lua", Self.scenarios)] {
            try Data(text.utf8).write(to: folder.appending(path: name))
        }
        return folder
    }

    private func perch(_ arguments: String..., in folder: URL, hasKey: Bool = true) async throws -> PerchBinary.Result {
        let data = Data(Self.key.utf8)
        let variables = [
            "TEA_KEY": Self.key, "TEA_BASE64": data.base64EncodedString(),
            "TEA_ENCODED": Self.key.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "",
        ]
        return try await PerchBinary.run(arguments, folder: folder.path, environment: hasKey ? variables : [:])
    }

    private func served<Value: Sendable>(_ body: (URL) async throws -> Value) async throws -> Value {
        let sandbox = try Sandbox()
        try sandbox.loadOnce(bundle: JSONValue(parsing: Self.bundle), name: "bundle.json")
        return try await withSandboxServer(SandboxServer(transport: sandbox, apiKey: Self.key)) { port in
            try await body(try project(port: port))
        }
    }

    /// A project with a recording, whose account is gone.
    private func recorded() async throws -> URL {
        try await served { folder in
            let result = try await perch(
                "test", "--yes", "--record", "rec", "--allow-env", "TEA_KEY", "--allow-env", "TEA_BASE64",
                "--allow-env",
                "TEA_ENCODED", "-r", "pretty", "-r", "json:report.json", "-r", "html:report.html", "-r",
                "junit:report.xml",
                in: folder)
            #expect(result.status == 0, "\(result.output)\(result.errors)")
            for text in [result.output, result.errors] { check(text, "the terminal") }
            return folder
        }
    }

    private func check(_ text: String, _ place: String) {
        for form in Self.forms { #expect(!text.contains(form), "\(form) in \(place)") }
    }

    private func cassettes(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "rec").path).sorted()
    }

    /// Changes a text in a file, which must be there.
    private func change(_ file: URL, _ old: String, _ new: String) throws {
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.contains(old))
        try Data(text.replacing(old, with: new).utf8).write(to: file)
    }

    // MARK: - Record and replay

    @Test func `a recording has a cassette for each case, and the key is nowhere`() async throws {
        let folder = try await recorded()

        let names = try cassettes(in: folder).map { $0.split(separator: "-").dropLast().joined(separator: "-") }
        #expect(
            names == [
                "shop_test.lua-a-coupon-gives-10-off", "shop_test.lua-its", "shop_test.lua-with-a-secret-is-sent",
                "shop_test.lua-with-a-secret-is-told",
            ])
        let files = FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? []
        #expect(files.contains("report.html") && files.contains(".perch/tests.json"))
        for file in files {
            check(file, "the name of a file")
            guard let text = try? String(contentsOf: folder.appending(path: file), encoding: .utf8) else { continue }
            check(text, file)
        }
    }

    @Test func `a replay needs neither the account nor its key nor consent`() async throws {
        let folder = try await recorded()

        let all = try await perch(
            "test", "--replay", "rec", "--allow-env", "TEA_KEY", "--allow-env", "TEA_BASE64", "--allow-env",
            "TEA_ENCODED",
            in: folder)
        #expect(all.status == 0, "\(all.output)\(all.errors)")
        #expect(all.output.contains("3 passed"))
        #expect(all.errors == "")

        let one = try await perch("test", "--replay", "rec", "-n", "is told", in: folder, hasKey: false)
        #expect(one.status == 0, "\(one.output)\(one.errors)")
        #expect(one.output.contains("1 passed"))
    }

    @Test func `a changed field is a miss with path, entry and hint`() async throws {
        let folder = try await recorded()
        try change(folder.appending(path: "shop_test.lua"), "7.50, 4", "7.50, 3")

        let result = try await perch("test", "--replay", "rec", "-n", "10% off", in: folder, hasKey: false)

        #expect(result.status == 1)
        for words in [
            "no recorded answer to `sessions.update`", "entry 2 of rec/shop_test.lua-a-coupon-gives-10-off-",
            "body.customerSession.cartItems[2].quantity was 4 and is 3", "record again with --record rec",
            "shop_test.lua:4",
            "perch test 'shop_test.lua:2' --env 'live' --replay 'rec'",
        ] {
            #expect(result.output.contains(words), "\(words) in \(result.output)")
        }
    }

    @Test func `a miss that a script catches fails its case, and calls that are not made are a warning`() async throws {
        let folder = try await recorded()
        try change(
            folder.appending(path: "shop_test.lua"), "talon.profiles.update(\"q\", {})",
            "pcall(talon.profiles.update, \"other\", {})")
        let caught = try await perch("test", "--replay", "rec", "-n", "is told", in: folder, hasKey: false)
        #expect(caught.status == 1)
        #expect(caught.output.contains("path.integrationId was \"q\" and is \"other\""), "\(caught.output)")

        try change(folder.appending(path: "shop_test.lua"), "pcall(talon.profiles.update, \"other\", {})", "")
        let left = try await perch("test", "--replay", "rec", "-n", "is told", in: folder, hasKey: false)
        #expect(left.status == 0)
        #expect(
            left.errors
                == "warning: shop_test.lua::with a secret › is told: 1 of 1 recorded calls were not made: 1 (PUT /v2/customer_profiles/q)\n"
        )
    }

    @Test func `a script is recorded and replayed, and a miss exits with 7`() async throws {
        let script =
            "talon.profiles.update('ada-' .. perch.uuid(), {}) print(#talon.campaigns.list().data, math.random(9999))"
        let (folder, live) = try await served { folder in
            (folder, try await perch("run", "--yes", "--record", "rec", "-e", script, in: folder))
        }
        #expect(live.status == 0, "\(live.errors)")
        #expect(try cassettes(in: folder).count == 1)

        let replayed = try await perch("run", "--replay", "rec", "-e", script, in: folder, hasKey: false)
        #expect(replayed.status == 0, "\(replayed.errors)")
        #expect(replayed.output == live.output)

        for code in ["talon.sessions.get('s1')", "pcall(talon.sessions.get, 's1')"] {
            let missed = try await perch("run", "--replay", "rec", "-e", code, in: folder, hasKey: false)
            #expect(missed.status == 7, "\(missed.errors)")
            #expect(missed.errors.contains("no recorded answer to `sessions.get`"))
            #expect(missed.errors.contains("hint: record again"))
        }
    }

    @Test func `an embedded sandbox can be recorded, too`() async throws {
        let folder = try PerchBinary.temporaryFolder()
        let script = "sandbox.reset() talon.profiles.update('ada', {}) print(#sandbox.calls())"

        let first = try await perch("run", "--record", "rec", "-e", script, in: folder)
        let second = try await perch("run", "--replay", "rec", "-e", script, in: folder)

        #expect(first.output == "1\n")
        // The sandbox is there for what sets it up; the calls do not come to it.
        #expect(second.output == "0\n", "\(second.errors)")
    }

    @Test func `an interrupted recording leaves what is complete`() async throws {
        let folder = try PerchBinary.temporaryFolder()
        let scenarios = """
            scenario("one", function() talon.profiles.update("a", {}) end)
            scenario("two", function()
              talon.profiles.update("b", {})
              os.execute("kill -INT $(awk '{ print $4 }' /proc/$PPID/stat)")
              while true do end
            end)
            """
        try Data(scenarios.utf8).write(to: folder.appending(path: "a_test.lua"))

        let tested = try await perch("test", "--allow-run", "-j1", "--record", "rec", in: folder)
        #expect(tested.status == 130, "\(tested.output)\(tested.errors)")
        #expect(try cassettes(in: folder).map { $0.prefix(14) } == ["a_test.lua-one"])

        let code = "talon.profiles.update('a', {}) os.execute('kill -INT $PPID') while true do end"
        let run = try await perch("run", "--allow-run", "--record", "rec", "-e", code, in: folder)
        #expect(run.status == 130)
        #expect(try cassettes(in: folder).count == 1)
    }

    @Test func `fixtures, blocks and calls outside of cases have cassettes of their own, and retries the last attempt`()
        async throws
    {
        let scenarios = """
            talon.profiles.update("outside", {})
            local shop = fixture("shop", { scope = "run" }, function()
              local id = perch.uuid()
              talon.profiles.update("shop-" .. id, {})
              return id
            end, function(id) talon.profiles.update("closed-" .. id, {}) end)
            local stock = fixture("stock", { scope = "file" }, function()
              talon.profiles.update("stock", {})
              return "stock"
            end)
            scenario("one", function() talon.profiles.update(shop() .. stock(), {}) end)
            scenario("two", function() talon.profiles.update(shop(), {}) end)
            local attempts = 0
            it("three", function()
              attempts = attempts + 1
              talon.profiles.update("try" .. attempts, {})
              expect(attempts):to_equal(2)
            end)
            """
        let sandbox = try Sandbox()
        let folder = try await withSandboxServer(SandboxServer(transport: sandbox, apiKey: Self.key)) { port in
            let folder = try project(port: port)
            try Data(scenarios.utf8).write(to: folder.appending(path: "shop_test.lua"))
            let result = try await perch("test", "-j1", "--yes", "--retries", "1", "--record", "rec", in: folder)
            #expect(result.output.contains("2 passed, 1 flaky"), "\(result.output)\(result.errors)")
            return folder
        }

        let cassettes = try cassettes(in: folder).map { name in
            let text = try String(contentsOf: folder.appending(path: "rec/" + name), encoding: .utf8)
            let lines = try text.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
            let targets = lines.dropFirst().compactMap {
                $0["target"]?.string?.split(separator: "/").last.map { String($0.prefix { $0 != "-" }.prefix(8)) }
            }
            return
                "\(lines[0]["id"]?.string ?? ""): \(targets.map { $0.count == 8 ? "uuid" : $0 }.joined(separator: " "))"
        }
        #expect(
            cassettes.sorted() == [
                "end of fixture shop: closed", "fixture shop: outside shop", "shop_test.lua (its): outside stock",
                "shop_test.lua (reading): outside", "shop_test.lua (scenarios): outside stock",
                "shop_test.lua::one: uuid",
                "shop_test.lua::three: try2", "shop_test.lua::two: uuid",
            ])

        let replayed = try await perch(
            "test", "-j2", "--replay", "rec", "-n", "one", "-n", "two", in: folder, hasKey: false)
        #expect(replayed.status == 0, "\(replayed.output)\(replayed.errors)")
        #expect(replayed.errors == "")
    }

    @Test func `folders that cannot be used are refused at the start`() async throws {
        let folder = try PerchBinary.temporaryFolder()
        try Data().write(to: folder.appending(path: "file"))
        try Data("scenario('a', function() end)".utf8).write(to: folder.appending(path: "a_test.lua"))
        for (arguments, status, words) in [
            (["--record", "a", "--replay", "b"], Int32(2), "cannot be used together"),
            (["--replay", "none"], 5, "there is no folder of cassettes none"),
            (["--record", "file"], 5, "cannot write the recording file"),
        ] {
            for command in [["test"], ["run"]] {
                let result = try await PerchBinary.run(
                    command + arguments + (command == ["run"] ? ["-e", ""] : []), folder: folder.path)
                #expect(result.status == status, "\(arguments): \(result.errors)")
                #expect(result.errors.contains(words), "\(result.errors)")
            }
        }
    }

    // MARK: - Conform

    @Test func `the sandbox with the same bundle agrees with the account`() async throws {
        let folder = try await recorded()

        let same = try await perch("conform", "rec", "--bundle", "bundle.json", in: folder, hasKey: false)
        #expect(same.status == 0, "\(same.output)\(same.errors)")
        #expect(same.output == "10 of 10 exchanges agree, from 4 cassettes\n")

        let strict = try await perch("conform", "rec", "--bundle", "bundle.json", "--strict", in: folder, hasKey: false)
        #expect(strict.status == 1)
        #expect(strict.output.contains("body.customerSession.created: recorded \""))
    }

    @Test func `a planted difference is found, and said in JSON too`() async throws {
        let folder = try await recorded()
        try change(folder.appending(path: "bundle.json"), "10, 100", "20, 100")

        let text = try await perch("conform", "rec", "--bundle", "bundle.json", in: folder, hasKey: false)
        #expect(text.status == 1)
        #expect(text.output.contains("updateCustomerSessionV2: 1 of 1 differ\n"), "\(text.output)")
        #expect(text.output.contains("    body.effects[2].props.value: recorded 7, sandbox 14\n"), "\(text.output)")
        #expect(text.output.contains("9 of 10 exchanges agree"))

        let result = try await perch("conform", "rec", "--bundle", "bundle.json", "--json", in: folder, hasKey: false)
        let json = try JSONValue(parsing: result.output)
        #expect(result.status == 1)
        #expect(json["compared"] == 10 && json["agree"] == 9 && json["differ"] == 1)
        let group = json["operations"]?.array?.first { $0["differ"] == 1 }
        #expect(group?["operation"] == "updateCustomerSessionV2")
        #expect(
            group?["findings"]?[0]?["differences"]?.array?.contains([
                "path": "body.effects[2].props.value", "recorded": 7, "sandbox": 14,
            ]) == true)
    }

    @Test func `a folder without cassettes exits with 4, one that is not there with 5`() async throws {
        let folder = try PerchBinary.temporaryFolder()
        let empty = try await perch("conform", ".", in: folder)
        #expect(empty.status == 4)
        #expect(empty.errors.contains("there are no cassettes in ."))
        #expect(try await perch("conform", "none", in: folder).status == 5)

        try Data("{}".utf8).write(to: folder.appending(path: "a.jsonl"))
        let broken = try await perch("conform", ".", in: folder)
        #expect(broken.status == 5)
        #expect(broken.errors.contains("a.jsonl:1"), "\(broken.errors)")
    }
}

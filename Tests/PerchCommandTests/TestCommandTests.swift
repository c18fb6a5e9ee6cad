// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import Testing

/// `perch test` as a user runs it, in a folder of its own.
struct TestProject {
    let folder: String

    init(_ files: [String: String]) throws {
        folder = try PerchBinary.temporaryFolder().path
        for (name, text) in files { try write(name, text) }
    }

    func write(_ name: String, _ text: String) throws {
        let url = URL(filePath: folder).appending(path: name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    func test(_ arguments: String..., environment: [String: String] = [:]) async throws -> PerchBinary.Result {
        // Neither the CI that runs these tests nor its shards are those of the project.
        let quiet = ["CI": "", "GITHUB_ACTIONS": "", "CI_NODE_INDEX": "", "CI_NODE_TOTAL": ""]
        return try await PerchBinary.run(
            ["test"] + arguments, folder: folder, environment: quiet.merging(environment) { $1 })
    }

    /// The ids that a run reported, with their outcomes.
    func outcomes(_ arguments: String...) async throws -> [String: String] {
        let result = try await PerchBinary.run(
            ["test", "-r", "json"] + arguments, folder: folder, environment: ["CI": "", "GITHUB_ACTIONS": ""])
        let report = try JSONValue(parsing: result.output)
        return (report["results"]?.array ?? []).reduce(into: [:]) { found, one in
            if let id = one["scenario"]?["id"]?.string { found[id] = one["outcome"]?.string }
        }
    }
}

@Suite struct TestExitCodeTests {
    static let cases: [(name: String, file: String, arguments: [String], status: Int32)] = [
        ("a case that passes", "scenario('x', function() expect(1):to_equal(1) end)", [], 0),
        ("a check that fails", "scenario('x', function() expect(1):to_equal(2) end)", [], 1),
        ("a soft check that fails", "scenario('x', function() check(1):to_equal(2) end)", [], 1),
        ("a set-up that fails", "describe('b', function() setup(error) it('x', function() end) end)", [], 1),
        ("a teardown that fails", "describe('b', function() teardown(error) it('x', function() end) end)", [], 1),
        ("an error", "it('x', function() error('boom') end)", [], 1),
        ("no file with cases", "", ["elsewhere"], 4),
        ("no case in the file", "local x = 1", [], 4),
        ("nothing selected", "scenario('x', function() end)", ["--name", "y"], 4),
        ("nothing failed before", "scenario('x', function() end)", ["--last-failed"], 4),
        ("nothing, and that is fine", "scenario('x', function() end)", ["--name", "y", "--pass-with-no-tests"], 0),
        ("a file that is not there", "scenario('x', function() end)", ["missing_test.lua"], 5),
        ("a syntax error", "scenario('x', function( end)", [], 1),
        ("os.exit(0) in a case", "scenario('x', function() os.exit(0) end)", [], 1),
        ("os.exit(0) in a file", "os.exit(0)", [], 1),
        ("a time limit", "scenario('x', { timeout = 0.2 }, function() while true do end end)", [], 1),
        (
            "a loop that nothing reaches",
            "scenario('x', { timeout = 0.2 }, function() return (('a'):rep(3000)):find(('.-'):rep(40) .. 'b') end)", [],
            1
        ),
        (
            "a memory limit", "scenario('x', function() local t = {} while true do t[#t + 1] = {} end end)",
            ["--memory", "4"], 1
        ),
        ("a case that passes at the second attempt", flaky, ["--retries", "1"], 0),
        ("a case that does not, with --fail-on-flaky", flaky, ["--retries", "1", "--fail-on-flaky"], 1),
        ("a mark with only", "scenario.only('x', function() end)", [], 0),
        ("a mark with only that is forbidden", "scenario.only('x', function() end)", ["--forbid-only"], 3),
        ("an unknown option", "", ["--nonsense"], 2),
        ("--since without what it belongs to", "", ["--since", "HEAD"], 2),
        ("an unknown option of a fixture", "fixture('x', { scop = 'file' }, function() end)", [], 1),
        ("no rows", "scenario.each {} ('x', function() end)", [], 1),
        ("an unknown report", "scenario('x', function() end)", ["-r", "xml"], 3),
        ("tags that cannot be read", "scenario('x', function() end)", ["-t", "a and"], 3),
    ]

    private static let flaky = "local n = 0; it('x', function() n = n + 1; assert(n == 2) end)"

    @Test(arguments: cases.map(\.name))
    func `the exit code of`(name: String) async throws {
        let one = try #require(Self.cases.first { $0.name == name })
        let project = try TestProject(["a_test.lua": one.file])
        try FileManager.default.createDirectory(
            atPath: project.folder + "/elsewhere", withIntermediateDirectories: true)

        let result = try await PerchBinary.run(
            ["test"] + one.arguments, folder: project.folder, environment: ["CI": "", "GITHUB_ACTIONS": ""])

        #expect(result.status == one.status, "\(result.output)\(result.errors)")
        if ![0, 1].contains(one.status) { #expect(result.errors.contains("hint:"), "\(result.errors)") }
    }

    @Test func `Ctrl-C ends the case, takes it down, and still writes the reports`() async throws {
        let project = try TestProject([
            "a_test.lua": """
            scenario("before", function() end)
            scenario("endless", function()
              finally(function() print("taken down") end)
              local file = io.open("running", "w")
              file:close()
              while true do end
            end)
            scenario("after", function() end)
            """
        ])
        let running = try PerchBinary.start(
            ["test", "-j1", "-r", "json:report.json", "-r", "pretty", "--allow-write", "."], folder: project.folder)
        try await eventually { FileManager.default.fileExists(atPath: project.folder + "/running") }
        kill(running.process.processIdentifier, SIGINT)
        let result = await running.finish()

        #expect(result.status == 130, "\(result.errors)")
        #expect(result.output.contains("taken down"))
        let report = try JSONValue(
            parsing: #require(FileManager.default.contents(atPath: project.folder + "/report.json")))
        #expect(report["summary"]?["interrupted"]?.bool == true, "\(report)")
        #expect(report["results"]?.array?.count == 2)
    }

    @Test func `a worker that is killed ends its case, not the run`() async throws {
        let project = try TestProject([
            "a_test.lua": """
            scenario("before", function() end)
            scenario("killed", function()
              local file = io.open("running", "w")
              file:close()
              while true do end
            end)
            scenario("after", function() end)
            """
        ])
        let running = try PerchBinary.start(["test", "-j1", "--allow-write", "."], folder: project.folder)
        try await eventually { FileManager.default.fileExists(atPath: project.folder + "/running") }
        let workers = try children(of: running.process.processIdentifier)
        for worker in workers { kill(worker, SIGSEGV) }
        let result = await running.finish()

        #expect(!workers.isEmpty)
        #expect(result.status == 1)
        #expect(result.output.contains("the interpreter was ended by signal 11"), "\(result.output)")
        #expect(result.output.contains("2 passed"))
    }

    private func children(of process: Int32) throws -> [Int32] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task").flatMap { thread in
            let text = try String(contentsOfFile: "/proc/\(process)/task/\(thread)/children", encoding: .utf8)
            return text.split(separator: " ").compactMap { Int32($0) }
        }
    }

    /// Until something holds, for half a minute at most.
    private func eventually(_ holds: () -> Bool) async throws {
        for _ in 0..<3_000 where !holds() { try await Task.sleep(for: .milliseconds(10)) }
        try #require(holds())
    }
}

@Suite struct TestRunTests {
    /// Files with cases of every outcome.
    static let files = [
        "cart_test.lua": """
        describe("cart #smoke", function()
          before_each(function() total = 1 end)
          it("adds", function() assert.are.equal(1, total) end)
          it("fails", function() assert.are.equal(2, total) end)
          pending("later")
        end)
        """,
        "many_test.lua": """
        for i = 1, 40 do
          scenario("case " .. i, { tags = i % 2 == 0 and { "even" } or nil }, function()
            print("hidden when it passes")
            expect(i % 13):not_:to_equal(0)
          end)
        end
        """.replacing("expect(i % 13):not_:to_equal(0)", with: "expect(i % 13).not_:to_equal(0)"),
        "broken_test.lua": "scenario('x', function( end)",
        "shop/session.scenario.lua": """
        scenario("a session #smoke #slow", function()
          local answer = talon.sessions.update("s1", { customerSession = { state = "open" } })
          expect(answer):to_have_no_effect()
        end)
        scenario("another does not see it", function()
          expect(function() talon.sessions.get("s1") end):to_fail_with(404)
        end)
        """,
    ]

    @Test func `as many workers as you like print the same, but for times`() async throws {
        let project = try TestProject(Self.files)
        var texts: [String] = []
        for jobs in ["-j1", "-j8"] {
            let result = try await project.test(jobs, "--seed", "7")
            #expect(result.status == 1)
            texts.append(
                result.output.replacing(/\ *[0-9.]+ (ms|s)\b/, with: "").replacing(/0x[0-9a-f]+/, with: "0x"))
        }

        #expect(texts[0] == texts[1])
        #expect(texts[0].contains("✗ case 13"))
        #expect(!texts[0].contains("hidden when it passes") || texts[0].contains("printed"))
        #expect(texts[0].contains("broken_test.lua"))
    }

    @Test func `shards are disjoint and complete, also of what failed`() async throws {
        let project = try TestProject(Self.files)
        let all = try await project.outcomes()
        #expect(all.count == 46)
        let failed = Set(all.filter { $0.value == "failed" || $0.value == "error" }.keys)

        for (arguments, whole) in [([], Set(all.keys)), (["--last-failed"], failed)] {
            var seen: [String] = []
            for part in 1...3 {
                let history = try Data(contentsOf: URL(filePath: project.folder + "/.perch/tests.json"))
                let outcomes = try await PerchBinary.run(
                    ["test", "-r", "json", "--shard", "\(part)/3"] + arguments, folder: project.folder,
                    environment: ["CI": "", "GITHUB_ACTIONS": ""])
                let report = try JSONValue(parsing: outcomes.output)
                seen += (report["results"]?.array ?? []).compactMap { $0["scenario"]?["id"]?.string }
                // Each machine has the record of the same run before.
                try history.write(to: URL(filePath: project.folder + "/.perch/tests.json"))
            }
            // A file that cannot be read is told by each part.
            let cases = seen.filter { !$0.hasPrefix("broken_test.lua") }
            #expect(cases.count == Set(cases).count)
            #expect(Set(cases) == whole.filter { !$0.hasPrefix("broken_test.lua") })
        }
    }

    @Test func `cases are chosen by line, name, tag and mark`() async throws {
        let project = try TestProject(Self.files)

        #expect(try await Set(project.outcomes("cart_test.lua:4").keys) == ["cart_test.lua::cart #smoke › fails"])
        #expect(try await project.outcomes("cart_test.lua:1").count == 3)
        #expect(try await project.outcomes("many_test.lua", "--name", "CASE 4").count == 2)
        #expect(try await project.outcomes("many_test.lua", "-t", "even").count == 20)
        #expect(try await project.test("shop", "-t", "smoke and not (even or slow)").status == 4)
        #expect(
            try await Set(project.outcomes("shop", "-t", "smoke, even").keys)
                == ["shop/session.scenario.lua::a session #smoke #slow"])
    }

    @Test func `the list is plain or JSON, and runs nothing`() async throws {
        let project = try TestProject(["a_test.lua": "scenario('one', function() error('run') end)"])

        let plain = try await project.test("--list")
        let json = try await project.test("--list", "--json")

        #expect(plain.status == 0)
        #expect(plain.output == "a_test.lua:1 one\n")
        #expect(try JSONValue(parsing: json.output).array?.first?["id"]?.string == "a_test.lua::one")
    }

    @Test func `a seed gives the same order again, and the run ends where it is told to`() async throws {
        let project = try TestProject(["many_test.lua": Self.files["many_test.lua"] ?? ""])

        let first = try await project.test("--shuffle", "--seed", "11", "-j1")
        let again = try await project.test("--shuffle", "--seed", "11", "-j1")
        let other = try await project.test("--shuffle", "--seed", "12", "-j1")
        func order(_ result: PerchBinary.Result) -> [Substring] {
            result.output.matches(of: /[✓✗] case [0-9]+/).map(\.output)
        }
        #expect(order(first) == order(again))
        #expect(order(first) != order(other))
        #expect(first.output.contains("11"))

        let cut = try await project.test("-x", "-j1")
        #expect(cut.status == 1)
        #expect(cut.output.contains("1 failed"))
        let two = try await project.test("--max-failures", "2", "-j1")
        #expect(two.output.contains("2 failed"))
    }

    @Test func `a fixture of the run is made once, one of a file once for its scenarios, and all are taken down`()
        async throws
    {
        let project = try TestProject([
            "lib.lua": """
            return fixture("account", { scope = "run" }, function()
              local file = io.open("made", "a") file:write("made\\n") file:close()
              return { id = 7 }
            end, function(account)
              local file = io.open("made", "a") file:write("ended ", account.id, "\\n") file:close()
            end)
            """,
            "a_test.lua": """
            local account = require "lib"
            local shop = fixture("shop", { scope = "file" }, function()
              local file = io.open("shops", "a") file:write("made\\n") file:close()
              return sandbox.campaign { name = "Ten off", rules = { { title = "r", condition = { "and", true },
                effects = { { "setDiscount", "off", 10 } } } } }
            end, function() local file = io.open("shops", "a") file:write("ended\\n") file:close() end)
            local own = fixture("own", function() return {} end, function() print("own ended") end)
            for i = 1, 4 do
              scenario("case " .. i, function()
                expect(account().id):to_equal(7)
                expect(shop().name):to_equal("Ten off")
                expect(own()):to_be(own())
                expect(talon.sessions.update("s1", { customerSession = { state = "open",
                  cartItems = { { sku = "a", quantity = 1, price = 50 } } } })):to_have_discount(10)
              end)
            end
            """,
            "b_test.lua":
                "local account = require 'lib'; scenario('uses it', function() expect(account().id):to_equal(7) end)",
        ])

        let result = try await project.test("-j3", "--allow-write", ".", "--allow-read", ".")

        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(try String(contentsOfFile: project.folder + "/made", encoding: .utf8) == "made\nended 7\n")
        #expect(try String(contentsOfFile: project.folder + "/shops", encoding: .utf8) == "made\nended\n")
    }

    @Test func `a case for each row of a list, a CSV, JSON and JSON Lines`() async throws {
        let project = try TestProject([
            "rows.csv": "\u{FEFF}code;amount\r\n\"A;1\";10\r\nB;20\r\n",
            "rows.json": #"[{"code": "C", "amount": 1}]"#,
            "rows.jsonl": "{\"code\": \"D\", \"amount\": 2}\n\n{\"code\": \"E\", \"amount\": 3}\n",
            "a_test.lua": """
            scenario.each { { code = "Z", amount = 5 } }("list {code}", function(row) expect(row.amount):to_equal(5) end)
            scenario.each "rows.csv" ("csv {code}", function(row) expect(row.amount):to_match("^%d0$") end)
            scenario.each "rows.json" ("json {code}", function(row) expect(row.amount):to_equal(1) end)
            scenario.each "rows.jsonl" ("lines {code}", function(row) expect(row.amount):to_equal(2) end)
            """,
        ])

        #expect(
            try await project.outcomes() == [
                "a_test.lua::list Z[1]": "passed", "a_test.lua::csv A;1[1]": "passed", "a_test.lua::csv B[2]": "passed",
                "a_test.lua::json C[1]": "passed", "a_test.lua::lines D[1]": "passed",
                "a_test.lua::lines E[2]": "failed",
            ])
    }

    @Test func `each case gets its own row, however many there are`() async throws {
        let project = try TestProject([
            "rows.csv": "number,square\n" + (1...6_001).map { "\($0),\($0 * $0)\n" }.joined(),
            "a_test.lua": """
            scenario.each "rows.csv" ("{number}", function(row) expect(tonumber(row.number) ^ 2):to_equal(tonumber(row.square)) end)
            """,
        ])

        let result = try await project.test("--quiet", "-j1")

        #expect(result.status == 0, "\(result.output.prefix(500))")
        #expect(result.output.contains("6001 passed"))
    }

    @Test func `data that cannot be read names file and line`() async throws {
        let project = try TestProject([
            "rows.jsonl": "{}\nnonsense\n",
            "a_test.lua": "scenario.each 'rows.jsonl' ('x', function() end)",
            "b_test.lua": "scenario.each 'missing.csv' ('x', function() end)",
        ])

        let lines = try await project.test("a_test.lua")
        let missing = try await project.test("b_test.lua")
        try project.write("rows.jsonl", "\n")
        let empty = try await project.test("a_test.lua")

        #expect(lines.status == 5)
        #expect(lines.errors.contains("rows.jsonl:2"), "\(lines.errors)")
        #expect(missing.status == 1)
        #expect(empty.status == 5)
        #expect(empty.errors.contains("rows.jsonl has no rows"), "\(empty.errors)")
        #expect(missing.output.contains("there is no file missing.csv"), "\(missing.output)")
    }

    @Test func `what busted suites say works as they know it`() async throws {
        let project = try TestProject([
            "shop_spec.lua": """
            require "busted.runner"()
            local order = {}
            local function note(name) return function() order[#order + 1] = name end end

            describe("outer", function()
              setup(note "setup")
              teardown(note "teardown")
              lazy_setup(note "lazy")
              before_each(note "before")
              after_each(note "after")
              it("one", note "one")
              describe("inner", function()
                before_each(note "inner before")
                it("two", function() finally(note "finally") note "two" () end)
              end)
            end)

            describe "curried" (function()
              it "sees all" (function()
                assert.are.same({ "setup", "lazy", "before", "one", "after", "before", "inner before", "two", "finally",
                  "after", "teardown" }, order)
              end)
            end)

            insulate("insulated", function()
              leaked = 1
              it("sees its own", function() assert.are.equal(1, leaked) inner = 2 end)
            end)
            insulate("outermost", function()
              insulate("inner", function()
                expose("exposed", function() kept = 3 it("is there", function() assert.are.equal(3, kept) end) end)
              end)
              it("outlives the inner block", function() assert.are.equal(3, kept) end)
            end)
            it("ends with the outermost", function() assert.is_nil(kept) end)
            it("sees nothing of it", function() assert.is_nil(leaked) assert.is_nil(inner) end)
            it("has spies and matchers", function()
              local s = spy.new(function() end)
              s("a", 1)
              assert.spy(s).was.called_with(match.is_string(), 1)
              assert.has_error(function() error("x") end, "x")
              assert.is_table(require "busted")
            end)
            it("can be pending inside", function() pending("not yet") end)
            """
        ])

        let result = try await project.test()

        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains("9 passed, 1 pending"), "\(result.output)")
    }

    @Test func `only cases of files that changed, or that need a file that did`() async throws {
        let project = try TestProject([
            "lib/prices.lua": "return { kettle = 40 }",
            "a_test.lua":
                "local prices = require 'lib.prices'; scenario('a', function() expect(prices.kettle):to_equal(40) end)",
            "b_test.lua": "scenario('b', function() end)",
            "rows.csv": "x\n1\n",
            "c_test.lua": "scenario.each 'rows.csv' ('c {x}', function(row) end)",
        ])
        let outside = try await project.test("--only-changed")
        #expect(outside.status == 5)
        #expect(outside.errors.contains("git"), "\(outside.errors)")

        for command in [
            ["init", "-q"], ["add", "."],
            ["-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "first"],
        ] {
            try await git(command, in: project.folder)
        }
        #expect(try await project.test("--only-changed").status == 4)
        try project.write("lib/prices.lua", "return { kettle = 40.0 }")
        #expect(try await Set(project.outcomes("--only-changed").keys) == ["a_test.lua::a"])
        try project.write("rows.csv", "x\n2\n")
        try project.write("new_test.lua", "scenario('new', function() end)")
        #expect(
            try await Set(project.outcomes("--only-changed").keys)
                == ["a_test.lua::a", "c_test.lua::c 2[1]", "new_test.lua::new"])
        let unknown = try await project.test("--only-changed", "--since", "nothing")
        #expect(unknown.status == 5)
        #expect(unknown.errors.contains("nothing"), "\(unknown.errors)")
    }

    private func git(_ arguments: [String], in folder: String) async throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["git", "-C", folder] + arguments
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in continuation.resume() }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        try #require(process.terminationStatus == 0)
    }

    @Test func `watching runs again what a saved file is needed by`() async throws {
        let project = try TestProject([
            "lib.lua": "return { value = 1 }",
            "a_test.lua": "local lib = require 'lib'; scenario('a', function() expect(lib.value):to_equal(1) end)",
            "b_test.lua": "scenario('b', function() end)",
        ])
        let running = try PerchBinary.start(["test", "--watch"], folder: project.folder, environment: ["CI": ""])
        func output() -> String { (try? String(contentsOf: running.output, encoding: .utf8)) ?? "" }
        func until(_ holds: () -> Bool) async throws {
            for _ in 0..<3_000 where !holds() { try await Task.sleep(for: .milliseconds(10)) }
            try #require(holds(), "\(output())")
        }
        func errors() -> String { (try? String(contentsOf: running.errors, encoding: .utf8)) ?? "" }

        try await until { errors().contains("watching 3 files") }
        #expect(output().contains("2 passed"))
        try project.write("lib.lua", "return { value = 2 }")
        try await until { output().contains("1 failed") }
        #expect(output().components(separatedBy: "✓ b").count == 2)
        try project.write("c_test.lua", "scenario('c', function() end)")
        try await until { output().contains("✓ c") }
        kill(running.process.processIdentifier, SIGINT)
        #expect(await running.finish().status == 130)
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import Testing

@Suite struct CoverageCommandTests {
    private static let planted = """
        local prices = require("prices")

        scenario("a campaign of which one rule never fires", function()
          sandbox.campaign {
            name = "Planted",
            rules = {
              { title = "one off", condition = { "and", { ">", { ".", "Session", "Total" }, 10 } },
                effects = { { "setDiscount", "one off", 1 } } },
              { title = "never", condition = { "and", { ">", { ".", "Session", "Total" }, 5000 } },
                effects = { { "setDiscount", "lots off", 1000 } } },
            },
          }
          for _, price in ipairs { prices.low, prices.high } do
            talon.sessions.update("s1", { customerSession = { cartItems = {
              { name = "a", sku = "a", quantity = 1, price = price } } } })
          end
        end)
        """
    private static let prices = """
        local prices = { low = 5, high = 50 }

        function prices.unused()
          return prices.low
        end

        return prices
        """

    /// The examples with a campaign of which a rule never fires.
    private func project() throws -> TestProject {
        let project = try TestProject(["planted_test.lua": Self.planted, "prices.lua": Self.prices])
        try FileManager.default.copyItem(
            atPath: PerchBinary.root + "/examples/scenarios", toPath: project.folder + "/examples")
        return project
    }

    private func json(_ name: String, in project: TestProject) throws -> JSONValue {
        try JSONValue(parsing: #require(FileManager.default.contents(atPath: project.folder + "/" + name)))
    }

    @Test func `the rule that never fires is named, and everything else is the same whatever the number of workers`()
        async throws
    {
        let project = try project()
        let result = try await project.test(
            "--coverage", "-j4", "--coverage-report", "json", "--coverage-report", "lcov:out/lines.info")
        let alone = try await project.test("-j1", "--coverage-report", "json:alone.json")

        #expect(result.status == 0, "\(result.errors)")
        #expect(alone.status == 0, "\(alone.errors)")
        #expect(result.output.contains("\nnot covered\n"))
        #expect(result.output.contains("    ✗ 2. never: never fired\n      Session.Total > 5000"))
        #expect(!result.output.contains("one off"))

        let report = try json("coverage.json", in: project)
        #expect(try report == json("alone.json", in: project))
        let planted = try #require(report["campaigns"]?.array?.first { $0["name"] == "Planted" })
        #expect(planted["rules"]?[0]?["fired"] == true)
        #expect(planted["rules"]?[0]?["conditions"]?[0]?["met"] == true)
        #expect(planted["rules"]?[0]?["conditions"]?[0]?["notMet"] == true)
        #expect(planted["rules"]?[1]?["fired"] == false)
        #expect(planted["rules"]?[1]?["effects"]?[0]?["given"] == false)
        let rules = try #require(report["totals"]?["rules"])
        #expect(rules["covered"]?.integer.map { $0 + 1 } == rules["total"]?.integer)
        let called = report["operations"]?.array?.filter { $0["called"] == true }.compactMap { $0["function"]?.string }
        #expect(called?.contains("talon.sessions.update") == true)
        #expect((called?.count ?? 42) < 42)

        let lines = try String(contentsOfFile: project.folder + "/out/lines.info", encoding: .utf8)
        #expect(
            lines.contains("SF:prices.lua\nDA:1,1\nDA:3,1\nDA:4,0\nDA:5,1\nDA:7,1\nLF:5\nLH:4\nend_of_record\n"),
            "the lines")
        #expect(lines.contains("SF:examples/coupon_test.lua\n"), "the lines")
    }

    @Test func `too few rules that fired fail the run`() async throws {
        let project = try TestProject(["planted_test.lua": Self.planted, "prices.lua": Self.prices])
        let result = try await project.test("--coverage-min", "60")
        #expect(result.status == 1)
        #expect(result.errors.contains("1 of 2 rules have fired, 50 %, and --coverage-min wants 60 %"))
        #expect(result.errors.contains("hint:"))
        #expect(try await project.test("--coverage-min", "50").status == 0)
        #expect(try await project.test("--coverage-min", "500").status == 2)
        #expect(try await project.test("--coverage", "--watch").status == 2)
    }

    @Test func `no rules at all are not enough`() async throws {
        let project = try TestProject(["a_test.lua": "scenario('x', function() end)"])
        let result = try await project.test("--coverage-min", "1")
        #expect(result.status == 1)
        #expect(result.errors.contains("no rules were seen"))
    }

    @Test func `campaigns of a bundle are there to be covered, also when nothing calls them`() async throws {
        let project = try TestProject([
            "a_test.lua": "scenario('x', function() end)",
            "shop.json": """
            {"campaigns": [{"name": "Summer", "rules": [{"title": "10 off", "condition": ["and", ["couponValid"]],
              "effects": [["setDiscount", "10 off", 10]]}]}]}
            """,
            "perch.toml":
                "default = \"sandbox\"\n[environments.sandbox]\nkind = \"embedded\"\nbundles = [\"shop.json\"]\n",
        ])
        let result = try await project.test("--coverage")
        #expect(result.status == 0, "\(result.errors)")
        #expect(
            result.output.contains("  Summer\n    ✗ 1. 10 off: never evaluated\n"), "\(result.output)\(result.errors)")
    }

    @Test func `a report for programs stays as it is`() async throws {
        let project = try TestProject(["planted_test.lua": Self.planted, "prices.lua": Self.prices])
        let result = try await project.test("--coverage", "-r", "json")
        #expect(try JSONValue(parsing: result.output)["results"]?.array?.count == 1)
        #expect(result.errors.contains("2. never: never fired"))
    }

    @Test func `a case that is ended or crashes the interpreter takes the coverage of no other one with it`()
        async throws
    {
        let project = try TestProject([
            "prices.lua": Self.prices,
            "planted_test.lua": Self.planted + """

                scenario("endless", { timeout = 0.2 }, function()
                  while true do
                  end
                end)
                scenario("unstoppable", { timeout = 0.2 }, function()
                  return (('a'):rep(3000)):find(('.-'):rep(40) .. 'b')
                end)
                """,
        ])
        let result = try await project.test("-j1", "--coverage-report", "json")
        #expect(result.status == 1)
        #expect(result.output.contains("1 passed, 2 errors"), "\(result.output)")
        #expect(try json("coverage.json", in: project)["campaigns"]?[0]?["rules"]?[0]?["fired"] == true)
    }

    @Test func `coverage is in the HTML report, and not in it when nobody asked`() async throws {
        let project = try TestProject(["planted_test.lua": Self.planted, "prices.lua": Self.prices])
        _ = try await project.test("--coverage", "-r", "html:with.html")
        _ = try await project.test("-r", "html:without.html")
        let text = { try String(contentsOfFile: project.folder + "/" + $0, encoding: .utf8) }
        #expect(try text("with.html").contains(#""format":"perch-coverage""#))
        #expect(try !text("without.html").contains("perch-coverage"))
    }
}

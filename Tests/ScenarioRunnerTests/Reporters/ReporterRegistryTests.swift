// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import Testing

@testable import ScenarioRunner

@Suite struct ReporterRegistryTests {
    let registry = ReporterRegistry.standard

    @Test func `without a wish people get the pretty report`() throws {
        #expect(try registry.requests([]) == [ReportRequest("pretty")])
        #expect(
            try registry.requests(["junit:out.xml"]) == [
                ReportRequest("pretty"), ReportRequest("junit", file: "out.xml"),
            ])
        #expect(try registry.requests(["dot"]) == [ReportRequest("dot")])
        #expect(try registry.requests(["tap:-", "tap"]) == [ReportRequest("tap")])
    }

    @Test func `annotations are added where GitHub reads along`() throws {
        let inside = ["GITHUB_ACTIONS": "true"]
        #expect(try registry.requests([], environment: inside) == [ReportRequest("pretty"), ReportRequest("github")])
        #expect(try registry.requests(["github"], environment: inside).map(\.name) == ["pretty", "github"])
        #expect(try registry.requests([], environment: ["GITHUB_ACTIONS": "false"]).map(\.name) == ["pretty"])
    }

    @Test(arguments: [
        (["junti"], "there is no report named `junti`", "did you mean `junit`? There are "),
        (["dot", "tap"], "the reports `dot` and `tap` both go to the standard output", "give one of them a file"),
        (["junit:a", "json:a"], "two reports go to `a`", "give each a file of its own"),
        (["junit:a/b", "json:./a//b"], "two reports go to `./a//b`", "give each a file of its own"),
        (["junit:"], "`junit:` is not a report", "write NAME or NAME:FILE"),
        ([":a.xml"], "`:a.xml` is not a report", "write NAME or NAME:FILE"),
        ([""], "`` is not a report", "write NAME or NAME:FILE"),
    ])
    func `a wish that cannot be met is told with a hint`(texts: [String], message: String, hint: String) throws {
        let error = try #require(throws: PerchError.self) { try registry.requests(texts) }
        #expect(error.message == message)
        #expect(error.hint?.hasPrefix(hint) == true)
    }

    @Test func `names are lower case and told once`() {
        let names = registry.kinds.map(\.name)
        #expect(names == ReporterRegistry.names)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0 == $0.lowercased() })
        #expect(registry.kinds.allSatisfy { !$0.summary.isEmpty })
    }
}

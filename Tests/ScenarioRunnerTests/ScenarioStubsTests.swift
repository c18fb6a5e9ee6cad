// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import OperationCatalog
import Testing

@testable import ScenarioRunner

/// The declarations for editors, and the guide, have every name that scripts can write.
@Suite struct ScenarioStubsTests {
    /// The names that the hint of an unknown one lists.
    private func names(_ source: String) async throws -> [String] {
        let result = try await CheckHarness().run(source)
        let hint = try #require(result.error?.hint)
        return hint.dropFirst("there are ".count).split(separator: ", ").map(String.init)
    }

    private func guide() throws -> String {
        try String(
            contentsOf: ScenarioExampleTests.root.appending(
                path: "Sources/Documentation/Documentation.docc/Guides/Write-Scenarios.md"), encoding: .utf8)
    }

    @Test func `the declarations are Lua, and declare the globals`() async throws {
        let result = try await CheckHarness().run(
            ScenarioStubs.text + "\nprint(expect, check, is, item, cart, coupon, customer)")
        #expect(result.error == nil)
        for name in ["expect", "check", "item", "cart", "coupon", "customer"] {
            #expect(ScenarioStubs.text.contains("\nfunction \(name)("), "\(name)")
        }
    }

    @Test func `every check is declared and described`() async throws {
        let names = try await names("expect(1):xyz()")
        #expect(names.count > 30)
        for name in names {
            #expect(ScenarioStubs.text.contains("\nfunction Expectation:\(name)("), "\(name)")
            #expect(try guide().contains("`\(name)"), "\(name)")
        }
    }

    @Test func `every matcher is declared and described`() async throws {
        let names = try await names("local _ = is.qqqqqqqq")
        #expect(names.count > 15)
        for name in names {
            #expect(
                ScenarioStubs.text.contains("\nfunction is.\(name)(")
                    || ScenarioStubs.text.contains("\n---@field \(name) perch."), "\(name)")
            #expect(try guide().contains("`is.\(name)"), "\(name)")
        }
    }

    @Test func `everything that customers do is declared and described`() async throws {
        let names = try await names("customer('ada'):qqqqqqqq()")
        #expect(names.count == 9)
        for name in names {
            #expect(ScenarioStubs.text.contains("\nfunction Customer:\(name)("), "\(name)")
            #expect(try guide().contains("`ada:\(name)"), "\(name)")
        }
    }

    @Test func `the checks know the types of effects that the catalogue has`() throws {
        let checks = try String(
            contentsOf: ScenarioExampleTests.root.appending(path: "Sources/ScenarioRunner/plugins/effects.lua"),
            encoding: .utf8)
        let list = try #require(checks.split(separator: "[[").dropFirst().first?.split(separator: "]]").first)
        #expect(list.split { $0.isWhitespace }.map(String.init) == EffectType.all.map(\.name))
    }
}

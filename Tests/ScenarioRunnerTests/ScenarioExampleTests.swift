// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The scenarios in `examples/scenarios` hold, and would not if the promotion were another one.
@Suite struct ScenarioExampleTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let folder = root.appending(path: "examples/scenarios")

    static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()

    private static func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    @Test func `there is one for each kind of promotion`() {
        let kinds = [
            "achievement", "audience", "budget", "coupon", "expiry", "gift_with_purchase", "giveaway", "loyalty",
            "referral",
            "return", "stacking", "tier",
        ]
        #expect(Self.names.filter { $0.hasSuffix(".lua") } == kinds.map { $0 + "_test.lua" })
    }

    @Test(arguments: names)
    func `an example holds`(name: String) async throws {
        let text = try Self.text(name)
        var harness = CheckHarness()
        harness.name = name

        let result = try await harness.run(text + "\nprint(scenarios, steps)")

        #expect(result.error == nil)
        let counts = result.output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        #expect(counts == [text.count(of: "\nscenario("), text.count(of: "\n  step(")])
        #expect((counts.first ?? 0) > 0)
        #expect(text.hasPrefix("-- "), "it says first which promotion it is about")
    }

    @Test(arguments: names)
    func `an example fails where the rules give nothing`(name: String) async throws {
        let text = try Self.text(name).replacing(#/condition = \{/#, with: "condition = { \"and\", false }, was = {")

        let result = try await CheckHarness().run(text)

        #expect(result.error?.message.contains("expected") == true, "\(result)")
    }
}

extension String {
    fileprivate func count(of part: String) -> Int { components(separatedBy: part).count - 1 }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Testing

@testable import RuleEngine

@Suite("Lists of functions")
struct SummaryTests {
    @Test func `each function has a line about it`() {
        let silent = Function.summaries(of: .rulesets).filter { $0.text.isEmpty }.map(\.name)
        #expect(silent == [])
    }

    @Test func `no line is about a function that is not there`() {
        let names = Set(Function.all.map(\.name))
        #expect(Function.ruleDescriptions.keys.filter { !names.contains($0) } == [])
    }
}

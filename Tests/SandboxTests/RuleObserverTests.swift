// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import RuleEngine
import Testing

@testable import Sandbox

@Suite struct RuleObserverTests {
    private let id = RuleCoverage.CampaignID(application: "Sandbox", name: "Big carts")

    private func sandbox(_ observer: RuleObserver?) throws -> Sandbox {
        var configuration = SandboxConfiguration()
        configuration.ruleObserver = observer
        configuration.time = "2026-03-10T12:00:00Z"
        let sandbox = try Sandbox(configuration)
        try sandbox.addCampaign([
            "name": "Big carts",
            "rules": [
                [
                    "title": "10 off", "condition": ["and", [">", [".", "Session", "Total"], 50]],
                    "effects": [["setDiscount", "10 off", 10]],
                ]
            ],
        ])
        return sandbox
    }

    private func buy(_ price: JSONValue, _ sandbox: Sandbox, dry: Bool = false) throws -> JSONValue {
        try sandbox.call(
            "sessions.update", "s1", query: ["dry": "\(dry)"],
            body: ["customerSession": ["cartItems": [["name": "a", "sku": "a", "quantity": 1, "price": price]]]])
    }

    private func marks(_ coverage: RuleCoverage) -> RuleCoverage.Marks? {
        coverage.campaigns[id]?[.init(index: 1, title: "10 off")]
    }

    @Test func `copies of a snapshot tell the same observer, and name their campaigns alike`() throws {
        let observer = RuleObserver()
        let snapshot = try sandbox(observer).snapshot()
        let (one, other) = (try Sandbox(copyOf: snapshot), try Sandbox(copyOf: snapshot))
        _ = try buy(10, one)
        #expect(marks(observer.take())?.conditions.values.first == .notMet)
        _ = try buy(60, other)
        let coverage = observer.take()

        #expect(coverage.campaigns.count == 1)
        #expect(marks(coverage)?.conditions.values.first == .met)
        #expect(marks(coverage)?.hasFired == true)
    }

    @Test func `what was told once is not told again`() throws {
        let observer = RuleObserver()
        let sandbox = try sandbox(observer)
        _ = try buy(60, sandbox)
        #expect(marks(observer.take())?.hasFired == true)
        _ = try buy(70, sandbox)
        observer.note(sandbox)
        #expect(observer.take() == RuleCoverage())
    }

    @Test func `each evaluation counts, not only the last of a session, and a dry one as well`() throws {
        let observer = RuleObserver()
        let sandbox = try sandbox(observer)
        _ = try buy(60, sandbox, dry: true)
        _ = try buy(10, sandbox)
        #expect(marks(observer.take())?.conditions.values.first == [.met, .notMet])
    }

    @Test func `a campaign that no evaluation reached is there all the same`() throws {
        let observer = RuleObserver()
        try observer.note(sandbox(observer))
        let found = try #require(marks(observer.take()))
        #expect(!found.isEvaluated)
        #expect(found.conditions.values.first == [])
    }

    @Test func `an explanation is no evaluation, and what is discarded is not told`() throws {
        let observer = RuleObserver()
        let sandbox = try sandbox(observer)
        _ = try buy(60, sandbox)
        observer.discard()
        _ = try sandbox.explain(session: "s1")
        #expect(observer.take() == RuleCoverage())
    }

    @Test func `answers are the same whoever looks on`() throws {
        let (seen, unseen) = (try sandbox(RuleObserver()), try sandbox(nil))
        for price in [10, 60] as [JSONValue] {
            #expect(try buy(price, seen)["effects"] == buy(price, unseen)["effects"])
        }
        #expect(seen.calls().map(\.assumptions) == unseen.calls().map(\.assumptions))
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import Locking
public import RuleEngine

/// Collects what evaluations exercise of the rules, over any number of sandboxes.
public final class RuleObserver: Sendable {
    private struct State {
        /// Of the campaigns that were met lately. They are kept, so that no other one gets their place in memory.
        var shapes: [ObjectIdentifier: (campaign: Campaign, shape: CampaignShape)] = [:]
        /// Those that were met since the last ``RuleObserver/take()``.
        var met: Set<ObjectIdentifier> = []
        var coverage = RuleCoverage()
        var known = RuleCoverage()

        /// What there is in a campaign, which is noted the first time.
        mutating func shape(of campaign: Campaign, in application: ApplicationSetup) -> CampaignShape {
            met.insert(ObjectIdentifier(campaign))
            if let known = shapes[ObjectIdentifier(campaign)] { return known.shape }
            let shape = CampaignShape(campaign, application: application.application.document["name"]?.string ?? "")
            shapes[ObjectIdentifier(campaign)] = (campaign, shape)
            coverage.merge(shape.untouched)
            return shape
        }
    }

    private let state = Guarded(State())

    public init() {}

    /// Notes what there is to exercise in a sandbox, exercised or not.
    public func note(_ sandbox: Sandbox) {
        let applications = sandbox.look { $0.applications }
        state.withLock { state in
            for one in applications {
                for campaign in one.campaigns { _ = state.shape(of: campaign, in: one) }
            }
        }
    }

    /// Notes an evaluation.
    func note(_ trace: Trace, of setup: Setup) {
        state.withLock { state in
            for campaign in setup.campaigns { _ = state.shape(of: campaign, in: setup.own) }
            for run in trace.runs {
                guard let campaign = setup.campaign(run.campaignID) else { continue }
                state.coverage.merge(state.shape(of: campaign, in: setup.own).coverage(of: run))
            }
        }
    }

    /// What was noted and not taken before.
    public func take() -> RuleCoverage {
        state.withLock { state in
            let new = state.coverage.beyond(state.known)
            state.known.merge(new)
            state.coverage = RuleCoverage()
            let met = state.met
            state.shapes = state.shapes.filter { met.contains($0.key) }
            state.met = []
            return new
        }
    }

    /// Forgets what was noted and not taken.
    public func discard() {
        state.withLock { state in
            state.coverage = RuleCoverage()
            state.shapes = [:]
            state.met = []
        }
    }
}

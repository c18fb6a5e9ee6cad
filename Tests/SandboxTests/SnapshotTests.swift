// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI
import Testing

@testable import Sandbox

@Suite("Snapshots")
struct SnapshotTests {
    /// Closes a session with a coupon, and gives the effects.
    @discardableResult
    private func sell(_ session: String, in sandbox: Sandbox) throws -> [String] {
        try sandbox.call(
            "sessions.update", session,
            body: update(["profileId": "ada", "state": "closed", "couponCodes": ["SUMMER10"], "cartItems": cart])
        ).effectTypes
    }

    @Test func `data, set-up and clock come back, as often as wanted`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addSummer()
        let before = try sandbox.snapshot()
        let dump = try sandbox.dump()

        for _ in 0..<3 {
            #expect(try sell("s1", in: sandbox) == ["acceptCoupon", "setDiscount"])
            _ = try sandbox.addCampaign(["name": "Late"])
            try sandbox.addApplication(["name": "Outlet"])
            sandbox.clock.advance(by: .seconds(3_600))
            let after = try sandbox.dump()

            try sandbox.restore(before)

            #expect(after != dump)
            #expect(try sandbox.dump() == dump)
            #expect(sandbox.clock.now.description == "2026-03-10T12:00:00Z")
            #expect(try sandbox.read { _, setup in setup.campaigns.map(\.name) } == ["Summer"])
            #expect(try sandbox.applications().count == 1)
        }
    }

    @Test func `any number of snapshots stand side by side`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addSummer()
        var snapshots: [Snapshot] = []
        for number in 0..<20 {
            snapshots.append(try sandbox.snapshot())
            try sell("s\(number)", in: sandbox)
        }
        for number in [7, 19, 0, 13] {
            try sandbox.restore(snapshots[number])
            #expect(try sandbox.coupon("SUMMER10")?.usageCounter == Int64(number))
        }
    }

    @Test func `a snapshot outlives a reset`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addSummer()
        try sell("s1", in: sandbox)
        let dump = try sandbox.dump()
        let snapshot = try sandbox.snapshot()

        try sandbox.reset()
        try sandbox.restore(snapshot)

        #expect(try sandbox.dump() == dump)
        #expect(try sell("s2", in: sandbox) == ["acceptCoupon", "setDiscount"])
    }

    @Test func `a larger database than the snapshot's shrinks back, and grows again`() throws {
        let sandbox = try Sandbox.make()
        let snapshot = try sandbox.snapshot()
        let fresh = try sandbox.dump()
        for _ in 0..<2 {
            for number in 0..<300 {
                try sandbox.call("sessions.update", "s\(number)", body: update(["cartItems": cart]))
            }
            #expect(try sandbox.snapshot().byteCount > snapshot.byteCount)
            try sandbox.restore(snapshot)
            #expect(try sandbox.dump() == fresh)
        }
    }

    @Test func `going back and forth at random leaves a sound database`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addSummer()
        var generator = SeededGenerator(seed: 7)
        var kept: [(snapshot: Snapshot, dump: String)] = []
        for step in 0..<120 {
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: kept.append((try sandbox.snapshot(), try sandbox.dump()))
            case 1:
                guard let (snapshot, dump) = kept.randomElement(using: &generator) else { continue }
                try sandbox.restore(snapshot)
                #expect(try sandbox.dump() == dump)
            case 2: try sell("s\(step)", in: sandbox)
            default:
                for number in 0..<Int.random(in: 1...20, using: &generator) {
                    try sandbox.call("sessions.update", "t\(number)", body: update(["cartItems": cart]))
                }
            }
            #expect(
                try sandbox.outsideTransaction(
                    "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'") == 0)
        }
        #expect(kept.count > 10)
    }

    @Test func `a copy goes its own way`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addSummer(["limits": [["action": "redeemCoupon", "limit": 1]]])
        let snapshot = try sandbox.snapshot()
        let dump = try sandbox.dump()

        let one = try Sandbox(copyOf: snapshot)
        let other = try Sandbox(copyOf: snapshot)
        #expect(try sell("s1", in: one) == ["acceptCoupon", "setDiscount"])
        _ = try one.addCampaign(["name": "Late"])
        one.clock.advance(by: .seconds(60))

        #expect(try sandbox.dump() == dump)
        #expect(try other.dump() == dump)
        #expect(other.clock.now == sandbox.clock.now)
        #expect(try sell("s1", in: other) == ["acceptCoupon", "setDiscount"])
        #expect(try sell("s2", in: one).contains("rejectCoupon"))
        #expect(try sell("s1", in: sandbox) == ["acceptCoupon", "setDiscount"])
    }

    @Test func `a snapshot of another sandbox is refused by name`() throws {
        let sandbox = try Sandbox.make()
        try withTemporaryDatabase { path in
            let other = try Sandbox.make(.file(path))
            let snapshot = try other.snapshot()
            let before = try sandbox.dump()

            for stranger in [snapshot, try Sandbox(copyOf: sandbox.snapshot()).snapshot()] {
                let error = #expect(throws: PerchError.self) { try sandbox.restore(stranger) }
                #expect(error?.code == .invalidArgument)
                #expect(error?.message.contains("another sandbox") == true)
            }
            let error = #expect(throws: PerchError.self) { try sandbox.restore(snapshot) }
            #expect(error?.message.contains(path) == true)
            #expect(try sandbox.dump() == before)
        }
    }

    @Test func `a running clock goes on running as far ahead as it was`() throws {
        let sandbox = try Sandbox()
        sandbox.clock.advance(by: .seconds(1_000_000))
        let snapshot = try sandbox.snapshot()
        let then = sandbox.clock.now

        sandbox.clock.run()
        #expect(sandbox.clock.now < then)
        try sandbox.restore(snapshot)
        #expect(sandbox.clock.now >= then)
    }

    @Test func `a file is brought back as a whole, and stays so when it is opened again`() throws {
        try withTemporaryDatabase { path in
            var dump = ""
            do {
                let sandbox = try Sandbox.make(.file(path))
                try sandbox.addSummer()
                let snapshot = try sandbox.snapshot()
                dump = try sandbox.dump()
                try sell("s1", in: sandbox)
                _ = try sandbox.addCampaign(["name": "Late"])

                try sandbox.restore(snapshot)

                #expect(try sandbox.dump() == dump)
                try sell("s2", in: sandbox)
                try sandbox.restore(snapshot)
                #expect(try Sandbox(copyOf: snapshot).dump() == dump)
            }
            let sandbox = try Sandbox.make(.file(path))
            #expect(try sandbox.dump() == dump)
            #expect(try sell("s3", in: sandbox) == ["acceptCoupon", "setDiscount"])
        }
    }

    @Test func `a restoration that fails halfway changes nothing`() throws {
        try withTemporaryDatabase { path in
            let sandbox = try Sandbox.make(.file(path))
            try sandbox.addSummer()
            for number in 0..<300 {
                try sandbox.call("sessions.update", "s\(number)", body: update(["cartItems": cart]))
            }
            let large = try sandbox.snapshot()
            try sandbox.reset()
            try sandbox.addSummer()
            _ = try sandbox.outsideTransaction("VACUUM")
            let dump = try sandbox.dump()
            let pages = try sandbox.outsideTransaction("PRAGMA page_count")
            _ = try sandbox.outsideTransaction("PRAGMA max_page_count = \(pages)")

            let error = #expect(throws: PerchError.self) { try sandbox.restore(large) }

            #expect(error?.code == .storage)
            _ = try sandbox.outsideTransaction("PRAGMA max_page_count = 1000000")
            #expect(try sandbox.dump() == dump)
            #expect(try sell("s1", in: sandbox) == ["acceptCoupon", "setDiscount"])
            try sandbox.restore(large)
            try sandbox.call("sessions.get", "s299")
        }
    }

    @Test func `snapshots and calls from several threads do not disturb each other`() async throws {
        let sandbox = try Sandbox.make()
        try sandbox.addSummer()
        let base = try sandbox.snapshot()
        try await withThrowingTaskGroup { group in
            for task in 0..<4 {
                group.addTask {
                    for step in 0..<20 {
                        let fork = try Sandbox(copyOf: base)
                        try fork.call(
                            "sessions.update", "s\(task)-\(step)",
                            body: update(["profileId": "ada", "state": "closed", "couponCodes": ["SUMMER10"]]))
                        #expect(try fork.coupon("SUMMER10")?.usageCounter == 1)
                        try sandbox.restore(base)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try sandbox.coupon("SUMMER10")?.usageCounter == 0)
    }
}

/// Numbers that are the same in each run.
private struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

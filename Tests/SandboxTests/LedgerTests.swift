// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import RuleEngine
import Testing

@testable import Sandbox

@Suite struct `Ledgers` {
    /// A sequence of numbers that a seed decides.
    private struct Dice {
        var state: UInt64

        mutating func roll(_ sides: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(sides))
        }
    }

    @Test(arguments: 1...20)
    func `no point is lost and none is made, whatever happens`(seed: Int) throws {
        let sandbox = try Sandbox.make()
        let document = try sandbox.addLoyaltyProgram([
            "name": "stars", "tiers": [["name": "bronze", "minPoints": 0], ["name": "silver", "minPoints": 30]],
        ])
        let id = try #require(document["id"]?.integer)
        var dice = Dice(state: UInt64(seed))
        var added = DecimalNumber.zero
        for _ in 0..<60 {
            let amount = DecimalNumber(dice.roll(2_000) + 1) * DecimalNumber(significand: 1, exponent: -2)
            switch dice.roll(3) {
            case 0:
                added += amount
                _ = try sandbox.addLoyaltyPoints([
                    "programId": .integer(id), "integrationId": "ada", "points": JSONValue(amount),
                    "pendingDuration": .string(["immediate", "immediate", "5h", "2D", "on_action"][dice.roll(5)]),
                    "validityDuration": .string(["unlimited", "1D", "10h", "9D"][dice.roll(4)]),
                ])
            case 1:
                try sandbox.configure { store, _, now in
                    let ada = try store.profile(orCreate: "ada", now: now)
                    var transaction = LoyaltyTransaction(
                        uuid: LoyaltyTransaction.makeUUID(), programID: id, owner: .profile(ada.id), subledger: "",
                        kind: .subtraction, amount: amount, name: "", created: now)
                    try store.deduct(&transaction, now: now)
                }
            default:
                sandbox.clock.advance(by: .seconds(dice.roll(40_000)))
            }

            let now = sandbox.clock.now
            let ledger = try sandbox.configure { store, _, now in
                LedgerBox(
                    ledger: try store.ledger(of: .profile(store.profile(orCreate: "ada", now: now).id), in: id, ""))
            }.ledger
            let balance = ledger.balance(at: now)
            #expect(balance.active + balance.pending + balance.expired + balance.spent - balance.negative == added)
            for part in [balance.active, balance.pending, balance.expired, balance.spent, balance.negative] {
                #expect(!part.isNegative)
            }
            #expect(balance.active.isZero || balance.negative.isZero)
            #expect(ledger.history(until: now).last?.active ?? .zero == balance.active)
            let program = try #require(
                try sandbox.configure { _, setup, _ in ProgramBox(program: setup.loyaltyPrograms[id]) }.program)
            let standing = TierStanding(in: program, ledger, joined: nil, at: now)
            #expect(standing.index == program.tierIndex(for: balance.active))
        }
    }

    private struct LedgerBox: @unchecked Sendable { let ledger: Ledger }
    private struct ProgramBox: @unchecked Sendable { let program: LoyaltyProgram? }
}

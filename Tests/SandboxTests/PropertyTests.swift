// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import RuleEngine
import Testing

@testable import Sandbox

/// What holds for every account and every session, tried on random ones.
///
/// A failure names its seed: `PERCH_PROPERTY_SEED=17` tries that one alone, `PERCH_PROPERTY_CASES=1000` tries more.
@Suite("Properties")
struct PropertyTests {
    static let seeds: [UInt64] = {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["PERCH_PROPERTY_SEED"].flatMap(UInt64.init) { return [seed] }
        return Array(1...(environment["PERCH_PROPERTY_CASES"].flatMap(UInt64.init) ?? 10))
    }()

    // MARK: - Totals

    @Test(arguments: seeds)
    func `discounts take nothing below zero and no budget beyond its limit`(seed: UInt64) throws {
        var account = RandomAccount(seed: seed)
        let application = account.application()
        let settings = try ApplicationSettings(application)
        let sandbox = try Sandbox.make(application: application)
        try account.setUp(sandbox)

        for step in 0..<8 {
            var session = account.session()
            if account.dice.chance(60) { session["state"] = "closed" }
            let answer = try sandbox.update("s\(step)", session)

            let place: Comment = "seed \(seed), session \(step)"
            checkMoney(answer, settings, place)
            checkCodes(answer, session, place)
            try checkAccounts(of: sandbox, place)
        }
    }

    private func checkMoney(_ answer: JSONValue, _ application: ApplicationSettings, _ place: Comment) {
        let session = answer["customerSession"] ?? .null
        var discounts = Discounts()
        for effect in answer["effects"]?.array ?? [] {
            guard let type = effect["effectType"]?.string, type.hasPrefix("setDiscount") else { continue }
            let props = effect["props"] ?? .null
            let value = props["value"]?.decimal ?? -1
            #expect(!value.isNegative, place)
            if let desired = props["desiredValue"]?.decimal { #expect(desired > value, place) }
            discounts.add(type, props, value, application)
        }
        #expect(discounts.all <= session["total"]?.decimal ?? 0, place)
        #expect(discounts.items <= session["cartItemTotal"]?.decimal ?? 0, place)
        #expect(discounts.costs <= session["additionalCostTotal"]?.decimal ?? 0, place)
        for (line, item) in (session["cartItems"]?.array ?? []).enumerated() {
            let price = item["price"]?.decimal ?? 0
            let costs = (item["additionalCosts"]?.object ?? [:]).values.reduce(DecimalNumber.zero) {
                $0 + ($1["price"]?.decimal ?? 0)
            }
            for unit in 0..<Int(item["quantity"]?.integer ?? 0) {
                let unit = CartUnitID(position: line, subPosition: unit)
                #expect(discounts.prices[unit] ?? 0 <= price, place)
                #expect(discounts.unitCosts[unit] ?? 0 <= costs, place)
                #expect(discounts.units[unit] ?? 0 <= price + costs, place)
            }
        }
    }

    /// What the discounts of an answer come to.
    private struct Discounts {
        var all = DecimalNumber.zero
        var items = DecimalNumber.zero
        var costs = DecimalNumber.zero
        var units: [CartUnitID: DecimalNumber] = [:]
        var prices: [CartUnitID: DecimalNumber] = [:]
        var unitCosts: [CartUnitID: DecimalNumber] = [:]

        mutating func add(
            _ type: String, _ props: JSONValue, _ value: DecimalNumber, _ application: ApplicationSettings
        ) {
            all += value
            let unit = CartUnitID(
                position: Int(props["position"]?.integer ?? -1), subPosition: Int(props["subPosition"]?.integer ?? -1))
            switch type {
            case "setDiscount":
                let scope = props["scope"]?.string ?? application.defaultDiscountScope
                if scope == "cartItems" { items += value }
                if scope == "additionalCosts" { costs += value }
            case "setDiscountPerItem":
                units[unit, default: 0] += value
                let scope = props["scope"]?.string ?? application.defaultItemDiscountScope
                if scope == "price" {
                    prices[unit, default: 0] += value
                    items += value
                }
                if scope == "additionalCosts" { unitCosts[unit, default: 0] += value }
            case "setDiscountPerAdditionalCost":
                costs += value
            default:
                units[unit, default: 0] += value
                unitCosts[unit, default: 0] += value
            }
        }
    }

    /// No code is answered twice.
    private func checkCodes(_ answer: JSONValue, _ session: JSONObject, _ place: Comment) {
        for code in session["couponCodes"]?.array ?? [] {
            let answers = (answer["effects"]?.array ?? []).filter {
                ["acceptCoupon", "rejectCoupon"].contains($0["effectType"]?.string) && $0["props"]?["value"] == code
            }
            #expect(answers.count <= 1, place)
        }
    }

    private func checkAccounts(of sandbox: Sandbox, _ place: Comment) throws {
        let (budgets, coupons) = try sandbox.read { store, setup in
            let budgets = try store.all("SELECT campaign_id, action, key, counter FROM budget").map { row in
                let limits = setup.campaign(row[0])?.limits.filter { $0.action == row[1] } ?? []
                return (name: "\(row[1] as String) \(row[2] as String)", used: row[3] as DecimalNumber, limits: limits)
            }
            let coupons = try store.all("SELECT value FROM coupon").compactMap { try store.coupon($0[0]) }
            return (budgets, coupons)
        }
        for budget in budgets {
            #expect(!budget.used.isNegative, "\(place) \(budget.name)")
            #expect(budget.limits.contains { budget.used <= $0.limit }, "\(place) \(budget.name)")
        }
        for coupon in coupons {
            #expect(coupon.usageCounter >= 0, place)
            #expect(coupon.usageLimit == 0 || coupon.usageCounter <= coupon.usageLimit, place)
            #expect(coupon.discountLimit.map { coupon.discountCounter <= $0 } ?? true, place)
        }
    }

    // MARK: - Cancellations

    @Test(arguments: seeds)
    func `the effects of a closed session and those of its cancellation sum to nothing`(seed: UInt64) throws {
        var account = RandomAccount(seed: seed)
        let sandbox = try Sandbox.make(application: account.application())
        try account.setUp(sandbox)

        for step in 0..<6 {
            let place: Comment = "seed \(seed), session \(step)"
            var session = account.session()
            let id = "s\(step)"
            let before = try sandbox.balances()
            if account.dice.chance(50) { try sandbox.update(id, session) }
            session["state"] = "closed"
            let closed = try sandbox.update(id, session)["effects"]?.array ?? []
            var rollbacks: [JSONValue] = []
            var isReturned = false
            if account.dice.chance(40), let items = session["cartItems"]?.array, !items.isEmpty {
                let position = account.dice.roll(0...items.count - 1)
                let quantity = account.dice.roll(1...Int(items[position]["quantity"]?.integer ?? 1))
                let item: JSONValue = ["position": .integer(Int64(position)), "quantity": .integer(Int64(quantity))]
                isReturned = true
                rollbacks +=
                    try sandbox.call("returns.create", id, body: ["return": ["returnedCartItems": [item]]])["effects"]?
                    .array ?? []
            }
            if isReturned || account.dice.chance(70) {
                let answer =
                    !isReturned && account.dice.chance(20)
                    ? try sandbox.call("sessions.reopen", id) : try sandbox.update(id, ["state": "cancelled"])
                rollbacks += answer["effects"]?.array ?? []
                let after = try sandbox.balances()
                #expect(Sums(closed) == Sums(rollbacks), place)
                #expect(after == before, place)
            }
        }
    }

    /// What effects, or the effects that undo them, come to.
    private struct Sums: Equatable {
        var codes: [String: Int] = [:]
        var discounts: [String: DecimalNumber] = [:]
        var points: [String: DecimalNumber] = [:]
        var progress: [Int64: DecimalNumber] = [:]

        init(_ effects: [JSONValue]) {
            for effect in effects {
                let props = effect["props"] ?? .null
                let value = props["value"]?.decimal ?? 0
                let type = effect["effectType"]?.string ?? ""
                switch type {
                case "acceptCoupon", "acceptReferral", "rollbackCoupon", "rollbackReferral":
                    codes["\(type.hasSuffix("Coupon")) \(props["value"]?.string ?? "")", default: 0] += 1
                case "rollbackDiscount",
                    _ where type.hasPrefix("setDiscount"):
                    let position = props["position"] ?? props["cartItemPosition"] ?? .null
                    let subPosition = props["subPosition"] ?? props["cartItemSubPosition"] ?? .null
                    let key = [effect["campaignId"], effect["ruleIndex"], props["name"], position, subPosition]
                    discounts[key.map { $0?.description ?? "" }.joined(separator: " "), default: 0] += value
                case "addLoyaltyPoints", "rollbackAddedLoyaltyPoints":
                    points["+ \(props["subLedgerId"] ?? "")", default: 0] += value
                case "deductLoyaltyPoints", "rollbackDeductedLoyaltyPoints":
                    points["- \(props["subLedgerId"] ?? "")", default: 0] += value
                case "increaseAchievementProgress", "rollbackIncreasedAchievementProgress":
                    let delta = props["delta"] ?? props["decreaseProgressBy"]
                    progress[props["progressTrackerId"]?.integer ?? 0, default: 0] += delta?.decimal ?? 0
                default: break
                }
            }
            progress = progress.filter { !$0.value.isZero }
        }
    }

    // MARK: - Dry requests

    @Test(arguments: seeds)
    func `a dry request changes nothing and answers as the real one would`(seed: UInt64) throws {
        var account = RandomAccount(seed: seed)
        let sandbox = try Sandbox.make(application: account.application())
        try account.setUp(sandbox)

        for step in 0..<3 {
            let place: Comment = "seed \(seed), session \(step)"
            var session = account.session()
            if account.dice.chance(60) { session["state"] = "closed" }
            let before = try sandbox.dump()
            let first = try sandbox.update("s\(step)", session, query: ["dry": "true"])
            let second = try sandbox.update("s\(step)", session, query: ["dry": "true"])
            #expect(try sandbox.dump() == before, place)
            #expect(masked(first) == masked(second), place)

            let real = try sandbox.update("s\(step)", session)
            #expect(told(first) == told(real), place)
        }
    }

    @Test func `a dry request changes no byte of a database file`() throws {
        for seed in Self.seeds.prefix(5) {
            try withTemporaryDatabase { path in
                var account = RandomAccount(seed: seed)
                let sandbox = try Sandbox.make(.file(path), application: account.application())
                try account.setUp(sandbox)
                var session = account.session()
                try sandbox.update("before", session)
                let folder = URL(filePath: path).deletingLastPathComponent()
                let before = try contents(of: folder)

                for state in ["open", "closed"] {
                    session["state"] = .string(state)
                    try sandbox.update("dry", session, query: ["dry": "true"])
                }

                let after = try contents(of: folder)
                #expect(after.keys.sorted() == before.keys.sorted(), "seed \(seed)")
                for (name, bytes) in after { #expect(bytes == before[name], "seed \(seed), \(name)") }
            }
        }
    }

    /// All files but the one that processes share to find their way in the journal: it holds no data.
    private func contents(of folder: URL) throws -> [String: Data] {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { !$0.lastPathComponent.hasSuffix("-shm") }
        return Dictionary(uniqueKeysWithValues: try files.map { ($0.lastPathComponent, try Data(contentsOf: $0)) })
    }

    // MARK: - The same again

    @Test(arguments: seeds)
    func `the same requests to equal accounts get the same answers`(seed: UInt64) throws {
        func run() throws -> [JSONValue] {
            var account = RandomAccount(seed: seed)
            let sandbox = try Sandbox.make(application: account.application())
            try account.setUp(sandbox)
            var answers: [JSONValue] = []
            for step in 0..<3 {
                var session = account.session()
                answers.append(try sandbox.update("s\(step)", session))
                session["state"] = "closed"
                answers.append(try sandbox.update("s\(step)", session))
                if account.dice.chance(40) { answers.append(try sandbox.update("s\(step)", ["state": "cancelled"])) }
            }
            return answers.map(masked)
        }
        let (first, second) = (try run(), try run())
        for (step, (one, other)) in zip(first, second).enumerated() {
            #expect(one == other, "seed \(seed), answer \(step)")
        }
    }

    /// Without what is drawn by lot: codes that are made, and ids of bookings that take others back.
    private func masked(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text) where text.hasPrefix("MADE-"): return "MADE"
        case .array(let elements): return .array(elements.map(masked))
        case .object(let members):
            var result = members.mapValues(masked)
            if members["effectType"]?.string?.hasPrefix("rollback") == true {
                result["props"]?["transactionUUID"] = "UUID"
            }
            return .object(result)
        default: return value
        }
    }

    /// What the rules gave, without ids that only stored things have.
    private func told(_ answer: JSONValue) -> [JSONValue] {
        (answer["effects"]?.array ?? []).map { effect in
            var effect = masked(effect)
            for key in ["transactionUUID", "progressTrackerId", "giveawayId", "profileId"] {
                effect["props"]?[key] = nil
            }
            return effect
        }
    }
}

extension Sandbox {
    @discardableResult
    fileprivate func update(_ id: String, _ session: JSONObject, query: [String: String] = [:]) throws -> JSONValue {
        try call(
            "sessions.update", id, query: query,
            body: [
                "customerSession": .object(session),
                "responseContent": ["customerSession", "customerProfile", "loyalty", "coupons", "triggeredCampaigns"],
            ])
    }

    /// Everything that the cancellation of a session gives back, as text.
    fileprivate func balances() throws -> String {
        let lines = try read { store, _ in
            var lines: [String] = []
            for row in try store.all(
                "SELECT value, usage_counter, discount_counter FROM coupon WHERE value LIKE 'CODE%'")
            {
                lines.append("\(row[0] as String) \(row[1] as Int64) \((row[2] as DecimalNumber).normalized)")
            }
            for row in try store.all("SELECT code, usage_counter FROM referral") {
                lines.append("\(row[0] as String) \(row[1] as Int64)")
            }
            let budgets = try store.all(
                "SELECT campaign_id, action, key, counter FROM budget WHERE action <> 'createCoupon' ORDER BY 1, 2, 3")
            for row in budgets where !(row[3] as DecimalNumber).isZero {
                let used = (row[3] as DecimalNumber).normalized
                lines.append("\(row[0] as Int64) \(row[1] as String) \(row[2] as String): \(used)")
            }
            for row in try store.all("SELECT integration_id, closed_sessions, total_sales FROM profile ORDER BY id")
            where !["eve"].contains(row[0] as String) {
                lines.append("\(row[0] as String) \(row[1] as Int64) \((row[2] as DecimalNumber).normalized)")
            }
            let rounds = try store.all(
                "SELECT id, achievement_id, profile_id, progress FROM achievement_round ORDER BY id")
            for row in rounds where !(row[3] as DecimalNumber).isZero {
                lines.append("round \(row[0] as Int64): \((row[3] as DecimalNumber).normalized)")
            }
            return lines
        }
        let points = try ["ada", "grace", "linus"].map { profile in
            let answer = try call("loyalty.balances", "1", profile)
            let ledgers =
                [("", answer["balance"] ?? .null)] + (answer["subledgerBalances"]?.object ?? [:]).map { ($0, $1) }
            return try ledgers.map { name, balance in
                let active = try #require(balance["activePoints"]?.decimal)
                let negative = balance["negativePoints"]?.decimal ?? 0
                #expect(active.isZero || negative.isZero)
                return "\(profile) \(name) \(active - negative) \(balance["pendingPoints"] ?? 0)"
            }.filter { !$0.hasSuffix(" 0 0") }.joined(separator: ", ")
        }
        return (lines + points).joined(separator: "\n")
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// What the sandbox cannot do with a bundle.
public struct BundleFinding: Sendable, Equatable {
    /// As in `campaigns[2]`, or campaign 12 with the names of itself and of a rule.
    public var place: String
    /// One sentence without a full stop.
    public var message: String
    /// One thing to do, or what it may be.
    public var hint: String?

    init(_ place: String, _ message: String, hint: String? = nil) {
        self.place = place
        self.message = message
        self.hint = hint
    }
}

extension Sandbox {
    /// What a bundle has that the sandbox refuses or cannot do: parts and settings, functions and blocks in rules, and
    /// things that rules name and the bundle does not have. Nothing is set up. Empty when all is supported.
    /// - Throws: `PerchError` when the bundle is no object.
    public static func findings(inBundle bundle: JSONValue) throws -> [BundleFinding] {
        let problems = Problems()
        _ = try Sandbox().configure { store, setup, now in
            var bundle = try Bundle(bundle) { problems.all.append($0) }
            return try bundle.load(store, &setup, now)
        }
        var findings = problems.all.map { BundleFinding($0.location ?? "bundle", $0.message, hint: $0.hint) }
        let references = BundleReferences(bundle)
        for campaign in bundle["campaigns"]?.array ?? [] {
            let name = campaign["name"]?.string ?? ""
            let place = "campaign " + (campaign["id"]?.integer.map { "\($0) " } ?? "") + "`\(name)`"
            let forms = rulesets(of: campaign, in: bundle)
            guard let ruleset = Bundle.best(of: forms).flatMap({ try? Ruleset($0) }) else { continue }
            let likely = likelyNames(forms)
            findings += ruleset.unknown.map { unknown in
                BundleFinding(
                    "\(place), \(unknown.place)", unknown.sentence,
                    hint: likely[unknown.name].map { "it may be `\($0)`" })
            }
            findings += references.missing(in: ruleset.document).map { BundleFinding(place, $0) }
        }
        return findings
    }

    private final class Problems { var all: [PerchError] = [] }

    private static func rulesets(of campaign: JSONValue, in bundle: JSONValue) -> [JSONValue] {
        if let ruleset = campaign["ruleset"] { return [ruleset] }
        if campaign["rules"] != nil {
            return [["rules": campaign["rules"] ?? [], "bindings": campaign["bindings"] ?? []]]
        }
        guard let id = campaign["activeRulesetId"]?.integer else { return [] }
        return Bundle.forms(of: id, campaign: campaign["id"]?.integer, in: bundle["rulesets"]?.array ?? [])
    }

    /// What unknown functions may be, when a ruleset is there in both forms.
    private static func likelyNames(_ forms: [JSONValue]) -> [String: String] {
        let read = forms.compactMap { try? Ruleset($0) }
        guard let plain = read.first(where: { !$0.isStructured }), let structured = read.first(where: \.isStructured)
        else { return [:] }
        return Ruleset.likelyNames(plain, structured)
    }
}

extension Ruleset.UnknownName {
    fileprivate var sentence: String {
        guard isFunction else { return "the sandbox does not know: \(name)" }
        let counts = arguments.map(String.init).joined(separator: " or ")
        let arguments = counts.isEmpty ? "" : " with \(counts) argument\(counts == "1" ? "" : "s")"
        return "the sandbox does not know the function `\(name)`\(arguments)\(count > 1 ? ", \(count) times" : "")"
    }
}

/// The things of a bundle that rules may name.
private struct BundleReferences {
    /// By part of the bundle, ids and names as texts.
    private var known: [String: Set<String>] = [:]
    /// Rules that read other rules' templates know more names.
    private let bundle: JSONValue

    /// Which argument of which function names a thing of which part.
    private static let places: [(functions: [String], argument: Int, part: String, noun: String)] = [
        (
            [
                "loyaltyBalance", "loyaltyTier", "loyaltyProgramMember", "loyaltyCardValid", "loyaltyCardRegistered",
                "addLoyaltyPoints", "addLoyaltyPointsPerItem", "deductLoyaltyPoints", "extendLoyaltyPointsExpiryDate",
                "setLoyaltyPointsExpiryDate",
            ], 1, "loyaltyPrograms", "loyalty program"
        ),
        (
            ["audienceMember", "audienceJustJoined", "audienceJustLeft", "addToAudience", "removeFromAudience"], 1,
            "audiences", "audience"
        ),
        (
            [
                "achievementJustCompleted", "achievementStarted", "achievementInProgress", "achievementCompleted",
                "achievementProgress", "increaseAchievementProgress",
            ], 1, "achievements", "achievement"
        ),
        (["awardGiveaway"], 1, "giveawayPools", "giveaway pool"),
        (["triggerWebhook"], 1, "webhooks", "webhook"),
        (["customEffect"], 1, "customEffects", "custom effect"),
        (["customEffectPerItem"], 2, "customEffects", "custom effect"),
        (["inCollection"], 2, "collections", "collection"),
        (["valueMap"], 1, "valueMaps", "value map"),
        (["setDiscountPerAdditionalCost"], 1, "additionalCosts", "additional cost"),
        (["setDiscountPerAdditionalCostPerItem"], 2, "additionalCosts", "additional cost"),
        (["createCoupon", "createReferral"], 1, "campaigns", "campaign"),
    ]

    init(_ bundle: JSONValue) {
        self.bundle = bundle
        for part in Set(Self.places.map(\.part)) {
            let entries = bundle[part]?.array ?? []
            known[part] = Set(
                entries.flatMap { entry in
                    [entry["id"], entry["name"], entry["title"]].compactMap { $0.map(Self.text) }
                })
        }
    }

    private static func text(_ json: JSONValue) -> String { json.string ?? json.description }

    /// What rules name and the bundle lacks, each once.
    func missing(in ruleset: JSONValue) -> [String] {
        var found: [String] = []
        var templates: Set<String> = []
        ruleset.forEachCall { call in
            if call[0] == "setTemplate", let name = call.dropFirst().first?.string?.prefix(while: { $0 != "(" }) {
                templates.insert(String(name))
            }
        }
        func note(_ noun: String, _ value: JSONValue) {
            let sentence = "rules name the \(noun) `\(Self.text(value))`, which the bundle does not have"
            if !found.contains(sentence) { found.append(sentence) }
        }
        ruleset.forEachCall { call in
            guard let name = call[0].string else { return }
            if name == "!", call.count > 1, let called = call[1].string, !templates.contains(called) {
                if called.hasPrefix("callApi"), let id = Int64(called.dropFirst(7)) {
                    if known["webhooks"]?.contains("\(id)") != true { note("webhook", .integer(id)) }
                } else if known["customEffects"]?.contains(called) != true {
                    note("custom effect", .string(called))
                }
            }
            for place in Self.places where place.functions.contains(name) && call.count > place.argument {
                let value = call[place.argument]
                guard value.string != nil || value.integer != nil else { continue }
                if known[place.part]?.contains(Self.text(value)) != true { note(place.noun, value) }
            }
        }
        return found
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// A bundle: one document with an Application and what belongs to it, in the shapes of the Management API. It is read
/// part by part, what is named before what names it, in one transaction.
struct Bundle {
    private let read: SetupDocument
    /// Gets each problem with the part that has it; a bundle that is loaded throws the first one.
    private let report: (PerchError) throws -> Void
    private var rulesets: [JSONValue] = []

    /// Parts that are read along with others.
    private static let ownParts = ["application", "rulesets", "campaignSet", "notes"]
    static let parts = ownParts + SetupSteps.bundleParts.map(\.key)

    init(_ value: JSONValue, report: @escaping (PerchError) throws -> Void = { throw $0 }) throws {
        guard value.object != nil || value == [] else {
            throw PerchError(
                .invalidArgument, "a bundle must be an object, not \(value.typeName)",
                hint: "write {\"application\": {…}, \"campaigns\": […]}")
        }
        read = SetupDocument("a bundle", open: value)
        self.report = report
    }

    /// Sets up everything.
    /// - Returns: the objects as they are stored, under the names of their parts.
    mutating func load(_ store: Store, _ setup: inout Setup, _ now: Moment) throws -> JSONValue {
        for key in read.members.keys where !Self.parts.contains(key) {
            try attempt(key) { _ = try SetupDocument("a bundle", [key: nil], fields: Self.parts) }
        }
        var result = JSONObject()
        try attempt("application") {
            if let application = try read.object("application") {
                result["application"] = try SetupSteps.bundleApplication(.object(application), store, &setup, now)
            }
        }
        try attempt("rulesets") { rulesets = try read.list("rulesets") ?? [] }
        let tree = try object("campaignSet")
        if let tree { try addGroups(of: tree, store, &setup, now) }
        for (key, step) in SetupSteps.bundleParts {
            guard let list = try list(key) else { continue }
            var stored: [JSONValue] = []
            for (index, document) in list.enumerated() {
                try attempt("\(key)[\(index)]") {
                    let document = key == "campaigns" ? try campaign(document, isInTree: tree != nil) : document
                    stored.append(try SetupSteps.run(step, document, store, &setup, now))
                }
            }
            result[key] = .array(stored)
        }
        try keepOtherRulesets(store, setup, now)
        if let tree {
            try attempt("campaignSet") {
                let tree = try Self.withoutTakenGroups(tree["set"] ?? tree, setup)
                result["campaignSet"] = try SetupSteps.evaluationTree(
                    tree, store.of(setup.application.id), &setup, now)
            }
        }
        return .object(result)
    }

    private func attempt(_ place: String, _ work: () throws -> Void) throws {
        do {
            try work()
        } catch var error as PerchError where error.code != .storage {
            error.location = place
            try report(error)
        }
    }

    private func list(_ key: String) throws -> [JSONValue]? {
        var list: [JSONValue]?
        try attempt(key) { list = try read.list(key) }
        return list
    }

    private func object(_ key: String) throws -> JSONValue? {
        var object: JSONObject?
        try attempt(key) { object = try read.object(key) }
        return object.map { .object($0) }
    }

    // MARK: - Campaigns and their rulesets

    /// A campaign with the ruleset that it names.
    private func campaign(_ document: JSONValue, isInTree: Bool) throws -> JSONValue {
        var document = document
        // The tree says where the campaign stands.
        if isInTree { document["evaluationGroupId"] = nil }
        guard document["rules"] == nil, document["ruleset"] == nil, let id = document["activeRulesetId"]?.integer
        else { return document }
        let forms = Self.forms(of: id, campaign: document["id"]?.integer, in: rulesets)
        guard let ruleset = Self.best(of: forms) else {
            let name = document["name"]?.string ?? ""
            throw PerchError(
                .invalidArgument, "the campaign `\(name)` names the ruleset `\(id)`, which the bundle does not have",
                hint: "add it to `rulesets`, or take `activeRulesetId` out")
        }
        document["ruleset"] = ruleset
        return document
    }

    /// All forms that a bundle has of a ruleset.
    static func forms(of id: Int64, campaign: Int64?, in rulesets: [JSONValue]) -> [JSONValue] {
        rulesets.filter { ruleset in
            let owner = ruleset["campaignId"]?.integer
            return ruleset["id"]?.integer == id && (owner == nil || campaign == nil || owner == campaign)
        }
    }

    /// The form of a ruleset of which the engine knows the most; the first one of equals.
    static func best(of forms: [JSONValue]) -> JSONValue? {
        func unknown(_ form: JSONValue) -> Int { (try? Ruleset(form).unknown.count) ?? .max }
        guard forms.count > 1 else { return forms.first }
        return forms.min { unknown($0) < unknown($1) }
    }

    /// Older revisions of rulesets, which no campaign runs.
    private func keepOtherRulesets(_ store: Store, _ setup: Setup, _ now: Moment) throws {
        for (index, ruleset) in rulesets.enumerated() {
            try attempt("rulesets[\(index)]") {
                let read = SetupDocument("a ruleset", open: ruleset)
                let id = try read.required("id", read.integer("id"))
                guard try store.number("SELECT 1 FROM ruleset WHERE id = ?", [id]) == 0 else { return }
                guard let campaign = try read.integer("campaignId") else { return }
                guard setup.owner(ofCampaign: campaign) != nil else {
                    throw PerchError(
                        .invalidArgument, "the ruleset `\(id)` is of the campaign `\(campaign)`, which is missing",
                        hint: "add it to `campaigns`, or take the ruleset out")
                }
                _ = try Ruleset(ruleset)
                try store.insert(ruleset: ruleset, id: id, ofCampaign: campaign, now: now)
            }
        }
    }

    // MARK: - Evaluation tree

    /// Adds the groups of a tree, so that it can be set as a whole.
    private func addGroups(of tree: JSONValue, _ store: Store, _ setup: inout Setup, _ now: Moment) throws {
        func add(_ node: JSONValue, to parent: Int64, depth: Int) throws {
            guard depth < 50 else { return }  // which the tree itself is refused for
            for element in node["elements"]?.array ?? [] where element["type"] != "CAMPAIGN" {
                guard let id = element["groupId"]?.integer,
                    try store.number("SELECT 1 FROM evaluation_group WHERE id = ?", [id]) == 0
                else { continue }
                let group: JSONValue = [
                    "id": .integer(id), "name": element["name"] ?? .string("Group \(id)"), "parentId": .integer(parent),
                ]
                _ = try SetupSteps.evaluationGroup(group, store.of(setup.application.id), &setup, now)
                try add(element, to: id, depth: depth + 1)
            }
        }
        try attempt("campaignSet") { try add(tree["set"] ?? tree, to: setup.tree.root, depth: 0) }
    }

    /// The tree with new ids for groups whose ids another Application, or the root, has.
    private static func withoutTakenGroups(_ node: JSONValue, _ setup: Setup, depth: Int = 0) throws -> JSONValue {
        guard var elements = node["elements"]?.array, depth < 50 else { return node }
        for index in elements.indices where elements[index]["type"] != "CAMPAIGN" {
            if let id = elements[index]["groupId"]?.integer, setup.tree.group(id)?.parent == nil {
                elements[index]["groupId"] = nil
            }
            elements[index] = try withoutTakenGroups(elements[index], setup, depth: depth + 1)
        }
        var node = node
        node["elements"] = .array(elements)
        return node
    }
}

extension SetupSteps {
    /// A whole bundle: see `Sandbox.load(bundle:)`.
    static func bundle(_ value: JSONValue, _ store: Store, _ setup: inout Setup, _ now: Moment) throws -> JSONValue {
        var bundle = try Bundle(value)
        return try bundle.load(store, &setup, now)
    }
}

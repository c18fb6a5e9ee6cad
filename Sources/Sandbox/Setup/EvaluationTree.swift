// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// The evaluation tree of an Application: groups in groups, and in each the campaigns that compete or stack there.
struct EvaluationTree {
    struct Group {
        let id: Int64
        /// Nil for the root.
        let parent: Int64?
        var name: String
        var description = ""
        var mode = EvaluationGroup.Mode.stackable
        var scope = EvaluationGroup.Scope.session
        /// Whether people may not change it in the Campaign Manager; the sandbox keeps it for them.
        var isLocked = false
        var elements: [Element] = []
    }

    enum Element: Hashable {
        case group(Int64)
        case campaign(Int64)
    }

    /// Counts the changes.
    private(set) var version: Int64
    let root: Int64
    private(set) var groups: [Int64: Group]
    /// The group of each campaign.
    private(set) var places: [Int64: Int64] = [:]

    init(root: Int64, groups: [Int64: Group] = [:], version: Int64 = 1) {
        self.root = root
        self.version = version
        self.groups = groups
        if groups[root] == nil { self.groups[root] = Group(id: root, parent: nil, name: "Root") }
        for (id, group) in groups {
            for case .campaign(let campaign) in group.elements { places[campaign] = id }
        }
    }

    func group(_ id: Int64) -> Group? { groups[id] }

    /// The group that a campaign is in.
    func group(ofCampaign id: Int64) -> Int64? { places[id] }

    /// Whether it is as for an Application that has no groups: all campaigns stack, in the order of their ids.
    var isPlain: Bool {
        guard groups.count == 1, let root = groups[root], root.mode == .stackable else { return false }
        return zip(root.elements, root.elements.dropFirst()).allSatisfy { first, second in
            if case .campaign(let first) = first, case .campaign(let second) = second { first < second } else { false }
        }
    }

    // MARK: - Changes

    /// Adds a group at the end of its parent.
    mutating func add(_ group: Group) {
        groups[group.id] = group
        if let parent = group.parent { groups[parent]?.elements.append(.group(group.id)) }
        version += 1
    }

    /// Puts a campaign at the end of a group, and takes it out of the one that it was in.
    mutating func put(campaign: Int64, in group: Int64) {
        guard places[campaign] != group else { return }
        if places[campaign] == nil { version += 1 } else { remove(campaign: campaign) }
        groups[group]?.elements.append(.campaign(campaign))
        places[campaign] = group
    }

    mutating func remove(campaign: Int64) {
        guard let old = places.removeValue(forKey: campaign) else { return }
        groups[old]?.elements.removeAll { $0 == .campaign(campaign) }
        version += 1
    }

    /// Takes a group away; what is in it goes to its parent, in its place. The root stays.
    mutating func remove(group id: Int64) {
        guard let group = groups[id], let parent = group.parent,
            let place = groups[parent]?.elements.firstIndex(of: .group(id))
        else { return }
        groups[id] = nil
        groups[parent]?.elements.replaceSubrange(place...place, with: group.elements)
        for element in group.elements {
            switch element {
            case .campaign(let campaign): places[campaign] = parent
            case .group(let child): groups[child] = groups[child]?.in(parent)
            }
        }
        version += 1
    }

    // MARK: - Forms

    /// The tree as the rule engine has it; nil when it is plain.
    var evaluationGroup: EvaluationGroup? { isPlain ? nil : evaluationGroup(root) }

    private func evaluationGroup(_ id: Int64) -> EvaluationGroup? {
        groups[id].map { group in
            EvaluationGroup(
                id: group.id, name: group.name, mode: group.mode, scope: group.scope,
                elements: group.elements.compactMap { element in
                    switch element {
                    case .campaign(let id): .campaign(id)
                    case .group(let id): evaluationGroup(id).map { .group($0) }
                    }
                })
        }
    }

    /// The tree as the Management API shows it (`campaign_set`).
    func json(application: Int64) -> JSONValue {
        [
            "id": .integer(root), "applicationId": .integer(application), "version": .integer(version),
            "set": .object(json(groups[root])),
        ]
    }

    private func json(_ group: Group?) -> JSONObject {
        guard let group else { return [:] }
        return [
            "type": "SET", "groupId": .integer(group.id), "name": .string(group.name),
            "description": .string(group.description), "operator": group.mode == .listOrder ? "FIRST" : "ALL",
            "evaluationMode": .string(group.mode.rawValue), "evaluationScope": .string(group.scope.rawValue),
            "locked": .bool(group.isLocked),
            "elements": .array(
                group.elements.map { element in
                    switch element {
                    case .group(let id): .object(json(groups[id]))
                    case .campaign(let id): ["type": "CAMPAIGN", "campaignId": .integer(id)]
                    }
                }),
        ]
    }

    /// A tree in the form of the Management API, for campaigns that there are; `next` gives ids to new groups. Campaigns
    /// that it leaves out are added at the end of the root.
    /// - Throws: `PerchError(.invalidArgument)` for unknown campaigns and groups, and for what stands in it twice.
    init(
        _ value: JSONValue, replacing old: EvaluationTree, campaigns: [Int64], next: () throws -> Int64
    ) throws {
        self.init(root: old.root, version: old.version + 1)
        let set = value["set"]?.unlessNull ?? value
        groups = [:]
        let known = Set(campaigns)

        func readGroup(
            _ node: JSONValue, parent: Int64?, depth: Int, into tree: inout EvaluationTree
        ) throws -> Int64 {
            let read = SetupDocument("a group of the evaluation tree", open: node)
            guard depth < 50 else {
                throw PerchError(
                    .invalidArgument, "the evaluation tree has more than 50 levels",
                    hint: "put fewer groups into groups")
            }
            let given = try read.integer("groupId")
            let id = try parent == nil ? old.root : given ?? next()
            guard given == nil || parent == nil || old.groups[id]?.parent != nil else {
                throw PerchError(
                    .invalidArgument, "there is no evaluation group `\(id)`",
                    hint: "leave `groupId` out to add a group")
            }
            guard tree.groups[id] == nil else {
                throw PerchError(
                    .invalidArgument, "the evaluation group `\(id)` stands in the tree twice", hint: "name it once")
            }
            tree.groups[id] = try Group(read, id: id, parent: parent, basis: old.groups[id])
            for element in try read.list("elements") ?? [] {
                if element["type"]?.string == "CAMPAIGN" {
                    let read = SetupDocument("a campaign of the evaluation tree", open: element)
                    let campaign = try read.required("campaignId", read.integer("campaignId"))
                    guard known.contains(campaign) else {
                        throw PerchError(
                            .invalidArgument, "there is no campaign `\(campaign)`",
                            hint: "name campaigns of the Application")
                    }
                    guard tree.places[campaign] == nil else {
                        throw PerchError(
                            .invalidArgument, "the campaign `\(campaign)` stands in the evaluation tree twice",
                            hint: "name it once")
                    }
                    tree.places[campaign] = id
                    tree.groups[id]?.elements.append(.campaign(campaign))
                } else {
                    let child = try readGroup(element, parent: id, depth: depth + 1, into: &tree)
                    tree.groups[id]?.elements.append(.group(child))
                }
            }
            return id
        }
        _ = try readGroup(set, parent: nil, depth: 0, into: &self)
        for campaign in campaigns where places[campaign] == nil {
            places[campaign] = root
            groups[root]?.elements.append(.campaign(campaign))
        }
    }
}

extension EvaluationTree.Group {
    static let fields = [
        "id", "groupId", "name", "description", "parentId", "evaluationMode", "evaluationScope", "locked", "operator",
        "applicationId",
    ]

    /// Reads what a document says of a group; what it leaves out is as before, or as for a new one.
    init(_ read: SetupDocument, id: Int64, parent: Int64?, basis: EvaluationTree.Group?) throws {
        self.id = id
        self.parent = parent
        name = try read.string("name") ?? basis?.name ?? "Root"
        description = try read.string("description") ?? basis?.description ?? ""
        // The older notation knows two modes.
        let old = try read.choice("operator", ["ALL", "FIRST"]).map { $0 == "FIRST" ? "listOrder" : "stackable" }
        let mode = try read.choice("evaluationMode", EvaluationGroup.Mode.allCases.map(\.rawValue)) ?? old
        self.mode = mode.flatMap(EvaluationGroup.Mode.init) ?? basis?.mode ?? .stackable
        scope =
            try read.choice("evaluationScope", EvaluationGroup.Scope.allCases.map(\.rawValue))
            .flatMap(EvaluationGroup.Scope.init) ?? basis?.scope ?? .session
        isLocked = try read.bool("locked") ?? basis?.isLocked ?? false
    }

    /// The same group in another one.
    fileprivate func `in`(_ parent: Int64) -> Self {
        var group = EvaluationTree.Group(id: id, parent: parent, name: name)
        (group.description, group.mode, group.scope, group.isLocked) = (description, mode, scope, isLocked)
        group.elements = elements
        return group
    }
}

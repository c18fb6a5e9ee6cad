// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import RuleEngine

/// The evaluation tree as it is stored: groups, and for each campaign its group; siblings follow each other by `place`.
extension Store {
    func evaluationTree(of application: Int64) throws -> EvaluationTree {
        let rows = try all(
            """
            SELECT id, parent_id, place, name, description, mode, scope, is_locked FROM evaluation_group
            WHERE application_id = ? ORDER BY parent_id IS NOT NULL, id
            """, [application])
        var places: [(place: Int64, parent: Int64, element: EvaluationTree.Element)] = []
        var groups: [Int64: EvaluationTree.Group] = [:]
        for row in rows {
            let group = EvaluationTree.Group(
                id: row[0], parent: row[1], name: row[3], description: row[4],
                mode: EvaluationGroup.Mode(rawValue: row[5]) ?? .stackable,
                scope: EvaluationGroup.Scope(rawValue: row[6]) ?? .session, isLocked: row[7])
            groups[group.id] = group
            if let parent = group.parent { places.append((row[2], parent, .group(group.id))) }
        }
        for row in try all(
            "SELECT id, evaluation_group_id, place FROM campaign WHERE application_id = ?", [application])
        {
            places.append((row[2], row[1], .campaign(row[0])))
        }
        for (_, parent, element) in places.sorted(by: { $0.place < $1.place }) {
            groups[parent]?.elements.append(element)
        }
        return EvaluationTree(
            root: rows.first?[0] ?? 0, groups: groups,
            version: try number("SELECT tree_version FROM application WHERE id = ?", [application]))
    }

    /// Stores a new group at the end of its parent.
    func insert(_ group: EvaluationTree.Group, application: Int64) throws {
        try run(
            """
            INSERT INTO evaluation_group (
                id, application_id, parent_id, place, name, description, mode, scope, is_locked)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                group.id, application, group.parent, next("evaluation_place"), group.name, group.description,
                group.mode.rawValue, group.scope.rawValue, group.isLocked,
            ])
    }

    /// Stores that a campaign stands at the end of a group.
    func place(campaign: Int64, in group: Int64) throws {
        try run(
            "UPDATE campaign SET evaluation_group_id = ?, place = ? WHERE id = ?",
            [group, next("evaluation_place"), campaign])
    }

    func setTreeVersion(_ version: Int64, of application: Int64) throws {
        try run("UPDATE application SET tree_version = ? WHERE id = ?", [version, application])
    }

    /// Stores a tree in place of the one that there is.
    func replaceTree(of application: Int64, by tree: EvaluationTree) throws {
        try run("PRAGMA defer_foreign_keys = ON")
        try run("DELETE FROM evaluation_group WHERE application_id = ?", [application])
        func store(_ id: Int64) throws {
            guard let group = tree.group(id) else { return }
            try insert(group, application: application)
            for element in group.elements {
                switch element {
                case .group(let id): try store(id)
                case .campaign(let campaign): try place(campaign: campaign, in: id)
                }
            }
        }
        try store(tree.root)
        try setTreeVersion(tree.version, of: application)
    }
}

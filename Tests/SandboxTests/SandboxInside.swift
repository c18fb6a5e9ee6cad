// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import RuleEngine

@testable import Sandbox

/// A look into the database of a sandbox.
extension Sandbox {
    /// Everything that is stored, table by table.
    func dump() throws -> String {
        try read { store, _ in
            let tables = try store.all(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
            ).map { $0[0] as String }
            return try tables.map { table in
                let columns = try store.all("SELECT name FROM pragma_table_info(?)", [table]).map { $0[0] as String }
                let row = columns.map { "quote(\"\($0)\")" }.joined(separator: " || ',' || ")
                let rows = try store.all("SELECT \(row) FROM \"\(table)\" ORDER BY 1").map { $0[0] as String }
                return ([table] + rows).joined(separator: "\n")
            }.joined(separator: "\n\n")
        }
    }

    /// What is used of the first budget of a campaign.
    func budget(of campaign: Int64) throws -> JSONValue? {
        let now = clock.now
        return try read { store, setup in
            try setup.campaign(campaign)?.json(store, now: now)["budgets"]?[0]?["counter"]
        }
    }
}

extension Sandbox {
    /// Runs a statement outside of any transaction, as pragmas want it, and gives its first number.
    func outsideTransaction(_ sql: String) throws -> Int64 {
        try withDatabase { try $0.number(sql) }
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Pools of giveaway codes.
enum GiveawayManagement {
    static let handlers: [String: Call.Handler] = [
        "getGiveawaysPools": list,
        "createGiveawaysPool": create,
        "importPoolGiveaways": importFile,
        "exportPoolGiveaways": export,
    ]

    static func list(_ call: inout Call) throws -> APIResponse {
        try call.list(
            call.store.all("SELECT id, document FROM giveaway_pool ORDER BY id").map { row in
                var pool: JSONValue = row[1]
                pool["id"] = .integer(row[0])
                return pool
            })
    }

    static func create(_ call: inout Call) throws -> APIResponse {
        .created(call.shown(try call.setUp(call.givenFields, SetupSteps.giveawayPool), as: "GiveawaysPool"))
    }

    static func importFile(_ call: inout Call) throws -> APIResponse {
        let pool = try pool(call)
        let file = try CSVFile(call.body.string ?? "", needs: "code")
        try file.eachRow { row in
            let attributes = try row.object("attributes") ?? [:]
            try call.check(attributes, of: "Giveaway", at: "/attributes")
            try call.store.run(
                """
                INSERT INTO giveaway (pool_id, code, created, start_date, end_date, attributes)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                [
                    pool, row.required("code"), call.now, row.moment("startdate"), row.moment("enddate"),
                    JSONValue.object(attributes),
                ])
        }
        return try call.imported(file.rows.count, "Giveaway")
    }

    static func export(_ call: inout Call) throws -> APIResponse {
        let pool = try pool(call)
        let codes = try call.store.all(
            "SELECT \(GiveawayRecord.columns) FROM \(GiveawayRecord.tables) WHERE pool_id = ? ORDER BY giveaway.id",
            [pool]
        ).map(GiveawayRecord.init).filter {
            try call.isIn($0.created, after: "createdAfter", before: "createdBefore")
        }
        return Call.csv(
            [
                "id", "created", "poolid", "code", "startdate", "enddate", "attributes", "used", "importid",
                "profileintegrationid", "profileid",
            ],
            codes.map { code in
                let json = code.json
                return [
                    json.cell("id"), json.cell("created"), json.cell("poolId"), json.cell("code"),
                    json.cell("startDate"), json.cell("endDate"), json.cell("attributes"), json.cell("used"), "",
                    json.cell("profileIntegrationId"), json.cell("profileId"),
                ]
            })
    }

    private static func pool(_ call: Call) throws -> Int64 {
        let id = try call.id("poolId")
        guard try call.store.number("SELECT 1 FROM giveaway_pool WHERE id = ?", [id]) == 1 else {
            throw Failure.notFound("There is no giveaway pool \(id)")
        }
        return id
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// All operations and objects of the Integration API.
public enum Catalog {
    /// In the order of the documentation.
    public static let resources: [Resource] = [
        .customerSessions, .customerProfiles, .inventory, .events, .audiences, .coupons, .referrals, .loyalty,
        .loyaltyCards, .achievements, .catalogs, .campaigns, .evaluation, .errors,
    ]

    /// In the order of the documentation: by resource.
    public static let operations: [Operation] = resources.flatMap(\.operations)

    /// The operation with an id or a Lua name, as in `updateCustomerSessionV2` or `sessions.update`.
    public static func operation(_ name: String) -> Operation? {
        byName[name]
    }

    /// The object with the API's own name; objects of the Management API are found as well.
    public static func schema(named name: String) -> ObjectSchema? {
        objects[name]?() ?? ManagementCatalog.schema(named: name)
    }

    private static let byName: [String: Operation] = {
        var names: [String: Operation] = [:]
        for operation in operations {
            names[operation.id] = operation
            names[operation.lua] = operation
        }
        return names
    }()

    private static let objects: [String: @Sendable () -> ObjectSchema] = {
        var objects: [String: @Sendable () -> ObjectSchema] = [:]
        for resource in resources {
            for (name, object) in resource.objects { objects[name] = object }
        }
        return objects
    }()
}

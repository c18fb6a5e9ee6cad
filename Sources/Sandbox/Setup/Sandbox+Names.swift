// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import IntegrationAPI

// What people choose from when they type a name: no request is made for it, and none is remembered.

extension Sandbox {
    /// Things that are known by an id.
    public enum NamedThing: String, Sendable, CaseIterable {
        case session, profile, coupon, referral, audience, loyaltyProgram, loyaltyCard, event, catalog, achievement

        fileprivate var source: (column: String, table: String) {
            switch self {
            case .session: ("integration_id", "session")
            case .profile: ("integration_id", "profile")
            case .coupon: ("value", "coupon")
            case .referral: ("code", "referral")
            case .audience: ("id", "audience")
            case .loyaltyProgram: ("id", "loyalty_program")
            case .loyaltyCard: ("identifier", "loyalty_card")
            case .event: ("integration_id", "event")
            case .catalog: ("id", "catalog")
            case .achievement: ("id", "achievement")
            }
        }
    }

    /// A declared custom attribute.
    public struct NamedAttribute: Sendable, Equatable {
        public let name: String
        /// As the API has it: `string`, `(list number)` …
        public let type: String
        /// The only texts allowed; empty when any are.
        public let choices: [String]
    }

    /// The ids of things, newest first, at most `limit`.
    /// - Throws: `PerchError(.storage)` when the database fails.
    public func ids(of thing: NamedThing, limit: Int) throws -> [String] {
        let (column, table) = thing.source
        return try withDatabase { store in
            try store.all(
                "SELECT CAST(\(column) AS TEXT) FROM \(table) WHERE \(column) IS NOT NULL ORDER BY id DESC LIMIT ?",
                [Int64(max(limit, 0))]
            ).map { $0[0] }
        }
    }

    /// The custom attributes of an entity, such as `CustomerSession`, in order of name.
    public func attributes(of entity: String) -> [NamedAttribute] {
        look { setup in
            (setup.attributes[entity] ?? [:]).values.sorted { $0.name < $1.name }.map { attribute in
                NamedAttribute(
                    name: attribute.name, type: attribute.type.rawValue,
                    choices: (attribute.allowed ?? []).map { $0.string ?? $0.description })
            }
        }
    }

    /// The name of a campaign of any Application; nil when there is none with the id.
    public func campaignName(_ id: Int64) -> String? {
        look { setup in setup.applications.lazy.compactMap { $0.campaign(id)?.name }.first }
    }
}

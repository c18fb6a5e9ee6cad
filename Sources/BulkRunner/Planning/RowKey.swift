// Part of Perch. SPDX-License-Identifier: Apache-2.0

import OperationCatalog

/// What tells rows apart, as numbers: the same on every machine and in every run.
struct RowKey: Sendable, Hashable {
    /// Of all that names the row; two rows with the same are duplicates. Nil when nothing names it.
    var identity: UInt64?
    /// Of the thing that the row is about: rows with the same are done in order.
    var order: UInt64

    /// A hash of texts that never changes: FNV-1a, with its bits mixed so that all of them count.
    static func hash(_ texts: [String]) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for text in texts {
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            // What no text has, so that `a, bc` is not `ab, c`.
            hash = (hash ^ 0x1FF) &* 0x100_0000_01b3
        }
        hash ^= hash >> 33
        hash = hash &* 0xff51_afd7_ed55_8ccd
        hash ^= hash >> 33
        hash = hash &* 0xc4ce_b9fe_1a85_ec53
        return hash ^ (hash >> 33)
    }
}

/// Which fields make the key of an operation's rows.
struct KeyRule: Sendable {
    /// All that names a row; empty when rows may look alike, as events do.
    let identity: [Target]
    /// What the row is about; empty when rows have nothing to do with each other.
    let order: [Target]

    init(_ operation: Operation, _ form: BatchForm?) {
        let path = operation.pathParameters.indices.map { Target.path($0) }
        let field = { (name: String) in Target.row(FieldPath([.key(name)])) }
        let profile = operation.subjects.first { $0.kind == .profile }.flatMap { Self.target($0, form) }
        let session = operation.subjects.first { $0.kind == .session }.flatMap { Self.target($0, form) }
        order = (session ?? profile).map { [$0] } ?? path
        identity =
            switch operation.id {
            case "updateCustomerProfilesV2": [field("integrationId")]
            case "updateCustomerProfileAudiences": [field("profileIntegrationId"), field("audienceId")]
            case "createReferral":
                [field("friendProfileIntegrationId"), field("campaignId"), field("advocateProfileIntegrationId")]
            case "trackEventV3": [field("integrationId")]
            case "createAudienceV2": [field("integration"), field("integrationId"), field("name")]
            case "syncCatalog":
                [.path(0), field("type"), .row(FieldPath([.key("payload"), .key("sku")]))]
            case "createReferralsForMultipleAdvocates": [.shared(FieldPath([.key("campaignId")])), .element]
            case "generateLoyaltyCard": path + [field("cardIdentifier")]
            case "linkLoyaltyCardToProfile", "unlinkLoyaltyCardFromProfile": path + [field("integrationId")]
            // One customer or session may have several.
            case "returnCartItems", "activateLoyaltyPoints", "deleteLoyaltyTransactionsFromLedgers": []
            default:
                if form?.isText == true { path + [.element] } else { path }
            }
    }

    private static func target(_ subject: Operation.Subject, _ form: BatchForm?) -> Target? {
        switch subject.source {
        case .path(let index): return .path(index)
        case .body(let keys):
            guard let form, keys.first == form.list else { return .row(FieldPath(keys.map { .key($0) })) }
            return keys.count == 1 ? .element : .row(FieldPath(keys.dropFirst().map { .key($0) }))
        }
    }
}

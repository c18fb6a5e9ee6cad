// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
public import IntegrationAPI
import IntegrationClient
public import OperationCatalog

/// Reads what rows are about to change, and makes of it the rows that change it back.
struct ValuesBefore: Sendable {
    let client: IntegrationClient
    let operation: Operation

    /// The operation that takes changes of another one back, for those whose changes can be.
    static func undoing(_ operation: Operation) -> Operation? {
        switch operation.id {
        case "createCouponReservation": .deleteCouponReservation
        case "deleteCouponReservation": .createCouponReservation
        case "updateCustomerProfileAudiences": .updateCustomerProfileAudiences
        case "updateCustomerProfileV2", "updateCustomerProfilesV2": .updateCustomerProfilesV2
        default: nil
        }
    }

    /// For each row what takes its change back: a row for `undoing(_:)`, or null when nothing would change.
    func undoRows(of items: [BulkItem]) async throws -> [JSONValue] {
        switch operation.id {
        case "createCouponReservation", "deleteCouponReservation":
            guard let code = items.first?.pathArguments.first else { return [] }
            let reserved = try await ReadBack.reserved(code, client)
            let isMaking = operation.id == "createCouponReservation"
            return items.map { item in
                let customer = item.value?.string ?? ""
                guard reserved.contains(customer) != isMaking else { return .null }
                return ["couponValue": .string(code), "integrationID": .string(customer)]
            }
        case "updateCustomerProfileAudiences":
            return try await each(items, by: { $0.value?["profileIntegrationId"]?.string ?? "" }, membership)
        default:
            return try await each(
                items, by: { $0.pathArguments.first ?? $0.value?["integrationId"]?.string ?? "" }, attributes)
        }
    }

    private func each(
        _ items: [BulkItem], by profile: (BulkItem) -> String, _ undo: (BulkItem, String, JSONValue) -> JSONValue
    ) async throws -> [JSONValue] {
        var rows: [JSONValue] = []
        for item in items {
            let id = profile(item)
            let request = APIRequest(.getCustomerInventory, pathArguments: [id], query: [.init("profile", "true")])
            let answer = try await ReadBack.unlessMissing { try await client.send(request) }
            rows.append(undo(item, id, try answer?.json()?["profile"] ?? .null))
        }
        return rows
    }

    private func membership(_ item: BulkItem, _ id: String, _ profile: JSONValue) -> JSONValue {
        let audience = item.value?["audienceId"] ?? .null
        let isMember = (profile["audienceMemberships"]?.array ?? []).contains { $0["id"] == audience }
        let joins = item.value?["action"]?.string == "add"
        guard isMember != joins else { return .null }
        return ["action": joins ? "delete" : "add", "profileIntegrationId": .string(id), "audienceId": audience]
    }

    /// What a row changes, in a few words: ``ada: tier "silver" → "gold"``.
    static func words(_ item: BulkItem, undo: JSONValue) -> String {
        if let audience = undo["audienceId"] {
            let who = undo["profileIntegrationId"]?.cellText ?? ""
            return "\(who) \(undo["action"] == "delete" ? "joins" : "leaves") audience \(audience)"
        }
        if let code = undo["couponValue"]?.string {
            return "the reservation of \(code) by \(undo["integrationID"]?.cellText ?? "")"
        }
        let changes = (undo["attributes"]?.object ?? [:]).map { name, before in
            "\(name) \(before.isNull ? "nothing" : before.description) → \(item.value?["attributes"]?[name]?.description ?? "nothing")"
        }
        return "\(undo["integrationId"]?.cellText ?? ""): " + changes.joined(separator: ", ")
    }

    /// The attributes that change, with their values before; null for one that the profile did not have.
    private func attributes(_ item: BulkItem, _ id: String, _ profile: JSONValue) -> JSONValue {
        var old: JSONObject = [:]
        for (name, value) in item.value?["attributes"]?.object ?? [:] {
            let before = profile["attributes"]?[name] ?? .null
            if before != value { old[name] = before }
        }
        return old.isEmpty ? .null : ["integrationId": .string(id), "attributes": .object(old)]
    }
}

extension BulkJob {
    /// Refuses to promise an undo file where there can be none.
    /// - Throws: `PerchError(.invalidArgument)`.
    public static func requireUndo(_ operation: OperationCatalog.Operation) throws(PerchError) {
        guard ValuesBefore.undoing(operation) == nil else { return }
        throw PerchError(
            .invalidArgument, "\(operation.lua) cannot be taken back",
            hint: "leave --undo out; it is for attributes of profiles, memberships of audiences and reservations")
    }
}

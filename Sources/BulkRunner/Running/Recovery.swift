// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import IntegrationClient
import OperationCatalog

/// What to do with a call of which nobody knows whether it was done: its answer was lost, or the process that waited for it.
enum Recovery: Sendable, Equatable {
    /// Make it again: the second time changes nothing more, or the service knows it by its key.
    case again
    /// Make it again: if it was done, the service refuses it as something that is there already.
    case againUnlessThere
    /// Ask the service about each row.
    case look
    /// Nobody can know.
    case uncertain

    /// - Parameter age: seconds since the call was sent.
    init(_ operation: Operation, _ items: [BulkItem], age: Int64) {
        switch operation.repetition {
        case .safe: self = .again
        case .keyed: self = age < Self.keyLifetime || Self.isUpsert(operation, items) ? .again : .uncertain
        case .never:
            self = Self.isUpsert(operation, items) ? .again : Self.unrepeatable(operation, items)
        }
    }

    /// The service keeps an answer by its key for 24 hours; an hour is left for clocks that differ.
    private static let keyLifetime: Int64 = 23 * 3_600

    /// Whether the same again gives the same, by what the rows say.
    private static func isUpsert(_ operation: Operation, _ items: [BulkItem]) -> Bool {
        switch operation.id {
        case "updateCustomerProfilesV2": true
        case "updateCustomerProfileV2": items.allSatisfy { !$0.query.contains(.init("runRuleEngine", "true")) }
        case "syncCatalog":
            items.allSatisfy { item in
                switch item.value?["type"]?.string {
                case "PATCH", "PATCH_MANY", "REMOVE_MANY": item.shared["version"] == nil
                case "ADD": item.shared["version"] == nil && item.value?["payload"]?["replaceIfExists"]?.bool == true
                default: false
                }
            }
        default: false
        }
    }

    private static func unrepeatable(_ operation: Operation, _ items: [BulkItem]) -> Recovery {
        switch operation.id {
        case "trackEventV3", "joinLoyaltyProgram", "linkLoyaltyCardToProfile": .againUnlessThere
        case "createAudienceV2": items.allSatisfy { $0.value?["integrationId"] != nil } ? .againUnlessThere : .uncertain
        case "createCouponReservation", "createReferral", "createReferralsForMultipleAdvocates": .look
        case "generateLoyaltyCard": items.allSatisfy { $0.value?["cardIdentifier"] != nil } ? .look : .uncertain
        default: .uncertain
        }
    }

    /// Whether a refusal says that it is done already.
    static func saysThere(_ error: PerchError) -> Bool {
        error.code == .api && (error.status == 409 || error.status == 400 && error.message.contains("already"))
    }
}

/// Asks the service whether rows were done.
struct ReadBack: Sendable {
    enum Finding: Sendable, Equatable {
        case done
        case notDone
        case unknown(String)
    }

    let client: IntegrationClient

    /// A finding for each row, in their order.
    /// - Throws: what a call throws; then nothing is known.
    func look(_ items: [BulkItem], of operation: Operation) async throws -> [Finding] {
        switch operation.id {
        case "createCouponReservation":
            guard let code = items.first?.pathArguments.first else { return [] }
            let reserved = try await Self.reserved(code, client)
            return items.map { reserved.contains($0.value?.string ?? "") ? .done : .notDone }
        case "createReferral", "createReferralsForMultipleAdvocates":
            var findings: [Finding] = []
            for item in items { findings.append(try await referral(item)) }
            return findings
        case "generateLoyaltyCard":
            var findings: [Finding] = []
            for item in items { findings.append(try await card(item)) }
            return findings
        default: return items.map { _ in .unknown("nothing tells whether it was done") }
        }
    }

    /// The ids of the customers who have a coupon reserved; nobody for an unknown coupon.
    static func reserved(_ code: String, _ client: IntegrationClient) async throws -> Set<String> {
        guard
            let answer = try await unlessMissing({
                try await client.send(APIRequest(.getReservedCustomers, pathArguments: [code]))
            })
        else { return [] }
        return Set((try answer.json()?["data"]?.array ?? []).compactMap { $0["integrationId"]?.string })
    }

    private func referral(_ item: BulkItem) async throws -> Finding {
        let advocate = item.value?.string ?? item.value?["advocateProfileIntegrationId"]?.string ?? ""
        let campaign = item.shared["campaignId"] ?? item.value?["campaignId"]
        let request = APIRequest(.getCustomerInventory, pathArguments: [advocate], query: [.init("referrals", "true")])
        guard let answer = try await Self.unlessMissing({ try await client.send(request) }) else { return .notDone }
        let codes = (try answer.json()?["referrals"]?.array ?? []).filter { $0["campaignId"] == campaign }
            .compactMap { $0["code"]?.string }
        return codes.isEmpty
            ? .notDone : .unknown("\(advocate) has \(codes.joined(separator: ", ")): look whether one is of this row")
    }

    private func card(_ item: BulkItem) async throws -> Finding {
        let arguments = item.pathArguments + [item.value?["cardIdentifier"]?.cellText ?? ""]
        let answer = try await Self.unlessMissing {
            try await client.send(APIRequest(.getLoyaltyCardBalances, pathArguments: arguments))
        }
        return answer == nil ? .notDone : .done
    }

    /// Nil when there is no such thing.
    static func unlessMissing(_ call: () async throws -> APIResponse) async throws -> APIResponse? {
        do {
            return try await call()
        } catch let error as PerchError where error.code == .api && error.status == 404 {
            return nil
        }
    }
}

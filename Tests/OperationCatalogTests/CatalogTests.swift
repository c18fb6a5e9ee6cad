// Part of Perch. SPDX-License-Identifier: Apache-2.0

import OperationCatalog
import Testing

@Suite struct CatalogTests {
    /// Lua name, operation id, method and path.
    private let expected = """
        sessions.update updateCustomerSessionV2 PUT /v2/customer_sessions/{customerSessionId}
        sessions.get getCustomerSession GET /v2/customer_sessions/{customerSessionId}
        sessions.reopen reopenCustomerSession PUT /v2/customer_sessions/{customerSessionId}/reopen
        returns.create returnCartItems POST /v2/customer_sessions/{customerSessionId}/returns
        v1.sessions.update updateCustomerSession PUT /v1/customer_sessions/{customerSessionId}
        profiles.update updateCustomerProfileV2 PUT /v2/customer_profiles/{integrationId}
        profiles.update_many updateCustomerProfilesV2 PUT /v2/customer_profiles
        v1.profiles.update updateCustomerProfile PUT /v1/customer_profiles/{integrationId}
        inventory.get getCustomerInventory GET /v1/customer_profiles/{integrationId}/inventory
        data.delete deleteCustomerData DELETE /v1/customer_data/{integrationId}
        events.track trackEventV2 POST /v2/events
        events.track_v3 trackEventV3 POST /v3/events
        events.get getEventV3 GET /v3/events/{integrationId}
        v1.events.track trackEvent POST /v1/events
        audiences.create createAudienceV2 POST /v2/audiences
        audiences.update updateAudienceV2 PUT /v2/audiences/{audienceId}
        audiences.delete deleteAudienceV2 DELETE /v2/audiences/{audienceId}
        audiences.delete_memberships deleteAudienceMembershipsV2 DELETE /v2/audiences/{audienceId}/memberships
        audiences.update_members updateCustomerProfileAudiences POST /v2/customer_audiences
        audiences.update_attributes updateAudienceCustomersAttributes PUT /v2/audience_customers/{audienceId}/attributes
        reservations.create createCouponReservation POST /v1/coupon_reservations/{couponValue}
        reservations.delete deleteCouponReservation DELETE /v1/coupon_reservations/{couponValue}
        reservations.customers getReservedCustomers GET /v1/coupon_reservations/customerprofiles/{couponValue}
        referrals.create createReferral POST /v1/referrals
        referrals.create_many createReferralsForMultipleAdvocates POST /v1/referrals_for_multiple_advocates
        loyalty.balances getLoyaltyBalances GET /v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/balances
        loyalty.points getLoyaltyProgramProfilePoints GET /v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/points
        loyalty.transactions getLoyaltyProgramProfileTransactions GET /v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/transactions
        loyalty.join joinLoyaltyProgram POST /v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/join
        loyalty.activate_points activateLoyaltyPoints POST /v1/loyalty_programs/{loyaltyProgramId}/activate_points
        loyalty.delete_transactions deleteLoyaltyTransactionsFromLedgers POST /v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/delete_transactions
        loyalty.create_card generateLoyaltyCard POST /v1/loyalty_programs/{loyaltyProgramId}/cards
        loyalty.card_balances getLoyaltyCardBalances GET /v1/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}/balances
        loyalty.card_points getLoyaltyCardPoints GET /v1/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}/points
        loyalty.card_transactions getLoyaltyCardTransactions GET /v1/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}/transactions
        loyalty.link_card linkLoyaltyCardToProfile POST /v2/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}/link_profile
        loyalty.unlink_card unlinkLoyaltyCardFromProfile POST /v2/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}/unlink_profile
        achievements.list getCustomerAchievements GET /v1/customer_profiles/{integrationId}/achievements
        achievements.history getCustomerAchievementHistory GET /v1/customer_profiles/{integrationId}/achievements/{achievementId}
        catalogs.sync syncCatalog PUT /v1/catalogs/{catalogId}/sync
        prices.best_prior bestPriorPrice POST /v1/best_prior_price
        campaigns.list integrationGetAllCampaigns GET /v1/integration/campaigns
        """

    @Test func `the catalogue has every operation with its Lua name, method and path`() {
        let found = Catalog.operations.map { "\($0.lua) \($0.id) \($0.method.rawValue) \($0.path)" }

        #expect(found.count == 42)
        #expect(found == expected.split(separator: "\n").map(String.init))
    }

    @Test func `an operation is found by its id and by its Lua name`() {
        for operation in Catalog.operations {
            #expect(Catalog.operation(operation.id) == operation)
            #expect(Catalog.operation(operation.lua) == operation)
        }
        #expect(Set(Catalog.operations.flatMap { [$0.id, $0.lua] }).count == 84)
        #expect(Catalog.operation("sessions.updat") == nil)
    }

    @Test(arguments: Catalog.operations)
    func `path parameters stand in the order of the path`(operation: OperationCatalog.Operation) {
        let inPath = operation.path.split(separator: "/").filter { $0.hasPrefix("{") }.map { $0.dropFirst().dropLast() }

        #expect(operation.pathParameters.map(\.name) == inPath.map(String.init))
    }

    @Test(arguments: Catalog.operations)
    func `everything about an operation is said`(operation: OperationCatalog.Operation) {
        let sentences =
            [operation.summary] + operation.pathParameters.map(\.summary) + operation.query.map(\.summary)
            + operation.responses.map(\.meaning)

        for sentence in sentences {
            #expect(sentence.count > 4 && sentence.hasSuffix("."), "\(sentence)")
        }
        #expect(!operation.discussion.isEmpty)
        #expect(operation.example.contains("talon.\(operation.lua)"))
        #expect(operation.responses.contains { (200..<300).contains($0.status) })
    }

    @Test func `every object has a summary for itself and for each field`() {
        for (name, object) in objects {
            #expect(object.name == name)
            #expect(object.summary.hasSuffix("."), "\(name)")
            #expect(!object.fields.isEmpty, "\(name)")
            for field in object.fields {
                #expect(field.summary.count > 4 && field.summary.hasSuffix("."), "\(name).\(field.name)")
            }
            #expect(Set(object.fields.map(\.name)).count == object.fields.count, "\(name)")
        }
    }

    @Test func `every reference leads to an object, every object is reached, and none contains itself`() {
        var reached: Set<String> = []
        func follow(_ schema: Schema, from path: [String]) {
            for name in schema.objectNames {
                #expect(!path.contains(name), "\(path) \(name)")
                guard !path.contains(name), reached.insert(name).inserted else { continue }
                guard let object = Catalog.schema(named: name) else {
                    Issue.record("there is no object \(name)")
                    continue
                }
                for field in object.fields { follow(field.schema, from: path + [name]) }
            }
        }
        for operation in Catalog.operations {
            if let body = operation.body { follow(body.schema, from: []) }
            for response in operation.responses { response.schema.map { follow($0, from: []) } }
        }

        #expect(reached == Set(objects.map(\.name)))
    }

    @Test func `the field that a variant depends on chooses among its objects`() throws {
        let action = try #require(Catalog.schema(named: "CatalogAction"))

        guard case .variant(let key, let names)? = action.field(named: "payload")?.schema,
            case .choice(let choices)? = action.field(named: key)?.schema
        else {
            Issue.record("the payload is no variant")
            return
        }
        #expect(Set(choices) == Set(names.keys))
    }

    @Test func `only what is known to be safe is repeated`() {
        let keyed = Catalog.operations.filter { $0.repetition == .keyed }.map(\.id)
        let safe = Catalog.operations.filter { $0.repetition == .safe }

        #expect(
            Set(keyed) == [
                "updateCustomerSessionV2", "returnCartItems", "reopenCustomerSession", "updateCustomerProfileV2",
                "updateCustomerProfilesV2", "trackEventV2",
            ])
        #expect(Catalog.operations.filter { $0.method == .get || $0.deletes }.allSatisfy { $0.repetition == .safe })
        #expect(!safe.contains { $0.id.hasPrefix("create") || $0.id.hasPrefix("track") })
    }

    @Test func `subjects name parameters and fields that exist`() {
        for operation in Catalog.operations {
            for subject in operation.subjects {
                switch subject.source {
                case .path(let index):
                    #expect(operation.pathParameters.indices.contains(index), "\(operation.id)")
                case .body(let keys):
                    var schema = operation.body?.schema
                    for key in keys {
                        let object = schema?.objectNames.first.flatMap { Catalog.schema(named: $0) }
                        schema = object?.field(named: key)?.schema
                    }
                    #expect(schema != nil, "\(operation.id) \(keys)")
                }
            }
        }
    }

    private var objects: [(name: String, object: ObjectSchema)] {
        Catalog.resources.flatMap { resource in resource.objects.map { (name: $0.key, object: $0.value()) } }
    }
}

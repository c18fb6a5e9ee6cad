// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import OperationCatalog
import Testing

@Suite struct ModelTests {
    /// In the order of the catalogue.
    private static let models: [any JSONModel.Type] = [
        IntegrationRequest.self, NewCustomerSessionV2.self, CartItem.self, Product.self, AdditionalCost.self,
        PriceDetail.self, ExperimentVariantAllocation.self, CustomerSessionV2.self, IntegrationStateV2.self,
        IntegrationCustomerSessionResponse.self, ReopenSessionResponse.self, ReturnIntegrationRequest.self,
        NewReturn.self, ReturnedCartItem.self, Return.self, NewCustomerSession.self, CartItemV1.self,
        CartItemAdjustment.self, CustomerSession.self, IntegrationState.self,
        CustomerProfileIntegrationRequestV2.self, ProfileAudiencesChanges.self,
        CustomerProfileIntegrationResponseV2.self, CustomerProfile.self, LoyaltyMembership.self,
        AudienceMembership.self, MultipleCustomerProfileIntegrationRequest.self,
        MultipleCustomerProfileIntegrationRequestItem.self, MultipleCustomerProfileIntegrationResponseV2.self,
        CustomerProfileUpdateV2Response.self, CustomerProfileList.self, NewCustomerProfile.self,
        CustomerInventory.self, Giveaway.self, IntegrationEventV2Request.self, IntegrationEventV2Response.self,
        Event.self, LedgerEntry.self, Meta.self, CouponRejectionReason.self, ReferralRejectionReason.self,
        IntegrationEventV3Request.self, IntegrationEventV3Response.self, EventV3.self, NewEvent.self,
        NewAudience.self, UpdateAudience.self, Audience.self, CustomerProfileAudienceRequest.self,
        CustomerProfileAudienceRequestItem.self, CouponReservations.self, Coupon.self, IntegrationCoupon.self,
        InventoryCoupon.self, LimitConfig.self, NewReferral.self, NewReferralsForMultipleAdvocates.self,
        Referral.self, ReferralList.self, InventoryReferral.self, Loyalty.self, LoyaltyProgramLedgers.self,
        LedgerInfo.self, Tier.self, LoyaltyProjection.self, LoyaltyProjectionData.self, LoyaltyBalancesWithTiers.self,
        LoyaltyBalance.self, LoyaltyBalanceWithTier.self, ProjectedTier.self, LoyaltyPointsPage.self,
        LedgerPointsEntryIntegrationAPI.self, LoyaltyTransactionsPage.self,
        LedgerTransactionLogEntryIntegrationAPI.self, LoyaltyLedgerEntryFlags.self, ActivateLoyaltyPoints.self,
        ActivateLoyaltyPointsResponse.self, LoyaltyLedgerEntry.self, DeleteLoyaltyTransactionsRequest.self,
        GenerateLoyaltyCard.self, LoyaltyCardRegistration.self, LoyaltyCard.self, LoyaltyCardProfileRegistration.self,
        LoyaltyCardBalances.self, LoyaltyCardPointsPage.self, CardLedgerPointsEntryIntegrationAPI.self,
        LoyaltyCardTransactionsPage.self, CardLedgerTransactionLogEntryIntegrationAPI.self, AchievementList.self,
        AchievementStatusEntry.self, TimePoint.self, AchievementProgressList.self, AchievementProgress.self,
        AchievementProgressWithDefinition.self, CustomerAchievement.self, CatalogSyncRequest.self, CatalogAction.self,
        AddItemCatalogAction.self, PatchItemCatalogAction.self, PatchManyItemsCatalogAction.self,
        RemoveItemCatalogAction.self, RemoveManyItemsCatalogAction.self, AddPriceAdjustmentCatalogAction.self,
        NewPriceAdjustment.self, CatalogActionFilter.self, ItemCatalog.self, BestPriorPriceRequest.self,
        BestPriorTarget.self, BestPriorPrice.self, BestPriorPriceMetadata.self, InfluencingCampaignDetails.self,
        AdjustmentDetails.self, BestPriorPriceTarget.self, AudienceReference.self, IntegrationCampaignPage.self,
        IntegrationCampaign.self, RuleMetadata.self, Campaign.self, CampaignBudget.self, CodeGeneratorSettings.self,
        Effect.self, RuleFailureReason.self, CampaignEligibility.self, CampaignEligibilityDetails.self,
        CampaignEligibilityFailureDetails.self, CampaignEligibilityExperiment.self, RuleMetadataEligibility.self,
        RuleEligibility.self, RuleEligibilityFailureDetails.self, ErrorResponse.self, ErrorResponseWithStatus.self,
        APIError.self, ErrorSource.self,
    ]

    @Test func `there is a model for each object`() {
        let objects = Catalog.resources.flatMap { $0.objects.map(\.key) }

        #expect(Self.models.map { "\($0)" } == objects.map { $0 == "Catalog" ? "ItemCatalog" : $0 })
    }

    @Test func `what is read is written again, with all fields and with the needed ones alone`() throws {
        let objects = Catalog.resources.flatMap(\.objects)
        for (model, object) in zip(Self.models, objects) {
            for samples in [Samples(withOptional: true), Samples(withOptional: false)] {
                let json = samples.sample(of: .object(object.key))

                #expect(try model.init(json: json).json == json, "\(model)")
                #expect(
                    SchemaValidator(.answer).check(json, as: .object(object.key)).allSatisfy { $0.kind == .missing })
            }
        }
    }

    @Test func `fields that are not known are left out`() throws {
        let product = try Product(json: ["name": "Shirt", "season": "summer"])

        #expect(product == Product(name: "Shirt"))
        #expect(product.json == ["name": "Shirt"])
    }

    @Test func `a missing field is named with its place`() throws {
        let error = #expect(throws: PerchError.self) {
            try IntegrationRequest(json: [
                "customerSession": ["cartItems": [["sku": "A", "quantity": 1], ["sku": "B"]]]
            ])
        }

        #expect(error?.code == .badAnswer)
        #expect(error?.message == "`customerSession.cartItems[1].quantity` is missing in the answer")
    }

    @Test func `a field of a wrong type is named with both types`() throws {
        let error = #expect(throws: PerchError.self) {
            try CartItem(json: ["sku": "A", "quantity": "two"])
        }

        #expect(error?.message == "`quantity` in the answer is of type string, and should be an integer")
    }

    @Test func `a choice that is not known yet is read`() throws {
        let session = try NewCustomerSessionV2(json: ["state": "parked"])

        #expect(session.state == "parked")
        #expect(session.state != .open)
        #expect(NewCustomerSessionV2(state: .partiallyReturned).json == ["state": "partially_returned"])
    }

    @Test func `numbers keep their digits`() throws {
        let json: JSONValue = try JSONValue(parsing: #"{"sku":"A","quantity":2,"price":24.90,"weight":500}"#)

        #expect(try CartItem(json: json).json.description == #"{"sku":"A","quantity":2,"price":24.90,"weight":500}"#)
    }

    @Test func `null and nothing are told apart where it matters`() throws {
        let adjustment: JSONValue = ["priceType": "sale", "referenceId": "r"]
        var withNull = adjustment
        withNull["price"] = .null

        #expect(try NewPriceAdjustment(json: adjustment).price == nil)
        #expect(try NewPriceAdjustment(json: withNull).price == .null)
        #expect(
            try NewPriceAdjustment(json: withNull).json == ["priceType": "sale", "price": .null, "referenceId": "r"])
        #expect(try ErrorResponse(json: ["message": "no", "errors": .null]).errors == nil)
    }

    @Test func `the payload of a catalog action has the type that its kind says`() throws {
        let known: JSONValue = ["type": "REMOVE", "payload": ["sku": "A"]]
        let later: JSONValue = ["type": "RENAME", "payload": ["from": "A", "to": "B"]]

        #expect(try CatalogAction(json: known).payload == .remove(RemoveItemCatalogAction(sku: "A")))
        #expect(try CatalogAction(json: later).payload == .other(["from": "A", "to": "B"]))
        #expect(try CatalogAction(json: later).json == later)
    }

    @Test func `a point in time keeps its text and can be read as a date`() throws {
        let timestamp: Timestamp = "2020-06-10T11:05:27.993483+02:00"

        #expect(timestamp.json == "2020-06-10T11:05:27.993483+02:00")
        #expect(try #require(timestamp.date).timeIntervalSince1970.rounded() == 1_591_779_928)
        #expect(Timestamp("1970-01-01T00:00:10Z").date?.timeIntervalSince1970 == 10)
        #expect(Timestamp("immediate").date == nil)
        #expect(Timestamp(try #require(Timestamp("2026-01-31T12:00:00Z").date)).text == "2026-01-31T12:00:00.000Z")
    }

    @Test func `a call has its options in order, and lists as the operation wants them`() {
        let request = APIRequest(
            .getLoyaltyCardPoints, pathArguments: ["1", "card"],
            options: ["skip": 5, "subledgerId": ["a", "b"], "status": "pending", "unknown": 1])

        #expect(
            request.target
                == "/v1/loyalty_programs/1/cards/card/points?status=pending&subledgerId=a&subledgerId=b&skip=5")
    }
}

/// Values that fit a schema.
private struct Samples {
    /// Whether fields that may be left out are there.
    let withOptional: Bool

    func sample(of schema: Schema) -> JSONValue {
        switch schema {
        case .any: ["any": ["thing", 1, .null]]
        case .boolean: true
        case .integer(let minimum, _): .integer(minimum ?? 7)
        case .number(let minimum, _): minimum == nil ? .decimal(DecimalNumber(significand: 2490, exponent: -2)) : 7
        case .string: "text7"
        case .choice(let choices): .string(choices.last ?? "")
        case .dateTime: "2026-01-31T12:00:00.123456Z"
        case .uuid: "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"
        case .duration: "30D"
        case .array(let element, _, _, _): [sample(of: element)]
        case .map(let value): ["a": sample(of: value), "b": sample(of: value)]
        case .object(let name): object(name)
        case .variant(_, let names): names["ADD_PRICE_ADJUSTMENT"].map { object($0) } ?? [:]
        }
    }

    private func object(_ name: String) -> JSONValue {
        let fields = Catalog.schema(named: name)?.fields ?? []
        let members = fields.filter { withOptional || $0.isRequired }.map { ($0.name, sample(of: $0.schema)) }
        return .object(JSONObject(uniqueKeysWithValues: members))
    }
}

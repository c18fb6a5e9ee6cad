// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension ManagementCatalog {
    static let store = Resource(
        "Stores", "Stores, the campaigns that are linked to them, and their budgets.",
        operations: [
            Operation(
                "listStores", .get, "/v1/applications/{applicationId}/stores", "Returns the stores of an Application.",
                query: .page(
                    sorted: true, countable: true,
                    [
                        .init("campaignId", .integer(), "Only this campaign."),
                        .init("name", .string(), "Only names that contain this text."),
                        .init("integrationId", .string(), "Only the one with this id of the shop's own."),
                        .init("query", .string(), "Only stores whose name or own id contains this text."),
                    ]), answers: .ok(.object("StoreListing"))),
            Operation(
                "createStore", .post, "/v1/applications/{applicationId}/stores", "Makes a store.",
                body: .init(.object("NewStore")), answers: .made(.object("Store")), plainErrors: [400]),
            Operation(
                "getStore", .get, "/v1/applications/{applicationId}/stores/{storeId}", "Returns a store.",
                answers: .ok(.object("Store"))),
            Operation(
                "updateStore", .put, "/v1/applications/{applicationId}/stores/{storeId}", "Changes a store.",
                body: .init(.object("NewStore")), answers: .ok(.object("Store"))),
            Operation(
                "deleteStore", .delete, "/v1/applications/{applicationId}/stores/{storeId}", "Deletes a store.",
                answers: .done),
            Operation(
                "exportCampaignStores", .get, "/v1/applications/{applicationId}/campaigns/{campaignId}/stores/export",
                "Returns the stores that a campaign is linked to as a CSV file.", answers: .csv, plainErrors: [400]),
            Operation(
                "importCampaignStores", .post, "/v1/applications/{applicationId}/campaigns/{campaignId}/stores/import",
                "Links a campaign to the stores of a CSV file.", body: .csv, answers: .ok(.object("Import")),
                plainErrors: [400]),
            Operation(
                "disconnectCampaignStores", .delete, "/v1/applications/{applicationId}/campaigns/{campaignId}/stores",
                "Unlinks a campaign from all stores.", answers: .done, plainErrors: [400]),
            Operation(
                "listCampaignStoreBudgetLimits", .get,
                "/v1/applications/{applicationId}/campaigns/{campaignId}/stores/budgets",
                "Returns the budgets that stores have in a campaign.",
                query: [
                    .init("action", .choice(["setDiscount"]), "Only budgets of this action."),
                    .init(
                        "period", .choice(["overall", "daily", "weekly", "monthly", "yearly"]),
                        "Only budgets of this period."),
                ], answers: .ok(.object("ListCampaignStoreBudgetsData")), .unsupported, plainErrors: [400, 401, 404]),
            Operation(
                "createCampaignStoreBudget", .post,
                "/v1/applications/{applicationId}/campaigns/{campaignId}/stores/budgets",
                "Gives stores a budget in a campaign.", body: .init(.object("NewCampaignStoreBudget")), answers: .made,
                .unsupported,
                plainErrors: [400, 409]),
            Operation(
                "deleteCampaignStoreBudgets", .delete,
                "/v1/applications/{applicationId}/campaigns/{campaignId}/stores/budgets",
                "Deletes the budgets that stores have in a campaign.",
                query: [
                    .init("action", .choice(["setDiscount"]), "Only budgets of this action."),
                    .init(
                        "period", .choice(["overall", "daily", "weekly", "monthly", "yearly"]),
                        "Only budgets of this period."),
                ], answers: .done, .unsupported, plainErrors: [400]),
            Operation(
                "summarizeCampaignStoreBudget", .get,
                "/v1/applications/{applicationId}/campaigns/{campaignId}/stores/budgets/summary",
                "Returns how many stores have which budget in a campaign.",
                answers: .ok(.object("SummaryCampaignStoreBudgetData")), .unsupported, plainErrors: [400, 401, 404]),
            Operation(
                "importCampaignStoreBudget", .post,
                "/v1/applications/{applicationId}/campaigns/{campaignId}/stores/budgets/import",
                "Gives stores the budgets of a CSV file.",
                query: [
                    .init("action", .choice(["setDiscount"]), "Only budgets of this action."),
                    .init(
                        "period", .choice(["overall", "daily", "weekly", "monthly", "yearly"]),
                        "Only budgets of this period."),
                ], body: .csv, answers: .made(.object("Import")), .unsupported, plainErrors: [400]),
            Operation(
                "exportCampaignStoreBudgets", .get,
                "/v1/applications/{applicationId}/campaigns/{campaignId}/stores/budgets/export",
                "Returns the budgets that stores have in a campaign as a CSV file.",
                query: [
                    .init("action", .choice(["setDiscount"]), "Only budgets of this action."),
                    .init(
                        "period", .choice(["overall", "daily", "weekly", "monthly", "yearly"]),
                        "Only budgets of this period."),
                ], answers: .csv, .unsupported, plainErrors: [400, 401, 404]),
        ],
        objects: [
            "Store": { .store },
            "NewStore": { .newStore },
            "ListCampaignStoreBudgets": { .listCampaignStoreBudgets },
            "ListCampaignStoreBudgetsStore": { .listCampaignStoreBudgetsStore },
            "NewCampaignStoreBudget": { .newCampaignStoreBudget },
            "NewCampaignStoreBudgetStoreLimit": { .newCampaignStoreBudgetStoreLimit },
            "SummaryCampaignStoreBudget": { .summaryCampaignStoreBudget },
            "StoreListing": { .page("StoreListing", of: .object("Store"), .either) },
            "ListCampaignStoreBudgetsData": {
                .page("ListCampaignStoreBudgetsData", of: .object("ListCampaignStoreBudgets"), .plain)
            },
            "SummaryCampaignStoreBudgetData": {
                .page("SummaryCampaignStoreBudgetData", of: .object("SummaryCampaignStoreBudget"), .plain)
            },
        ])
}

// MARK: - Objects

extension ObjectSchema {
    static let store = ObjectSchema(
        "Store", "A store.",
        fields: ObjectSchema.newStore.fields + [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("applicationId", .integer(), .required, "The Application that it belongs to."),
            Field("updated", .dateTime, .required, "When it was last changed."),
            Field("linkedCampaignIds", .array(of: .integer()), "The campaigns that are linked to the store."),
        ])

    static let newStore = ObjectSchema(
        "NewStore", "A store to make.",
        fields: [
            Field("name", .string(minLength: 1, maxLength: 200), .required, "The name."),
            Field("description", .string(), .required, "What it is for."),
            Field("attributes", .map(of: .any), "Custom attributes by name; each must exist in the account."),
            Field(
                "integrationId", .string(minLength: 1, maxLength: 1000), .required, "The shop's own id of the store."),
        ])

    static let listCampaignStoreBudgets = ObjectSchema(
        "ListCampaignStoreBudgets", "A budget of a store.",
        fields: [
            Field("store", .object("ListCampaignStoreBudgetsStore"), .required, "The store."),
            Field("limit", .integer(), .required, "The most that is allowed."),
            Field("action", .string(), .required, "What is counted."),
            Field("period", .string(), "The time in which it is counted; since ever when absent."),
        ])

    static let listCampaignStoreBudgetsStore = ObjectSchema(
        "ListCampaignStoreBudgetsStore", "The store of a budget.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("integrationId", .string(), .required, "The shop's own id of the store."),
            Field("name", .string(), .required, "The name."),
        ])

    static let newCampaignStoreBudget = ObjectSchema(
        "NewCampaignStoreBudget", "Budgets of stores.",
        fields: [
            Field("action", .choice(["setDiscount"]), .required, "What is counted."),
            Field(
                "storeLimits", .array(of: .object("NewCampaignStoreBudgetStoreLimit")), .required,
                "A limit for each store."),
            Field(
                "period", .choice(["daily", "weekly", "monthly", "yearly"]),
                "The time in which it is counted; since ever when absent."),
        ])

    static let newCampaignStoreBudgetStoreLimit = ObjectSchema(
        "NewCampaignStoreBudgetStoreLimit", "The budget of a store.",
        fields: [
            Field("storeId", .integer(), .required, "The store."),
            Field("limit", .number(), .required, "The most that is allowed."),
        ])

    static let summaryCampaignStoreBudget = ObjectSchema(
        "SummaryCampaignStoreBudget", "What budgets the stores have.",
        fields: [
            Field(
                "action",
                .choice([
                    "redeemCoupon", "redeemReferral", "setDiscount", "setDiscountEffect", "createCoupon",
                    "createReferral", "createLoyaltyPoints", "redeemLoyaltyPoints", "customEffect",
                    "createLoyaltyPointsEffect", "redeemLoyaltyPointsEffect", "callApi", "awardGiveaway",
                    "addFreeItemEffect", "reserveCoupon",
                ]), .required, "What is counted."),
            Field(
                "period", .choice(["overall", "daily", "weekly", "monthly", "yearly"]),
                "The time in which it is counted; since ever when absent."),
            Field("storeCount", .integer(), .required, "How many stores have a budget."),
            Field("imported", .boolean, .required, "Whether the budgets came from a file."),
        ])

}

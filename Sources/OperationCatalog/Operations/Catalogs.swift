// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension Resource {
    static let catalogs = Resource(
        "Catalogs", "Items with their prices and attributes.",
        operations: [
            .syncCatalog,
            .bestPriorPrice,
        ],
        objects: [
            "CatalogSyncRequest": { .catalogSyncRequest },
            "CatalogAction": { .catalogAction },
            "AddItemCatalogAction": { .addItemCatalogAction },
            "PatchItemCatalogAction": { .patchItemCatalogAction },
            "PatchManyItemsCatalogAction": { .patchManyItemsCatalogAction },
            "RemoveItemCatalogAction": { .removeItemCatalogAction },
            "RemoveManyItemsCatalogAction": { .removeManyItemsCatalogAction },
            "AddPriceAdjustmentCatalogAction": { .addPriceAdjustmentCatalogAction },
            "NewPriceAdjustment": { .newPriceAdjustment },
            "CatalogActionFilter": { .catalogActionFilter },
            "Catalog": { .catalog },
            "BestPriorPriceRequest": { .bestPriorPriceRequest },
            "BestPriorTarget": { .bestPriorTarget },
            "BestPriorPrice": { .bestPriorPrice },
            "BestPriorPriceMetadata": { .bestPriorPriceMetadata },
            "InfluencingCampaignDetails": { .influencingCampaignDetails },
            "AdjustmentDetails": { .adjustmentDetails },
            "BestPriorPriceTarget": { .bestPriorPriceTarget },
            "AudienceReference": { .audienceReference },
        ])
}

// MARK: - Operations

extension Operation {
    /// `catalogs.sync`: `PUT /v1/catalogs/{catalogId}/sync`.
    public static let syncCatalog = Operation(
        id: "syncCatalog", lua: "catalogs.sync", .put,
        "/v1/catalogs/{catalogId}/sync",
        pathParameters: [
            .init("catalogId", .integer(), "The catalog, by its internal id.")
        ],
        body: .init(.object("CatalogSyncRequest")),
        responses: [
            .init(200, .object("Catalog"), "The catalog."),
            .init(400, .object("ErrorResponse"), "The request does not fit, or names a SKU twice."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(404, .object("ErrorResponseWithStatus"), "No such catalog."),
        ],
        repetition: .never,
        subjects: [.init(.catalog, .path(0))],
        summary: "Adds, changes and removes items of a catalog, up to 1,000 actions in one call.",
        discussion: """
            All actions of a call are of one type, and each SKU stands in one of them only. Adding an item that is \
            there needs `replaceIfExists`. An item that is replaced keeps its price when none is sent, and loses its \
            product when none is sent. Actions with filters take all items that meet every condition. Each call raises \
            the version of the catalog.
            """,
        example: """
            local catalog = talon.catalogs.sync(1, {
              actions = {
                { type = "ADD", payload = { sku = "SHIRT-BLUE", price = 24.90, replaceIfExists = true } },
              },
            })
            print(catalog.version)
            """)

    /// `prices.best_prior`: `POST /v1/best_prior_price`.
    public static let bestPriorPrice = Operation(
        id: "bestPriorPrice", lua: "prices.best_prior", .post,
        "/v1/best_prior_price",
        body: .init(.object("BestPriorPriceRequest")),
        responses: [
            .init(200, .array(of: .object("BestPriorPrice")), "One entry for each item with a known price.")
        ],
        repetition: .safe,
        summary: "Returns the lowest price that items had in a span of time.",
        discussion: """
            For a shop that must show the lowest price of the last days beside a discount. The service marks it as \
            experimental.
            """,
        example: """
            local prices = talon.prices.best_prior {
              skus = { "SHIRT-BLUE" },
              timeframe = "30",
              timeframeEndDate = "2026-06-01T00:00:00Z",
              timeframeEndDateType = "strict",
            }
            print(#prices)
            """)
}

// MARK: - Objects

extension ObjectSchema {
    static let catalogSyncRequest = ObjectSchema(
        "CatalogSyncRequest", "The changes of a catalog.",
        fields: [
            Field(
                "actions", .array(of: .object("CatalogAction"), minItems: 1, maxItems: 1000), .required,
                "What to do, in order; all actions of one request are of the same type, and name each SKU once."),
            Field(
                "version", .integer(minimum: 1),
                "The version that the actions apply to; an older one than the catalog has is refused."),
        ])

    static let catalogAction = ObjectSchema(
        "CatalogAction", "One change of a catalog.",
        fields: [
            Field(
                "type",
                .choice(["ADD", "PATCH", "PATCH_MANY", "REMOVE", "REMOVE_MANY", "ADD_PRICE_ADJUSTMENT"]), .required,
                "What to do."),
            Field(
                "payload",
                .variant(
                    by: "type",
                    [
                        "ADD": "AddItemCatalogAction",
                        "PATCH": "PatchItemCatalogAction",
                        "PATCH_MANY": "PatchManyItemsCatalogAction",
                        "REMOVE": "RemoveItemCatalogAction",
                        "REMOVE_MANY": "RemoveManyItemsCatalogAction",
                        "ADD_PRICE_ADJUSTMENT": "AddPriceAdjustmentCatalogAction",
                    ]), .required,
                "What the action needs; `type` decides which fields it has."),
        ])

    static let addItemCatalogAction = ObjectSchema(
        "AddItemCatalogAction", "Adds an item to the catalog.",
        fields: [
            Field("sku", .string(), .required, "The stock keeping unit."),
            Field("price", .number(), "The price."),
            Field("attributes", .map(of: .any), "Custom attributes of the item; the catalog must know them."),
            Field(
                "product", .object("Product"),
                "The product that the item is a variant of; taken away when left out and the item is replaced."),
            Field(
                "replaceIfExists", .boolean, fallback: false,
                "Whether an item that is there already is replaced; an error otherwise."),
        ])

    static let patchItemCatalogAction = ObjectSchema(
        "PatchItemCatalogAction", "Changes an item of the catalog.",
        fields: [
            Field("sku", .string(), .required, "The stock keeping unit."),
            Field("price", .number(), "The price."),
            Field("attributes", .map(of: .any), "Custom attributes to set; those left out keep their values."),
            Field("product", .object("Product"), "The product that the item is a variant of."),
            Field("createIfNotExists", .boolean, fallback: false, "Whether an item that the catalog lacks is added."),
        ])

    static let patchManyItemsCatalogAction = ObjectSchema(
        "PatchManyItemsCatalogAction", "Changes all items of the catalog that meet some conditions.",
        fields: [
            Field("price", .number(), "The price."),
            Field(
                "filters", .array(of: .object("CatalogActionFilter")),
                "Which items: all conditions must hold; every item when there are none."),
            Field("attributes", .map(of: .any), "Attributes to set on the items that match."),
        ])

    static let removeItemCatalogAction = ObjectSchema(
        "RemoveItemCatalogAction", "Removes an item from the catalog.",
        fields: [
            Field("sku", .string(), .required, "The stock keeping unit.")
        ])

    static let removeManyItemsCatalogAction = ObjectSchema(
        "RemoveManyItemsCatalogAction", "Removes all items of the catalog that meet some conditions.",
        fields: [
            Field(
                "filters", .array(of: .object("CatalogActionFilter")),
                "Which items: all conditions must hold; every item when there are none.")
        ])

    static let addPriceAdjustmentCatalogAction = ObjectSchema(
        "AddPriceAdjustmentCatalogAction", "Gives an item new prices.",
        fields: [
            Field("sku", .string(), .required, "The stock keeping unit."),
            Field("adjustments", .array(of: .object("NewPriceAdjustment")), .required, "The new prices."),
        ])

    static let newPriceAdjustment = ObjectSchema(
        "NewPriceAdjustment", "A new price of an item.",
        fields: [
            Field("priceType", .string(), .required, "The price type that gets a new price."),
            Field("price", .number(), .nullable, "The new price of one unit; null takes the adjustment away."),
            Field("referenceId", .string(minLength: 1), .required, "The caller's own id of it."),
            Field("calculatedAt", .dateTime, "When the new price was worked out."),
            Field("effectiveFrom", .dateTime, "When the price starts to count."),
            Field("effectiveUntil", .dateTime, "When the price stops counting."),
            Field("contextId", .string(), "The context of the price."),
        ])

    static let catalogActionFilter = ObjectSchema(
        "CatalogActionFilter", "A condition that an item of the catalog must meet.",
        fields: [
            Field("attr", .string(), .required, "The item attribute to look at."),
            Field(
                "op", .choice(["EQ", "LT", "LE", "GT", "GE", "IN"]), .required,
                "How to compare: equal, less, less or equal, greater, greater or equal, one of."),
            Field("value", .any, .required, "The value to compare with."),
        ])

    static let catalog = ObjectSchema(
        "Catalog", "A catalog of items.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("accountId", .integer(), .required, "The account that it belongs to."),
            Field("modified", .dateTime, .required, "When it was last changed."),
            Field("name", .string(), .required, "The name."),
            Field("description", .string(), .required, "What it is for."),
            Field(
                "subscribedApplicationsIds", .array(of: .integer()),
                "The Applications that may use it; all when empty."),
            Field("version", .integer(), .required, "The version, which goes up with each change."),
            Field("createdBy", .integer(), .required, "Who made it."),
        ])

    static let bestPriorPriceRequest = ObjectSchema(
        "BestPriorPriceRequest", "Which items and which span of time to look at.",
        fields: [
            Field("skus", .array(of: .string(), minItems: 1), .required, "The items to look up."),
            Field("timeframeEndDate", .dateTime, .required, "The last point in time to look at."),
            Field("timeframe", .string(), .required, "How many days to look back, as text: `30`."),
            Field(
                "timeframeEndDateType", .choice(["strict", "price", "sale"]),
                "What ends the time: exactly the given date, or the last price change or sale before it."),
            Field(
                "strictEndDate", .boolean, .deprecated,
                "What ends the time, for older clients: with true `strict`, with false `sale`."),
            Field(
                "target", .object("BestPriorTarget"),
                "Whom the prices must have been meant for; everyone when left out."),
        ])

    static let bestPriorTarget = ObjectSchema(
        "BestPriorTarget", "Whose prices to look at.",
        fields: [
            Field(
                "targetType", .choice(["NONE", "AUDIENCE"]), .required,
                "Whether the prices of one audience count, or those for everyone."),
            Field("audienceID", .integer(), "The audience whose prices count; only with the target type `AUDIENCE`."),
        ])

    static let bestPriorPrice = ObjectSchema(
        "BestPriorPrice", "The lowest price of an item in a span of time.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("sku", .string(), .required, "The stock keeping unit."),
            Field("observedAt", .dateTime, .required, "When the price was seen."),
            Field("contextIds", .array(of: .string()), .required, "The contexts that the price was seen in."),
            Field("contextId", .string(), .deprecated, fallback: "", "The context of the price."),
            Field("price", .number(), .required, "The lowest price in that time."),
            Field("metadata", .object("BestPriorPriceMetadata"), .required, "How the price came about."),
            Field("target", .object("BestPriorPriceTarget"), .required, "Whom the price was meant for."),
        ])

    static let bestPriorPriceMetadata = ObjectSchema(
        "BestPriorPriceMetadata", "How a price came about.",
        fields: [
            Field(
                "influencingCampaignDetails", .array(of: .object("InfluencingCampaignDetails")), .required,
                "Campaigns that changed the price."),
            Field(
                "adjustmentDetails", .object("AdjustmentDetails"),
                "The price adjustment that counted, if there was one."),
        ])

    static let influencingCampaignDetails = ObjectSchema(
        "InfluencingCampaignDetails", "A campaign that changed a price.",
        fields: [
            Field("campaignId", .integer(), .required, "The campaign."),
            Field("discountValue", .number(), .required, "The discount that the campaign gave."),
        ])

    static let adjustmentDetails = ObjectSchema(
        "AdjustmentDetails", "The price adjustment behind a price.",
        fields: [
            Field("referenceId", .string(), .required, "The caller's own id of it."),
            Field("selectedPriceType", .string(), .required, "The type of the price that counted."),
            Field("value", .number(), .required, "The adjusted price."),
        ])

    static let bestPriorPriceTarget = ObjectSchema(
        "BestPriorPriceTarget", "Whom a price was meant for.",
        fields: [
            Field(
                "type", .choice(["NONE", "AUDIENCE"]), .required,
                "Whether the price was meant for an audience, or for everyone."),
            Field(
                "audience", .object("AudienceReference"),
                "The audience that the price was meant for; absent when it was meant for everyone."),
        ])

    static let audienceReference = ObjectSchema(
        "AudienceReference", "An audience, by its ids.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field(
                "integration", .string(),
                "The partner platform that the audience comes from, as in `braze` or `segment`."),
            Field(
                "integrationId", .string(minLength: 1, maxLength: 1000),
                "The id of the audience on the other platform."),
        ])
}

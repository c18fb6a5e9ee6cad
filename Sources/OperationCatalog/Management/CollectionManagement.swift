// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension ManagementCatalog {
    static let collection = Resource(
        "Collections", "Lists of texts that rules look into.",
        operations: [
            Operation(
                "listAccountCollections", .get, "/v1/collections", "Returns the collections of the account.",
                query: .page(
                    sorted: true, countable: true,
                    [
                        .init("name", .string(), "Only names that contain this text.")
                    ]), answers: .ok(.object("CollectionListing"))),
            Operation(
                "createAccountCollection", .post, "/v1/collections", "Makes a collection of the account.",
                body: .init(.object("NewCollection")), answers: .made(.object("Collection"))),
            Operation(
                "getAccountCollection", .get, "/v1/collections/{collectionId}", "Returns a collection of the account.",
                answers: .ok(.object("Collection"))),
            Operation(
                "updateAccountCollection", .put, "/v1/collections/{collectionId}",
                "Changes a collection of the account.", body: .init(.object("UpdateCollection")),
                answers: .ok(.object("Collection"))),
            Operation(
                "deleteAccountCollection", .delete, "/v1/collections/{collectionId}",
                "Deletes a collection of the account.", answers: .done),
            Operation(
                "getCollectionItems", .get, "/v1/collections/{collectionId}/items",
                "Returns the items of a collection.", query: .page(), answers: .ok(.object("CollectionItemPage"))),
            Operation(
                "importAccountCollection", .post, "/v1/collections/{collectionId}/import",
                "Replaces the items of an account's collection by those of a CSV file.", body: .csv,
                answers: .ok(.object("Import"))),
            Operation(
                "exportAccountCollectionItems", .get, "/v1/collections/{collectionId}/export",
                "Returns the items of an account's collection as a CSV file.", answers: .csv),
            Operation(
                "listCollectionsInApplication", .get, "/v1/applications/{applicationId}/collections",
                "Returns the collections of all campaigns of an Application.",
                query: .page(
                    sorted: true, countable: true,
                    [
                        .init("name", .string(), "Only names that contain this text.")
                    ]), answers: .ok(.object("CollectionListing"))),
            Operation(
                "listCollections", .get, "/v1/applications/{applicationId}/campaigns/{campaignId}/collections",
                "Returns the collections of a campaign.",
                query: .page(
                    sorted: true, countable: true,
                    [
                        .init("name", .string(), "Only names that contain this text.")
                    ]), answers: .ok(.object("CollectionListing"))),
            Operation(
                "createCollection", .post, "/v1/applications/{applicationId}/campaigns/{campaignId}/collections",
                "Makes a collection of a campaign.", body: .init(.object("NewCampaignCollection")),
                answers: .made(.object("Collection"))),
            Operation(
                "getCollection", .get,
                "/v1/applications/{applicationId}/campaigns/{campaignId}/collections/{collectionId}",
                "Returns a collection of a campaign.", answers: .ok(.object("Collection"))),
            Operation(
                "updateCollection", .put,
                "/v1/applications/{applicationId}/campaigns/{campaignId}/collections/{collectionId}",
                "Changes a collection of a campaign.", body: .init(.object("UpdateCampaignCollection")),
                answers: .ok(.object("Collection"))),
            Operation(
                "deleteCollection", .delete,
                "/v1/applications/{applicationId}/campaigns/{campaignId}/collections/{collectionId}",
                "Deletes a collection of a campaign.", answers: .done),
            Operation(
                "importCollection", .post,
                "/v1/applications/{applicationId}/campaigns/{campaignId}/collections/{collectionId}/import",
                "Replaces the items of a campaign's collection by those of a CSV file.", body: .csv,
                answers: .ok(.object("Import"))),
            Operation(
                "exportCollectionItems", .get,
                "/v1/applications/{applicationId}/campaigns/{campaignId}/collections/{collectionId}/export",
                "Returns the items of a campaign's collection as a CSV file.", answers: .csv),
        ],
        objects: [
            "Collection": { .collection },
            "CollectionWithoutPayload": { .collectionWithoutPayload },
            "NewCollection": { .newCollection },
            "UpdateCollection": { .updateCollection },
            "CollectionItem": { .collectionItem },
            "NewCampaignCollection": { .newCampaignCollection },
            "UpdateCampaignCollection": { .updateCampaignCollection },
            "CollectionListing": { .page("CollectionListing", of: .object("CollectionWithoutPayload"), .either) },
            "CollectionItemPage": { .page("CollectionItemPage", of: .object("CollectionItem"), .more) },
        ])
}

// MARK: - Objects

extension ObjectSchema {
    static let collection = ObjectSchema(
        "Collection", "A list of texts that rules can look into.",
        fields: ObjectSchema.collectionWithoutPayload.fields + [
            Field("payload", .array(of: .string(), maxItems: 50), "The items.")
        ])

    static let collectionWithoutPayload = ObjectSchema(
        "CollectionWithoutPayload", "A collection without its items.",
        fields: ObjectSchema.newCollection.fields + [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("accountId", .integer(), .required, "The account that it belongs to."),
            Field("modified", .dateTime, .required, "When it was last changed."),
            Field("modifiedBy", .integer(), "The user who changed it last."),
            Field("createdBy", .integer(), .required, "The user who made it."),
            Field("applicationId", .integer(), "The Application that it belongs to."),
            Field("campaignId", .integer(), "The campaign that it belongs to."),
        ])

    static let newCollection = ObjectSchema(
        "NewCollection", "A collection to make.",
        fields: [
            Field("description", .string(), "What it is for."),
            Field(
                "subscribedApplicationsIds", .array(of: .integer()), "The Applications that may use it; all when empty."
            ),
            Field(
                "name", .string(minLength: 1, pattern: "^[^\\x00-\\x1F\\x7F\\s][^\\x00-\\x1F\\x7F]*$"), .required,
                "The name."),
        ])

    static let updateCollection = ObjectSchema(
        "UpdateCollection", "Changes of a collection.",
        fields: [
            Field("description", .string(), "What it is for."),
            Field(
                "subscribedApplicationsIds", .array(of: .integer()), "The Applications that may use it; all when empty."
            ),
        ])

    static let collectionItem = ObjectSchema(
        "CollectionItem", "An item of a collection.",
        fields: [
            Field("item", .string(), .required, "The item.")
        ])

    static let newCampaignCollection = ObjectSchema(
        "NewCampaignCollection", "A collection of a campaign to make.",
        fields: [
            Field("description", .string(), "What it is for."),
            Field(
                "name", .string(minLength: 1, pattern: "^[^\\x00-\\x1F\\x7F\\s][^\\x00-\\x1F\\x7F]*$"), .required,
                "The name."),
        ])

    static let updateCampaignCollection = ObjectSchema(
        "UpdateCampaignCollection", "Changes of a campaign's collection.",
        fields: [
            Field("description", .string(), "What it is for.")
        ])

}

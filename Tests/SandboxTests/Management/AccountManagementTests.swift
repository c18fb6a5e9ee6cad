// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@testable import Sandbox

/// Collections, stores, audiences, effects, achievements, catalogs, evaluation groups, templates and files.
@Suite struct AccountManagementTests {
    private let sandbox: Sandbox

    init() throws { sandbox = try Sandbox.make() }

    // MARK: - Collections

    @Test func `rules look into a collection, and its items come from a file`() throws {
        let campaign = try sandbox.makeCampaign()
        let made = try sandbox.call(
            "createCollection", "1", campaign, body: ["name": "skus", "description": "On sale"], expecting: 201)
        let id = made["id"]?.description ?? ""
        try sandbox.call("createCollection", "1", campaign, body: ["name": "skus"], expecting: 409)
        try sandbox.makeRules(
            campaign,
            [
                [
                    "title": "On sale", "condition": ["and", ["inCollection", "shirt", "skus"]],
                    "effects": [["setDiscount", "Ten", 10]],
                ]
            ])
        #expect(try sandbox.effects().isEmpty)

        #expect(
            try sandbox.call("importCollection", "1", campaign, id, body: "item\nshirt\nhat\nshirt\n")["amount"] == 3)

        #expect(try sandbox.effects() == ["setDiscount"])
        #expect(try sandbox.call("exportCollectionItems", "1", campaign, id).string == "item\nhat\nshirt\n")
        let page = try sandbox.call("getCollectionItems", id, query: ["pageSize": "1"])
        #expect(page["hasMore"] == true)
        #expect(page["data"] == [["item": "hat"]])
        try sandbox.call("updateCollection", "1", campaign, id, body: ["description": "Sold out"])
        #expect(try sandbox.call("getCollection", "1", campaign, id)["description"] == "Sold out")
        #expect(
            try sandbox.call("listCollectionsInApplication", "1", query: ["withTotalResultSize": "true"])[
                "totalResultSize"] == 1)
        try sandbox.call("deleteCollection", "1", campaign, id, expecting: 204)
        try sandbox.call("getCollection", "1", campaign, id, expecting: 404)
    }

    @Test func `a collection of the account is not a campaign's`() throws {
        let campaign = try sandbox.makeCampaign()
        let made = try sandbox.call("createAccountCollection", body: ["name": "vips"], expecting: 201)
        let id = made["id"]?.description ?? ""
        try sandbox.call("importAccountCollection", id, body: "item\nada\n")

        #expect(try sandbox.call("exportAccountCollectionItems", id).string == "item\nada\n")
        try sandbox.call("getCollection", "1", campaign, id, expecting: 404)
        #expect(try sandbox.call("listCollections", "1", campaign)["data"] == [])
        let changed = try sandbox.call("updateAccountCollection", id, body: ["subscribedApplicationsIds": [1]])
        #expect(changed["subscribedApplicationsIds"] == [1])
        #expect(try sandbox.call("listAccountCollections", query: ["name": "VIP"])["data"]?[0]?["name"] == "vips")
        try sandbox.call("deleteAccountCollection", id, expecting: 204)
    }

    // MARK: - Stores

    @Test func `a campaign is for the stores of a file`() throws {
        let store = try sandbox.call(
            "createStore", "1", body: ["name": "Berlin", "description": "", "integrationId": "ber"], expecting: 201)
        let id = store["id"]?.description ?? ""
        try sandbox.call(
            "createStore", "1", body: ["name": "Other", "description": "", "integrationId": "ber"], expecting: 409)
        let campaign = try sandbox.makeCampaign()
        try sandbox.makeRules(campaign)
        let refused = try sandbox.call(
            "importCampaignStores", "1", campaign, body: "store_integration_id\nber\nxyz\n", expecting: 400)
        #expect(refused["errors"]?[0]?["source"] == ["line": "3"])
        try sandbox.call("importCampaignStores", "1", campaign, body: "store_integration_id\nber\n")

        #expect(try sandbox.call("getCampaign", "1", campaign)["storesImported"] == true)
        #expect(try sandbox.call("exportCampaignStores", "1", campaign).string == "store_integration_id\nber\n")
        #expect(try sandbox.call("getStore", "1", id)["linkedCampaignIds"]?.elements.count == 1)
        #expect(try sandbox.effects().isEmpty)
        try sandbox.call("deleteStore", "1", id, expecting: 409)
        try sandbox.call("disconnectCampaignStores", "1", campaign, expecting: 204)
        #expect(try sandbox.effects() == ["setDiscount"])
        try sandbox.call("deleteStore", "1", id, expecting: 204)
        try sandbox.call("getStore", "1", id, expecting: 404)
    }

    @Test func `a store is found and changed`() throws {
        for name in ["ber", "ham"] {
            try sandbox.call(
                "createStore", "1", body: ["name": "Shop", "description": "", "integrationId": .string(name)])
        }
        #expect(try sandbox.call("listStores", "1", query: ["integrationId": "ham"])["data"]?.elements.count == 1)
        #expect(try sandbox.call("listStores", "1", query: ["query": "be"])["data"]?.elements.count == 1)
        let changed = try sandbox.call(
            "updateStore", "1", "1", body: ["name": "Store", "description": "New", "integrationId": "muc"])
        #expect(changed["integrationId"] == "muc")
        #expect(changed["created"] == "2026-03-10T12:00:00Z")
        try sandbox.call(
            "updateStore", "1", "1", body: ["name": "Store", "description": "", "integrationId": "ham"], expecting: 409)
    }

    // MARK: - Audiences

    @Test func `a file replaces the members of an audience`() throws {
        let audience = try sandbox.call("createAudienceV2", body: ["name": "VIP"])
        let id = audience["id"]?.description ?? ""
        try sandbox.call("importAudiencesMemberships", id, body: "profileintegrationid\nada\ngrace\n")
        try sandbox.call("importAudiencesMemberships", id, body: "profileintegrationid\ngrace\nlinus\n")

        let members = try sandbox.call("getAudienceMemberships", id, query: ["sort": "integrationId"])
        #expect(members["data"]?.elements.map { $0["integrationId"] } == ["grace", "linus"])
        #expect(
            try sandbox.call("getAudienceMemberships", id, query: ["profileQuery": "LIN"])["data"]?.elements.count == 1)
        #expect(
            try sandbox.call("getAudiencesAnalytics", query: ["audienceIds": id])["data"]?[0]?["membersCount"] == 2)
        #expect(
            try sandbox.call("exportAudiencesMemberships", id).string == "profileintegrationid\ngrace\nlinus\n")
        #expect(try sandbox.call("getAudiences")["data"]?[0]?["name"] == "VIP")
        try sandbox.call("getAudienceMemberships", "99", expecting: 404)
    }

    // MARK: - Custom effects and webhooks

    @Test func `rules call a custom effect and a webhook that were declared`() throws {
        let effect = try sandbox.call(
            "createCustomEffect",
            body: [
                "name": "awardMinutes", "title": "Award minutes", "payload": #"{"minutes": "${minutes}"}"#,
                "applicationIds": [1], "enabled": true,
                "params": [["type": "number", "title": "Minutes", "key": "minutes", "ui": [:]]],
            ], expecting: 201)
        let webhook = try sandbox.call(
            "createWebhook",
            body: [
                "title": "Tell", "verb": "POST", "url": "https://example.com", "headers": [], "params": [],
                "applicationIds": [1], "draft": false, "enabled": true,
            ], expecting: 201)
        let id = webhook["id"]?.description ?? ""
        let campaign = try sandbox.makeCampaign()
        try sandbox.makeRules(
            campaign,
            [
                [
                    "title": "Both", "condition": ["and", true],
                    "effects": [["!", "awardMinutes", 30], ["!", .string("callApi\(id)")]],
                ]
            ])

        #expect(try sandbox.effects() == ["customEffect", "triggerWebhook"])
        #expect(try sandbox.call("getWebhooks", query: ["title": "TEL"])["data"]?.elements.count == 1)
        #expect(try sandbox.call("getWebhook", id) == webhook)
        #expect(try sandbox.call("getCustomEffects")["data"]?[0]?["title"] == "Award minutes")
        var body = effect
        body["title"] = "More minutes"
        let changed = try sandbox.call("updateCustomEffect", effect["id"]?.description ?? "", body: body)
        #expect(changed["title"] == "More minutes")
        try sandbox.call("createCustomEffect", body: body, expecting: 409)
        try sandbox.call("getWebhook", "99", expecting: 404)
    }

    @Test func `nulls and foreign fields are not shown, neither in an object nor in those within it`() throws {
        let effect = try sandbox.call(
            "createCustomEffect",
            body: [
                "name": "print", "title": "Print", "payload": "{}", "applicationIds": [1], "enabled": true,
                "description": .null,
                "params": [
                    [
                        "type": "string", "title": "Text", "key": "text", "ui": ["rows": .null],
                        "restrictedByPicklist": .null, "colour": "red",
                    ]
                ],
            ], expecting: 201)

        #expect(effect["description"] == nil)
        #expect(
            effect["params"] == [["type": "string", "title": "Text", "key": "text", "ui": ["rows": .null]]])
    }

    // MARK: - Achievements

    @Test func `an achievement is made, changed, shown with its progress and deleted`() throws {
        let campaign = try sandbox.makeCampaign()
        let body: JSONValue = ["name": "buyer", "title": "Buyer", "description": "Buy", "target": 3]
        let made = try sandbox.call("createAchievement", "1", campaign, body: body, expecting: 201)
        let id = made["id"]?.description ?? ""
        try sandbox.call("createAchievement", "1", campaign, body: body, expecting: 409)
        #expect(made["hasProgress"] == false)
        try sandbox.makeRules(
            campaign,
            [
                [
                    "title": "Step", "condition": ["and", true],
                    "effects": [["increaseAchievementProgress", made["id"] ?? 0, 2]],
                ]
            ])
        try sandbox.call(
            "updateCustomerSessionV2", "s1",
            body: ["customerSession": ["profileId": "ada", "state": "closed", "cartItems": []]])

        let progress = try sandbox.call("getCustomerProfileAchievementProgress", "1", "ada")
        #expect(progress["data"]?[0]?["progress"] == 2)
        #expect(try sandbox.call("getAchievement", "1", campaign, id)["hasProgress"] == true)
        let file = try CSVFile(
            sandbox.call("exportAchievements", "1", campaign, id).string ?? "", needs: "profileintegrationid")
        #expect(file.rows.map { $0.text("progress") } == ["2"])
        let changed = try sandbox.call(
            "updateAchievement", "1", campaign, id, body: ["title": "Big buyer", "target": 5])
        #expect(changed["target"] == 5)
        #expect(changed["name"] == "buyer")
        #expect(
            try sandbox.call("listAchievements", "1", campaign, query: ["title": "big"])["data"]?.elements.count == 1)
        try sandbox.call("deleteAchievement", "1", campaign, id, expecting: 204)
        try sandbox.call("getAchievement", "1", campaign, id, expecting: 404)
    }

    @Test func `an achievement of the account belongs to no campaign`() throws {
        let made = try sandbox.call(
            "createAchievementV2",
            body: [
                "name": "anybuyer", "title": "Buyer", "description": "", "target": 3, "sandbox": true,
                "timezone": "Europe/Berlin", "recurrencePolicy": "no_recurrence", "activationPolicy": "user_action",
            ], expecting: 201)

        #expect(made["subscribedApplications"] == [])
        #expect(made["status"] == "active")
    }

    // MARK: - Catalogs

    @Test func `items and prices of a catalog are shown`() throws {
        let catalog = try sandbox.call("createCatalog", body: ["name": "Shop", "description": ""], expecting: 201)
        let id = catalog["id"]?.description ?? ""
        try sandbox.call(
            "createAttribute",
            body: [
                "entity": "CartItem", "name": "colour", "title": "Colour", "type": "string", "description": "",
                "suggestions": [], "editable": true,
            ])
        for price in [10, 12] {
            try sandbox.call(
                "syncCatalog", id,
                body: [
                    "actions": [
                        [
                            "type": "ADD",
                            "payload": [
                                "sku": "shirt", "price": .integer(Int64(price)), "replaceIfExists": true,
                                "attributes": ["colour": "red"], "product": ["name": "Shirts"],
                            ],
                        ]
                    ]
                ])
            sandbox.clock.advance(by: .seconds(3600))
        }

        let items = try sandbox.call("listCatalogItems", id, query: ["sku": "shirt", "withTotalResultSize": "true"])
        #expect(items["totalResultSize"] == 1)
        #expect(items["data"]?[0]?["attributes"] == [["attributeid": 1, "name": "colour", "value": "red"]])
        #expect(try sandbox.call("listCatalogItems", id, query: ["productNames": "Hats"])["data"] == [])
        let history = try sandbox.call(
            "priceHistory", "1",
            body: ["sku": "shirt", "startDate": "2026-03-10T00:00:00Z", "endDate": "2026-03-11T00:00:00Z"])
        #expect(history["history"]?.elements.map { $0["price"] } == [10, 12])
    }

    // MARK: - Evaluation groups

    @Test func `the evaluation tree grows by versions`() throws {
        let set = try sandbox.call("getCampaignSet", "1")
        let root = set["set"]?["groupId"] ?? 0
        let version = set["version"]?.description ?? ""
        let group = try sandbox.call(
            "createCampaignEvaluationGroup", "1", version,
            body: [
                "name": "Best", "parentId": root, "evaluationMode": "highestDiscount", "evaluationScope": "session",
                "locked": false,
            ], expecting: 201)
        try sandbox.call(
            "createCampaignEvaluationGroup", "1", version,
            body: [
                "name": "Late", "parentId": root, "evaluationMode": "stackable", "evaluationScope": "session",
                "locked": false,
            ], expecting: 409)
        for (name, amount) in [("Five", 5), ("Ten", 10)] {
            let campaign = try sandbox.makeCampaign(name, changing: ["evaluationGroupId": group["id"] ?? 0])
            try sandbox.makeRules(
                campaign,
                [
                    [
                        "title": "Off", "condition": ["and", true],
                        "effects": [["setDiscount", .string(name), .integer(Int64(amount))]],
                    ]
                ])
        }
        #expect(try sandbox.effects() == ["setDiscount"])

        let grown = try sandbox.call("getCampaignSet", "1")
        #expect(grown["set"]?["elements"]?[0]?["elements"]?.elements.count == 2)
        try sandbox.call(
            "deleteCampaignEvaluationGroup", "1", grown["version"]?.description ?? "",
            group["id"]?.description ?? "", expecting: 204)
        #expect(try sandbox.effects() == ["setDiscount", "setDiscount"])
    }

    @Test func `a tree takes the place of another, and must name its version`() throws {
        let campaign = try sandbox.makeCampaign()
        var set = try sandbox.call("getCampaignSet", "1")
        set["set"]?["evaluationMode"] = "listOrder"
        set["set"]?["operator"] = "FIRST"
        let changed = try sandbox.call("updateCampaignSet", "1", body: set)

        #expect(changed["set"]?["evaluationMode"] == "listOrder")
        #expect(changed["set"]?["elements"] == [["type": "CAMPAIGN", "campaignId": .integer(Int64(campaign) ?? 0)]])
        try sandbox.call("updateCampaignSet", "1", body: set, expecting: 409)
    }

    @Test func `cart item filters are shown with their expressions`() throws {
        try sandbox.addCartItemFilter([
            "name": "Shirts",
            "expression": [
                "filter", [".", "Session", "CartItems"], [["Item"], ["=", [".", "Item", "Sku"], "shirt"]],
            ],
        ])
        let list = try sandbox.call("listApplicationCartItemFilters", "1")
        let id = list["data"]?[0]?["id"]?.description ?? ""
        let expression = try sandbox.call("getApplicationCartItemFilterExpression", "1", id, id)

        #expect(list["data"]?[0]?["name"] == "Shirts")
        #expect(expression["expression"]?[0] == "filter")
        try sandbox.call("getApplicationCartItemFilterExpression", "1", id, "99", expecting: 404)
    }

    // MARK: - Templates

    @Test func `a campaign is made of a template with values for its parameters`() throws {
        let template = try sandbox.call(
            "createCampaignTemplate",
            body: [
                "name": "Percent", "description": "", "instructions": "", "state": "enabled",
                "campaignType": "advanced", "features": ["coupons"],
                "templateParams": [["name": "Amount", "type": "number", "description": "How much"]],
                "campaignCollections": [["name": "skus"]],
                "ruleset": [
                    "rules": [
                        [
                            "title": "Off", "condition": ["and", true],
                            "effects": [["setDiscount", "Off", [".", "Amount"]]],
                        ]
                    ],
                    "bindings": [["name": "Amount", "type": "templateParameter", "expression": ["identity", 1]]],
                ],
            ], expecting: 201)
        let id = template["id"] ?? 0
        try sandbox.call(
            "createCampaignFromTemplate", "1", body: ["name": "Seven", "templateId": id], expecting: 400)
        let made = try sandbox.call(
            "createCampaignFromTemplate", "1",
            body: [
                "name": "Seven", "templateId": id,
                "templateParamValues": [["name": "Amount", "expression": ["identity", 7]]],
            ], expecting: 201)

        #expect(made["campaign"]?["state"] == "disabled")
        #expect(made["campaign"]?["templateId"] == id)
        #expect(made["ruleset"]?["bindings"]?[0]?["expression"] == ["identity", 7])
        #expect(made["collections"]?[0]?["name"] == "skus")
        try sandbox.call(
            "updateCampaign", "1", made["campaign"]?["id"]?.description ?? "",
            body: ["name": "Seven", "tags": [], "features": [], "limits": [], "state": "enabled"])
        let answer = try sandbox.call(
            "updateCustomerSessionV2", "s1",
            body: [
                "customerSession": [
                    "cartItems": [["name": "Shirt", "sku": "shirt", "quantity": 1, "price": 100]], "state": "open",
                ]
            ])
        #expect(answer["effects"]?[0]?["props"]?["value"] == 7)
        #expect(try sandbox.call("getCampaignTemplates")["data"]?[0]?["campaignsCount"] == 1)
        try sandbox.call(
            "createCampaignFromTemplate", "1", body: ["name": "x", "templateId": 99], expecting: 400)
    }

    // MARK: - Referrals and files

    @Test func `referrals come from a file, are found, changed, exported and deleted`() throws {
        let campaign = try sandbox.makeCampaign()
        let file =
            "code,advocateprofileintegrationid,limitval,expirydate\nADA-1,ada,0,\nADA-2,ada,1,2026-01-01T00:00:00Z\n"
        #expect(try sandbox.call("importReferrals", "1", campaign, body: .string(file))["amount"] == 2)
        let valid = try sandbox.call(
            "getReferralsWithoutTotalCount", "1", campaign, query: ["advocate": "ada", "valid": "validNow"])
        let id = try #require(valid["data"]?[0]?["id"]?.description)
        #expect(valid["data"]?.elements.map { $0["code"] } == ["ADA-1"])

        let changed = try sandbox.call(
            "updateReferral", "1", campaign, id, body: ["friendProfileIntegrationId": "grace", "usageLimit": 2])
        #expect(changed["friendProfileIntegrationId"] == "grace")
        let export = try CSVFile(
            sandbox.call("exportReferrals", "1", query: ["campaignId": campaign]).string ?? "", needs: "code")
        #expect(export.rows.map { $0.text("code") } == ["ADA-1", "ADA-2"])
        #expect(export.rows[0].text("limitval") == "2")
        try sandbox.call("deleteReferral", "1", campaign, id, expecting: 204)
        try sandbox.call("deleteReferral", "1", campaign, id, expecting: 404)
        #expect(try sandbox.call("getExports")["data"]?[0]?["entity"] == "Referral")
    }

    @Test func `effects are exported with their properties`() throws {
        try sandbox.makeRules(sandbox.makeCampaign())
        _ = try sandbox.effects("bought")
        let file = try CSVFile(sandbox.call("exportEffects", "1").string ?? "", needs: "name", "props", "sessionid")

        #expect(file.rows.map { $0.text("name") } == ["setDiscount"])
        #expect(file.rows[0].text("sessionid") == "bought")
        #expect(try file.rows[0].object("props")?["value"] == 10)
        let sessions = try CSVFile(
            sandbox.call("exportCustomerSessions", "1", query: ["customerSessionState": "open"]).string ?? "",
            needs: "integrationid")
        #expect(sessions.rows.map { $0.text("integrationid") } == ["bought"])
        #expect(try sessions.rows[0].object("discounts") == ["Ten off": 10])
        #expect(
            try sandbox.call("getExports", query: ["entity": "Effect"])["data"]?[0]?["filter"] == [:])
    }
}

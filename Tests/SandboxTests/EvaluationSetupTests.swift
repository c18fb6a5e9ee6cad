// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import Testing

@testable import Sandbox

@Suite("Setting up evaluation groups")
struct EvaluationGroupTests {
    let sandbox: Sandbox

    init() throws { sandbox = try .make() }

    /// Names of groups and ids of campaigns, from the outside in: `Root[1 Best[2 3]]`.
    private func outline(application: Int64? = nil) throws -> String {
        func outline(_ node: JSONValue) -> String {
            if let id = node["campaignId"]?.integer { return "\(id)" }
            let elements = (node["elements"]?.array ?? []).map(outline).joined(separator: " ")
            return "\(node["name"]?.string ?? "?")[\(elements)]"
        }
        return outline(try sandbox.evaluationTree(application: application)["set"] ?? .null)
    }

    private func version() throws -> Int64 { try sandbox.evaluationTree()["version"]?.integer ?? 0 }

    @Test func `campaigns stand in the root, in their order, until a group is named`() throws {
        let best = try sandbox.addEvaluationGroup(["name": "Best", "evaluationMode": "highestDiscount"])
        let group = try #require(best["id"])
        let one = try sandbox.addCampaign(["name": "One"])
        _ = try sandbox.addCampaign(["name": "Two", "evaluationGroupId": group])
        _ = try sandbox.addCampaign(["name": "Three"])

        #expect(one["evaluationGroupId"] == best["parentId"])
        #expect(try outline() == "Root[Best[2] 1 3]")
        let moved = try sandbox.updateCampaign(["id": 1, "evaluationGroupId": group])
        #expect(moved["evaluationGroupId"] == group)
        #expect(try outline() == "Root[Best[2 1] 3]")
        let set = try sandbox.evaluationTree()["set"]
        #expect(set?["elements"]?[0]?["evaluationMode"] == "highestDiscount")
        #expect(set?["elements"]?[0]?["evaluationScope"] == "session")
        #expect(set?["type"] == "SET")
    }

    @Test func `the version grows with each change, and with nothing else`() throws {
        var versions = [try version()]
        func note() throws { versions.append(try version()) }
        let group = try sandbox.addEvaluationGroup(["name": "Best"])
        try note()
        _ = try sandbox.addCampaign(["name": "One"])
        try note()
        _ = try sandbox.updateCampaign(["id": 1, "evaluationGroupId": group["id"] ?? 0])
        try note()
        #expect(versions == versions.sorted() && Set(versions).count == versions.count)
        _ = try sandbox.updateCampaign(["id": 1, "name": "Uno", "evaluationGroupId": group["id"] ?? 0])
        try sandbox.call("sessions.update", "s1", body: update([:]))
        #expect(try version() == versions.last)
    }

    @Test func `a tree is replaced as a whole, and kept in the file`() throws {
        try withTemporaryDatabase { path in
            do {
                let sandbox = try Sandbox.make(.file(path))
                for name in ["One", "Two", "Three"] { _ = try sandbox.addCampaign(["name": .string(name)]) }
                let inner = try sandbox.addEvaluationGroup(["name": "Inner"])

                let tree = try sandbox.setEvaluationTree([
                    "name": "All", "evaluationMode": "listOrder",
                    "elements": [
                        ["type": "CAMPAIGN", "campaignId": 3],
                        [
                            "type": "SET", "name": "New", "evaluationScope": "cartItem", "locked": true,
                            "elements": [
                                ["type": "SET", "groupId": inner["id"] ?? 0],
                                ["type": "CAMPAIGN", "campaignId": 1],
                            ],
                        ],
                    ],
                ])
                #expect(tree["version"]?.integer ?? 0 > 4)
            }
            let sandbox = try Sandbox.make(.file(path))
            let tree = try sandbox.evaluationTree()
            let elements = try #require(tree["set"]?["elements"]?.array)

            #expect(tree["set"]?["name"] == "All")
            #expect(tree["set"]?["operator"] == "FIRST")
            #expect(elements.map { $0["campaignId"] ?? $0["name"] } == [3, "New", 2])
            #expect(elements[1]["locked"] == true)
            #expect(elements[1]["elements"]?.array?.map { $0["campaignId"] ?? $0["name"] } == ["Inner", 1])
        }
    }

    @Test(
        arguments: [
            (["elements": [["type": "CAMPAIGN", "campaignId": 9]]], "there is no campaign `9`"),
            (
                ["elements": [["type": "CAMPAIGN", "campaignId": 1], ["type": "CAMPAIGN", "campaignId": 1]]],
                "the campaign `1` stands in the evaluation tree twice"
            ),
            (["elements": [["type": "SET", "groupId": 77]]], "there is no evaluation group `77`"),
            (["evaluationMode": "best"], "`evaluationMode`"),
        ] as [(JSONValue, String)])
    func `a wrong tree is refused, and the old one stays`(tree: JSONValue, message: String) throws {
        _ = try sandbox.addCampaign(["name": "One"])
        let before = try sandbox.dump()

        let error = #expect(throws: PerchError.self) { try sandbox.setEvaluationTree(tree) }

        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
        #expect(try sandbox.dump() == before)
    }

    @Test func `each Application has a tree of its own`() throws {
        try sandbox.addApplication(["name": "Outlet"])
        let group = try sandbox.addEvaluationGroup(["applicationId": 2, "name": "There"])
        _ = try sandbox.addCampaign(["applicationId": 2, "name": "x", "evaluationGroupId": group["id"] ?? 0])

        #expect(try outline() == "Root[]")
        #expect(try outline(application: 2) == "Root[There[1]]")
        #expect(throws: PerchError.self) {
            try sandbox.addCampaign(["name": "y", "evaluationGroupId": group["id"] ?? 0])
        }
    }

    @Test func `the highest discount of a group wins, and stays so when the file is opened again`() throws {
        try withTemporaryDatabase { path in
            do {
                let sandbox = try Sandbox.make(.file(path))
                let best = try sandbox.addEvaluationGroup(["name": "Best", "evaluationMode": "highestDiscount"])
                for amount in [5, 9, 7] as [Int64] {
                    try sandbox.addCampaign([
                        "name": .string("\(amount) off"), "evaluationGroupId": best["id"] ?? 0,
                        "rules": [
                            [
                                "title": "r", "condition": ["and", [">", ["count", [".", "All"]], 0]],
                                "effects": [["setDiscount", "off", .integer(amount)]],
                            ]
                        ],
                    ])
                }
                try sandbox.addCartItemFilter([
                    "name": "All", "expression": ["filter", [".", "Session", "CartItems"], [["Item"], true]],
                ])
                let answer = try sandbox.call("sessions.update", "s1", body: update(["cartItems": cart]))
                #expect(answer["effects"]?.array?.map { $0["props"]?["value"] } == [9])
                #expect(answer["effects"]?[0]?["evaluationGroupID"] == best["id"])
            }
            let sandbox = try Sandbox.make(.file(path))
            let answer = try sandbox.call("sessions.update", "s2", body: update(["cartItems": cart]))
            #expect(answer["effects"]?.array?.map { $0["props"]?["value"] } == [9])
            let empty = try sandbox.call("sessions.update", "s3", body: update([:]))
            #expect(empty.effectTypes == [])
        }
    }

    @Test func `a group that goes leaves its elements in its place`() throws {
        var tree = EvaluationTree(root: 1)
        tree.add(.init(id: 2, parent: 1, name: "a"))
        tree.add(.init(id: 3, parent: 2, name: "b"))
        tree.put(campaign: 10, in: 1)
        tree.put(campaign: 11, in: 2)
        #expect(!tree.isPlain)

        tree.remove(group: 2)

        #expect(tree.group(1)?.elements == [.group(3), .campaign(11), .campaign(10)])
        #expect(tree.group(3)?.parent == 1)
        #expect(tree.group(ofCampaign: 11) == 1)
        tree.remove(group: 3)
        #expect(!tree.isPlain)
        tree.remove(campaign: 11)
        #expect(tree.isPlain)
    }
}

@Suite("Setting up what rules look things up in")
struct LookupSetupTests {
    let sandbox: Sandbox

    init() throws {
        sandbox = try .make()
        _ = try sandbox.addCampaign(["name": "One"])
        _ = try sandbox.addCampaign(["name": "Two"])
    }

    @Test func `a campaign's collection comes before the account's of the same name`() throws {
        let account = try sandbox.addCollection(["name": "vips", "items": ["ada", "bob", "ada"]])
        let own = try sandbox.addCollection(["name": "vips", "campaignId": 1, "payload": [["item": "grace"]]])

        try sandbox.read { (store, _) throws in
            let one = try #require(try store.collection("vips", ofCampaign: 1))
            let two = try #require(try store.collection("vips", ofCampaign: 2))
            #expect(one.id == own["id"]?.integer)
            #expect(two.id == account["id"]?.integer)
            #expect(try store.has("grace", inCollection: one.id))
            #expect(try !store.has("ada", inCollection: one.id))
            #expect(try store.items(ofCollection: two.id) == ["ada", "bob"])
            #expect(try store.collection("others", ofCampaign: 1) == nil)
        }
        #expect(own["campaignId"] == 1)
        #expect(throws: PerchError.self) { try sandbox.addCollection(["name": "vips"]) }
        #expect(throws: PerchError.self) { try sandbox.addCollection(["name": "x", "campaignId": 9]) }
        #expect(throws: PerchError.self) { try sandbox.addCollection(["name": "x", "items": [1]]) }
    }

    @Test func `a value map has values of any kind`() throws {
        let map = try sandbox.addValueMap([
            "id": 7, "name": "prices", "entries": ["kettle": 40, "cup": "free", "tea": true],
        ])

        try sandbox.read { (store, _) throws in
            #expect(try store.value(of: "kettle", inMap: 7) == 40)
            #expect(try store.value(of: "cup", inMap: 7) == "free")
            #expect(try store.value(of: "tea", inMap: 7) == true)
            #expect(try store.value(of: "pot", inMap: 7) == nil)
            #expect(try store.valueMap("prices")?.id == map["id"]?.integer)
        }
        #expect(throws: PerchError.self) { try sandbox.addValueMap(["id": 7]) }
        #expect(throws: PerchError.self) { try sandbox.addValueMap(["name": "prices"]) }
        let error = #expect(throws: PerchError.self) { try sandbox.addValueMap(["entries": ["a": [1]]]) }
        #expect(error?.message.contains("`a`") == true)
    }

    @Test func `rules look things up in collections and value maps`() throws {
        try sandbox.addCollection(["name": "vips", "items": ["ada"]])
        let own = try sandbox.addCollection(["name": "own", "campaignId": 1, "items": ["ada"]])
        try sandbox.addCollection(["name": "elsewhere", "subscribedApplicationsIds": [9], "items": ["ada"]])
        try sandbox.addValueMap(["id": 7, "name": "prices", "entries": ["ada": 4, "bob": 5]])
        let profile: JSONValue = [".", "Profile", "IntegrationId"]
        func rule(_ title: String, _ collection: JSONValue) -> JSONValue {
            [
                "title": .string(title), "condition": ["and", ["inCollection", profile, collection]],
                "effects": [["setDiscount", .string(title), ["valueMap", 7, profile]]],
            ]
        }
        try sandbox.updateCampaign(["id": 1, "rules": [rule("vips", "vips"), rule("own", own["id"] ?? 0)]])
        try sandbox.updateCampaign([
            "id": 2, "rules": [rule("not its own", own["id"] ?? 0), rule("elsewhere", "elsewhere")],
        ])

        let ada = try sandbox.call("sessions.update", "s1", body: update(["profileId": "ada", "cartItems": cart]))
        let bob = try sandbox.call("sessions.update", "s2", body: update(["profileId": "bob", "cartItems": cart]))

        let discounts = (ada["effects"]?.array ?? []).filter { $0["effectType"] == "setDiscount" }
        #expect(discounts.map { $0["props"]?["name"] } == ["vips", "own"])
        #expect(discounts.map { $0["props"]?["value"] } == [4, 4])
        #expect(bob.props("setDiscount") == nil)
        let reasons = ada["ruleFailureReasons"]?.array?.compactMap { $0["details"]?.string } ?? []
        #expect(reasons.contains { $0.contains("there is no collection `elsewhere`") }, "\(reasons)")
    }

    @Test func `a cart item filter is the Application's, and must be an expression`() throws {
        let filter: JSONValue = [
            "name": "Kitchen", "expression": ["filter", [".", "Session", "CartItems"], [["Item"], true]],
        ]
        let stored = try sandbox.addCartItemFilter(filter)

        #expect(stored["applicationId"] == 1)
        #expect(try sandbox.read { _, setup in setup.cartItemFilters.map(\.name) } == ["Kitchen"])
        let odd = try sandbox.addCartItemFilter(["name": "Odd", "expression": ["isFullMoon"]])
        #expect(odd["warnings"]?[0]?.string?.contains("`isFullMoon`") == true)
        #expect(throws: PerchError.self) { try sandbox.addCartItemFilter(filter) }
        #expect(throws: PerchError.self) { try sandbox.addCartItemFilter(["name": "x", "expression": "filter"]) }
        #expect(throws: PerchError.self) { try sandbox.addCartItemFilter(["name": "x", "expression": []]) }
    }

    @Test func `an achievement of the account is in all Applications that it is for`() throws {
        try sandbox.addApplication(["name": "Outlet"])
        _ = try sandbox.addAchievement(["name": "everywhere", "target": 3])
        _ = try sandbox.addAchievement(["name": "outlet", "target": 3, "subscribedApplications": [2]])
        try sandbox.addApplication(["name": "Third"])
        try sandbox.call("profiles.update", "ada", body: [:])
        func names(_ application: Int64) throws -> [JSONValue?] {
            try sandbox.call("achievements.list", "ada", in: application)["data"]?.array?.map { $0["name"] } ?? []
        }

        #expect(try names(1) == ["everywhere"])
        #expect(try names(2) == ["everywhere", "outlet"])
        #expect(try names(3) == ["everywhere"])
        try sandbox.call("inventory.get", "ada", query: ["achievements": "true"])
        #expect(throws: PerchError.self) { try sandbox.addAchievement(["name": "everywhere", "target": 1]) }
        #expect(throws: PerchError.self) {
            try sandbox.addAchievement(["name": "zone", "target": 1, "timezone": "Mars/Olympus"])
        }
    }

    @Test func `codes are added to a pool`() throws {
        let pool = try sandbox.addGiveawayPool(["name": "Vouchers", "codes": ["A"]])
        let added = try sandbox.addGiveawayCodes(["poolId": pool["id"] ?? 0, "codes": ["B", ["code": "C"]]])

        #expect(added["added"] == 2)
        #expect(try sandbox.read { store, _ in try store.number("SELECT count(*) FROM giveaway") } == 3)
        #expect(throws: PerchError.self) { try sandbox.addGiveawayCodes(["poolId": pool["id"] ?? 0, "codes": ["A"]]) }
        #expect(throws: PerchError.self) { try sandbox.addGiveawayCodes(["poolId": 9, "codes": ["A"]]) }
    }
}

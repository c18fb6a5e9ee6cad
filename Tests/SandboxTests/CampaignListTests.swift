// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@testable import Sandbox

@Suite struct `The list of campaigns` {
    let sandbox: Sandbox

    init() throws {
        sandbox = try Sandbox.make()
    }

    private func names(_ query: [String: String] = [:]) throws -> [JSONValue?] {
        try (sandbox.call("campaigns.list", query: query)["data"]?.array ?? []).map { $0["name"] }
    }

    @Test func `only running campaigns are shown, with their rules' public side`() throws {
        _ = try sandbox.addCampaign([
            "name": "Summer", "description": "Sun", "tags": ["warm"],
            "rules": [
                [
                    "title": "10 off", "displayName": "Ten off!", "condition": ["and", true],
                    "effects": [["setDiscount", "10", 10]],
                ]
            ],
        ])
        _ = try sandbox.addCampaign(["name": "Off", "state": "disabled"])
        _ = try sandbox.addCampaign(["name": "Later", "startTime": "2026-06-01T00:00:00Z"])
        _ = try sandbox.addCampaign(["name": "Over", "endTime": "2026-01-01T00:00:00Z"])

        let answer = try sandbox.call("campaigns.list", expecting: 200)

        #expect(answer["hasMore"] == false)
        let data = answer["data"]?.array ?? []
        #expect(data.map { $0["name"] } == ["Summer"])
        #expect(data.first?["description"] == "Sun")
        #expect(data.first?["tags"] == ["warm"])
        #expect(data.first?["rules"] == [["title": "10 off", "displayName": "Ten off!"]])
        try sandbox.clock.set("2026-07-01T00:00:00Z")
        #expect(try names() == ["Summer", "Later"])
    }

    @Test func `campaigns are filtered by id, time and store`() throws {
        let store = try sandbox.addStore(["integrationId": "bonn", "name": "Bonn"])["id"] ?? .null
        _ = try sandbox.addCampaign([
            "name": "A", "startTime": "2026-01-01T00:00:00Z", "endTime": "2026-04-01T00:00:00Z",
        ])
        _ = try sandbox.addCampaign([
            "name": "B", "startTime": "2026-02-01T00:00:00Z", "endTime": "2026-05-01T00:00:00Z",
            "linkedStoreIds": [store],
        ])
        _ = try sandbox.addCampaign(["name": "C"])

        #expect(try names(["campaignIds": "1,3"]) == ["A", "C"])
        #expect(try names(["startAfter": "2026-01-15"]) == ["B"])
        #expect(try names(["startBefore": "2026-01-15"]) == ["A"])
        #expect(try names(["endAfter": "2026-04-15T00:00:00Z"]) == ["B"])
        #expect(try names(["endBefore": "2026-04-15T00:00:00Z"]) == ["A"])
        #expect(try names(["storeId": store.description]) == ["B"])
        #expect(try names(["audienceId": "1"]) == [])
        #expect(try names(["pageSize": "1", "skip": "1"]) == ["B"])
        #expect(try sandbox.call("campaigns.list", query: ["pageSize": "2"])["hasMore"] == true)
        try sandbox.call("campaigns.list", query: ["campaignIds": "one"], expecting: 400)
        try sandbox.call("campaigns.list", query: ["startAfter": "soon"], expecting: 400)
    }
}

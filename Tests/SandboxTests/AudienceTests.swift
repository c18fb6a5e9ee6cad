// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@testable import Sandbox

@Suite struct `Audiences` {
    let sandbox: Sandbox

    init() throws {
        sandbox = try Sandbox.make()
    }

    private func create(_ body: JSONValue = ["name": "Early birds"]) throws -> String {
        try sandbox.call("audiences.create", body: body, expecting: 201)["id"]?.description ?? ""
    }

    private func members(_ profile: String) throws -> [JSONValue?] {
        let profile = try sandbox.call("inventory.get", profile, query: ["profile": "true"])["profile"]
        return (profile?["audienceMemberships"]?.array ?? []).map { $0["name"] }
    }

    private func change(_ action: String, _ profile: String, _ audience: String) -> JSONValue {
        [
            "action": .string(action), "profileIntegrationId": .string(profile),
            "audienceId": .integer(Int64(audience) ?? 0),
        ]
    }

    @Test func `an audience is created as it was described`() throws {
        let audience = try sandbox.call(
            "audiences.create",
            body: ["name": "VIP", "description": "the best", "integration": "braze", "integrationId": "b-1"],
            expecting: 201)

        #expect(audience["name"] == "VIP")
        #expect(audience["description"] == "the best")
        #expect(audience["integration"] == "braze")
        #expect(audience["created"] == "2026-03-10T12:00:00Z")
        #expect(audience["sandbox"] == true)
    }

    @Test func `the id of another platform is there once for each platform`() throws {
        _ = try create(["name": "a", "integration": "braze", "integrationId": "1"])

        let conflict = try sandbox.call(
            "audiences.create", body: ["name": "b", "integration": "Braze", "integrationId": "1"], expecting: 409)
        #expect(conflict["StatusCode"] == 409)
        _ = try create(["name": "c", "integration": "segment", "integrationId": "1"])
        _ = try create(["name": "d", "integrationId": "1"])
        try sandbox.call("audiences.create", body: ["name": "e", "integrationId": "1"], expecting: 409)
        _ = try create(["name": "a"])
        _ = try create(["name": "a"])
    }

    @Test func `an audience is renamed`() throws {
        let id = try create()

        #expect(try sandbox.call("audiences.update", id, body: ["name": "Night owls"])["name"] == "Night owls")
        try sandbox.call("audiences.update", "99", body: ["name": "x"], expecting: 404)
    }

    @Test func `members come and go, and unknown customers are created`() throws {
        let id = try create()

        try sandbox.call(
            "audiences.update_members", body: ["data": [change("add", "ada", id), change("add", "grace", id)]],
            expecting: 204)
        try sandbox.call("audiences.update_members", body: ["data": [change("add", "ada", id)]], expecting: 204)
        #expect(try members("ada") == ["Early birds"])
        try sandbox.call("audiences.update_members", body: ["data": [change("delete", "ada", id)]], expecting: 204)

        #expect(try members("ada") == [])
        #expect(try members("grace") == ["Early birds"])
    }

    @Test func `one unknown audience undoes all changes of a request`() throws {
        let id = try create()

        try sandbox.call(
            "audiences.update_members", body: ["data": [change("add", "ada", id), change("add", "ada", "99")]],
            expecting: 404)

        try sandbox.call("inventory.get", "ada", expecting: 404)
    }

    @Test func `all members leave at once`() throws {
        let id = try create()
        try sandbox.call("audiences.update_members", body: ["data": [change("add", "ada", id)]])

        try sandbox.call("audiences.delete_memberships", id, expecting: 204)

        #expect(try members("ada") == [])
        try sandbox.call("audiences.delete_memberships", "99", expecting: 404)
    }

    @Test func `a deleted audience leaves no memberships, and its id is not used again`() throws {
        let id = try create()
        try sandbox.call("audiences.update_members", body: ["data": [change("add", "ada", id)]])

        try sandbox.call("audiences.delete", id, expecting: 204)

        #expect(try members("ada") == [])
        try sandbox.call("audiences.delete", id, expecting: 404)
        #expect(try create() != id)
    }

    @Test func `an audience that rules name cannot be deleted`() throws {
        let id = try create()
        _ = try sandbox.addCampaign([
            "name": "Summer",
            "rules": [
                [
                    "title": "VIP", "condition": ["and", ["profileInAudience", .integer(Int64(id) ?? 0)]],
                    "effects": [],
                ]
            ],
        ])

        try sandbox.call("audiences.delete", id, expecting: 400)
    }

    @Test func `attributes are set on all members of the moment`() throws {
        let id = try create()
        try sandbox.call("profiles.update", "ada", body: ["attributes": ["City": "Bonn", "Level": "silver"]])
        try sandbox.call("audiences.update_members", body: ["data": [change("add", "ada", id)]])

        try sandbox.call("audiences.update_attributes", id, body: ["Level": "gold"], expecting: 204)

        let profile = try sandbox.call("inventory.get", "ada", query: ["profile": "true"])["profile"]
        #expect(profile?["attributes"] == ["City": "Bonn", "Level": "gold"])
        try sandbox.call("audiences.update_attributes", "99", body: [:], expecting: 404)
    }

    @Test func `undeclared attributes are refused once one is declared`() throws {
        let id = try create()
        _ = try sandbox.defineAttribute(["entity": "CustomerProfile", "name": "Level", "type": "string"])

        let answer = try sandbox.call("audiences.update_attributes", id, body: ["Lvl": "gold"], expecting: 400)

        #expect(
            answer["errors"]?[0]?["details"] == "The attribute \"Lvl\" is not defined on CustomerProfile entities.")
        #expect(answer["errors"]?[0]?["source"]?["pointer"] == "/Lvl")
    }

    @Test func `set-up makes an audience with members`() throws {
        _ = try sandbox.addAudience(["name": "Staff", "members": ["ada", "grace"]])

        #expect(try members("grace") == ["Staff"])
        #expect(throws: (any Error).self) { try sandbox.addAudience(["nam": "Staff"]) }
    }
}

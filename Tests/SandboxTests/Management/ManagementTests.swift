// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import OperationCatalog
import Testing

@testable import Sandbox

/// What all operations of the Management API have in common, and logging in.
@Suite struct ManagementTests {
    @Test func `whatever is not built is refused with the name of the operation`() throws {
        let sandbox = try Sandbox.make()
        let unanswered = Sandbox.unansweredOperations

        #expect(unanswered.count < ManagementCatalog.operations.count)
        for operation in unanswered {
            let arguments = operation.pathParameters.map { _ in "1" }
            let error = #expect(throws: PerchError.self) {
                try sandbox.respond(to: APIRequest(operation, pathArguments: arguments, body: [:]))
            }
            #expect(error?.code == .unsupported)
            #expect(error?.message.contains(operation.id) ?? false)
        }
    }

    @Test func `an Application that is not there is not found, in any operation about it`() throws {
        let sandbox = try Sandbox.make()
        for operation in ManagementCatalog.operations where operation.pathParameters.first?.name == "applicationId" {
            guard Handlers.table[operation.id] != nil else { continue }
            let arguments = operation.pathParameters.map { _ in "77" }
            let request = APIRequest(operation, pathArguments: arguments, body: operation.body == nil ? nil : "")
            let response = try sandbox.respond(to: request, application: nil, checking: false)
            #expect(response.status == 404, "\(operation.id)")
            #expect(try response.json()?["message"] == "There is no Application 77", "\(operation.id)")
        }
    }

    @Test func `a refused request leaves the set-up as it was`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.call(
            "createAttribute",
            body: [
                "entity": "Campaign", "name": "region", "title": "Region", "type": "string", "description": "",
                "suggestions": [], "editable": true,
            ], expecting: 201)
        try sandbox.call(
            "createCampaign", "1",
            body: [
                "name": "Summer", "state": "enabled", "tags": [], "features": [], "limits": [],
                "attributes": ["regoin": "north"],
            ], expecting: 400)

        #expect(try sandbox.call("getCampaigns", "1")["totalResultSize"] == 0)
    }

    @Test func `lists are sorted, cut and counted`() throws {
        let sandbox = try Sandbox.make()
        for name in ["b", "a", "c"] {
            try sandbox.call(
                "createAdditionalCost", body: ["name": .string(name), "title": .string(name), "description": ""])
        }
        func names(_ query: [String: String]) throws -> [String] {
            try sandbox.call("getAdditionalCosts", query: query)["data"]?.elements.compactMap { $0["name"]?.string }
                ?? []
        }

        #expect(try names([:]) == ["b", "a", "c"])
        #expect(try names(["sort": "name"]) == ["a", "b", "c"])
        #expect(try names(["sort": "-name", "pageSize": "1", "skip": "1"]) == ["b"])
        #expect(try sandbox.call("getAdditionalCosts", query: ["pageSize": "1"])["totalResultSize"] == 3)
        let refused = try sandbox.call("getAdditionalCosts", query: ["sort": "colour"], expecting: 400)
        #expect(refused["errors"]?[0]?["source"] == ["parameter": "sort"])
        #expect(refused["StatusCode"] == 400)
    }

    @Test func `what a request says beside its fields is ignored`() throws {
        let sandbox = try Sandbox.make()
        let cost = try sandbox.call(
            "createAdditionalCost",
            body: ["name": "gift", "title": "Gift", "description": "", "id": 9, "colour": "red", "type": "both"])

        #expect(cost["id"] == 1)
        #expect(cost["type"] == "both")
        #expect(cost["colour"] == nil)
    }

    // MARK: - Logging in

    @Test func `the management key is the password, and the token ends with the login`() throws {
        var configuration = SandboxConfiguration()
        configuration.managementKey = "secret"
        configuration.time = "2026-03-10T12:00:00Z"
        let sandbox = try Sandbox(configuration)
        try sandbox.call("createSession", body: ["email": "ada@example.com", "password": "wrong"], expecting: 401)
        let session = try sandbox.call(
            "createSession", body: ["email": "ada@example.com", "password": "secret"], expecting: 201)
        let token = try #require(session["token"]?.string)

        #expect(sandbox.isLoggedIn(token: token))
        #expect(!sandbox.isLoggedIn(token: "secret"))
        #expect(sandbox.calls().isEmpty, "neither the password nor the token is remembered")
        try sandbox.call("destroySession", headers: ["Authorization": "Bearer \(token)"], expecting: 204)
        #expect(!sandbox.isLoggedIn(token: token))
    }

    @Test func `a login lasts three months, and longer than the sandbox`() throws {
        try withTemporaryDatabase { path in
            let token: String = try {
                let sandbox = try Sandbox.make(.file(path))
                let session = try sandbox.call("createSession", body: ["email": "ada@example.com", "password": "any"])
                return try #require(session["token"]?.string)
            }()
            let sandbox = try Sandbox.make(.file(path))

            #expect(sandbox.isLoggedIn(token: token))
            sandbox.clock.advance(by: .seconds(90 * 86_400))
            #expect(!sandbox.isLoggedIn(token: token))
        }
    }
}

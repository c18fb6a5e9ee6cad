// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI
import IntegrationClient
import OperationCatalog
import Sandbox
import Testing

@testable import Recording

@Suite struct ConformanceTests {
    /// Plays what was recorded to a service.
    private func play(
        _ harness: Harness, isStrict: Bool = false, answer: @escaping (APIRequest) throws -> APIResponse
    ) throws -> ConformanceReport {
        var conformance = Conformance(isStrict: isStrict)
        for account in RecordedAccount.all(in: try harness.folder.cassettes()) {
            conformance.beginAccount()
            for (file, exchange) in account.exchanges { conformance.play(exchange, of: file, answer: answer) }
        }
        return conformance.report
    }

    private func answering(_ status: Int, _ body: JSONValue) -> @Sendable (APIRequest) -> APIResponse {
        { _ in APIResponse(status: status, body: .value(body)) }
    }

    @Test func `a sandbox agrees with what one like it has answered`() async throws {
        let harness = try Harness()
        let account = try Sandbox()
        let session: JSONValue = [
            "customerSession": [
                "profileId": "ada", "cartItems": [["sku": "cup", "quantity": 2, "price": .number("7.5")]],
            ],
            "responseContent": ["customerSession"],
        ]
        try await harness.record([
            APIRequest(.updateCustomerSessionV2, pathArguments: ["s1"], body: session),
            APIRequest(.getCustomerSession, pathArguments: ["s1"]),
            APIRequest(.getCustomerSession, pathArguments: ["s2"]),
        ]) { try account.respond(to: $0) }

        let sandbox = try Sandbox()
        let report = try play(harness) { try sandbox.respond(to: $0) }

        #expect(report.agreeing == 3 && report.differing == 0 && report.passedOver == 0, "\(report.text)")
    }

    @Test func `differences are grouped by operation, with both values`() async throws {
        let harness = try Harness()
        try await harness.record(
            [.profile("a"), .profile("b"), APIRequest(.getCustomerSession, pathArguments: ["s1"])],
            answer: answering(200, ["effects": [["value": 1], ["value": 2]], "new": true]))

        var report = try play(harness) { request in
            request.pathArguments == ["b"]
                ? APIResponse(
                    status: 200, body: .value(["effects": [["value": 1], ["value": .number("2.0")]], "new": true]))
                : APIResponse(status: 201, body: .value(["effects": [["value": 1], ["value": 3]]]))
        }
        report.cassettes = 1

        let file = CassetteName.name(of: "case")
        #expect(
            report.text == """
                getCustomerSession: 1 of 1 differ
                  \(file), entry 3: GET /v2/customer_sessions/s1
                    status: recorded 200, sandbox 201
                    body.effects[2].value: recorded 2, sandbox 3
                    body.new: recorded true, sandbox nothing

                updateCustomerProfileV2: 1 of 2 differ
                  \(file), entry 1: PUT /v2/customer_profiles/a
                    status: recorded 200, sandbox 201
                    body.effects[2].value: recorded 2, sandbox 3
                    body.new: recorded true, sandbox nothing

                1 of 3 exchanges agree, from 1 cassette

                """)
        #expect(report.json["differ"] == 2)
        #expect(report.json["operations"]?[1]?["compared"] == 2)
        #expect(
            report.json["operations"]?[1]?["findings"]?[0]?["differences"]?[2] == [
                "path": "body.new", "recorded": true,
            ])
    }

    static let likes: [(recorded: JSONValue, actual: JSONValue, isAlike: Bool)] = [
        (["id": 1, "campaignId": 7], ["id": 2, "campaignId": 8], true),
        (["integrationId": "a"], ["integrationId": "b"], false),
        (["id": 1], ["id": "1"], false),
        (["created": "2020-01-01T00:00:00Z"], ["created": "2027-01-01T00:00:00.5Z"], true),
        (["created": "2020-01-01T00:00:00Z"], ["created": "never"], false),
        (["expiryDate": "2027-01-01T00:00:00Z"], ["expiryDate": "2027-01-01T00:00:30Z"], true),
        (["expiryDate": "2027-01-01T00:00:00Z"], ["expiryDate": "2027-01-01T00:02:00Z"], false),
        (
            ["event": "0a1b2c3d-0000-4000-8000-000000000001"], ["event": "99999999-aaaa-4bbb-8ccc-00000000000A"], true
        ),
        (["total": 10], ["total": .number("10.0")], true),
        (["total": 10], ["total": .number("10.01")], false),
    ]

    @Test(arguments: likes.indices)
    func `what a service makes up is no difference unless it is strict`(index: Int) async throws {
        let (recorded, actual, isAlike) = Self.likes[index]
        let harness = try Harness()
        try await harness.record([.profile("ada")], answer: answering(200, recorded))

        let report = try play(harness) { _ in APIResponse(status: 200, body: .value(actual)) }
        let strict = try play(harness, isStrict: true) { _ in APIResponse(status: 200, body: .value(actual)) }

        #expect((report.differing == 0) == isAlike)
        #expect((strict.differing == 0) == (recorded["total"] != nil && isAlike))
    }

    @Test func `what one service made up stands for what the other did`() async throws {
        let harness = try Harness()
        try await harness.record(
            [
                APIRequest(.createAudienceV2, body: ["name": "VIP"]),
                APIRequest(.createReferral, body: ["campaignId": 3, "advocateProfileIntegrationId": "ada"]),
                APIRequest(.deleteAudienceV2, pathArguments: ["700"]),
                .profile("ada", ["audiencesChanges": ["adds": [700]], "attributes": ["n": 700, "code": "OLDCODE"]]),
            ]
        ) { request in
            switch request.operation.id {
            case "createAudienceV2": APIResponse(status: 201, body: .value(["id": 700, "name": "VIP"]))
            case "createReferral": APIResponse(status: 201, body: .value(["id": 5, "code": "OLDCODE"]))
            default: APIResponse(status: 204)
            }
        }
        var sent: [APIRequest] = []

        let report = try play(harness) { request in
            sent.append(request)
            return switch request.operation.id {
            case "createAudienceV2": APIResponse(status: 201, body: .value(["id": 1, "name": "VIP"]))
            case "createReferral": APIResponse(status: 201, body: .value(["id": 2, "code": "NEWCODE"]))
            default: APIResponse(status: 204)
            }
        }

        #expect(report.differing == 0, "\(report.text)")
        #expect(sent[2].pathArguments == ["1"])
        #expect(sent[3].body == ["attributes": ["code": "NEWCODE", "n": 700], "audiencesChanges": ["adds": [1]]])
    }

    @Test func `answers that say nothing of the service are passed over, and no answer is a difference`() async throws {
        let harness = try Harness()
        try await harness.record([.profile("a"), .profile("b"), .profile("c"), .profile("d"), .profile("e")]) {
            request in
            switch request.pathArguments[0] {
            case "a": throw PerchError(.timeout, "late")
            case "b": APIResponse(status: 429)
            case "c": APIResponse(status: 502)
            case "d": APIResponse(status: 409, body: .value(["message": "Too many requests for this profile"]))
            default: APIResponse(status: 409, body: .value(["message": "it exists"]))
            }
        }

        let report = try play(harness) { _ in throw PerchError(.unsupported, "the sandbox does not know this") }

        #expect(report.passedOver == 4)
        #expect(report.compared == 1 && report.differing == 1)
        #expect(report.text.contains("status: recorded 409, sandbox \"no answer: the sandbox does not know this\""))
        #expect(report.text.contains("; 4 not compared"))
    }
}

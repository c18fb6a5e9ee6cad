// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import OperationCatalog
import Sandbox
import SandboxServer
import Testing

/// One scenario, in process and over HTTP: the bytes of every answer are the same.
@Suite(.timeLimit(.minutes(5))) struct SameBytesTests {
    struct Step {
        let method: String
        let target: String
        let body: String

        init(_ method: String, _ target: String, _ body: String = "") {
            self.method = method
            self.target = target
            self.body = body
        }
    }

    /// Everything that an object of the API lets one ask for.
    static func everything(_ object: String) throws -> String {
        let field = try #require(Catalog.schema(named: object)?.field(named: "responseContent"))
        guard case .array(.choice(let choices), _, _, _) = field.schema else {
            throw PerchError(.unknownName, "\(object) has no choice of answers")
        }
        return "[" + choices.map { "\"\($0)\"" }.joined(separator: ",") + "]"
    }

    static func steps() throws -> [Step] {
        let session = try everything("IntegrationRequest")
        let profile = try everything("CustomerProfileIntegrationRequestV2")
        let returned = try everything("ReturnIntegrationRequest")
        let event = try everything("IntegrationEventV2Request")
        return [
            Step(
                "PUT", "/v2/customer_profiles/ad%C3%A9%20l?runRuleEngine=true",
                #"{"attributes":{"Name":"Adél \u0000 \"\\"},"responseContent":\#(profile)}"#),
            Step(
                "PUT", "/v2/customer_sessions/a%2Fb",
                """
                {"customerSession":{"profileId":"adé l","couponCodes":["SUMMER10","NOPE"],"attributes":{"n":1.10},
                 "cartItems":[{"sku":"cup","quantity":3,"price":7.50},{"sku":"pot","quantity":1,"price":12345678901.25}]},
                 "responseContent":\(session)}
                """),
            Step(
                "PUT", "/v2/customer_sessions/a%2Fb?dry=true",
                #"{"customerSession":{"state":"closed"},"responseContent":\#(session)}"#),
            Step(
                "PUT", "/v2/customer_sessions/a%2Fb",
                #"{"customerSession":{"state":"closed"},"responseContent":\#(session)}"#),
            Step("GET", "/v2/customer_sessions/a%2Fb"),
            Step(
                "POST", "/v2/customer_sessions/a%2Fb/returns",
                #"{"return":{"returnedCartItems":[{"position":0,"quantity":1}]},"responseContent":\#(returned)}"#),
            Step(
                "POST", "/v2/events?silent=no",
                #"{"profileId":"adé l","type":"seen","attributes":{},"responseContent":\#(event)}"#),
            Step("POST", "/v2/events", #"{"profileId":"adé l","type":"seen","attributes":{}}"#),
            Step("POST", "/v1/referrals", #"{"campaignId":501,"advocateProfileIntegrationId":"adé l"}"#),
            Step(
                "GET",
                "/v1/customer_profiles/ad%C3%A9%20l/inventory?profile=true&coupons=true&referrals=true&loyalty=true"
            ),
            Step("GET", "/v1/loyalty_programs/7/profile/ad%C3%A9%20l/transactions"),
            Step("GET", "/v1/loyalty_programs/7/profile/ad%C3%A9%20l/balances"),
            Step("GET", "/v1/integration/campaigns?pageSize=2"),
            Step("PUT", "/v1/customer_sessions/old", #"{"profileId":"adé l","total":10.00,"coupon":"SUMMER10"}"#),
            // What is refused
            Step(
                "PUT", "/v2/customer_sessions/a%2Fb", #"{"customerSession":{"state":"opened","cartItems":[{"sku":1}]}}"#
            ),
            Step("PUT", "/v2/customer_sessions/a%2Fb", ""),
            Step("PUT", "/v2/customer_sessions/a%2Fb?dry=maybe", #"{"customerSession":{}}"#),
            Step("GET", "/v2/customer_sessions/nothing"),
            Step("GET", "/v1/loyalty_programs/8/profile/x/balances"),
            Step("DELETE", "/v1/customer_data/ad%C3%A9%20l"),
            Step("DELETE", "/v1/customer_data/nobody"),
        ]
    }

    static func sandbox() throws -> Sandbox {
        let sandbox = try Sandbox()
        try sandbox.clock.set("2026-03-01T12:00:00Z")
        try sandbox.load(
            bundle: JSONValue(
                parsing: """
                    {"loyaltyPrograms": [{"id": 7, "name": "points", "title": "Points"}],
                     "campaigns": [{"id": 501, "name": "Summer", "features": ["coupons", "referrals", "loyalty"],
                       "coupons": ["SUMMER10"],
                       "rules": [{"title": "10% off", "condition": ["and", ["couponValid"]],
                         "effects": [["setDiscount", "10% off", ["*", [".", "Session", "Total"], ["/", 10, 100]]]]},
                        {"title": "never", "condition": ["and", false], "effects": []}]}],
                     "loyaltyPoints": [{"programId": 7, "integrationId": "adé l", "points": 12.5, "name": "welcome"}]}
                    """))
        return sandbox
    }

    @Test func `every answer has the same bytes in process and over HTTP`() async throws {
        let steps = try Self.steps()
        let inProcess = try Self.sandbox()
        let router = OperationRouter()
        var expected: [(status: Int, body: [UInt8])] = []
        for step in steps {
            guard case .found(var request) = router.match(method: step.method, target: step.target) else {
                Issue.record("no operation at \(step.target)")
                return
            }
            try request.read(body: Array(step.body.utf8), contentType: "application/json")
            let response = try inProcess.respond(to: request)
            expected.append((response.status, try response.json().map { JSONPrinter.bytes($0) } ?? []))
        }

        try await withSandboxServer(SandboxServer(transport: try Self.sandbox(), apiKey: "k")) { port in
            let connection = try RawConnection(port: port)
            for (step, expected) in zip(steps, expected) {
                let answer = try #require(
                    await connection.exchange(MalformedRequestTests.request(step.method, step.target, body: step.body)))

                #expect(answer.status == expected.status, "\(step.method) \(step.target)")
                #expect(answer.body.count == expected.body.count, "\(step.method) \(step.target)")
                #expect(try Self.masked(answer.body) == Self.masked(expected.body), "\(step.method) \(step.target)")
            }
        }
        #expect(Set(expected.map(\.status)).isSuperset(of: [200, 201, 204, 400, 404]))
    }

    /// The text without what chance decides: made-up codes and ids of transactions. Nothing else changes, not even order.
    private static func masked(_ bytes: [UInt8]) throws -> String {
        bytes.isEmpty ? "" : JSONPrinter.text(masked(try JSONValue(parsing: bytes)))
    }

    private static func masked(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): return .array(elements.map(masked))
        case .object(var members):
            for (key, member) in members {
                let isChance = key == "code" || key == "batchId" || key.lowercased().contains("uuid")
                members[key] = isChance ? "chance" : masked(member)
            }
            return .object(members)
        default: return value
        }
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import IntegrationClient
import Testing

/// What the guide shows, in the same words.
@Suite struct GuideTests {
    @Test func `a typed call sends the vendor's own fields and reads the effects`() async throws {
        let transport = ImmediateRecorder { _ in
            APIResponse(
                status: 200,
                body: .value([
                    "effects": [
                        [
                            "campaignId": 1, "rulesetId": 2, "ruleIndex": 0, "ruleName": "10% off",
                            "effectType": "setDiscount", "props": ["name": "10% off", "value": 4],
                        ]
                    ], "createdCoupons": [], "createdReferrals": [],
                ]))
        }
        let client = IntegrationClient(transport: transport)
        let body = IntegrationRequest(
            customerSession: NewCustomerSessionV2(
                profileId: "customer-1", couponCodes: ["SUMMER10"],
                cartItems: [CartItem(sku: "shirt", quantity: 2, price: 19)]))

        let answer = try await client.updateCustomerSession("cart-1", body)

        #expect(answer.effects.map(\.effectType) == ["setDiscount"])
        #expect(transport.requests.first?.target == "/v2/customer_sessions/cart-1")
        #expect(transport.requests.first?.body?["customerSession"]?["cartItems"]?[0]?["sku"] == "shirt")
    }

    @Test func `a missing customer is told by code and status`() async throws {
        let client = IntegrationClient(
            transport: ImmediateRecorder { _ in
                APIResponse(status: 404, body: .value(["message": "no such customer", "StatusCode": 404]))
            })
        do {
            _ = try await client.getCustomerInventory("customer-1")
            Issue.record("no error")
        } catch let error as PerchError where error.code == .api && error.status == 404 {
            #expect(error.hint?.contains("`customer-1`") == true)
        }
    }

    @Test func `the configuration is changed in place`() throws {
        var configuration = ClientConfiguration()
        configuration.retry = RetryPolicy(maximumAttempts: 6, maximumTime: .seconds(120))
        configuration.rateLimit = try RateLimit(callsPerSecond: 50)
        configuration.writes = .ask { operation in operation.id != "createReferral" }
        let client = IntegrationClient(transport: ScriptedTransport(.answer(200)), configuration: configuration)
        #expect(client.configuration.retry.maximumAttempts == 6)
    }

    @Test func `an id is a random UUID in lower case`() {
        let ids = (0..<100).map { _ in Surroundings.system.uuid() }
        #expect(Set(ids).count == 100)
        for id in ids {
            #expect(id.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
        }
    }
}

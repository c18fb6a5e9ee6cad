// Part of Perch. SPDX-License-Identifier: Apache-2.0
// What the guides show of Swift, word for word.

import ExactJSON
import HTTPTransport
import IntegrationAPI
import IntegrationClient
import Locking
import LuaRuntime
import PerchKit
import Sandbox
import SandboxServer
import Testing

/// A customer's basket in the shop of the guide.
struct Checkout {
    let client: IntegrationClient

    /// How much is off.
    func discount(customer: String, coupon: String, price: DecimalNumber) async throws -> DecimalNumber {
        let answer = try await client.updateCustomerSession(
            "cart-of-\(customer)",
            IntegrationRequest(
                customerSession: NewCustomerSessionV2(
                    profileId: customer, couponCodes: [coupon],
                    cartItems: [CartItem(sku: "kettle", quantity: 1, price: price)])))
        var discount: DecimalNumber = 0
        for effect in answer.effects where effect.effectType == "setDiscount" {
            discount = discount + (effect.props["value"]?.decimal ?? 0)
        }
        return discount
    }
}

private func summerSandbox() throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.addCampaign([
        "name": "Summer", "coupons": ["SUMMER10"], "endTime": "2030-09-01T00:00:00Z",
        "rules": [
            [
                "title": "10% off", "condition": ["and", ["couponValid"]],
                "effects": [["setDiscount", "10% off", ["*", [".", "Session", "Total"], ["/", 10, 100]]]],
            ]
        ],
    ])
    return sandbox
}

@Suite struct CheckoutTests {
    @Test func `a coupon gives 10% off`() async throws {
        let checkout = Checkout(client: IntegrationClient(transport: try summerSandbox()))

        let discount = try await checkout.discount(customer: "ada", coupon: "SUMMER10", price: 40)

        #expect(discount == 4)
    }

    @Test func `and none in autumn`() async throws {
        let sandbox = try summerSandbox()
        try sandbox.clock.set("2030-09-02T12:00:00Z")
        let checkout = Checkout(client: IntegrationClient(transport: sandbox))

        let discount = try await checkout.discount(customer: "ada", coupon: "SUMMER10", price: 40)

        #expect(discount == 0)
        #expect(try sandbox.explain(session: "cart-of-ada").text.contains("Summer"))
    }

    @Test func `the basket goes on when the service is away`() async throws {
        struct Nobody: ImmediateTransport {
            func respond(to request: APIRequest) throws -> APIResponse {
                throw PerchError(.connection, "nobody answers")
            }
        }
        let checkout = Checkout(client: IntegrationClient(transport: Nobody()))

        await #expect { try await checkout.discount(customer: "ada", coupon: "SUMMER10", price: 40) } throws: { error in
            (error as? PerchError)?.code == .connection
        }
    }
}

@Suite struct SwiftOfTheGuides {
    @Test func `the same checkout goes over HTTP`() async throws {
        let text = "1f2e3d4c5b6a79880011223344556677"
        try await withSandboxServer(SandboxServer(transport: try summerSandbox(), apiKey: text)) { port in
            let address = "http://127.0.0.1:\(port)"
            let key = Secret(text)
            let discount = try await withHTTPTransport(baseURL: address) { transport in
                var configuration = ClientConfiguration(environment: "staging", authentication: .apiKey(key))
                configuration.rateLimit = try RateLimit(callsPerSecond: 20)
                let checkout = Checkout(client: IntegrationClient(transport: transport, configuration: configuration))
                return try await checkout.discount(customer: "ada", coupon: "SUMMER10", price: 40)
            }
            #expect(discount == 4)
        }
    }

    @Test func `Swift functions are called from Lua`() async throws {
        let prices = HostLibrary([
            .init(["shop"], [HostFunction("price") { call in .number(call.string(at: 0) == "kettle" ? 39.9 : 7.5) }])
        ])
        let total = try await ScriptThread.run {
            Result {
                var configuration = LuaConfiguration()
                configuration.limits = LuaLimits(memoryBytes: 64 << 20, wallTime: .seconds(5))
                let state = try LuaState(configuration: configuration)
                try state.install(prices)
                return try state.run("return shop.price('kettle') + 2 * shop.price('cup')", name: "cart.lua").list
            }
        }.get()
        #expect(total == [54.9])
    }

    @Test func `a program runs scripts, and hears of their effects`() async throws {
        struct Heard {
            let all = Guarded<[String]>([])
            func add(_ effect: String) { all.withLock { $0.append(effect) } }
        }
        let effects = Heard()
        var host = try ScriptHost(.embedded())
        host.limits = LuaLimits(memoryBytes: 64 << 20, wallTime: .seconds(10))
        host.register("price", in: "shop") { arguments in arguments.first == "kettle" ? 39.9 : 7.5 }
        host.onEvent = { event in
            if case .effect(let effect) = event { effects.add(effect["effectType"]?.string ?? "") }
        }
        let result = try await host.run(
            """
            local answer = talon.sessions.update("s1", {
              customerSession = { couponCodes = { "NOPE" }, cartItems = { { sku = "kettle", quantity = 1, price = shop.price("kettle") } } },
              responseContent = { "customerSession" },
            })
            return answer.customerSession.total
            """)
        #expect(result.values == [39.9])
        #expect(effects.all.withLock { $0 } == ["rejectCoupon"])
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0
// A shop in Swift whose promotions are tried by a Lua script: the script asks the shop for prices, and the shop sees the effects.

import LuaRuntime
import PerchKit

let prices = ["kettle": 39.90, "cup": 7.50]

var host = try ScriptHost()
host.limits = LuaLimits(memoryBytes: 64 << 20, wallTime: .seconds(10))

host.register("price", in: "shop") { arguments in
    guard let name = arguments.first?.string, let price = prices[name] else { return nil }
    return .number(price)
}

host.onEvent = { event in
    switch event {
    case .effect(let effect): print("effect:", effect["effectType"]?.string ?? "", effect["props"] ?? .null)
    case .printed(let text), .complained(let text): print("script:", text, terminator: "")
    case .call(let exchange): print("call:", exchange.operation, exchange.status ?? 0)
    }
}

let result = try await host.run(
    """
    sandbox.campaign {
      name = "Summer",
      coupons = { "SUMMER10" },
      rules = { {
        title = "10% off with a coupon",
        condition = { "and", { "couponValid" } },
        effects = { { "setDiscount", "10% off", { "*", { ".", "Session", "Total" }, { "/", 10, 100 } } } },
      } },
    }

    local answer = talon.sessions.update("s1", {
      customerSession = {
        couponCodes = { "SUMMER10" },
        cartItems = { { sku = "kettle", quantity = 1, price = shop.price("kettle") } },
      },
      responseContent = { "customerSession" },
    })
    print("total", answer.customerSession.total)
    return answer.effects[2].props.value
    """, name: "summer.lua")

print("off:", result.values[0] == 3.99 ? "3.99" : "\(result.values)")

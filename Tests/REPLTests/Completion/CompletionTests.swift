// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LineEditing
import Testing

@testable import REPL

@Suite struct CompletionTests {
    let assistant = ReplAssistant.make()

    /// The texts that could stand at the `|`.
    func texts(_ marked: String) -> [String] { assistant.candidates(marked).map(\.text) }

    // MARK: - Names

    @Test(arguments: [
        ("tal|", ["talon"]),
        ("gree|", ["greeting"]),
        ("x = shop.na|", ["name"]),
        ("talon.ses|", ["sessions"]),
        ("talon.sessions.|", ["update", "get", "reopen"]),
        ("talon.v1.se|", ["sessions"]),
        ("talon.api.updateCustomerSessionV|", ["updateCustomerSessionV2"]),
        ("sandbox.clock.a|", ["advance"]),
        ("string.up|", ["upper"]),
        ("talon[\"ses|", ["sessions\""]),
        ("answer.|", ["effects", "customerSession"]),
        ("answer.effects[1].|", ["effectType", "props"]),
        ("answer[\"effects\"][1].p|", ["props"]),
        ("answer.effects[i].|", []),
        ("answer[\"effects\" .. x].|", []),
        ("nothing.|", []),
        ("talon.sessions.get(\"s1\").|", []),
        ("unti|", ["until"]),
        ("x = tru|", ["true"]),
        ("x = unti|", []),
        ("-- talon.se|", []),
        ("--[[ talon.se|", []),
        ("x = 'talon.se|", []),
        ("x = 12|", []),
        ("x = [[tal|", []),
    ])
    func `names are completed`(marked: String, expected: [String]) {
        #expect(texts(marked) == expected)
    }

    @Test func `what is its own is not hidden by what is everywhere`() {
        let all = texts("|")
        #expect(all.prefix(3) == ["talon", "sandbox", "perch"])
        #expect(all.contains("answer") && !all.contains("_1") && !all.contains("while"))
        #expect(texts("_|").contains("_1"))
    }

    @Test func `after a colon there are functions only`() {
        #expect(texts("shop:|") == ["open"])
        #expect(texts("greeting:up|") == ["upper"])
        #expect(texts("(\"x\"):up|") == ["upper"])
        #expect(texts("f():|") == [])
    }

    @Test(arguments: [
        ("local s = talon.sessions\ns.up|", ["update"]),
        ("local t <const> = talon\nlocal s = t.sessions; s.up|", ["update"]),
        ("local s = talon.sessions.get(\"s1\")\ns.|", []),
        ("local s = talon.sessions or x\ns.|", []),
        ("local talon = 1\ntalon.|", []),
        ("do local s = talon.sessions end\ns.|", []),
        ("function f(cart)\n  local carriage = 1\n  print(car|", ["carriage", "cart"]),
        ("for index, value in pairs(t) do val|", ["value"]),
        ("local s = talon.sessions\ns.update(\"s1\", { customerSession = { sta|", ["state"]),
    ])
    func `local names are followed as far as they are plain paths`(marked: String, expected: [String]) {
        #expect(texts(marked) == expected)
    }

    // MARK: - Arguments

    @Test(arguments: [
        ("talon.sessions.get(|", ["\"s2\"", "\"s1\""]),
        ("talon.sessions.get(\"s|", ["s2\"", "s1\""]),
        ("talon.sessions.get('s1|')", ["s1"]),
        ("talon.profiles.update(\"o|", ["o\\\"hara\""]),
        ("talon.loyalty.points(|", ["1", "2"]),
        ("talon.loyalty.points(1, |", ["\"ada\"", "\"o\\\"hara\""]),
        ("sandbox.explain(\"|", ["s2\"", "s1\""]),
        ("require \"perch.|", ["perch.json\"", "perch.time\""]),
        ("require(\"perch.j|\")", ["perch.json"]),
        ("if effect.effectType == \"setDiscountPerI|", ["setDiscountPerItem\""]),
        ("if e.effectType ~= 'rejectC|' then", ["rejectCoupon"]),
        ("if name == \"set|", []),
        ("sandbox.campaign { rules = { { condition = { \"and\", { \"couponV|", ["couponValid\""]),
        (
            "sandbox.campaign { rules = { { effects = { { \"setDiscountPerI|",
            ["setDiscountPerItem\"", "setDiscountPerItemProRata\""]
        ),
        ("sandbox.campaign { rules = { { condition = { \"and\", \"couponV|", []),
    ])
    func `arguments are completed`(marked: String, expected: [String]) {
        #expect(texts(marked) == expected)
    }

    // MARK: - Fields

    @Test(arguments: [
        ("talon.sessions.update(\"s1\", { cu|", ["customerSession"]),
        ("talon.sessions.update(\"s1\", { customerSession = { ca|", ["cartItems"]),
        ("talon.sessions.update(\"s1\", {\n  customerSession = {\n    ca|\n  },\n})", ["cartItems"]),
        ("talon.sessions.update('s1', { customerSession = { cartItems = { { q|", ["quantity"]),
        ("talon.sessions.update('s1', { customerSession = { cartItems = { { sku = 'a', quantity = 1 }, { s|", ["sku"]),
        ("talon.sessions.update('s1', { customerSession = { additionalCosts = { shipping = { p|", ["price"]),
        ("talon.sessions.update('s1', { [\"cu|", ["customerSession\""]),
        ("talon.api.updateCustomerSessionV2('s1', { cu|", ["customerSession"]),
        ("talon.returns.create('s1', { |", ["[\"return\"]", "responseContent"]),
        ("talon.sessions.update('s1', {}, { |", ["dry", "now", "idempotencyKey"]),
        ("talon.sessions.update(f(1, 2), { cu|", ["customerSession"]),
        ("talon.sessions.update('s1', body, { d|", ["dry"]),
        ("talon.sessions.update('s1', { customerSession = make { |", ["talon"]),
        ("sandbox.campaign { na|", ["name"]),
        ("sandbox.campaign { rules = { { ti|", ["title"]),
        ("sandbox.giveaway_codes { |", ["poolId", "codes"]),
    ])
    func `fields are completed at the right depth`(marked: String, expected: [String]) {
        #expect(Array(texts(marked).prefix(expected.count)) == expected)
    }

    @Test func `fields that are written already are left out, before and after the cursor`() {
        #expect(
            texts("talon.sessions.update('s1', { customerSession = { cartItems = {}, c|, couponCodes = { 'a' } } })")
                == [])
        #expect(texts("talon.sessions.update('s1', { |, [\"responseContent\"] = {} })") == ["customerSession"])
    }

    @Test func `required fields come first and deprecated ones last, with their types`() {
        let items = assistant.candidates("talon.sessions.update('s1', { customerSession = { cartItems = { { |")
        #expect(items.prefix(2).map(\.text) == ["sku", "quantity"])
        #expect(items.prefix(2).map(\.detail) == ["string, required", "integer, required"])
        #expect(!items.contains { $0.text == "returnedQuantity" })
        let cart = assistant.candidates("talon.sessions.update('s1', { customerSession = { cartI|")
        #expect(cart == [.init("cartItems", detail: "list of CartItem")])
        let options = assistant.candidates("talon.loyalty.card_balances(1, 'x', { |")
        #expect(
            options.allSatisfy { !$0.detail.contains("deprecated") }
                || options.last?.detail.contains("deprecated") == true)
    }

    @Test(arguments: [
        ("customerSession = { state = \"|", ["open\"", "closed\"", "partially_returned\"", "cancelled\""]),
        ("customerSession = { state = |", ["\"open\"", "\"closed\"", "\"partially_returned\"", "\"cancelled\""]),
        ("customerSession = { state = cl|", ["\"closed\""]),
        ("customerSession = { state = \"c|\" } })", ["closed", "cancelled"]),
        ("responseContent = { \"lo|", ["loyalty\""]),
        ("customerSession = { profileId = \"a|", ["ada\""]),
        ("customerSession = { couponCodes = { |", ["\"SUMMER10\""]),
        ("customerSession = { cartItems = { { attributes = { |", ["colour"]),
    ])
    func `values are completed`(marked: String, expected: [String]) {
        #expect(texts("talon.sessions.update(\"s1\", { \(marked)") == expected)
    }

    @Test(arguments: [
        ("attributes = { |", ["tier", "vip", "[\"shoe size\"]"]),
        ("attributes = { tier = \"|", ["gold\"", "silver\""]),
        ("attributes = { vip = |", ["true", "false"]),
        ("attributes = { tier = \"gold\", |", ["vip", "[\"shoe size\"]"]),
    ])
    func `attributes are those of the account`(marked: String, expected: [String]) {
        #expect(texts("talon.profiles.update(\"ada\", { \(marked)") == expected)
    }

    @Test func `a boolean option is true or false`() {
        #expect(texts("talon.sessions.update('s1', {}, { dry = |") == ["true", "false"])
    }

    // MARK: - Commands

    @Test(arguments: [
        (":e|", [":env", ":explain"]),
        (":env s|", ["sandbox", "staging"]),
        (":env |", ["sandbox", "staging", "live"]),
        (":explain |", ["s2", "s1"]),
        (":load r|", ["rules.lua"]),
        (":trace o|", ["on", "off"]),
        (":save --|", ["--scenario"]),
        (":help tr|", ["trace"]),
        (":time talon.ses|", ["sessions"]),
        (":nothing |", []),
        ("?sessions.u|", ["sessions.update"]),
        ("??sandbox.camp|", ["sandbox.campaign"]),
        ("?sessions.update.customerSession.cartI|", ["sessions.update.customerSession.cartItems"]),
        ("?setDiscountPerI|", ["setDiscountPerItem"]),
        ("help(\"sessions.u|", ["sessions.update\""]),
    ])
    func `commands and questions are completed`(marked: String, expected: [String]) {
        #expect(texts(marked) == expected)
    }

    // MARK: - Putting in

    @Test(arguments: [
        ("print(talon.ses|)", "print(talon.sessions)"),
        ("talon.sessions.get(\"s2|\")", "talon.sessions.get(\"s2\")"),
        ("x = \"é\" .. gree|", "x = \"é\" .. greeting"),
        (":time talon.ses|", ":time talon.sessions"),
    ])
    func `a candidate takes the place of the word`(marked: String, expected: String) {
        #expect(assistant.completed(marked) == expected)
    }

    @Test func `a cursor anywhere in any text is answered`() {
        let text = """
            local s = talon.sessions -- é
            for i = 1, 3 do s.update("s" .. i, { customerSession = { ["state"] = 'open', cartItems = { { sku = [[x]] } } } }) end
            if x then return function(a, ...) return a[1].b["c"]:d "e" end else goto done end ::done:: }) ] end until
            """
        for cursor in -1...text.utf8.count + 1 {
            let completions = assistant.completions(in: text, at: cursor)
            #expect(completions.range.lowerBound >= 0 && completions.range.upperBound <= text.utf8.count)
            _ = assistant.hint(in: text, at: cursor)
        }
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import OperationCatalog
import Testing

@testable import REPL

@Suite struct HelpTests {
    let help = HelpTopics(
        commands: [
            CommandShape(
                "env", [.environment], usage: ":env [NAME]", summary: "Names the environment, or goes to another.")
        ])

    // MARK: - Pages

    @Test(arguments: [
        "sessions.update", "talon.sessions.update", "updateCustomerSessionV2", "??sessions.update", "sessions.update()",
    ])
    func `an operation has its fields, errors and an example`(name: String) throws {
        let operation = try #require(Catalog.operation("sessions.update"))
        #expect(help.text(for: name) == HelpText.render(operation))
    }

    @Test func `each operation, effect and error has a page`() {
        for operation in Catalog.operations {
            #expect(
                help.has(operation.lua) && help.has(operation.id) && help.has("talon.api.\(operation.id)"),
                "\(operation.id)")
        }
        for effect in EffectType.all { #expect(help.text(for: effect.name).contains("an effect"), "\(effect.name)") }
        for name in Declarations.shared.names where Declarations.shared.has(name) {
            #expect(help.has(name), "\(name)")
        }
    }

    @Test func `a function of the sandbox has the fields of its table`() {
        let text = help.text(for: "sandbox.coupons")
        #expect(text.hasPrefix("sandbox.coupons(coupons)\n\nAdds coupons to a campaign"))
        #expect(text.contains("\nFields (* required)\n  campaignId *"))
        #expect(text.contains("couponPattern"))
    }

    @Test func `Lua's own functions have a line each`() {
        #expect(
            help.text(for: "string.rep")
                == "string.rep(s, n [, separator])\n\nThe text so many times.\n")
        #expect(help.text(for: "table").contains("table.insert"))
        #expect(Declarations.shared.functions["table.insert"]?.signature == "table.insert(list [, position], value)")
    }

    @Test(arguments: [
        ("sessions.update.customerSession.cartItems", "list of CartItem", "quantity *"),
        ("sessions.update.customerSession.cartItems.sku", "string, required", "Not empty."),
        ("sessions.update.customerSession.state", "string", "`closed` commits"),
        ("sessions.update.customerSession.additionalCosts.shipping.price", "number, required", "The cost"),
        ("sessions.update.dry", "boolean", "Only calculate"),
        ("CartItem.quantity", "integer, required", "At least 1."),
        ("sandbox.campaign.rules.title", "string, required", "What effects and explanations call it."),
    ])
    func `a path of fields leads to a field`(path: String, type: String, part: String) {
        let text = help.text(for: path)
        #expect(text.hasPrefix("\(path)\n\(type)\n"), "\(text)")
        #expect(text.contains(part))
    }

    @Test func `commands, effects and errors are explained`() {
        #expect(help.text(for: ":env") == ":env [NAME]\n\nNames the environment, or goes to another.\n")
        #expect(help.text(for: "env") == help.text(for: ":env"))
        #expect(help.text(for: "rejectCoupon").contains("rejectionReason *"))
        #expect(help.text(for: "409").contains("Other calls"))
        #expect(help.text(for: "couponValid").contains("Whether the coupon is valid"))
        #expect(help.text(for: "rules").contains("\n  couponValid "))
        #expect(help.text(for: "invalid_argument").contains("a code of errors"))
        #expect(help.text(for: "errors").contains("bad_answer"))
        #expect(help.text(for: "").contains("?sessions.update"))
    }

    @Test func `every code of errors is explained`() {
        let codes: [PerchError.Code] = [
            .invalidArgument, .unknownName, .api, .connection, .timeout, .tls, .badAnswer, .configuration, .storage,
            .protected,
            .permission, .unsupported, .syntax, .script, .limit, .interrupted,
        ]
        #expect(ErrorTopics.all.filter { $0.kind == .code }.map(\.name) == codes.map(\.rawValue))
    }

    @Test(arguments: [
        ("sesions.update", "`?sessions.update`"), ("update", "`?sessions.update`"), ("setDicount", "`?setDiscount`"),
        ("talon.profile.update", "`?profiles.update`"), (":evn", "`?:env`"), ("mine", "`?mime`"),
        ("xyzzyxyzzy", "`?` alone"),
    ])
    func `what there is not is told with what is like it`(name: String, suggestion: String) {
        let text = help.text(for: name, known: ["mime"])
        #expect(text.hasPrefix("there is no help for `\(name)`\n  hint: "))
        #expect(text.contains(suggestion), "\(text)")
    }

    // MARK: - Declarations

    @Test func `a declaration is in the notation of editors`() {
        #expect(help.declaration(of: "??sessions.get")?.contains("---@param customerSessionId string") == true)
        #expect(help.declaration(of: "sandbox.explain")?.hasSuffix("\nfunction sandbox.explain(what) end\n") == true)
        #expect(help.declaration(of: "CartItem")?.contains("---@field sku string") == true)
        #expect(help.declaration(of: "perch.time")?.contains("function perch.time.parse(text) end") == true)
        #expect(help.declaration(of: "nothing") == nil)
    }

    @Test func `types of declarations are read`() throws {
        let reader = StubReader(
            """
            ---A thing.
            ---@class thing.Part: thing.Base
            ---@field kind "a"|"b" Which.
            ---@field list? (string|table)[]
            ---@field names? ("x"|"y")[] Some.
            ---@field more? table<string, thing.Part>
            ---@field [integer] string

            ---Makes it.
            ---More.
            ---@param what { id: integer, parts?: thing.Part[] } What.
            ---@param fn? fun(a: string, b?: integer): boolean Why.
            ---@return integer|nil count How many.
            function thing.make(what, fn) end
            """)
        let part = try #require(reader.objects.first { $0.name == "thing.Part" })
        #expect(part.summary == "A thing.")
        #expect(part.fields.map(\.name) == ["kind", "list", "names", "more"])
        #expect(
            part.fields.map(\.schema) == [
                .choice(["a", "b"]), .array(of: .any), .array(of: .choice(["x", "y"])), .map(of: .object("thing.Part")),
            ])
        #expect(part.fields.map(\.isRequired) == [true, false, false, false])
        #expect(part.fields.map(\.summary) == ["Which.", "", "Some.", ""])
        let function = try #require(reader.functions.first)
        #expect(function.name == "thing.make" && function.summary == "Makes it. More.")
        #expect(function.parameters.map(\.name) == ["what", "fn"])
        #expect(function.parameters.map(\.schema) == [.object("thing.make.what"), .any])
        #expect(function.parameters.map(\.summary) == ["What.", "Why."])
        #expect(function.results.map(\.name) == ["count"] && function.results.map(\.summary) == ["How many."])
        #expect(reader.objects.first { $0.name == "thing.make.what" }?.fields.map(\.name) == ["id", "parts"])
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import OperationCatalog
import Testing

@Suite struct RenderingTests {
    @Test func `the help of an operation with a nested body`() {
        #expect(
            HelpText.render(.updateCustomerProfileAudiences) == """
                talon.audiences.update_members(body)
                updateCustomerProfileAudiences: POST /v2/customer_audiences

                Adds customers to audiences and takes them out, up to 1,000 changes in one call.

                An unknown customer who is added is created, and shows up in an Application with the first session
                or profile update. No rules run.

                Body: CustomerProfileAudienceRequest (* required)
                  data  list of objects  The changes, one for each customer and audience. At most 1,000 entries.
                    action *                string   Whether the customer joins the audience or leaves it. One of
                                                     `add`, `delete`.
                    profileIntegrationId *  string   The customer, by the shop's own profile id. At most 1,000
                                                     characters.
                    audienceId *            integer  The audience.

                Answers
                  204  no body  Done.

                Errors
                  400  The request does not fit: an unknown field or attribute, a wrong type, or a limit exceeded.
                  401  The key is missing, wrong or expired.
                  404  No such audience.

                Repeating
                  Safe: the same call may be made again.

                Example
                  local audience = talon.audiences.create { name = "Early birds" }
                  talon.audiences.update_members {
                    data = { { action = "add", profileIntegrationId = "ada", audienceId = audience.id } },
                  }

                """)
    }

    @Test func `the help of an operation with options`() {
        #expect(
            HelpText.render(.getLoyaltyBalances) == """
                talon.loyalty.balances(loyaltyProgramId, integrationId [, options])
                getLoyaltyBalances: GET /v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/balances

                Returns the points of a customer in a loyalty program, by ledger and state.

                Points of open sessions do not count. Tiers are left out unless they are asked for. For programs
                with cards there is `loyalty.card_balances`.

                Arguments
                  loyaltyProgramId  integer  The loyalty program, by its internal id.
                  integrationId     string   The customer, by the shop's own profile id. 1 to 1,000 characters.

                Options
                  endDate               time     The balances as they were at this time.
                  subledgerId           string   Only this subledger, by id.
                  includeTiers          boolean  Whether the answer holds the current tier. Default: `false`.
                  includeProjectedTier  boolean  Whether the answer holds the tier to come. Default: `false`.

                Answers
                  200  LoyaltyBalancesWithTiers  The balances.
                      balance            LoyaltyBalanceWithTier           The main ledger.
                      subledgerBalances  table of LoyaltyBalanceWithTier  The subledgers by id.

                Errors
                  400  The request does not fit, or the program keeps its points on cards.
                  401  The key is missing, wrong or expired.
                  404  No such loyalty program or customer.

                Repeating
                  Safe: the same call may be made again.

                Example
                  local program = sandbox.loyalty_program { name = "stars", title = "Stars" }
                  talon.loyalty.join(program.id, "ada")
                  print(talon.loyalty.balances(program.id, "ada").balance.activePoints)

                """)
    }

    @Test func `no help is wider than 100 columns, but for names and examples`() {
        for operation in Catalog.operations {
            let lines = HelpText.render(operation).split(separator: "\n")
            let wide = lines.filter {
                $0.count > 100 && !$0.contains("/") && !operation.example.contains($0.dropFirst(2))
            }

            #expect(wide.count <= 4, "\(wide)")
            #expect(lines.allSatisfy { !$0.hasSuffix(" ") }, "\(operation.id)")
        }
    }

    @Test func `each object stands once in the help`() throws {
        let help = HelpText.render(.syncCatalog)

        #expect(help.components(of: "Whether an item that the catalog lacks is added.") == 1)
        #expect(help.components(of: "The item attribute to look at.") == 1)
        #expect(help.contains("with `type` ADD_PRICE_ADJUSTMENT: AddPriceAdjustmentCatalogAction"))
    }

    @Test func `the list names every operation below its module`() {
        let lines = HelpText.list().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)

        #expect(lines.first == "talon.sessions")
        #expect(lines.contains { $0.hasPrefix("  sessions.update  ") })
        for operation in Catalog.operations {
            #expect(lines.contains { $0.hasPrefix("  \(operation.lua) ") && $0.hasSuffix(operation.summary) })
        }
    }

    @Test func `the description is an array with an object for each operation`() throws {
        let all = try #require(CatalogDescription.json(Catalog.operations).array)
        let update = try #require(all.first)

        #expect(all.count == 42)
        #expect(update["version"] == 1)
        #expect(update["id"] == "updateCustomerSessionV2")
        #expect(update["lua"] == "sessions.update")
        #expect(update["method"] == "PUT")
        #expect(update["path"] == "/v2/customer_sessions/{customerSessionId}")
        #expect(update["body"]?["object"] == "IntegrationRequest")
        #expect(update["parameters"]?.array?.map { $0["name"] } == ["customerSessionId", "dry", "now"])
        #expect(update["responses"]?[0]?["body"]?["object"] == "IntegrationStateV2")
        #expect(update["objects"] == nil)
        #expect(try JSONValue(parsing: JSONPrinter.bytes(.array(all))) == .array(all))
    }

    @Test func `the description of one operation has all its objects`() throws {
        let sync = try #require(CatalogDescription.json([.syncCatalog], withObjects: true)[0])
        let names = try #require(sync["objects"]?.object?.keys)

        #expect(names.contains("AddItemCatalogAction") && names.contains("Product") && names.contains("ErrorSource"))
        #expect(sync["objects"]?["CatalogSyncRequest"]?["fields"]?[0]?["schema"]?["maxItems"] == 1000)
    }

    @Test func `the stubs declare every function and every class`() {
        let stubs = LuaStubs.render()

        #expect(stubs.hasPrefix("---@meta talon\n"))
        for operation in Catalog.operations {
            #expect(stubs.contains("\nfunction talon.\(operation.lua)("))
            #expect(stubs.contains("\ntalon.api.\(operation.id) = talon.\(operation.lua)\n"))
        }
        for name in Catalog.resources.flatMap({ $0.objects.map(\.key) }) {
            #expect(stubs.contains("---@class talon.\(name)\n"))
        }
        #expect(stubs.contains("---@field sku string The stock keeping unit. Not empty.\n"))
        #expect(stubs.contains("---@field [\"return\"] talon.NewReturn"))
        #expect(stubs.contains("---@return true|talon.IntegrationEventV2Response\n"))
    }

    @Test func `the reference has a page for each resource with its operations and objects`() throws {
        let pages = Reference.render()

        #expect(pages.map(\.file) == ["Operations.md"] + Catalog.resources.map { "\($0.fileName).md" })
        for (resource, page) in zip(Catalog.resources, pages.dropFirst()) {
            #expect(page.markdown.hasPrefix("# \(resource.title)\n\n\(resource.summary)\n"))
            for operation in resource.operations {
                #expect(page.markdown.contains("\n### \(operation.id)\n"))
                #expect(page.markdown.contains("```lua\n\(operation.example)\n```"))
            }
            for (name, _) in resource.objects { #expect(page.markdown.contains("\n### \(name)\n")) }
        }
    }
}

extension String {
    /// How often a text stands in it.
    fileprivate func components(of text: String) -> Int {
        ranges(of: text).count
    }
}

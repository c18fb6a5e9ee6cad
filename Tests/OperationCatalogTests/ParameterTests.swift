// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import OperationCatalog
import Testing

@Suite struct ParameterTests {
    private func option(_ operation: OperationCatalog.Operation, _ name: String) throws
        -> OperationCatalog.Operation.Parameter
    {
        try #require(operation.query.first { $0.name == name })
    }

    @Test func `a list repeats its name or is joined with commas, as the operation wants it`() throws {
        let repeated = try option(.getLoyaltyCardPoints, "subledgerId")
        let joined = try option(.integrationGetAllCampaigns, "campaignIds")

        #expect(repeated.texts(of: ["a", "b,c"]) == ["a", "b,c"])
        #expect(joined.texts(of: [1, 2]) == ["1,2"])
        #expect(joined.texts(of: []) == [])
        #expect(joined.texts(of: 7) == ["7"])
    }

    @Test func `what was written can be read back`() throws {
        let repeated = try option(.getLoyaltyCardPoints, "subledgerId")
        let joined = try option(.integrationGetAllCampaigns, "campaignIds")
        let flag = try option(.updateCustomerSessionV2, "dry")
        let size = try option(.integrationGetAllCampaigns, "pageSize")

        #expect(repeated.value(of: ["a", "b,c"]) == ["a", "b,c"])
        #expect(joined.value(of: ["1,2"]) == [1, 2])
        #expect(flag.value(of: ["true"]) == true)
        #expect(flag.value(of: flag.texts(of: false)) == false)
        #expect(flag.value(of: ["True"]) == true)
        #expect(flag.value(of: ["0"]) == false)
        #expect(flag.value(of: ["yes"]) == "yes")
        #expect(size.value(of: ["100"]) == 100)
        #expect(size.value(of: ["many"]) == "many")
    }

    @Test func `numbers and flags may be given as text, and a single value for a list`() {
        let operation = OperationCatalog.Operation.integrationGetAllCampaigns

        #expect(operation.check(options: ["pageSize": "100", "campaignIds": 7, "startAfter": "2026-01-31"]) == [])
        #expect(
            operation.check(options: ["pageSize": 0, "skip": -1, "campaignIds": ["x"]]).map(\.pointer)
                == ["/pageSize", "/skip", "/campaignIds/0"])
    }

    @Test func `a time may lack its zone, or the colon in it`() {
        let operation = OperationCatalog.Operation.updateCustomerSessionV2

        for text in ["2026-01-31T12:00:00", "2026-01-31T12:00:00.000000+0000", "2026-01-31T12:00:00-01:30"] {
            #expect(operation.check(options: ["now": .string(text)]) == [])
        }
        #expect(operation.check(options: ["now": "2026-01-31T12:00:00+000"]).map(\.kind) == [.badFormat])
    }

    @Test func `a wrong option is shown with what it should be`() {
        let found = OperationCatalog.Operation.updateCustomerSessionV2.check(options: ["dry": "maybe", "drry": true])

        #expect(
            found.map(\.message) == [
                "sessions.update: `dry` must be a boolean, not a string (\"maybe\")",
                "unknown option `drry` in sessions.update",
            ])
        #expect(found.last?.hint == "did you mean `dry`? `perch ops sessions.update` lists the options")
    }

    @Test func `arguments of the path are checked`() {
        let operation = OperationCatalog.Operation.getLoyaltyBalances

        #expect(operation.check(pathArguments: [1, "ada"]) == [])
        #expect(operation.check(pathArguments: ["1", 1001]) == [])
        #expect(
            operation.check(pathArguments: ["first"]).map(\.message) == [
                "loyalty.balances: `loyaltyProgramId` must be an integer, not a string (\"first\")",
                "missing argument `integrationId` in loyalty.balances",
            ])
        #expect(
            OperationCatalog.Operation.getCustomerSession.check(pathArguments: [""]).map(\.message)
                == ["sessions.get: `customerSessionId` is empty"])
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@testable import Sandbox

@Suite struct CouponManagementTests {
    private let sandbox: Sandbox
    private let campaign: String

    init() throws {
        sandbox = try Sandbox.make()
        campaign = try sandbox.makeCampaign()
        try sandbox.makeRules(
            campaign,
            [["title": "Coupon", "condition": ["and", ["couponValid"]], "effects": [["setDiscount", "Ten", 10]]]])
    }

    @discardableResult
    private func make(_ fields: JSONObject, silent: String = "no", expecting status: Int = 200) throws -> JSONValue {
        var body: JSONObject = ["numberOfCoupons": 1, "usageLimit": 1]
        body.merge(fields) { $1 }
        return try sandbox.call(
            "createCoupons", "1", campaign, query: ["silent": silent], body: .object(body), expecting: status)
    }

    private func values(_ query: [String: String] = [:]) throws -> [String] {
        try sandbox.call("getCouponsWithoutTotalCount", "1", campaign, query: query)["data"]?.elements
            .compactMap { $0["value"]?.string } ?? []
    }

    @Test func `coupons are made without a word, unless they are asked for`() throws {
        try sandbox.call(
            "createCoupons", "1", campaign, body: ["numberOfCoupons": 2, "usageLimit": 1, "couponPattern": "A-####"],
            expecting: 204)
        let shown = try make(["couponPattern": "SUMMER10", "validCharacters": ["A"]])

        #expect(shown["totalResultSize"] == 1)
        #expect(shown["data"]?[0]?["value"] == "SUMMER10")
        #expect(shown["data"]?[0]?["batchId"]?.string?.isEmpty == false)
        #expect(try values().count == 3)
        #expect(try sandbox.effects(coupons: ["SUMMER10"]) == ["acceptCoupon", "setDiscount"])
    }

    @Test func `a code that is there is a conflict, and a pattern without room for codes is refused`() throws {
        try make(["couponPattern": "SUMMER10"])
        try make(["couponPattern": "SUMMER10"], expecting: 409)
        try make(["couponPattern": "SUMMER20", "numberOfCoupons": 2], expecting: 400)
        try make(["couponPattern": "ABC#", "validCharacters": ["A"], "numberOfCoupons": 2], expecting: 400)
        try sandbox.call("createCoupons", "1", campaign, body: ["usageLimit": 1], expecting: 400)

        #expect(try values() == ["SUMMER10"])
    }

    @Test(arguments: ["2026-03-09T00:00:00+0000", "2026-03-09T00:00:00.314802+00:00", "2026-03-09T00:00:00"])
    func `a time to find coupons by may lack its zone, and the colon in it`(time: String) throws {
        try make(["couponPattern": "SUMMER10"])

        #expect(try values(["createdAfter": time]) == ["SUMMER10"])
        #expect(try values(["createdBefore": time]) == [])
    }

    @Test func `codes that differ in their case alone are the same in an Application that ignores it`() throws {
        let application = try sandbox.call("getApplication", "1")
        try sandbox.call(
            "updateApplication", "1",
            body: [
                "name": application["name"] ?? "", "timezone": "UTC", "currency": "EUR",
                "caseSensitivity": "insensitive-uppercase",
            ])
        let made = try make(["couponPattern": "CODE#", "validCharacters": ["a", "A", "b", "B"], "numberOfCoupons": 2])

        #expect(Set(made["data"]?.elements.map { $0["value"] } ?? []) == ["CODEA", "CODEB"])
    }

    @Test func `each recipient gets a coupon of one batch`() throws {
        let made = try sandbox.call(
            "createCouponsForMultipleRecipients", "1", campaign, query: ["silent": "no"],
            body: ["usageLimit": 1, "recipientsIntegrationIds": ["ada", "grace"], "couponPattern": "FOR-####"])
        let coupons = made["data"]?.elements ?? []

        #expect(coupons.compactMap { $0["recipientIntegrationId"] } == ["ada", "grace"])
        #expect(coupons[0]["batchId"] == coupons[1]["batchId"])
        #expect(coupons[0]["batchId"] != nil)
    }

    @Test func `what takes a while in the service is done at once`() throws {
        let job = try sandbox.call(
            "createCouponsAsync", "1", campaign,
            body: [
                "numberOfCoupons": 5, "usageLimit": 1, "attributes": [:],
                "couponSettings": ["validCharacters": ["A", "B"], "couponPattern": "JOB-########"],
            ])
        let batch = try #require(job["batchId"]?.string)
        #expect(try values(["batchId": batch]).count == 5)

        try sandbox.call(
            "createCouponsDeletionJob", "1", campaign, body: ["filters": ["batchId": .string(batch)]], expecting: 202)
        #expect(try values().isEmpty)
    }

    @Test func `coupons are found by what is known of them`() throws {
        try make(["couponPattern": "EARLY", "expiryDate": "2026-03-01T00:00:00Z"])
        try make(["couponPattern": "LATER", "startDate": "2026-04-01T00:00:00Z", "usageLimit": 0])
        try make(["couponPattern": "TODAY", "recipientIntegrationId": "ada", "attributes": ["channel": "mail"]])

        #expect(try values(["valid": "expired"]) == ["EARLY"])
        #expect(try values(["valid": "validNow"]) == ["TODAY"])
        #expect(try values(["valid": "validFuture"]) == ["LATER"])
        #expect(try values(["value": "A"]) == ["EARLY", "LATER", "TODAY"])
        #expect(try values(["value": "LATE"]) == ["LATER"])
        #expect(try values(["value": "LATE", "exactMatch": "true"]) == [])
        #expect(try values(["recipientIntegrationId": "ada"]) == ["TODAY"])
        #expect(try values(["startsAfter": "2026-03-20T00:00:00Z"]) == ["LATER"])
        #expect(try values(["sort": "-value", "pageSize": "2"]) == ["TODAY", "LATER"])
        #expect(
            try sandbox.call("getCouponsWithoutTotalCount", "1", campaign, query: ["pageSize": "2"])["hasMore"] == true)
        #expect(try sandbox.call("getCoupons", "1", campaign, query: ["pageSize": "2"])["totalResultSize"] == 3)
        for operation in ["searchCouponsAdvancedWithoutTotalCount"] {
            let found = try sandbox.call(operation, "1", campaign, body: ["attributes": ["channel": "mail"]])
            #expect(found["data"]?.elements.map { $0["value"] } == ["TODAY"])
        }
        let wide = try sandbox.call(
            "searchCouponsAdvancedApplicationWideWithoutTotalCount", "1", query: ["campaignState": "running"],
            body: ["channel": "mail"])
        #expect(wide["data"]?.elements.map { $0["value"] } == ["TODAY"])
    }

    @Test func `what was used up is found, and can be used again after a change`() throws {
        try make(["couponPattern": "ONCE"])
        let body: JSONValue = [
            "customerSession": [
                "couponCodes": ["ONCE"], "state": "closed", "profileId": "ada",
                "cartItems": [["name": "Shirt", "sku": "shirt", "quantity": 1, "price": 100]],
            ]
        ]
        try sandbox.call("updateCustomerSessionV2", "first", body: body)
        #expect(try values(["usable": "false"]) == ["ONCE"])
        #expect(try values(["redeemed": "true"]) == ["ONCE"])
        #expect(try sandbox.effects(coupons: ["ONCE"]) == ["rejectCoupon"])
        let id = try sandbox.call("getCoupons", "1", campaign)["data"]?[0]?["id"]?.description ?? ""

        let changed = try sandbox.call(
            "updateCoupon", "1", campaign, id, body: ["usageLimit": 2, "recipientIntegrationId": "grace"])

        #expect(changed["usageLimit"] == 2)
        #expect(changed["recipientIntegrationId"] == "grace")
        #expect(try values(["usable": "true"]) == ["ONCE"])
        let emptied = try sandbox.call("updateCoupon", "1", campaign, id, body: ["recipientIntegrationId": .null])
        #expect(emptied["recipientIntegrationId"] == nil)
        #expect(try sandbox.effects(coupons: ["ONCE"]) == ["acceptCoupon", "setDiscount"])
    }

    @Test func `a batch is changed and deleted as a whole`() throws {
        let made = try make(["numberOfCoupons": 3, "couponPattern": "B-########"])
        try make(["couponPattern": "OTHER"])
        let batch = made["data"]?[0]?["batchId"]?.string ?? ""
        try sandbox.call(
            "updateCouponBatch", "1", campaign, body: ["batchID": .string(batch), "usageLimit": 7], expecting: 204)
        let limits = try sandbox.call("getCoupons", "1", campaign)["data"]?.elements.map { $0["usageLimit"] }
        #expect(limits == [7, 7, 7, 1])

        try sandbox.call("deleteCoupons", "1", campaign, query: ["batchId": batch], expecting: 204)
        #expect(try values() == ["OTHER"])
        let id = try sandbox.call("getCoupons", "1", campaign)["data"]?[0]?["id"]?.description ?? ""
        try sandbox.call("deleteCoupon", "1", campaign, id, expecting: 204)
        try sandbox.call("deleteCoupon", "1", campaign, id, expecting: 404)
        try sandbox.call("deleteCoupon", "1", campaign, "first", expecting: 404)
    }

    @Test func `a file of coupons comes in, and goes out again`() throws {
        let file = """
            value,expirydate,startdate,recipientintegrationid,limitval,discountlimit,attributes\r
            FILE1,,,,,,\r
            FILE2,2027-01-01T00:00:00Z,,ada,0,12.50,"{""channel"": ""a, b""}"\r

            """
        let answer = try sandbox.call("importCoupons", "1", campaign, body: .string(file))
        #expect(answer["amount"] == 2)
        #expect(answer["entity"] == "Coupon")
        let coupons = try sandbox.call("getCoupons", "1", campaign)["data"]?.elements ?? []
        #expect(coupons.map { $0["usageLimit"] } == [1, 0])
        #expect(coupons[1]["discountLimit"]?.decimal == DecimalNumber(text: "12.5"))
        #expect(coupons[1]["attributes"] == ["channel": "a, b"])

        let export = try sandbox.call("exportCoupons", "1", query: ["value": "FILE2"]).string ?? ""
        let row = try #require(try CSVFile(export, needs: "value", "attributes").rows.first)
        #expect(row.text("value") == "FILE2")
        #expect(try row.object("attributes") == ["channel": "a, b"])
        #expect(row.text("recipientintegrationid") == "ada")
        #expect(
            try sandbox.call("exportCoupons", "1", query: ["valuesOnly": "true"]).string == "value\nFILE1\nFILE2\n")
    }

    @Test func `a file with mistakes is refused line by line, and nothing of it is kept`() throws {
        try make(["couponPattern": "KNOWN"])
        let file = "value,limitval,expirydate\nGOOD1,1,\nKNOWN,1,\nGOOD2,many,\nGOOD3,1,tomorrow\n"
        let refused = try sandbox.call("importCoupons", "1", campaign, body: .string(file), expecting: 400)
        #expect(refused["errors"]?.elements.map { $0["source"]?["line"] } == ["3", "4", "5"])
        #expect(try values() == ["KNOWN"])

        try sandbox.call(
            "importCoupons", "1", campaign, query: ["skipDuplicates": "true"], body: "value\nKNOWN\nGOOD1\n")
        #expect(try values() == ["KNOWN", "GOOD1"])
        let headless = try sandbox.call("importCoupons", "1", campaign, body: "code\nX\n", expecting: 400)
        #expect(headless["errors"]?[0]?["source"] == ["line": "1"])
    }
}

@Suite struct CSVFileTests {
    @Test func `quotation marks, line breaks and commas stand in values`() throws {
        let file = try CSVFile("A,b\n\"x\ny\",\"say \"\"hi\"\", you\"\r\n 1 ,\n", needs: "a")

        #expect(file.rows.map { $0.text("a") } == ["x\ny", "1"])
        #expect(file.rows.map { $0.text("b") } == ["say \"hi\", you", nil])
        #expect(file.rows.map(\.line) == [2, 4])
    }

    @Test func `what is written is read as it was`() throws {
        let rows = [["a", "b"], ["1,2", "\""], ["\n", "x\r\ny"]]
        let file = try CSVFile(CSVFile.text(rows), needs: "a", "b")

        #expect(file.rows.map { $0.text("a") } == ["1,2", "\n"])
        #expect(file.rows.map { $0.text("b") } == ["\"", "x\r\ny"])
    }

    @Test(arguments: [
        ("", 1), ("b\n1\n", 1), ("a\n1,2\n", 2), ("a\n\"1\n", 2), ("a\n\"1\"x\n", 2), ("a,b\n1,2\n3\n", 3),
    ])
    func `what is no CSV is refused with its line`(text: String, line: Int) {
        let failure = #expect(throws: Failure.self) { try CSVFile(text, needs: "a") }
        #expect(failure?.errors.first?.json["source"] == ["line": .string(String(line))])
    }
}

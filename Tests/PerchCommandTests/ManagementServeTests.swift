// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import HTTPTransport
import IntegrationAPI
import OperationCatalog
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The Management API of `perch serve`, as set-up code reaches it.
@Suite(.timeLimit(.minutes(5))) struct ManagementServeTests {
    @Test func `a file that is no text is refused in the words of its operation`() async throws {
        let served = try await ServeTests.start(["--management-key", "manager-key"])
        defer { served.running.process.terminate() }
        for (path, repeatsStatus) in [("stores/import", false), ("import_coupons", true)] {
            var upload = URLRequest(
                url: try #require(URL(string: served.address + "/v1/applications/1/campaigns/1/\(path)")))
            upload.httpMethod = "POST"
            upload.setValue("ManagementKey-v1 manager-key", forHTTPHeaderField: "Authorization")
            upload.setValue("text/csv", forHTTPHeaderField: "Content-Type")
            upload.httpBody = Data([0xFF, 0xFE])
            let (answer, response) = try await URLSession.shared.data(for: upload)
            let error = try JSONValue(parsing: [UInt8](answer))

            #expect((response as? HTTPURLResponse)?.statusCode == 400)
            #expect(error["message"] == "the file is not UTF-8 text")
            #expect((error["StatusCode"] != nil) == repeatsStatus)
        }
    }

    @Test func `a login sets up a campaign over HTTP, with coupons from a form`() async throws {
        let served = try await ServeTests.start(["--api-key", "shop-key", "--management-key", "manager-key"])
        defer { served.running.process.terminate() }
        func send(
            _ id: String, _ arguments: String..., body: JSONValue? = nil, authorization: String? = nil
        ) async throws -> (status: Int, json: JSONValue) {
            let operation = try #require(ManagementCatalog.operation(id) ?? Catalog.operation(id))
            var request = APIRequest(operation, pathArguments: arguments, body: body)
            if let authorization { request.headers.append(.init("Authorization", authorization)) }
            let ready = request
            let response = try await withHTTPTransport(baseURL: served.address) { try await $0.send(ready) }
            return (response.status, try response.json() ?? .null)
        }
        let campaign: JSONValue = [
            "name": "Summer", "state": "enabled", "tags": [], "features": ["coupons"], "limits": [],
        ]

        #expect(try await send("createCampaign", "1", body: campaign).status == 401)
        #expect(
            try await send("createCampaign", "1", body: campaign, authorization: "ApiKey-v1 shop-key").status == 401)
        #expect(
            try await send("createCampaign", "1", body: campaign, authorization: "ManagementKey-v1 other").status == 401
        )
        #expect(
            try await send("createSession", body: ["email": "ada@example.com", "password": "shop-key"]).status == 401)
        let login = try await send("createSession", body: ["email": "ada@example.com", "password": "manager-key"])
        #expect(login.status == 201)
        let bearer = "Bearer \(login.json["token"]?.string ?? "")"
        #expect(try await send("createCampaign", "1", body: campaign, authorization: bearer).status == 201)
        let rules: JSONValue = [
            "rules": [
                ["title": "Ten", "condition": ["and", ["couponValid"]], "effects": [["setDiscount", "Ten off", 10]]]
            ], "bindings": [], "activate": true,
        ]
        #expect(
            try await send("createRuleset", "1", "1", body: rules, authorization: "ManagementKey-v1 manager-key").status
                == 201)

        let form = [
            "--X", "Content-Disposition: form-data; name=\"upFile\"; filename=\"a.csv\"", "Content-Type: text/csv", "",
            "value,limitval", "SUMMER10,0", "--X--", "",
        ].joined(separator: "\r\n")
        var upload = URLRequest(
            url: try #require(URL(string: served.address + "/v1/applications/1/campaigns/1/import_coupons")))
        upload.httpMethod = "POST"
        upload.setValue(bearer, forHTTPHeaderField: "Authorization")
        upload.setValue("multipart/form-data; boundary=X", forHTTPHeaderField: "Content-Type")
        upload.httpBody = Data(form.utf8)
        let (answer, _) = try await URLSession.shared.data(for: upload)
        #expect(try JSONValue(parsing: [UInt8](answer))["amount"] == 1)

        let session: JSONValue = [
            "customerSession": [
                "couponCodes": ["SUMMER10"], "cartItems": [["name": "Cup", "sku": "cup", "quantity": 1, "price": 20]],
            ]
        ]
        let sold = try await send(
            "updateCustomerSessionV2", "s1", body: session, authorization: "ApiKey-v1 shop-key")
        #expect(sold.json["effects"]?.array?.map { $0["effectType"] } == ["acceptCoupon", "setDiscount"])
        var export = URLRequest(
            url: try #require(URL(string: served.address + "/v1/applications/1/export_coupons?valuesOnly=true")))
        export.setValue(bearer, forHTTPHeaderField: "Authorization")
        let (file, response) = try await URLSession.shared.data(for: export)
        #expect(String(decoding: file, as: UTF8.self) == "value\nSUMMER10\n")
        #expect((response as? HTTPURLResponse)?.value(forHTTPHeaderField: "Content-Type") == "application/csv")
        #expect(try await send("destroySession", authorization: bearer).status == 204)
        #expect(try await send("getCampaigns", "1", authorization: bearer).status == 401)
        let missing = try await send("getCampaignGroups", authorization: "ManagementKey-v1 manager-key")
        #expect(missing.status == 501)
        #expect(missing.json["message"]?.string?.contains("getCampaignGroups") == true)
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import OperationCatalog
import Testing

@testable import IntegrationAPI

@Suite struct UploadedFileTests {
    private func body(_ text: String, type: String = "multipart/form-data; boundary=XyZ") throws -> String? {
        var request = APIRequest(try #require(ManagementCatalog.operation("importCoupons")))
        try request.read(body: Array(text.utf8), contentType: type)
        return request.body?.string
    }

    private func form(_ parts: String...) -> String {
        parts.map { "--XyZ\r\nContent-Disposition: form-data; \($0)\r\n" }.joined() + "--XyZ--\r\n"
    }

    @Test func `the file of a form becomes the body, with its own line breaks`() throws {
        let text = form(
            "name=\"note\"\r\n\r\nhello", "name=\"upFile\"; filename=\"a.csv\"\r\nX: y\r\n\r\nvalue\r\n--A\r\nB\r\n")

        #expect(try body(text) == "value\r\n--A\r\nB\r\n")
    }

    @Test func `a quoted boundary and a byte order mark are understood`() throws {
        let text = "--a b\r\nContent-Disposition: form-data; name=upFile\r\n\r\n\u{FEFF}value\r\n--a b--"

        #expect(try body(text, type: "Multipart/Form-Data; charset=utf-8; boundary=\"a b\"") == "value")
    }

    @Test func `a body that is no form is the file`() throws {
        #expect(try body("value\nA", type: "text/csv") == "value\nA")
    }

    @Test func `a form without the file is refused with the names that it has`() throws {
        let error = #expect(throws: PerchError.self) { try body(form("name=\"file\"\r\n\r\nvalue")) }
        #expect(error?.message == "the form has no file `upFile`, only `file`")
        #expect(throws: PerchError.self) { try body("value", type: "multipart/form-data") }
        #expect(throws: PerchError.self) { try body("--XyZ\r\nContent-Disposition: form-data; name=\"upFile\"") }
        #expect(throws: PerchError.self) {
            var request = APIRequest(try #require(ManagementCatalog.operation("importCoupons")))
            try request.read(body: [0xFF, 0xFE], contentType: "text/csv")
        }
    }

    @Test func `any other operation reads JSON`() throws {
        var request = APIRequest(try #require(ManagementCatalog.operation("createCampaign")))
        try request.read(body: Array(#"{"name":"Summer"}"#.utf8), contentType: "application/json")
        #expect(request.body == ["name": "Summer"])
        #expect(throws: (any Error).self) { try request.read(body: [123], contentType: nil) }
    }
}

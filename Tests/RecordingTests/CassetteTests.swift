// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI
import IntegrationClient
import Testing

@testable import Recording

@Suite struct CassetteTests {
    @Test func `a cassette has a line about itself, and one for each exchange in the order of sending`() async throws {
        let harness = try Harness()
        try await harness.record([
            .profile("ada", ["attributes": ["Size": .number("7.50")]], query: [.init("runRuleEngine", "true")]),
            .profile("grace"),
        ])

        let lines = try harness.text(of: "case").split(separator: "\n").map { try JSONValue(parsing: String($0)) }

        #expect(lines.count == 3)
        #expect(
            lines[0] == [
                "cassette": 1, "id": "case", "environment": "live", "kind": "live", "seed": "1", "perch": "1.2.3",
                "recorded": "2027-01-15T08:00:00.000Z",
            ])
        #expect(lines[1]["number"] == 1)
        #expect(lines[1]["operation"] == "updateCustomerProfileV2")
        #expect(lines[1]["method"] == "PUT")
        #expect(lines[1]["target"] == "/v2/customer_profiles/ada?runRuleEngine=true")
        #expect(lines[1]["request"]?["body"]?["attributes"]?["Size"]?.description == "7.50")
        #expect(lines[1]["response"]?["status"] == 200)
        #expect(lines[1]["response"]?["headers"] == ["Content-Type": "application/json"])
        #expect(lines[2]["number"] == 2)
        #expect(lines[2]["response"]?["body"]?["target"] == "/v2/customer_profiles/grace")
    }

    @Test func `what is written is read back`() async throws {
        let harness = try Harness()
        try await harness.record([.profile("ada", ["attributes": ["Size": 1]]), .profile("none")]) { request in
            guard request.pathArguments != ["none"] else {
                var error = PerchError(.connection, "cut", hint: "try again")
                error.neverArrived = true
                throw error
            }
            return APIResponse(status: 503, headers: [.init("Retry-After", "3")], body: .bytes(Array("<html>".utf8)))
        }

        let cassette = try #require(try harness.folder.cassette(of: "case"))

        #expect(cassette.text == (try harness.text(of: "case")))
        guard case .answer(let answer) = cassette.exchanges[0].outcome, case .text(let page) = answer.body,
            case .failure(let error) = cassette.exchanges[1].outcome
        else {
            Issue.record("\(cassette)")
            return
        }
        #expect(page == "<html>")
        #expect(answer.headers == [.init("Retry-After", "3")])
        #expect(error.code == .connection && error.neverArrived && error.hint == "try again")
    }

    @Test func `secrets and the proof of who calls are in no line`() async throws {
        let harness = try Harness()
        let key = "s3cr/et+0123\"456789%abc"
        let inner = Data(("user:" + key).utf8).base64EncodedString()
        harness.redaction.hide(Secret(key))
        harness.redaction.hide(Secret("4711471147"))
        var request = APIRequest.profile(
            key, ["attributes": ["a": .string("x\(key)y"), key: .string(inner), "n": 4_711_471_147]],
            query: [.init("q", key)])
        request.headers = [
            .init("Authorization", "ApiKey-v1 \(key)"), .init("Idempotency-Key", "k-\(key)"), .init("X-Other", "no"),
        ]

        try await harness.record([request], as: "case \(key)")

        #expect(harness.files.count == 1)
        let all =
            try harness.files[0] + String(contentsOfFile: harness.folder.path + "/" + harness.files[0], encoding: .utf8)
        for form in [
            key, "s3cr%2Fet", "s3cr/et", inner, "NjU2Nzg5", "4711471147", "Authorization", "X-Other", "Set-Cookie",
        ] {
            #expect(!all.contains(form), "\(form) in \(all)")
        }
        #expect(all.contains("/v2/customer_profiles/***?q=***"))
    }

    @Test func `a secret that is named after the first call is not written either`() async throws {
        let harness = try Harness()
        let tape = harness.recorder
        tape.begin("case")
        _ = try await tape.transport(over: Service { .echo($0) }).send(.profile("late-secret-value"))
        harness.redaction.hide(Secret("late-secret-value"))
        tape.end()

        #expect(try !harness.text(of: "case").contains("late-secret-value"))
    }

    @Test func `recording again replaces the cassette of that case only, whole`() async throws {
        let harness = try Harness()
        try await harness.record([.profile("a"), .profile("b")], as: "one")
        try await harness.record([.profile("c")], as: "two")
        let other = try harness.text(of: "two")
        try await harness.record([.profile("d")], as: "one")

        #expect(harness.files.count == 2)
        #expect(try harness.text(of: "two") == other)
        #expect(try harness.folder.cassette(of: "one")?.exchanges.map(\.request.target) == ["/v2/customer_profiles/d"])

        try await harness.record([], as: "one")
        #expect(harness.files == [CassetteName.name(of: "two")])
    }

    @Test func `what was cut short leaves the old cassette as it is`() async throws {
        let harness = try Harness()
        try await harness.record([.profile("old")])
        let before = try harness.text(of: "case")
        let tape = harness.recorder
        tape.begin("case")
        _ = try await tape.transport(over: Service { .echo($0) }).send(.profile("new"))
        tape.end(isComplete: false)

        #expect(try harness.text(of: "case") == before)
        #expect(harness.files.count == 1)
    }

    @Test func `calls belong to the innermost, or to what is around it`() async throws {
        let harness = try Harness()
        let tape = harness.recorder
        let transport = tape.transport(over: Service { .echo($0) })
        tape.begin("file")
        _ = try await transport.send(.profile("first"))
        tape.begin("case")
        tape.stepAside(true)
        _ = try await transport.send(.profile("shared"))
        tape.stepAside(false)
        _ = try await transport.send(.profile("own"))
        tape.end()
        _ = try await transport.send(.profile("last"))
        tape.end()
        _ = try await transport.send(.profile("nobody's"))

        let targets = { (id: String) in
            try harness.folder.cassette(of: id)?.exchanges.map { $0.request.target.split(separator: "/").last ?? "" }
        }
        #expect(try targets("file") == ["first", "shared", "last"])
        #expect(try targets("case") == ["own"])
    }

    @Test func `names are readable, safe, stable and of one case each`() {
        #expect(
            CassetteName.name(of: "shop/a_test.lua::with › a coupon[7]")
                == "shop-a_test.lua-with-a-coupon-7-23e1a46f.jsonl")
        let ids = [
            "../../etc/passwd", "..", "", "a/b", "a b", "a::b", "ünï", "uni", ".hidden",
            String(repeating: "x", count: 500),
            "a\u{0}b", "CON",
        ]
        let names = ids.map(CassetteName.name)
        #expect(Set(names).count == ids.count)
        for name in names {
            #expect(name.wholeMatch(of: /[A-Za-z0-9_][A-Za-z0-9_.-]{0,120}\.jsonl/) != nil, "\(name)")
            #expect(!name.contains(".."))
        }
    }

    static let broken: [(line: Int, text: String, words: String)] = [
        (1, "{\"a\":1}", "not the first line of a cassette"),
        (1, "{\"cassette\":2,\"id\":\"a\"}", "of form 2"),
        (1, "no", "is not JSON"),
        (2, "{\"cassette\":1,\"id\":\"a\"}\n{\"number\":1}", "has no `time`"),
        (
            2,
            "{\"cassette\":1,\"id\":\"a\"}\n{\"number\":1,\"time\":\"2027-01-15T08:00:00Z\",\"operation\":\"no\",\"target\":\"/\"}",
            "`no`, which is not known"
        ),
        (
            3,
            "{\"cassette\":1,\"id\":\"a\"}\n\n{\"number\":1,\"time\":\"2027-01-15T08:00:00Z\",\"operation\":\"getCustomerSession\",\"target\":\"/v2\"}",
            "does not belong to `getCustomerSession`"
        ),
        (
            2,
            "{\"cassette\":1,\"id\":\"a\"}\n{\"number\":1,\"time\":\"2027-01-15T08:00:00Z\",\"operation\":\"getCustomerSession\",\"target\":\"/v2/customer_sessions/a\"}",
            "neither `response` nor `error`"
        ),
    ]

    @Test(arguments: broken.indices)
    func `a file that is no cassette is refused with its line`(index: Int) throws {
        let (line, text, words) = Self.broken[index]
        let error = try #require(throws: PerchError.self) { try Cassette(text: text, path: "x.jsonl") }
        #expect(error.code == .configuration)
        #expect(error.location == "x.jsonl:\(line)")
        #expect(error.message.contains(words), "\(error.message)")
        #expect(error.hint != nil)
    }
}

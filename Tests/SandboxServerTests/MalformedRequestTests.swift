// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import OperationCatalog
import Sandbox
import SandboxServer
import Testing

/// Whatever comes over the wire, the answer is one that the documentation knows, and the server lives.
@Suite(.timeLimit(.minutes(5))) struct MalformedRequestTests {
    static let key = "ApiKey-v1 k"

    /// A request as its bytes go over the wire.
    static func request(
        _ method: String = "PUT", _ target: String = "/v2/customer_sessions/s1", headers: [String] = [],
        body: String = ""
    ) -> [UInt8] {
        request(method, target, headers: headers, bytes: Array(body.utf8))
    }

    static func request(
        _ method: String = "PUT", _ target: String = "/v2/customer_sessions/s1", headers: [String] = [],
        bytes: [UInt8]
    ) -> [UInt8] {
        let head = [
            "\(method) \(target) HTTP/1.1", "Host: x", "Authorization: \(key)", "Content-Length: \(bytes.count)",
        ]
        return Array(((head + headers).joined(separator: "\r\n") + "\r\n\r\n").utf8) + bytes
    }

    static func text(_ lines: String...) -> [UInt8] { Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) }

    struct Nasty: CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        let status: Int
        var testDescription: String { name }

        init(_ name: String, _ status: Int, _ bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
            self.status = status
        }
    }

    static let session = #"{"customerSession":{}}"#
    static func session(_ fields: String) -> [UInt8] { request(body: #"{"customerSession":{\#(fields)}}"#) }
    static func deep(_ levels: Int) -> String {
        String(repeating: #"{"a":"#, count: levels) + "1" + String(repeating: "}", count: levels)
    }
    static func long(_ count: Int) -> String { String(repeating: "x", count: count) }

    static let nasty: [Nasty] = [
        // What is no HTTP
        Nasty("a TLS handshake", 400, [0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3, 13, 10, 13, 10]),
        Nasty("NUL bytes", 400, [0, 0, 0, 0, 13, 10, 13, 10]),
        Nasty("no method", 400, text("/ HTTP/1.1")),
        Nasty("no version", 400, text("GET /health")),
        Nasty("HTTP/2 in the open", 400, text("PRI * HTTP/2.0", "", "SM")),
        Nasty("a version that is not there yet", 400, text("GET /health HTTP/3.0")),
        Nasty("a method that is none", 400, request("FOOBAR")),
        Nasty("a method in lower case", 400, request("put")),
        Nasty("HTTP/1.0", 200, text("GET /health HTTP/1.0")),
        // Targets
        Nasty("all of the server", 404, request("OPTIONS", "*")),
        Nasty("a proxy's business", 404, request("CONNECT", "example.com:80")),
        Nasty("a space in the path", 400, request("GET", "/v2/customer_sessions/a b")),
        Nasty("a path upwards", 404, request("GET", "/v2/customer_sessions/../../etc/passwd")),
        Nasty("double slashes", 404, request("GET", "//v2//customer_sessions/a")),
        Nasty("an empty id", 404, request("PUT", "/v2/customer_sessions/", body: session)),
        Nasty("a slash at the end", 404, request("GET", "/v2/customer_sessions/a/")),
        Nasty("bad percent-encoding", 400, request("GET", "/v2/customer_sessions/a%zz")),
        Nasty("percent-encoding cut short", 400, request("GET", "/v2/customer_sessions/a%f")),
        Nasty("percent-encoded bytes that are not UTF-8", 400, request("GET", "/v2/customer_sessions/%ff%fe")),
        Nasty("bytes that are not ASCII", 400, request("GET", "/v2/customer_sessions/é")),
        Nasty("a percent-encoded NUL", 404, request("GET", "/v2/customer_sessions/a%00b")),
        Nasty(
            "a percent-encoded NUL that is stored", 200, request("PUT", "/v2/customer_sessions/a%00b", body: session)),
        Nasty("the longest id", 200, request("PUT", "/v2/customer_sessions/" + long(1_000), body: session)),
        Nasty("an id that is too long", 400, request("PUT", "/v2/customer_sessions/" + long(60_000), body: session)),
        Nasty("a target that is too long", 400, request("GET", "/v2/customer_sessions/" + long(200_000))),
        Nasty("a number that is none", 400, request("GET", "/v1/loyalty_programs/abc/profile/a/balances")),
        Nasty(
            "a number that is too big", 400,
            request("GET", "/v1/loyalty_programs/99999999999999999999/profile/a/balances")),
        Nasty("a program that is not there", 404, request("GET", "/v1/loyalty_programs/-1/profile/a/balances")),
        // Queries
        Nasty("a query of nothing", 200, request("PUT", "/v2/customer_sessions/q?&&===&", body: session)),
        Nasty("a bad query", 400, request("PUT", "/v2/customer_sessions/q?a=%zz", body: session)),
        Nasty("a flag that is none", 400, request("PUT", "/v2/customer_sessions/q?dry=maybe", body: session)),
        Nasty("a flag twice", 200, request("PUT", "/v2/customer_sessions/q?dry=true&dry=false", body: session)),
        Nasty("a time that is none", 400, request("PUT", "/v2/customer_sessions/q?dry=true&now=soon", body: session)),
        Nasty(
            "a page that is none", 400,
            request("GET", "/v1/loyalty_programs/1/profile/a/transactions?pageSize=-1&skip=99999999999999999999")),
        Nasty(
            "five thousand parameters", 200,
            request(
                "PUT", "/v2/customer_sessions/q?" + (0..<5_000).map { "p\($0)=1" }.joined(separator: "&"),
                body: session)),
        // Headers
        Nasty("a header without a name", 400, request(headers: [": x"])),
        Nasty("a header with a space in its name", 400, request(headers: ["a b: x"])),
        Nasty("a NUL in a header", 400, request(headers: ["a: x\0y"])),
        Nasty("a folded header", 400, request(headers: ["a: x", " y"])),
        Nasty("a flood of headers", 400, request(headers: (0..<2_000).map { "h\($0): x" })),
        Nasty("a header that is too long", 400, request(headers: ["a: " + long(200_000)])),
        Nasty("a header that is not ASCII", 200, request(headers: ["a: é"], body: session)),
        Nasty("a second key", 401, request(headers: ["Authorization: \(key)"], body: session)),
        Nasty(
            "a key for idempotency that is too long", 400,
            request(headers: ["Idempotency-Key: " + long(256)], body: session)),
        Nasty("an empty key for idempotency", 200, request(headers: ["Idempotency-Key: "], body: session)),
        Nasty("an upgrade", 200, request("GET", "/health", headers: ["Connection: Upgrade", "Upgrade: websocket"])),
        Nasty("an expectation", 200, request(headers: ["Expect: the-unexpected"], body: session)),
        Nasty("another type", 200, request(headers: ["Content-Type: text/plain"], body: session)),
        // Lengths
        Nasty("a negative length", 400, text("PUT /v2/customer_sessions/s HTTP/1.1", "Host: x", "Content-Length: -5")),
        Nasty(
            "a length beyond all", 400,
            text("PUT /v2/customer_sessions/s HTTP/1.1", "Host: x", "Content-Length: 99999999999999999999999")),
        Nasty(
            "two lengths", 400,
            text("PUT /v2/customer_sessions/s HTTP/1.1", "Host: x", "Content-Length: 5", "Content-Length: 6")),
        Nasty(
            "a length and chunks", 400,
            text(
                "PUT /v2/customer_sessions/s HTTP/1.1", "Host: x", "Content-Length: 5", "Transfer-Encoding: chunked",
                "",
                "0")),
        Nasty(
            "a chunk that is none", 400,
            text(
                "PUT /v2/customer_sessions/s HTTP/1.1", "Host: x", "Authorization: \(key)",
                "Transfer-Encoding: chunked",
                "", "zz")),
        Nasty("a body that is too long", 413, request(body: "\"" + long(1_100_000) + "\"")),
        // Bodies
        Nasty("no body", 400, request()),
        Nasty("no JSON", 400, request(body: "nope")),
        Nasty("half of a body", 400, request(body: #"{"customerSession":"#)),
        Nasty("a body and more", 400, request(body: session + session)),
        Nasty("a form", 400, request(headers: ["Content-Type: application/x-www-form-urlencoded"], body: "a=1&b=2")),
        Nasty(
            "a compressed body", 400, request(headers: ["Content-Encoding: gzip"], bytes: [0x1F, 0x8B, 8, 0, 0, 0, 0])),
        Nasty(
            "a body that is not UTF-8", 400, request(bytes: Array(#"{"a":""#.utf8) + [0xFF, 0xFE] + Array("\"}".utf8))),
        Nasty("half of a surrogate pair", 400, session(#""profileId":"\ud800""#)),
        Nasty("a NUL in a text", 200, session(#""profileId":"a\u0000b","attributes":{"x":"\u0000"}"#)),
        Nasty("brackets without end", 400, request(body: String(repeating: "[", count: 100_000))),
        Nasty("a deep body", 200, session(#""attributes":\#(deep(200))"#)),
        Nasty("a body that is too deep", 400, session(#""attributes":\#(deep(100_000))"#)),
        Nasty("a body that is an array", 400, request(body: "[]")),
        Nasty("a body that is a number", 400, request(body: "1")),
        Nasty("a body that is null", 400, request(body: "null")),
        Nasty("a key twice", 400, request(body: #"{"customerSession":{},"customerSession":[]}"#)),
        Nasty("a key that is too much", 400, session(#""couponCodes":"\#(long(100))""#)),
        Nasty("not a number", 400, session(#""cartItems":[{"sku":"a","quantity":NaN,"price":1}]"#)),
        Nasty(
            "a quantity beyond all", 400,
            session(#""cartItems":[{"sku":"a","quantity":99999999999999999999,"price":1}]"#)),
        Nasty("a negative quantity", 400, session(#""cartItems":[{"sku":"a","quantity":-1,"price":1}]"#)),
        Nasty("a price beyond all", 200, session(#""cartItems":[{"sku":"a","quantity":1,"price":1e400}]"#)),
        Nasty("a price beside nothing", 200, session(#""cartItems":[{"sku":"a","quantity":1,"price":1e-4000}]"#)),
        Nasty("a state that is none", 400, session(#""state":"\#(long(500_000))""#)),
        Nasty(
            "twenty thousand mistakes", 400,
            session(
                #""cartItems":[\#(Array(repeating: #"{"sku":1,"quantity":"x"}"#, count: 20_000).joined(separator: ","))]"#
            )),
    ]

    @Test func `what is nasty gets the status that it should have, with a body, and the server goes on`() async throws {
        let sandbox = try Sandbox()
        let server = SandboxServer(transport: sandbox, apiKey: "k", maximumBodySize: 1 << 20)
        try await withSandboxServer(server) { port in
            for nasty in Self.nasty {
                let answer = try await RawConnection(port: port).exchange(nasty.bytes)

                #expect(answer?.status == nasty.status, "\(nasty.name): \(answer?.text.prefix(200) ?? "no answer")")
                #expect(answer?.body.count ?? 0 < 100_000, "\(nasty.name): an answer is no echo")
                guard let answer, answer.status >= 400 else { continue }
                let body = try? JSONValue(parsing: answer.body)
                #expect(body?["message"]?.string?.isEmpty == false, "\(nasty.name): \(answer.text.prefix(200))")
                #expect(answer.head.contains("content-type: application/json"), "\(nasty.name)")
                for finding in body?["errors"]?.array ?? [] {
                    #expect(finding["title"]?.string != nil && finding["source"]?.object?.count == 1, "\(nasty.name)")
                }
            }
        }
    }

    @Test func `no byte that is changed, doubled or lost makes the server fail`() async throws {
        let sandbox = try Sandbox()
        let seeds = [
            Self.session(#""profileId":"p","cartItems":[{"sku":"a","quantity":2,"price":1.5}],"couponCodes":["A"]"#),
            Self.request(
                "POST", "/v2/events?silent=no", body: #"{"profileId":"p","type":"seen","attributes":{"n":1}}"#),
            Self.request("GET", "/v1/customer_profiles/p/inventory?profile=true&coupons=true"),
            Self.request("PUT", "/v1/catalogs/1/sync", body: #"{"actions":[{"type":"ADD","payload":{"sku":"a"}}]}"#),
        ]
        var generator = SeededGenerator(seed: 20_260_301)
        try await withSandboxServer(SandboxServer(transport: sandbox, apiKey: "k")) { port in
            for round in 0..<300 {
                var bytes = seeds[round % seeds.count]
                for _ in 0...Int.random(in: 0..<3, using: &generator) {
                    let place = Int.random(in: 0..<bytes.count, using: &generator)
                    switch Int.random(in: 0..<3, using: &generator) {
                    case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                    case 1: bytes.insert(bytes[place], at: place)
                    default: bytes.remove(at: place)
                    }
                }
                // A request that lost its end would wait for it; now it has more than enough.
                bytes +=
                    Array("\r\n\r\n".utf8) + Array(repeating: UInt8(ascii: " "), count: 400) + Array("\r\n\r\n".utf8)

                let answer = try await RawConnection(port: port).exchange(bytes)

                #expect(
                    answer.map { $0.status < 500 } ?? true, "round \(round): \(String(decoding: bytes, as: UTF8.self))")
            }
            let last = try await RawConnection(port: port).exchange(Self.request("GET", "/health"))
            #expect(last?.status == 200)
        }
    }
}

/// Chance that is the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import HTTPTransport
import IntegrationAPI
import Testing

@Suite struct BaseURLTests {
    @Test(arguments: [
        ("https://yourbaseurl.talon.one", "https://yourbaseurl.talon.one"),
        ("HTTPS://YourBaseURL.Talon.One/", "https://yourbaseurl.talon.one"),
        ("https://gateway.example:8443/talon//", "https://gateway.example:8443/talon"),
        ("http://localhost:8080", "http://localhost:8080"), ("http://127.0.0.1", "http://127.0.0.1"),
        ("http://127.9.9.9:1/", "http://127.9.9.9:1"), ("http://[::1]:8080", "http://[::1]:8080"),
        ("https://[2001:db8::1]/a%20b", "https://[2001:db8::1]/a%20b"),
    ])
    func `a base URL is taken without the slash at its end`(url: String, expected: String) async throws {
        let base = try await withHTTPTransport(baseURL: url) { $0.baseURL }
        #expect(base == expected)
    }

    @Test(arguments: [
        "", "yourbaseurl.talon.one", "ftp://host", "https://", "https:///path", "https://:443", "https://host:",
        "https://host:0", "https://host:99999", "https://host:80x", "https://ho st", "https://host/a b",
        "https://host?x=1", "https://host/#part", "https://h\u{F6}st", "https://[::1", "https://[]", "https://[::1]x",
        "https://a:b:c", "file:///etc/passwd", "https:/host", "https://host\\@evil", "javascript:alert(1)",
    ])
    func `anything else is refused with a hint`(url: String) {
        let error = #expect(throws: PerchError.self) { try HTTPTransport(baseURL: url) }
        #expect(error?.code == .configuration)
        #expect(error?.hint != nil)
    }

    @Test(arguments: [
        "https://user:hunter2@host", "https://hunter2@host/", "https://host?key=hunter2", "https://host#hunter2",
    ])
    func `what may hold a password is refused and not repeated`(url: String) {
        let error = #expect(throws: PerchError.self) { try HTTPTransport(baseURL: url) }
        #expect(error?.code == .configuration)
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test(arguments: [
        "http://yourbaseurl.talon.one", "http://127.0.0.1.evil.example", "http://127.evil", "http://localhost.evil",
        "http://0.0.0.0", "http://10.0.0.1", "http://[::2]", "http://127.0.0.256",
    ])
    func `plain http goes to this machine only, unless it is allowed`(url: String) async throws {
        let error = #expect(throws: PerchError.self) { try HTTPTransport(baseURL: url) }
        #expect(error?.hint == "use https")
        let base = try await withHTTPTransport(baseURL: url, options: HTTPOptions(allowsPlainHTTP: true)) { $0.baseURL }
        #expect(base == url)
    }

    @Test(arguments: ["https://proxy.example", "http://user:hunter2@proxy", "http://", "http://proxy?x"])
    func `a proxy that cannot be used is refused`(proxy: String) {
        let error = #expect(throws: PerchError.self) {
            try HTTPTransport(baseURL: "https://host", options: HTTPOptions(proxy: proxy))
        }
        #expect(error?.code == .configuration)
        #expect(error?.description.contains("hunter2") == false)
    }
}

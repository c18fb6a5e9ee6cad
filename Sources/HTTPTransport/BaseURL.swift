// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI

/// Where a service lives, checked: scheme, host, port and perhaps a path, and nothing else.
struct BaseURL: Sendable {
    /// Without a slash at the end; a target is put right behind it.
    let text: String
    /// For messages: `yourbaseurl.talon.one:443`.
    let hostAndPort: String
    let isSecure: Bool

    /// - Throws: `PerchError` with `configuration`. Its message repeats the URL only when that can hold no password.
    init(_ url: String, allowsPlainHTTP: Bool) throws(PerchError) {
        guard let scheme = ["https", "http"].first(where: { url.lowercased().hasPrefix($0 + "://") }) else {
            throw Self.problem(url, "it does not start with https://")
        }
        let rest = url.dropFirst(scheme.count + 3)
        let authority = rest.prefix { !"/?#".contains($0) }
        if authority.contains("@") { throw Self.problem(nil, "it holds a user name or password") }
        if rest.contains("?") { throw Self.problem(nil, "it holds a query") }
        if rest.contains("#") { throw Self.problem(nil, "it holds a fragment") }

        let (host, port) = try Self.hostAndPort(authority, in: url)
        let path = rest.dropFirst(authority.count)
        guard path.utf8.allSatisfy({ Self.isPath($0) }) else {
            throw Self.problem(url, "its path holds a character that must be percent-encoded")
        }
        isSecure = scheme == "https"
        if !isSecure, !allowsPlainHTTP, !Self.isLoopback(host) {
            throw Self.problem(url, "plain http shows the API key to the network", hint: "use https")
        }
        hostAndPort = "\(host):\(port ?? (isSecure ? 443 : 80))"
        let prefix = path.reversed().drop { $0 == "/" }.reversed()
        text = "\(scheme)://\(host)\(port.map { ":\($0)" } ?? "")\(String(prefix))"
    }

    private static func hostAndPort(
        _ authority: Substring, in url: String
    ) throws(PerchError) -> (host: String, port: Int?) {
        var host = authority
        var port: Substring?
        if authority.hasPrefix("["), let end = authority.lastIndex(of: "]") {
            host = authority[...end]
            let after = authority[authority.index(after: end)...]
            if !after.isEmpty { port = after }
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            port = authority[colon...]
        }
        let isAddress = host.hasPrefix("[")
        let letters = isAddress ? host.dropFirst().dropLast() : host
        guard !letters.isEmpty, letters.utf8.allSatisfy({ isAddress ? isAddressPart($0) : isName($0) }) else {
            throw problem(url, host.isEmpty ? "it names no host" : "`\(host)` is no host name")
        }
        guard let port else { return (host.lowercased(), nil) }
        guard port.hasPrefix(":"), let number = UInt16(port.dropFirst()), number > 0 else {
            throw problem(url, "`\(port)` is no port")
        }
        return (host.lowercased(), Int(number))
    }

    private static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    private static func isName(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || "-._".utf8.contains(byte)
    }

    private static func isAddressPart(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || ":.".utf8.contains(byte)
    }

    private static func isPath(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || "/-._~%!$&'()*+,;=:@".utf8.contains(byte)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    private static func problem(_ url: String?, _ what: String, hint: String? = nil) -> PerchError {
        PerchError(
            .configuration, "\(url.map { "`\($0)`" } ?? "the URL") cannot be the base URL: \(what)",
            hint: hint ?? "write it as in `https://yourbaseurl.talon.one`")
    }
}

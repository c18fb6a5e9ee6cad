// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI
import IntegrationClient
import Locking
import LuaBindings
import LuaRuntime

/// What stands between a plugin and the world: closed while its manifest is read, and then as open as it was granted.
final class PluginGate: Sendable {
    private let found: FoundPlugin
    private let host: PluginHost
    private let granted = Guarded(PluginPermissions())
    /// The environment of the run, connected to once: what one call of a plugin did, the next one finds.
    private let own: ScriptEnvironment
    /// Of the script that has called.
    private let caller = Guarded<LazyConnection?>(nil)

    init(_ found: FoundPlugin, _ host: PluginHost) {
        self.found = found
        self.host = host
        own = host.environment.connectingOnce
    }

    /// Lets the calls of the API that are made from now on go where those of a script go; nil for the environment of the run.
    func serve(_ script: LazyConnection?) { caller.withLock { $0 = script } }

    func open(_ permissions: PluginPermissions) { granted.withLock { $0 = permissions } }

    /// How a refusal tells what to do.
    static func hint(_ plugin: String, _ word: String) -> String {
        "ask for \"\(word)\" in `permissions` of its manifest, and allow it in perch.toml: [plugins.\(plugin)] allow = [\"\(word)\"]"
    }

    private func refusal(_ what: String, _ word: String) -> PerchError {
        PerchError(.permission, "\(what) is not allowed to plugin `\(found.name)`", hint: Self.hint(found.name, word))
    }

    // MARK: - Files, programs, variables

    /// Paths start from the project's folder.
    func permissions(_ granted: PluginPermissions) -> LuaPermissions {
        let absolute = { (path: String) in path.hasPrefix("/") ? path : self.host.projectFolder + "/" + path }
        return LuaPermissions(
            readPaths: granted.readPaths.union(granted.writePaths).map(absolute)
                + (found.builtIn == nil ? [found.folder] : []),
            writePaths: granted.writePaths.map(absolute), run: granted.runs, environment: granted.variables,
            secrets: granted.secrets)
    }

    // MARK: - The API

    /// The environment as the plugin may use it. Calls of plugins pass no plugin's middleware, so that none waits for another.
    var environment: ScriptEnvironment {
        let outer = host.environment
        // What is sent to the API can be read back from it.
        return ScriptEnvironment(
            name: outer.name, isEmbedded: outer.isEmbedded, isProtected: outer.isProtected, sendsSecrets: false
        ) { [self] in
            let api = granted.withLock { $0.api }
            guard api > .none else { throw refusal("calling the API", "api:read") }
            let connection = try caller.withLock { $0 }.map { try $0.get() } ?? own.connect()
            var configuration = connection.client.configuration
            if api < .write {
                configuration.writes = .refused(refusal("changing something", "api:write"))
                configuration.deletions = .refused(refusal("deleting something", "api:write"))
            }
            return Connection(
                client: IntegrationClient(
                    transport: connection.client.transport.withoutPlugins, configuration: configuration),
                sandbox: api < .write ? nil : connection.sandbox)
        }
    }

    // MARK: - The network

    var functions: [HostFunction] {
        [
            HostFunction("plugin") { [found, host] _ in
                .value(
                    [
                        "name": .string(LuaString(found.name)), "folder": .string(LuaString(found.folder)),
                        "project": .string(LuaString(host.projectFolder)),
                    ] as LuaValue)
            },
            HostFunction("http") { [self] call in
                let request = try request(call)
                let allowed = granted.withLock { $0.hosts }
                guard let server = WebHost(of: request.url) else {
                    throw PerchError(
                        .invalidArgument, "that is no address of the web",
                        hint: "give it https://…; http:// only for this machine")
                }
                guard server.isSecure || server.isLocal else {
                    throw PerchError(
                        .permission, "http:// is for this machine only", hint: "use https:// for \(server.name)")
                }
                guard allowed.contains(server.name) || allowed.contains(server.host) else {
                    throw refusal("asking \(server.host)", "net:\(server.name)")
                }
                return .suspend { [host] in
                    let response = try await host.request(request)
                    return LuaValues(
                        .table([
                            "status": .integer(Int64(response.status)),
                            "body": .string(LuaString(bytes: host.redacted(response.body))),
                        ]))
                }
            },
            HostFunction("may_write") { [granted] _ in .boolean(!granted.withLock { $0.writePaths.isEmpty }) },
        ]
    }

    /// The request that stands in a table; the address and headers may be secrets.
    private func request(_ call: borrowing HostCall) throws -> WebRequest {
        guard call.kind(at: 0) == .table,
            case .object(let fields) = try call.tape(at: 0, name: "request").json(called: "request")
        else {
            throw PerchError(
                .invalidArgument, "perch.http.request takes a table",
                hint: "write perch.http.request { url = \"https://…\" }")
        }
        let known = ["method", "url", "headers", "body"]
        for name in fields.keys where !known.contains(name) {
            throw PerchError(
                .invalidArgument, "perch.http.request takes no `\(name)`",
                hint: "known are \(known.joined(separator: ", "))")
        }
        guard let url = fields["url"]?.string else {
            throw PerchError(.invalidArgument, "the request has no `url`", hint: "write url = \"https://…\"")
        }
        let method = fields["method"]?.string?.uppercased()
        guard method?.wholeMatch(of: /[A-Z]+/) != nil || fields["method"] == nil else {
            throw PerchError(
                .invalidArgument, "the request has a `method` that is none", hint: "write method = \"POST\"")
        }
        var headers: [(name: String, value: String)] = []
        if case .object(let given)? = fields["headers"] {
            for (name, value) in given {
                let text = value.string ?? value.description
                guard WebHost.canSend(header: name, text) else {
                    throw PerchError(
                        .invalidArgument, "the request has a header that cannot be sent",
                        hint:
                            "names have letters, digits and -, values one line; Host and the framing are not for plugins"
                    )
                }
                headers.append((name, text))
            }
        }
        var body: [UInt8] = []
        switch fields["body"] {
        case nil, .null?: break
        case .string(let text)?: body = Array(text.utf8)
        case let value?:
            body = Array(JSONPrinter.text(value).utf8)
            headers.append(("Content-Type", "application/json"))
        }
        return WebRequest(
            method: method ?? (body.isEmpty ? "GET" : "POST"), url: url, headers: headers, body: body)
    }
}

/// The server that an address names.
struct WebHost: Equatable {
    /// With its port, if there is one.
    var name: String
    var host: String
    var isSecure: Bool

    init?(of url: String) {
        let lower = url.lowercased()
        guard lower.hasPrefix("https://") || lower.hasPrefix("http://") else { return nil }
        isSecure = lower.hasPrefix("https://")
        // Whatever two readers of an address could read in two ways is refused.
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !Self.unsafe.contains($0) }) else { return nil }
        let rest = url.dropFirst(isSecure ? 8 : 7)
        let authority = rest.prefix { !"/?#".contains($0) }
        // A name before an @ only looks like the server.
        guard !authority.isEmpty, !authority.contains("@") else { return nil }
        name = authority.lowercased()
        host = name.hasPrefix("[") ? String(name.prefix { $0 != "]" }) + "]" : String(name.prefix { $0 != ":" })
        guard !host.isEmpty, let read = URL(string: url)?.host()?.lowercased(), host == read || host == "[\(read)]"
        else {
            return nil
        }
    }

    private static let unsafe = Set("\\\"<>^`{|}".utf8)

    /// Whether a header is one line, and none of those that say where the request goes and where it ends.
    static func canSend(header name: String, _ value: String) -> Bool {
        let reserved = ["host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer"]
        return name.wholeMatch(of: /[A-Za-z0-9!#$%&'*+.^_|~-]+/) != nil && !reserved.contains(name.lowercased())
            && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }

    /// Whether it is this machine.
    var isLocal: Bool { ["127.0.0.1", "localhost", "[::1]"].contains(host) }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import OperationCatalog

/// What a plugin may do: what its manifest asks for, or what the user has granted.
///
/// A permission is written as a word and what it is for: `api:read`, `api:write`, `net:hooks.example.com`, `secret:NAME`,
/// `env:NAME`, `read:PATH`, `write:PATH`, `run`. Paths start from the project's folder.
public struct PluginPermissions: Sendable, Equatable {
    /// How far calls of the API go; writing is also needed for `sandbox`.
    public enum API: Int, Sendable, Comparable {
        case none, read, write

        public static func < (left: API, right: API) -> Bool { left.rawValue < right.rawValue }
    }

    public var api = API.none
    /// Hosts that `perch.http` may ask, as in `hooks.example.com` or `127.0.0.1:8080`. A plugin that works with hosts which only
    /// its user knows asks for `*`; what is granted are names.
    public var hosts: Set<String> = []
    /// Variables that it may send and not read.
    public var secrets: Set<String> = []
    public var variables: Set<String> = []
    public var readPaths: Set<String> = []
    public var writePaths: Set<String> = []
    public var runs = false

    private static let anyHost = "*"

    public init() {}

    /// - Throws: `PerchError` with `configuration` for what is no permission.
    public init(words: [String]) throws(PerchError) {
        for word in words {
            let parts = word.split(separator: ":", maxSplits: 1).map(String.init)
            let value = parts.count > 1 ? parts[1] : ""
            switch (parts.first ?? "", value) {
            case ("api", "read"): api = max(api, .read)
            case ("api", "write"): api = .write
            case ("run", ""): runs = true
            case ("net", let host) where !host.isEmpty: hosts.insert(host)
            case ("secret", let name) where !name.isEmpty: secrets.insert(name)
            case ("env", let name) where !name.isEmpty: variables.insert(name)
            case ("read", let path) where !path.isEmpty: readPaths.insert(path)
            case ("write", let path) where !path.isEmpty: writePaths.insert(path)
            default:
                throw PerchError(
                    .configuration, "`\(word)` is no permission",
                    hint:
                        "permissions are api:read, api:write, net:HOST, secret:NAME, env:NAME, read:PATH, write:PATH and run"
                )
            }
        }
    }

    /// In the order in which people read them: what reaches furthest comes last.
    public var words: [String] {
        var words: [String] = []
        if api == .read { words.append("api:read") }
        if api == .write { words.append("api:write") }
        words += secrets.sorted().map { "secret:\($0)" } + variables.sorted().map { "env:\($0)" }
        words += hosts.sorted().map { "net:\($0)" }
        words += readPaths.sorted().map { "read:\($0)" } + writePaths.sorted().map { "write:\($0)" }
        if runs { words.append("run") }
        return words
    }

    public var isEmpty: Bool { words.isEmpty }

    /// What stands in both: asked for and granted.
    public func intersection(_ other: PluginPermissions) -> PluginPermissions {
        var both = PluginPermissions()
        both.api = min(api, other.api)
        both.hosts = hosts.contains(Self.anyHost) ? other.hosts : hosts.intersection(other.hosts)
        both.hosts.remove(Self.anyHost)
        both.secrets = secrets.intersection(other.secrets)
        both.variables = variables.intersection(other.variables)
        both.readPaths = readPaths.intersection(other.readPaths)
        both.writePaths = writePaths.intersection(other.writePaths)
        both.runs = runs && other.runs
        return both
    }

    /// What is asked for here and stands not there.
    public func missing(in granted: PluginPermissions) -> [String] {
        let allowed = intersection(granted)
        return words.filter { word in
            !allowed.words.contains(word) && !(word == "net:\(Self.anyHost)" && !allowed.hosts.isEmpty)
        }
    }
}

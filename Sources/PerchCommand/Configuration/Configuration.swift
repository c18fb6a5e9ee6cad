// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import IntegrationAPI
import LuaRuntime
import OperationCatalog
import Plugins
import TOMLKit

/// What `perch.toml` says: the environments by name, and which one counts when none is named.
struct Configuration: Equatable {
    /// The file, or nil when there is none.
    var path: String?
    var defaultName = "sandbox"
    var environments: [String: EnvironmentSettings] = ["sandbox": .embedded]
    /// What plugins may and get, by their names.
    var plugins: [String: PluginSettings] = [:]

    /// The folder that relative paths start from.
    var folder: String {
        path.map { ($0 as NSString).deletingLastPathComponent } ?? FileManager.default.currentDirectoryPath
    }

    /// The given file, or the nearest `perch.toml` from the working directory upward, or the defaults.
    static func load(path given: String?) throws -> Configuration {
        guard let path = given ?? nearest() else { return Configuration() }
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw PerchError(
                .configuration, "cannot read the configuration \(path)",
                hint: given == nil ? "check its permissions" : "check the path given with --config")
        }
        var configuration = try parse(text, path: path)
        configuration.path = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        return configuration
    }

    private static func nearest() -> String? {
        var folder = FileManager.default.currentDirectoryPath
        while true {
            let candidate = folder == "/" ? "/perch.toml" : folder + "/perch.toml"
            if access(candidate, F_OK) == 0 { return candidate }
            if folder == "/" { return nil }
            folder = (folder as NSString).deletingLastPathComponent
        }
    }

    /// The environment of a name, or the default one.
    func environment(named name: String?) throws -> EnvironmentSettings {
        let wanted = name ?? defaultName
        if let found = environments[wanted] { return found }
        let known = environments.keys.sorted()
        let hint =
            Suggestion.nearest(to: wanted, among: known).map { "did you mean `\($0)`?" }
            ?? "\(path.map { "\($0) names" } ?? "there is no perch.toml; known are only"): \(known.joined(separator: ", "))"
        throw PerchError(.configuration, "there is no environment `\(wanted)`", hint: hint, location: path)
    }
}

extension Configuration {
    /// The environment of a name; without one the default environment when it is embedded, and `sandbox` otherwise.
    func embeddedEnvironment(named name: String?) throws -> EnvironmentSettings {
        let settings = try environment(named: name)
        guard name == nil, case .live = settings.kind else { return settings }
        return try environment(named: "sandbox")
    }
}

// MARK: - Reading

extension Configuration {
    static func parse(_ text: String, path: String) throws -> Configuration {
        let root: TOMLTable
        do {
            root = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw PerchError(
                .configuration, "not TOML: \(error.description)", hint: "see https://toml.io for how it is written",
                location: "\(path):\(error.source.begin.line)")
        }
        var configuration = Configuration()
        let reader = TableReader(table: root, name: "", path: path)
        try reader.allow(["default", "environments", "plugins"])
        if let name = try reader.string("default") { configuration.defaultName = name }
        if let environments = try reader.table("environments") {
            for name in environments.table.keys {
                guard let table = try environments.table(name) else { continue }
                configuration.environments[name] = try environment(name, table)
            }
        }
        if let plugins = try reader.table("plugins") {
            for name in plugins.table.keys {
                guard let table = try plugins.table(name) else { continue }
                configuration.plugins[name] = try plugin(table)
            }
        }
        guard configuration.environments[configuration.defaultName] != nil else {
            throw PerchError(
                .configuration, "the default environment `\(configuration.defaultName)` is not described",
                hint: "add [environments.\(configuration.defaultName)], or change `default`", location: path)
        }
        return configuration
    }

    private static func environment(_ name: String, _ table: TableReader) throws -> EnvironmentSettings {
        let embedded = try table.string("kind").map { kind in
            guard kind == "embedded" || kind == "live" else {
                throw table.problem("kind", "must be \"embedded\" or \"live\", not \"\(kind)\"")
            }
            return kind == "embedded"
        }
        var settings = EnvironmentSettings(name: name, kind: .embedded(.init()))
        settings.isProtected = try table.bool("protected") ?? false
        if embedded ?? (table.table["base_url"] == nil) {
            try table.allow(["kind", "protected", "bundles", "database"])
            settings.kind = .embedded(
                .init(bundles: try table.strings("bundles") ?? [], database: try table.string("database")))
            return settings
        }
        try table.allow([
            "kind", "protected", "base_url", "api_key", "management_key", "auth", "application_id", "rate_limit",
            "timeout",
            "ca_file",
        ])
        guard let baseURL = try table.string("base_url") else {
            throw table.problem("base_url", "is missing")
        }
        guard let key = try key("api_key", table) else {
            throw table.problem("api_key", "is missing; write api_key = { env = \"NAME\" }")
        }
        var live = EnvironmentSettings.Live(baseURL: baseURL, key: key)
        live.managementKey = try self.key("management_key", table)
        if let auth = try table.string("auth") {
            guard let scheme = EnvironmentSettings.Scheme(rawValue: auth) else {
                let known = EnvironmentSettings.Scheme.allCases.map(\.rawValue).joined(separator: ", ")
                throw table.problem("auth", "must be one of \(known), not \"\(auth)\"")
            }
            live.scheme = scheme
        }
        live.applicationID = try table.integer("application_id")
        if live.scheme == .hmac, live.applicationID == nil {
            throw table.problem("application_id", "is missing; the HMAC scheme signs with it")
        }
        live.rateLimit = try table.number("rate_limit")
        live.timeout = try table.number("timeout")
        for (key, value) in [("rate_limit", live.rateLimit), ("timeout", live.timeout)] {
            if let value, value <= 0 { throw table.problem(key, "must be above 0, not \(value)") }
        }
        live.certificates = try table.string("ca_file")
        settings.kind = .live(live)
        return settings
    }

    /// `allow` and `enabled` are ours; all other keys are options of the plugin, which says what it takes.
    private static func plugin(_ table: TableReader) throws -> PluginSettings {
        var settings = PluginSettings()
        settings.isEnabled = try table.bool("enabled") ?? true
        do {
            settings.granted = try PluginPermissions(words: table.strings("allow") ?? [])
        } catch var error as PerchError {
            error.location = error.location ?? table.path
            throw error
        }
        for key in table.table.keys where !["allow", "enabled"].contains(key) {
            settings.options[key] = try table.value(key)
        }
        return settings
    }

    private static func key(_ name: String, _ table: TableReader) throws -> EnvironmentSettings.KeySource? {
        if table.table[name]?.string != nil {
            throw PerchError(
                .configuration, "`\(name)` of [\(table.name)] holds the key itself",
                hint: "write \(name) = { env = \"NAME\" } and put the key into that variable; then renew the key",
                location: table.path)
        }
        guard let source = try table.table(name) else { return nil }
        try source.allow(["env", "file"])
        switch (try source.string("env"), try source.string("file")) {
        case (let name?, nil): return .environment(name)
        case (nil, let file?): return .file(file)
        default: throw table.problem(name, "needs either `env` or `file`")
        }
    }
}

/// Reads a TOML table and names what is wrong in it.
private struct TableReader {
    let table: TOMLTable
    let name: String
    let path: String

    func problem(_ key: String, _ what: String) -> PerchError {
        PerchError(
            .configuration, "`\(key)` of [\(name)] \(what)", hint: "`perch init` writes an example of the file",
            location: path)
    }

    func allow(_ keys: [String]) throws {
        for key in table.keys where !keys.contains(key) {
            throw PerchError(
                .configuration, "unknown key `\(key)`" + (name.isEmpty ? "" : " in [\(name)]"),
                hint: Suggestion.nearest(to: key, among: keys).map { "did you mean `\($0)`?" }
                    ?? "known are \(keys.joined(separator: ", "))",
                location: path)
        }
    }

    private func read<T>(_ key: String, _ type: String, _ convert: (any TOMLValueConvertible) -> T?) throws -> T? {
        guard let value = table[key] else { return nil }
        guard let result = convert(value) else { throw problem(key, "must be \(type)") }
        return result
    }

    func string(_ key: String) throws -> String? { try read(key, "a text") { $0.string } }
    func bool(_ key: String) throws -> Bool? { try read(key, "true or false") { $0.bool } }
    func integer(_ key: String) throws -> Int64? { try read(key, "a whole number") { $0.int.map(Int64.init) } }
    func number(_ key: String) throws -> Double? { try read(key, "a number") { $0.double ?? $0.int.map(Double.init) } }

    func strings(_ key: String) throws -> [String]? {
        try read(key, "a list of texts") { value in
            guard let array = value.array else { return nil }
            let texts = array.compactMap(\.string)
            return texts.count == array.count ? texts : nil
        }
    }

    /// A text, a number, or true or false.
    func value(_ key: String) throws -> LuaValue? {
        try read(key, "a text, a number, or true or false") { value in
            if let text = value.string { return .string(LuaString(text)) }
            if let flag = value.bool { return .boolean(flag) }
            if let number = value.int { return .integer(Int64(number)) }
            return value.double.map { .number($0) }
        }
    }

    func table(_ key: String) throws -> TableReader? {
        try read(key, "a table") { $0.table }.map {
            TableReader(table: $0, name: name.isEmpty ? key : "\(name).\(key)", path: path)
        }
    }
}

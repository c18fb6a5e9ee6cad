// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import IntegrationClient
public import LuaBindings
public import LuaRuntime

/// What plugins are given to live in.
public struct PluginHost: Sendable {
    /// Of Perch.
    public var version: Version
    /// The folder that paths of permissions start from.
    public var projectFolder: String
    /// What scripts work on; a plugin gets of it what it may.
    public var environment: ScriptEnvironment
    public var redaction: Redaction
    /// What perch.toml says, by the plugin's name.
    public var settings: [String: PluginSettings]
    public var limits: LuaLimits
    /// Where `print` of plugins goes, without secrets. Default: the process's own streams.
    public var output: (@Sendable (LuaConfiguration.Stream, UnsafeRawBufferPointer) -> Void)?
    /// Makes the requests of `perch.http`; the host of each has been checked.
    public var request: @Sendable (WebRequest) async throws -> WebResponse
    /// Told of each failure of a plugin, once: what happened, where, and what to do, in lines.
    public var warn: @Sendable (String) -> Void
    /// When a plugin is in a loop that nothing reaches.
    public var onUnstoppable: (@Sendable (String) -> Void)?
    /// Puts the keys of all environments on ``redaction``; called before a plugin is loaded.
    public var hideKeys: (@Sendable () -> Void)?

    public init(
        version: Version, projectFolder: String, environment: ScriptEnvironment, redaction: Redaction = Redaction(),
        settings: [String: PluginSettings] = [:],
        limits: LuaLimits = LuaLimits(memoryBytes: 256 << 20, wallTime: .seconds(10)),
        request: @escaping @Sendable (WebRequest) async throws -> WebResponse,
        warn: @escaping @Sendable (String) -> Void
    ) {
        self.version = version
        self.projectFolder = projectFolder
        self.environment = environment
        self.redaction = redaction
        self.settings = settings
        self.limits = limits
        self.request = request
        self.warn = warn
    }

    /// Bytes without secrets; the very same when there is none in them.
    func redacted(_ bytes: [UInt8]) -> [UInt8] {
        let text = String(decoding: bytes, as: UTF8.self)
        let redacted = redaction.redact(text)
        return redacted == text ? bytes : Array(redacted.utf8)
    }
}

/// `[plugins.NAME]` of perch.toml.
public struct PluginSettings: Sendable, Equatable {
    /// `allow`: what the user grants of what the plugin asks for.
    public var granted: PluginPermissions
    /// Everything else: values of its options.
    public var options: [String: LuaValue]
    /// `enabled`.
    public var isEnabled: Bool

    public init(
        granted: PluginPermissions = PluginPermissions(), options: [String: LuaValue] = [:], isEnabled: Bool = true
    ) {
        self.granted = granted
        self.options = options
        self.isEnabled = isEnabled
    }
}

/// A request of `perch.http`.
public struct WebRequest: Sendable, Equatable {
    public var method: String
    public var url: String
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]

    public init(method: String, url: String, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }

    public static func == (left: WebRequest, right: WebRequest) -> Bool {
        left.method == right.method && left.url == right.url && left.body == right.body
            && left.headers.map(\.name) == right.headers.map(\.name)
            && left.headers.map(\.value) == right.headers.map(\.value)
    }
}

/// Its answer, whatever the status.
public struct WebResponse: Sendable {
    public var status: Int
    public var body: [UInt8]

    public init(status: Int, body: [UInt8] = []) {
        self.status = status
        self.body = body
    }
}

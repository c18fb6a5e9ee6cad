// Part of Perch. SPDX-License-Identifier: Apache-2.0

import HTTPTransport
import IntegrationAPI
import IntegrationClient
import Locking
import LuaBindings
import LuaRuntime
import Sandbox
import SandboxServer
import Testing

/// Where a script of a test runs.
enum Surroundings: String, CaseIterable, CustomTestStringConvertible {
    /// The sandbox in the same process.
    case embedded
    /// The same sandbox behind a real HTTP server on a loopback port.
    case http

    var testDescription: String { rawValue }
}

/// Runs scripts and keeps what they print.
struct ScriptHarness {
    struct Result {
        var output: String
        var outcome: Script.Outcome
        /// The ids of the operations that were called.
        var called: Set<String> = []

        var error: PerchError? {
            if case .failed(let error, _) = outcome { error } else { nil }
        }
    }

    var limits = LuaLimits(wallTime: .seconds(300))
    var permissions = LuaPermissions.none
    var moduleRoots: [String] = []
    var arguments: [String] = []
    var progress = ScriptProgress.nowhere

    /// Runs a script against a fresh sandbox, which `prepare` may set up first.
    func run(
        _ source: String, in surroundings: Surroundings = .embedded, prepare: (Sandbox) throws -> Void = { _ in }
    ) async throws -> Result {
        let sandbox = try Sandbox()
        try prepare(sandbox)
        return try await run(source, in: surroundings, sandbox: sandbox)
    }

    func run(_ source: String, in surroundings: Surroundings, sandbox: Sandbox) async throws -> Result {
        let called = Called()
        var configuration = ClientConfiguration(trace: { called.add($0.operation) })
        var result: Result
        switch surroundings {
        case .embedded:
            let client = IntegrationClient(transport: sandbox, configuration: configuration)
            result = await run(
                source,
                ScriptEnvironment(name: "test", isEmbedded: true) { Connection(client: client, sandbox: sandbox) })
        case .http:
            configuration.authentication = .apiKey(Secret("secret-key"))
            let ready = configuration
            result = try await withSandboxServer(SandboxServer(transport: sandbox, apiKey: "secret-key")) { port in
                try await withHTTPTransport(baseURL: "http://127.0.0.1:\(port)") { transport in
                    let client = IntegrationClient(transport: transport, configuration: ready)
                    return await run(
                        source,
                        ScriptEnvironment(name: "test", isEmbedded: false) { Connection(client: client, sandbox: nil) })
                }
            }
        }
        result.called = called.operations
        return result
    }

    private final class Called: Sendable {
        private let ids = Guarded<Set<String>>([])
        func add(_ id: String) { ids.withLock { _ = $0.insert(id) } }
        var operations: Set<String> { ids.withLock { $0 } }
    }

    func run(_ source: String, _ environment: ScriptEnvironment) async -> Result {
        let sink = Sink()
        var lua = LuaConfiguration()
        lua.limits = limits
        lua.permissions = permissions
        lua.moduleRoots = moduleRoots
        lua.output = { _, bytes in sink.append(bytes) }
        var script = Script(
            source: Array(source.utf8), name: "test.lua", arguments: arguments, environment: environment, lua: lua)
        script.progress = progress
        let outcome = await script.run()
        return Result(output: sink.text, outcome: outcome)
    }

    private final class Sink: Sendable {
        private let bytes = Guarded<[UInt8]>([])

        func append(_ more: UnsafeRawBufferPointer) { bytes.withLock { $0.append(contentsOf: more) } }
        var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
    }
}

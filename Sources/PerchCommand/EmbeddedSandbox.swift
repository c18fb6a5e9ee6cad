// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI
import Sandbox

/// How the sandbox of this process is opened, for scripts and for the server.
struct EmbeddedSandbox {
    /// The path of its database; nil for memory.
    var database: String?
    /// The paths of the bundles to load, once into each database.
    var bundles: [String] = []
    /// Whether the database stays as it is, and a copy in memory changes.
    var isDryRun = false
    var checksRequests = true
    /// The key of the Management API; nil when only this process can call it.
    var managementKey: String?
    /// Told of what evaluations exercise of the rules.
    var ruleObserver: RuleObserver?

    /// How many calls `Sandbox.calls()` remembers.
    var rememberedCalls = SandboxConfiguration().rememberedCalls

    func open() throws -> Sandbox {
        var configuration = SandboxConfiguration()
        if let database { configuration.storage = isDryRun ? .copy(of: database) : .file(database) }
        configuration.checksRequests = checksRequests
        configuration.managementKey = managementKey
        configuration.rememberedCalls = rememberedCalls
        configuration.ruleObserver = ruleObserver
        let sandbox = try Sandbox(configuration)
        for path in bundles { try Self.load(path, into: sandbox) }
        return sandbox
    }

    private static func load(_ path: String, into sandbox: Sandbox) throws {
        do {
            try sandbox.loadOnce(bundle: BundleFile.read(path), name: path)
        } catch var error as PerchError where error.location?.hasPrefix(path) != true {
            error.location = error.location.map { "\(path), \($0)" } ?? path
            throw error
        }
    }
}

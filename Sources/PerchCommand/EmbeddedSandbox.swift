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

    /// How many calls `Sandbox.calls()` remembers.
    var rememberedCalls = SandboxConfiguration().rememberedCalls

    func open() throws -> Sandbox {
        var configuration = SandboxConfiguration()
        if let database { configuration.storage = isDryRun ? .copy(of: database) : .file(database) }
        configuration.checksRequests = checksRequests
        configuration.managementKey = managementKey
        configuration.rememberedCalls = rememberedCalls
        let sandbox = try Sandbox(configuration)
        for path in bundles { try Self.load(path, into: sandbox) }
        return sandbox
    }

    private static func load(_ path: String, into sandbox: Sandbox) throws {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw PerchError(
                .configuration, "cannot read the bundle \(path)", hint: "check the path and its permissions",
                location: path)
        }
        do {
            try sandbox.loadOnce(bundle: JSONValue(parsing: bytes), name: path)
        } catch let error as JSONError {
            throw PerchError(
                .configuration, "the bundle \(path) is \(error)", hint: "export it again, or mend it", location: path)
        } catch var error as PerchError {
            error.location = error.location ?? path
            throw error
        }
    }
}

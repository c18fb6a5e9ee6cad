// Part of Perch. SPDX-License-Identifier: Apache-2.0

import BulkRunner
import ExactJSON
import IntegrationAPI
import IntegrationClient
import LuaBindings
import OperationCatalog

extension Host {
    /// The custom attributes of the account: from the sandbox, or from the Management API when there is a key for it. Without
    /// one nothing is known of them.
    func attributes(_ connection: Connection) throws -> AttributeTypes {
        guard let list = ManagementCatalog.operation("getAttributes") else { return AttributeTypes() }
        let send: @Sendable (APIRequest) throws -> APIResponse
        if let sandbox = connection.sandbox {
            send = { try sandbox.respond(to: $0) }
        } else if case .live(let live) = settings.kind, live.managementKey != nil {
            let client = try managementClient()
            send = { request in try Blocking.wait { try await client.send(request) } }
        } else {
            return AttributeTypes()
        }
        var all: [JSONValue] = []
        while true {
            let request = APIRequest(
                list, query: [.init("pageSize", "1000"), .init("skip", String(all.count))])
            let page = try send(request).json()?["data"]?.array ?? []
            all += page
            if page.count < 1_000 { return AttributeTypes(all) }
        }
    }
}

extension Host {
    /// `perch.bulk` for a script.
    func bulkExtension(_ script: Script) -> BulkExtension {
        let progress = BulkProgressLine(isQuiet: script.isQuiet || options.quiet)
        return BulkExtension(
            environment: script.environment, isLasting: isLasting, permissions: script.lua.permissions,
            attributes: { try attributes($0) },
            onProgress: { $0.map(progress.show) ?? progress.end() })
    }

    /// Whether what calls do outlives this process.
    var isLasting: Bool {
        if options.dryRun { return false }
        if case .embedded(let embedded) = settings.kind { return embedded.database != nil }
        return true
    }
}

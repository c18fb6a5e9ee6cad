// Part of Perch. SPDX-License-Identifier: Apache-2.0

import OperationCatalog
import Testing

/// The example of each operation, which `perch ops` and the reference show, runs.
@Suite struct CatalogExampleTests {
    @Test(arguments: Catalog.operations.map(\.id))
    func `an example runs`(id: String) async throws {
        let operation = try #require(Catalog.operation(id))

        let result = try await ScriptHarness().run(operation.example)

        #expect(result.error == nil, "\(operation.example)\n\(result.error?.description ?? "")")
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON
internal import IntegrationAPI

extension Sandbox {
    /// Loads a bundle unless the database has the very same one already, as when a server starts again.
    /// - Parameters:
    ///   - bundle: The JSON document.
    ///   - name: What it is known by, as the path of its file.
    /// - Returns: Whether it was loaded now.
    /// - Throws: `PerchError(.configuration)` when another one of this name was loaded: what customers did with its
    ///   campaigns since then is in the database, so it cannot be replaced. And as `load(bundle:)`.
    @discardableResult
    public func loadOnce(bundle: JSONValue, name: String) throws -> Bool {
        try configure { store, setup, now in
            let hash = APIKeyRecord.hash(JSONPrinter.text(bundle))
            guard try store.first("SELECT 1 FROM loaded_bundle WHERE hash = ?", [hash]) == nil else { return false }
            guard try store.first("SELECT 1 FROM loaded_bundle WHERE name = ?", [name]) == nil else {
                throw PerchError(
                    .configuration, "the bundle has changed since it was loaded into the database",
                    hint: "name a new database to begin with what the bundle has now")
            }
            _ = try SetupSteps.bundle(bundle, store, &setup, now)
            try store.run("INSERT INTO loaded_bundle (hash, name) VALUES (?, ?)", [hash, name])
            return true
        }
    }
}

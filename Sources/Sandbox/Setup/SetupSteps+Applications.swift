// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import OperationCatalog
internal import RuleEngine

/// Applications and their keys.
extension SetupSteps {
    /// Changes the Application with the `id` of a document, or adds it when there is none; without `id` the one from
    /// which the set-up is seen. Afterwards the set-up is seen from it.
    static func application(
        _ value: JSONValue, _ store: Store, _ setup: inout Setup, _ now: Moment
    ) throws -> JSONValue {
        let read = SetupDocument("an Application", open: value)
        let id = try read.integer("id") ?? setup.application.id
        guard setup.hasApplication(id) else { return try newApplication(value, store, &setup, now) }
        try setup.select(id)
        let changed = try ApplicationSettings(setup.application.document.merging(read.members) { $1 })
        try store.update(changed)
        setup.application = changed
        return .object(changed.document)
    }

    /// Adds an Application; afterwards the set-up is seen from it.
    static func newApplication(
        _ value: JSONValue, _ store: Store, _ setup: inout Setup, _ now: Moment
    ) throws -> JSONValue {
        let read = SetupDocument("an Application", open: value)
        var document = read.members
        let id = try read.integer("id") ?? store.number("SELECT max(id) FROM application") + 1
        guard id > 0 else {
            throw PerchError(.invalidArgument, "`id` cannot be `\(id)`", hint: "give a number above 0")
        }
        guard !setup.hasApplication(id) else {
            throw PerchError(
                .invalidArgument, "there is an Application `\(id)` already", hint: "leave `id` out to get a new one")
        }
        document["id"] = .integer(id)
        document["accountId"] = .integer(setup.application.accountID)
        document["created"] = JSONValue(now)
        document["name"] = .string(try read.string("name") ?? "Application \(id)")
        let application = try ApplicationSettings(document)
        try store.insert(application, isDefault: false)
        setup.add(try ApplicationSetup(application, store))
        try setup.select(id)
        return .object(application.document)
    }

    /// The Application of a bundle: the one with its id; else the default one takes the id if it has nothing of its own
    /// yet; else another one is added.
    static func bundleApplication(
        _ value: JSONValue, _ store: Store, _ setup: inout Setup, _ now: Moment
    ) throws -> JSONValue {
        let id = try SetupDocument("an Application", open: value).integer("id") ?? setup.defaultApplication
        if !setup.hasApplication(id), try store.isUntouched(application: setup.defaultApplication) {
            try setup.select(nil)
            let old = setup.application
            let renamed = try ApplicationSettings(old.document.merging(["id": .integer(id)]) { $1 })
            try store.rename(application: old.id, to: id)
            try store.update(renamed)
            for (hash, key) in setup.apiKeys where key.application == old.id { setup.apiKeys[hash]?.application = id }
            setup.application = renamed
        }
        return try application(value, store, &setup, now)
    }

    /// Adds a key of the Application from which the set-up is seen.
    static func apiKey(
        _ key: String, title: String, expiry: Moment?, _ store: Store, _ setup: inout Setup, _ now: Moment
    ) throws {
        guard !key.isEmpty else {
            throw PerchError(.invalidArgument, "an API key cannot be empty", hint: "leave it out to get a new one")
        }
        let hash = APIKeyRecord.hash(key)
        if let known = setup.apiKeys[hash], known.application != setup.application.id {
            throw PerchError(
                .invalidArgument, "the API key is one of Application `\(known.application)` already",
                hint: "give each Application keys of its own")
        }
        try store.run(
            """
            INSERT INTO api_key (application_id, hash, title, created, expiry_date) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (hash) DO UPDATE SET title = excluded.title, expiry_date = excluded.expiry_date
            """, [setup.application.id, hash, title, now, expiry])
        setup.apiKeys[hash] = APIKeyRecord(application: setup.application.id, expiry: expiry)
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Applications: each has settings, keys, campaigns, sessions, stores and events of its own. Profiles, audiences,
/// attributes, loyalty programs, giveaways and catalogs are the account's.
extension Sandbox {
    /// Adds an Application: on request `id`, `name`, `currency`, `timezone` and further settings.
    /// - Returns: the Application as it is stored.
    @discardableResult
    public func addApplication(_ application: JSONValue) throws -> JSONValue {
        try configure { try SetupSteps.newApplication(application, $0, &$1, $2) }
    }

    /// Changes settings of the Application with the document's `id`, the default one without; an `id` that is not there
    /// yet adds an Application.
    /// - Returns: the Application as it is stored.
    @discardableResult
    public func setApplication(_ application: JSONValue) throws -> JSONValue {
        try configure { try SetupSteps.application(application, $0, &$1, $2) }
    }

    /// The Applications as they are stored, the default one first.
    public func applications() throws -> [JSONValue] {
        try read { _, setup in setup.applications.map { .object($0.application.document) } }
    }

    /// The ids of the Applications, the default one first. Waits for no request.
    public var applicationIDs: [Int64] {
        look { setup in setup.applications.map(\.application.id) }
    }

    /// Adds an API key to an Application, the default one when nil. Only a hash of it is stored. Adding a key once more
    /// changes its title and its expiry.
    /// - Parameters:
    ///   - key: the key; a new one of 64 hexadecimal digits when nil.
    ///   - application: the id of the Application; the default one when nil.
    ///   - title: what people call the key.
    ///   - expiry: when it stops being valid, in RFC 3339; never when nil.
    /// - Returns: the key.
    /// - Throws: `PerchError(.invalidArgument)` for an unknown Application, for another Application's key, and for an
    ///   expiry that is no time.
    @discardableResult
    public func addAPIKey(
        _ key: String? = nil, application: Int64? = nil, title: String = "", expiry: String? = nil
    ) throws -> String {
        let key = key ?? APIKeyRecord.make()
        let moment = try expiry.map { text in
            guard let moment = Moment(text: text) else {
                throw PerchError(
                    .invalidArgument, "`\(text)` is no point in time", hint: "write it as `2026-11-27T09:00:00Z`")
            }
            return moment
        }
        try configure(application: application) { store, setup, now in
            try SetupSteps.apiKey(key, title: title, expiry: moment, store, &setup, now)
        }
        return key
    }

    /// The id of the Application that a key belongs to; nil for an unknown or expired key. Waits for no request.
    public func application(forKey key: String) -> Int64? {
        let hash = APIKeyRecord.hash(key)
        let now = clock.now
        return look { setup in
            guard let known = setup.apiKeys[hash], known.expiry.map({ $0 > now }) ?? true else { return nil }
            return known.application
        }
    }
}

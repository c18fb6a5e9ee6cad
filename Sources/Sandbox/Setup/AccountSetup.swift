// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import RuleEngine

/// What is set up once for all Applications.
struct AccountSetup {
    /// Declared attributes by entity (`CartItem`; for events `Event/<type>`) and name.
    var attributes: [String: [String: AttributeDefinition]] = [:]
    var eventTypes: Set<String> = []
    var additionalCosts: [String: AdditionalCostDefinition] = [:]
    /// Custom effects and webhooks that rules may name.
    var effectDefinitions = EffectDefinitions()
    /// Loyalty programs by id.
    var loyaltyPrograms: [Int64: LoyaltyProgram] = [:]
    /// The keys of all Applications, by their hashes.
    var apiKeys: [String: APIKeyRecord] = [:]
    /// When the logins to the Management API end, by the hashes of their tokens.
    var managementSessions: [String: Moment] = [:]

    mutating func add(_ attribute: AttributeDefinition) {
        attributes[attribute.key, default: [:]][attribute.name] = attribute
    }

    mutating func add(_ cost: AdditionalCostDefinition) {
        additionalCosts[cost.name] = cost
    }

    /// Adds a custom effect (`custom`) or a webhook.
    mutating func addEffect(_ kind: String, _ id: Int64, _ name: String, _ document: JSONValue) {
        if kind == "webhook" {
            effectDefinitions.webhooks[id] = name
        } else {
            let parameters = (document["params"]?.elements ?? []).compactMap { ($0["key"] ?? $0["name"])?.string }
            effectDefinitions.custom[name] = EffectDefinitions.Custom(id: id, name: name, parameters: parameters)
        }
    }

    /// Reads it from a database.
    init(_ store: Store) throws {
        for row in try store.all("SELECT id, document FROM attribute") {
            add(try AttributeDefinition(row[1], id: row[0]))
        }
        eventTypes = Set(try store.all("SELECT name FROM event_type").map { $0[0] })
        for row in try store.all("SELECT id, document FROM additional_cost") {
            add(try AdditionalCostDefinition(row[1], id: row[0]))
        }
        for row in try store.all("SELECT kind, id, name, document FROM effect_definition") {
            addEffect(row[0], row[1], row[2], row[3])
        }
        for row in try store.all("SELECT id, document FROM loyalty_program") {
            loyaltyPrograms[row[0]] = try LoyaltyProgram(row[1], id: row[0])
        }
        for row in try store.all("SELECT hash, application_id, expiry_date FROM api_key") {
            apiKeys[row[0]] = APIKeyRecord(application: row[1], expiry: row[2])
        }
        for row in try store.all("SELECT hash, expiry_date FROM management_session") {
            managementSessions[row[0]] = row[1]
        }
    }
}

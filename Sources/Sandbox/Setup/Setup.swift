// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import GRDB
internal import RuleEngine

/// What is set up, in memory: read by each request, changed by set-up functions only. The database has it as well.
struct Setup {
    var application: ApplicationSettings
    /// Declared attributes by entity (`CartItem`; for events `Event/<type>`) and name.
    var attributes: [String: [String: AttributeDefinition]] = [:]
    var eventTypes: Set<String> = []
    var additionalCosts: [String: AdditionalCostDefinition] = [:]
    /// Stores by integration id, with their internal id.
    var stores: [String: Int64] = [:]
    /// Custom effects and webhooks that rules may name.
    var effectDefinitions = EffectDefinitions()
    /// Loyalty programs by id.
    var loyaltyPrograms: [Int64: LoyaltyProgram] = [:]
    /// Achievements by id.
    var achievements: [Int64: Achievement] = [:]
    /// Every campaign that there is, in the order in which they are evaluated.
    var campaigns: [Campaign] = []
    private var campaignPlaces: [Int64: Int] = [:]

    /// Reads the set-up of a database; a new database gets its Application first.
    static func start(_ store: Store, application changes: JSONObject, now: Moment) throws -> Setup {
        let stored: JSONValue? = try store.first("SELECT document FROM application")?[0]
        let application = try ApplicationSettings(stored?.members ?? changes)
        if stored == nil {
            try store.run(
                "INSERT INTO application (id, document) VALUES (?, ?)",
                [application.id, JSONValue.object(application.document)])
            _ = try store.makeCatalog(
                id: 1, name: "Sandbox", description: "The catalog of the Application",
                applications: [.integer(application.id)], now: now)
        }
        var setup = Setup(application: application)
        for row in try store.all("SELECT id, document FROM attribute") {
            setup.add(try AttributeDefinition(row[1], id: row[0]))
        }
        setup.eventTypes = Set(try store.all("SELECT name FROM event_type").map { $0[0] })
        for row in try store.all("SELECT id, document FROM additional_cost") {
            setup.add(try AdditionalCostDefinition(row[1], id: row[0]))
        }
        for row in try store.all("SELECT kind, id, name, document FROM effect_definition") {
            setup.addEffect(row[0], row[1], row[2], row[3])
        }
        for row in try store.all("SELECT integration_id, id FROM store") { setup.stores[row[0]] = row[1] }
        for row in try store.all("SELECT id, document FROM loyalty_program") {
            setup.loyaltyPrograms[row[0]] = try LoyaltyProgram(row[1], id: row[0])
        }
        for row in try store.all("SELECT id, document FROM achievement") {
            setup.achievements[row[0]] = try Achievement(row[1], id: row[0])
        }
        for row in try store.all(
            """
            SELECT campaign.id, campaign.document, ruleset.id, ruleset.document FROM campaign
            JOIN ruleset ON ruleset.id = campaign.document ->> 'activeRulesetId' ORDER BY campaign.id
            """)
        {
            setup.put(try Campaign(id: row[0], document: row[1], rulesetID: row[2], ruleset: row[3]))
        }
        return setup
    }

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

    func campaign(_ id: Int64) -> Campaign? {
        campaignPlaces[id].map { campaigns[$0] }
    }

    /// Adds a campaign at the end, or replaces the one with its id.
    mutating func put(_ campaign: Campaign) {
        if let place = campaignPlaces[campaign.id] {
            campaigns[place] = campaign
        } else {
            campaignPlaces[campaign.id] = campaigns.count
            campaigns.append(campaign)
        }
    }
}

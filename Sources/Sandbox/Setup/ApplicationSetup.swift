// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import RuleEngine

/// What is set up for one Application.
struct ApplicationSetup {
    var application: ApplicationSettings
    /// Stores by integration id, with their internal id.
    var stores: [String: Int64] = [:]
    /// Achievements by id.
    var achievements: [Int64: Achievement] = [:]
    /// Every campaign that there is, in the order in which they are evaluated.
    private(set) var campaigns: [Campaign] = []
    private var campaignPlaces: [Int64: Int] = [:]

    init(_ application: ApplicationSettings) {
        self.application = application
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

    /// Takes a campaign out, with its achievements.
    mutating func removeCampaign(_ id: Int64) {
        campaigns.removeAll { $0.id == id }
        campaignPlaces = Dictionary(uniqueKeysWithValues: campaigns.enumerated().map { ($1.id, $0) })
        achievements = achievements.filter { $0.value.campaignID != id }
    }

    /// Reads it from a database.
    init(_ application: ApplicationSettings, _ store: Store) throws {
        self.init(application)
        for row in try store.all("SELECT integration_id, id FROM store WHERE application_id = ?", [application.id]) {
            stores[row[0]] = row[1]
        }
        for row in try store.all(
            """
            SELECT achievement.id, achievement.document FROM achievement
            JOIN campaign ON campaign.id = campaign_id WHERE application_id = ?
            """, [application.id])
        {
            achievements[row[0]] = try Achievement(row[1], id: row[0])
        }
        for row in try store.all(
            """
            SELECT campaign.id, campaign.document, ruleset.id, ruleset.document FROM campaign
            LEFT JOIN ruleset ON ruleset.id = campaign.document ->> 'activeRulesetId'
            WHERE application_id = ? ORDER BY campaign.id
            """, [application.id])
        {
            put(
                try Campaign(
                    id: row[0], document: row[1], rulesetID: row[2] ?? 0, ruleset: row[3] ?? SetupSteps.noRules))
        }
    }
}

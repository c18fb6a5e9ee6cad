// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import Locking
internal import RuleEngine

/// What is set up for one Application.
struct ApplicationSetup {
    var application: ApplicationSettings
    /// Stores by integration id, with their internal id.
    var stores: [String: Int64] = [:]
    /// Which campaigns compete or stack, and in which order they are evaluated.
    var tree: EvaluationTree {
        didSet { groups = tree.evaluationGroup }
    }
    /// The tree as the rule engine has it; nil when all campaigns stack in the order of their ids.
    private(set) var groups: EvaluationGroup?
    /// Lists of cart items that rules read by a name, in their order.
    var cartItemFilters: [CartItemFilter] = [] {
        didSet { filters = cartItemFilters.map(NamedExpression.init) }
    }
    /// The filters as the rule engine has them.
    private(set) var filters: [NamedExpression] = []
    /// Achievements by id: of its campaigns, and those of the account that it takes part in.
    var achievements: [Int64: Achievement] = [:]
    /// Every campaign that there is, in the order of their ids.
    private(set) var campaigns: [Campaign] = [] {
        didSet { index = LazyCampaignSet(campaigns) }
    }
    private var index = LazyCampaignSet([])
    /// The campaigns with an index of what their rules need.
    var campaignSet: CampaignSet { index.value }
    private var campaignPlaces: [Int64: Int] = [:]

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
        tree.remove(campaign: id)
    }

    /// Reads it from a database.
    init(_ application: ApplicationSettings, _ store: Store) throws {
        self.application = application
        tree = try store.evaluationTree(of: application.id)
        groups = tree.evaluationGroup
        cartItemFilters = try store.cartItemFilters(of: application.id)
        filters = cartItemFilters.map(NamedExpression.init)
        for row in try store.all("SELECT integration_id, id FROM store WHERE application_id = ?", [application.id]) {
            stores[row[0]] = row[1]
        }
        for row in try store.all(
            """
            SELECT achievement.id, achievement.document FROM achievement
            LEFT JOIN campaign ON campaign.id = campaign_id WHERE campaign_id IS NULL OR application_id = ?
            """, [application.id])
        {
            let achievement = try Achievement(row[1], id: row[0])
            if achievement.takesPart(in: application.id) { achievements[achievement.id] = achievement }
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

/// An index of campaigns that is made when it is first used: not for each of many that are set up one by one.
private final class LazyCampaignSet: Sendable {
    private let campaigns: [Campaign]
    private let made = Guarded<CampaignSet?>(nil)

    init(_ campaigns: [Campaign]) {
        self.campaigns = campaigns
    }

    var value: CampaignSet {
        made.withLock { made in
            if let made { return made }
            let index = CampaignSet(campaigns)
            made = index
            return index
        }
    }
}

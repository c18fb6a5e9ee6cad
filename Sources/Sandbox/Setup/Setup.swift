// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// What is set up, in memory: read by each request, changed by set-up functions only. The database has it as well.
///
/// It is seen from one Application: `setup.campaigns` are the campaigns of that one, `setup.attributes` the account's.
@dynamicMemberLookup
struct Setup {
    var account: AccountSetup
    /// All Applications, the default one first. There is at least one.
    private(set) var applications: [ApplicationSetup]
    /// The place of the Application from which it is seen.
    private var current = 0

    /// The Application from which it is seen.
    var own: ApplicationSetup {
        get { applications[current] }
        _modify { yield &applications[current] }
    }

    subscript<T>(dynamicMember path: WritableKeyPath<AccountSetup, T>) -> T {
        get { account[keyPath: path] }
        _modify { yield &account[keyPath: path] }
    }

    subscript<T>(dynamicMember path: WritableKeyPath<ApplicationSetup, T>) -> T {
        get { applications[current][keyPath: path] }
        _modify { yield &applications[current][keyPath: path] }
    }

    subscript<T>(dynamicMember path: KeyPath<ApplicationSetup, T>) -> T {
        applications[current][keyPath: path]
    }

    /// Reads the set-up of a database; a new database gets its Application first.
    static func start(_ store: Store, application changes: JSONObject, now: Moment) throws -> Setup {
        if try store.number("SELECT count(*) FROM application") == 0 {
            let created: JSONObject = ["created": JSONValue(now)]
            let application = try ApplicationSettings(created.merging(changes) { $1 })
            try store.insert(application, isDefault: true)
            _ = try store.makeCatalog(
                id: 1, name: "Sandbox", description: "The catalog of the Application",
                applications: [.integer(application.id)], now: now)
        }
        let account = try AccountSetup(store)
        let rows = try store.all("SELECT document FROM application ORDER BY is_default DESC, id")
        let applications = try rows.map { row in
            try ApplicationSetup(ApplicationSettings((row[0] as JSONValue).members), store)
        }
        return Setup(account: account, applications: applications)
    }

    // MARK: - Applications

    /// The id of the Application that is meant when none is named.
    var defaultApplication: Int64 { applications[0].application.id }

    /// The id of the Application that has a campaign.
    func owner(ofCampaign id: Int64) -> Int64? {
        applications.first { $0.campaign(id) != nil }?.application.id
    }

    func hasApplication(_ id: Int64) -> Bool {
        applications.contains { $0.application.id == id }
    }

    /// From here on it is seen from another Application; the default one when nil.
    /// - Throws: `PerchError(.invalidArgument)` when there is none with the id.
    mutating func select(_ id: Int64?) throws {
        guard let id else {
            current = 0
            return
        }
        guard let place = applications.firstIndex(where: { $0.application.id == id }) else {
            let ids = applications.map { String($0.application.id) }.joined(separator: ", ")
            throw PerchError(
                .invalidArgument, "there is no Application `\(id)`",
                hint: "there are: \(ids); add one with `sandbox.application`")
        }
        current = place
    }

    mutating func add(_ application: ApplicationSetup) {
        applications.append(application)
    }

    // MARK: - Campaigns, achievements

    func campaign(_ id: Int64) -> Campaign? { own.campaign(id) }

    /// Adds a campaign at the end, or replaces the one with its id.
    mutating func put(_ campaign: Campaign) { own.put(campaign) }

    /// Adds an achievement: that of a campaign to this Application, one of the account to all that it is for.
    mutating func put(_ achievement: Achievement) {
        guard achievement.campaignID == nil else {
            own.achievements[achievement.id] = achievement
            return
        }
        for place in applications.indices where achievement.takesPart(in: applications[place].application.id) {
            applications[place].achievements[achievement.id] = achievement
        }
    }
}

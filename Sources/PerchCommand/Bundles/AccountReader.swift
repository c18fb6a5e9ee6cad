// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import IntegrationClient
import OperationCatalog

/// Reads an Application out of an account, with all that belongs to it, as a bundle. It only ever asks: no call of it
/// changes anything.
struct AccountReader: Sendable {
    /// With a management key.
    let client: IntegrationClient
    let application: Int64
    /// The most coupons of each campaign.
    var couponLimit = 1_000
    /// Gets what is done now, as `campaigns`.
    var onProgress: @Sendable (String) -> Void = { _ in }

    /// What the account did not give.
    private var notes: [String] = []

    init(client: IntegrationClient, application: Int64) {
        self.client = client
        self.application = application
    }

    /// - Throws: `PerchError` when the Application cannot be read, or the account does not answer.
    mutating func read() async throws -> JSONValue {
        onProgress("application \(application)")
        guard let document = try await send("getApplication", [application], []) else {
            throw PerchError(.badAnswer, "Application \(application) came without a body", hint: "try again")
        }
        var bundle: JSONObject = ["application": document]
        for (part, operation) in Self.accountParts { bundle[part] = .array(try await list(part, operation)) }
        bundle["stores"] = .array(try await list("stores", "listStores", [application]))
        bundle["loyaltyPrograms"] = .array(try await loyaltyPrograms())
        bundle["cartItemFilters"] = .array(try await cartItemFilters())
        bundle["collections"] = .array(try await collections())
        let campaigns = try await list("campaigns", "getCampaigns", [application])
        bundle["campaigns"] = .array(campaigns)
        var rulesets: [JSONValue] = []
        var coupons: [JSONValue] = []
        var achievements: [JSONValue] = []
        for campaign in campaigns {
            guard let id = campaign["id"]?.integer else { continue }
            onProgress("campaign \(id)")
            rulesets += try await self.rulesets(of: campaign, id)
            achievements += try await list("achievements", "listAchievements", [application, id])
            coupons += try await self.coupons(of: id)
        }
        bundle["rulesets"] = .array(rulesets)
        bundle["coupons"] = .array(coupons)
        bundle["achievements"] = .array(achievements)
        if let tree = try await optional("the evaluation tree", "getCampaignSet", [application]) {
            bundle["campaignSet"] = tree
        } else {
            // Without the tree their groups mean nothing: all of them are evaluated side by side.
            bundle["campaigns"] = .array(
                campaigns.map { campaign in
                    var campaign = campaign
                    campaign["evaluationGroupId"] = nil
                    return campaign
                })
        }
        if !notes.isEmpty { bundle["notes"] = .array(notes.map { .string($0) }) }
        return PulledBundle(bundle).json
    }

    /// Lists of the whole account.
    private static let accountParts = [
        ("attributes", "getAttributes"), ("eventTypes", "getEventTypes"), ("additionalCosts", "getAdditionalCosts"),
        ("customEffects", "getCustomEffects"), ("webhooks", "getWebhooks"), ("audiences", "getAudiences"),
        ("giveawayPools", "getGiveawaysPools"),
    ]

    // MARK: - Parts that need more than one call

    /// Those that the Application takes part in, with their tiers.
    private mutating func loyaltyPrograms() async throws -> [JSONValue] {
        var programs: [JSONValue] = []
        for program in try await list("loyaltyPrograms", "getLoyaltyPrograms") {
            let applications = program["subscribedApplications"]?.array?.compactMap(\.integer) ?? []
            guard applications.isEmpty || applications.contains(application), let id = program["id"]?.integer else {
                continue
            }
            programs.append(try await optional("loyalty program \(id)", "getLoyaltyProgram", [id]) ?? program)
        }
        return programs
    }

    private mutating func cartItemFilters() async throws -> [JSONValue] {
        var filters: [JSONValue] = []
        for filter in try await list("cartItemFilters", "listApplicationCartItemFilters", [application]) {
            guard let id = filter["id"]?.integer, let expression = filter["activeExpressionId"]?.integer else {
                continue
            }
            let found = try await optional(
                "cart item filter \(id)", "getApplicationCartItemFilterExpression", [application, id, expression])
            guard let found = found?["expression"] else { continue }
            var filter = filter
            filter["expression"] = found
            filters.append(filter)
        }
        return filters
    }

    private mutating func collections() async throws -> [JSONValue] {
        var collections = try await list("collections", "listAccountCollections")
        collections += try await list("collections", "listCollectionsInApplication", [application])
        for place in collections.indices {
            guard let id = collections[place]["id"]?.integer else { continue }
            let items = try await list("items of collection \(id)", "getCollectionItems", [id])
            collections[place]["items"] = .array(items.compactMap { $0["item"] })
        }
        return collections
    }

    /// The active one in both of its forms, as far as the account gives them.
    private mutating func rulesets(of campaign: JSONValue, _ id: Int64) async throws -> [JSONValue] {
        guard let ruleset = campaign["activeRulesetId"]?.integer else { return [] }
        var forms: [JSONValue] = []
        let known = notes.count
        for operation in ["getRuleset", "getRulesetV2"] {
            let what = "ruleset \(ruleset) of campaign \(id)"
            guard var form = try await optional(what, operation, [application, id, ruleset]) else { continue }
            form["campaignId"] = .integer(id)
            forms.append(form)
        }
        // One form is enough.
        if !forms.isEmpty { notes.removeLast(notes.count - known) }
        return forms
    }

    private mutating func coupons(of campaign: Int64) async throws -> [JSONValue] {
        guard couponLimit > 0 else { return [] }
        let coupons = try await list(
            "coupons of campaign \(campaign)", "getCouponsWithoutTotalCount", [application, campaign],
            // One more than wanted tells whether there are more.
            limit: couponLimit + 1)
        guard coupons.count > couponLimit else { return coupons }
        notes.append("campaign \(campaign) has more coupons than the first \(couponLimit), which are here")
        return Array(coupons.prefix(couponLimit))
    }

    // MARK: - Calls

    /// All entries of a list, page by page; none, and a note, when the account does not give it.
    private mutating func list(
        _ what: String, _ operation: String, _ arguments: [Int64] = [], limit: Int = .max
    ) async throws -> [JSONValue] {
        let largest = try Self.operation(operation).query.first { $0.name == "pageSize" }.flatMap { parameter in
            if case .integer(_, let maximum) = parameter.schema { maximum.map { Int($0) } } else { nil }
        }
        var entries: [JSONValue] = []
        repeat {
            var query: [APIRequest.NamedValue] = []
            if let largest {
                query = [
                    .init("pageSize", String(min(largest, limit - entries.count))),
                    .init("skip", String(entries.count)),
                ]
            }
            let page = try await optional(what, operation, arguments, query)
            guard let page, let found = page["data"]?.array, !found.isEmpty else { break }
            entries += found
            let hasMore =
                page["hasMore"]?.bool ?? page["totalResultSize"]?.integer.map { $0 > entries.count }
                ?? (found.count >= largest ?? .max)
            guard largest != nil, hasMore else { break }
        } while entries.count < limit
        return entries
    }

    /// An answer; nil, and a note, when the account does not have it or does not give it.
    private mutating func optional(
        _ what: String, _ operation: String, _ arguments: [Int64], _ query: [APIRequest.NamedValue] = []
    ) async throws -> JSONValue? {
        onProgress(what)
        do {
            return try await send(operation, arguments, query)
        } catch let error as PerchError where [403, 404, 405, 501].contains(error.status) {
            let path = APIRequest(try Self.operation(operation), pathArguments: arguments.map(String.init)).target
            notes.append("\(what) is missing: GET \(path) was answered with \(error.status ?? 0)")
            return nil
        }
    }

    private func send(
        _ operation: String, _ arguments: [Int64], _ query: [APIRequest.NamedValue]
    ) async throws -> JSONValue? {
        let request = APIRequest(
            try Self.operation(operation), pathArguments: arguments.map(String.init), query: query)
        do {
            return try await client.send(request).json()
        } catch let error as JSONError {
            throw PerchError(
                .badAnswer, "the answer to GET \(request.target) is \(error)", hint: "try again", operation: operation)
        }
    }

    private static func operation(_ id: String) throws -> Operation {
        guard let operation = ManagementCatalog.operation(id) else {
            throw PerchError(.unknownName, "there is no operation `\(id)`", hint: "report this")
        }
        return operation
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import Foundation
internal import IntegrationAPI
internal import RuleEngine

/// An achievement: a goal that customers reach step by step, in rounds. It is a campaign's, or the account's.
struct Achievement {
    let id: Int64
    /// Nil for an achievement of the account.
    let campaignID: Int64?
    /// The Applications that an achievement of the account is for; all when empty.
    let applications: [Int64]
    /// What days and months begin in, when it is not the Application's.
    let timeZone: TimeZone?
    let name: String
    /// The achievement as the Management API shows it.
    let document: JSONObject
    let target: DecimalNumber
    /// How long a round takes; without end when nil.
    let period: CalendarSpan?
    let recurrence: Recurrence
    let activation: Activation
    let fixedStart: Moment?
    let end: Moment?
    /// Whether a session that is taken back takes progress off a round that it completed.
    let allowsRollbackAfterCompletion: Bool

    enum Recurrence: String, CaseIterable {
        case never = "no_recurrence"
        case onExpiration = "on_expiration"
        case onCompletion = "on_completion"
    }

    enum Activation: String, CaseIterable {
        case userAction = "user_action"
        case fixedSchedule = "fixed_schedule"
    }

    enum Status: String, CaseIterable {
        case active, scheduled, expired
    }

    static let fields = [
        "id", "created", "campaignId", "name", "title", "description", "target", "period", "periodEndOverride",
        "recurrencePolicy", "activationPolicy", "fixedStartDate", "endDate", "allowRollbackAfterCompletion", "userId",
        "createdBy", "hasProgress", "status", "subscribedApplications", "timezone", "sandbox",
    ]

    /// - Throws: `PerchError(.invalidArgument)` for what is none.
    init(_ value: JSONValue, id: Int64) throws {
        let read = try SetupDocument("an achievement", value, fields: Self.fields)
        self.id = id
        document = read.members
        campaignID = try read.integer("campaignId")
        applications = try (read.list("subscribedApplications") ?? []).compactMap { ($0["id"] ?? $0).integer }
        timeZone = try read.string("timezone").map(ApplicationSettings.timeZone)
        name = try read.required("name", read.string("name"))
        guard name.utf8.count > 1, let first = name.utf8.first, (97...122).contains(first | 0x20),
            name.utf8.allSatisfy({ $0 == 95 || (48...57).contains($0) || (97...122).contains($0 | 0x20) })
        else {
            throw PerchError(
                .invalidArgument, "`\(name)` is no name of an achievement",
                hint: "begin with a letter; at least one letter, digit or underscore follows")
        }
        target = try read.required("target", read.decimal("target"))
        guard target > .zero else {
            throw PerchError(.invalidArgument, "`target` cannot be `\(target)`", hint: "give a number above 0")
        }
        period = try read.string("period").map { try LoyaltyProgram.span($0, "period") }
        guard try read.object("periodEndOverride") == nil else {
            throw PerchError(
                .unsupported, "the embedded sandbox has no `periodEndOverride` of achievements",
                hint: "round the period up instead, as in `3M_U`")
        }
        recurrence =
            try read.choice("recurrencePolicy", Recurrence.allCases.map(\.rawValue)).flatMap(Recurrence.init) ?? .never
        activation =
            try read.choice("activationPolicy", Activation.allCases.map(\.rawValue)).flatMap(Activation.init)
            ?? .userAction
        fixedStart = try read.moment("fixedStartDate")
        end = try read.moment("endDate")
        allowsRollbackAfterCompletion = try read.bool("allowRollbackAfterCompletion") ?? false
        if activation == .fixedSchedule { _ = try read.required("fixedStartDate", fixedStart) }
        if recurrence == .onExpiration { _ = try read.required("period", period) }
    }

    func takesPart(in application: Int64) -> Bool {
        campaignID != nil || applications.isEmpty || applications.contains(application)
    }

    func status(at now: Moment) -> Status {
        if let end, end <= now { return .expired }
        if activation == .fixedSchedule, let fixedStart, fixedStart > now { return .scheduled }
        return .active
    }

    /// Whether another round may begin after one that is over.
    func mayBegin(after round: AchievementRound, at now: Moment) -> Bool {
        switch recurrence {
        case .never: false
        case .onCompletion: round.completion != nil
        case .onExpiration: round.end.map { $0 <= now } ?? false
        }
    }

    /// The start and the end of a round that begins now.
    func term(at now: Moment, in zone: TimeZone) -> (start: Moment, end: Moment?) {
        let zone = timeZone ?? zone
        var (start, last) = (now, period?.end(from: now, in: zone))
        if activation == .fixedSchedule, let fixedStart {
            start = fixedStart
            if let period, recurrence == .onExpiration, let next = period.next(after: now, from: fixedStart, in: zone) {
                // Rounds follow each other from the fixed start on.
                last = next
                while let following = period.next(after: start, from: start, in: zone), following < next {
                    start = following
                }
            } else {
                last = period?.end(from: fixedStart, in: zone)
            }
        }
        if let end { last = min(last ?? end, end) }
        return (start, last)
    }
}

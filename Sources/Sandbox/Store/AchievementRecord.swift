// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import Foundation
internal import GRDB
internal import RuleEngine

/// One round of a customer's achievement.
struct AchievementRound {
    /// The id of the progress tracker.
    var id: Int64 = 0
    let achievementID: Int64
    let profileID: Int64
    var progress: DecimalNumber
    let start: Moment
    var completion: Moment?
    let end: Moment?

    static let columns = "id, achievement_id, profile_id, progress, start_date, completion_date, end_date"

    init(row: Row) {
        id = row[0]
        achievementID = row[1]
        profileID = row[2]
        progress = row[3]
        start = row[4]
        completion = row[5]
        end = row[6]
    }

    init(of achievement: Int64, profile: Int64, start: Moment, end: Moment?) {
        achievementID = achievement
        profileID = profile
        progress = .zero
        self.start = start
        self.end = end
    }

    /// A round as it is after a step.
    init(_ step: AchievementStep, profile: Int64, now: Moment) {
        id = step.roundID
        achievementID = step.achievementID
        profileID = profile
        progress = step.progress
        start = step.start
        end = step.end
        completion = step.isJustCompleted ? now : nil
    }

    enum Status: String, CaseIterable {
        case inProgress = "inprogress"
        case completed, expired
        case notStarted = "not_started"
    }

    func status(at now: Moment) -> Status {
        if completion != nil { return .completed }
        if let end, end <= now { return .expired }
        return .inProgress
    }

    func json(at now: Moment) -> JSONObject {
        var object: JSONObject = [
            "status": .string(status(at: now).rawValue), "progress": JSONValue(progress), "startDate": JSONValue(start),
        ]
        if let completion { object["completionDate"] = JSONValue(completion) }
        if let end { object["endDate"] = JSONValue(end) }
        return object
    }
}

extension Store {
    /// The rounds of a customer, oldest first.
    func rounds(of achievement: Int64, profile: Int64) throws -> [AchievementRound] {
        try all(
            """
            SELECT \(AchievementRound.columns) FROM achievement_round
            WHERE profile_id = ? AND achievement_id = ? ORDER BY id
            """, [profile, achievement]
        ).map(AchievementRound.init)
    }

    /// Stores a step of progress.
    func apply(_ step: AchievementStep, profile: Int64, now: Moment) throws {
        if step.isStart {
            try run(
                """
                INSERT INTO achievement_round (id, achievement_id, profile_id, progress, start_date, end_date)
                VALUES (?, ?, ?, '0', ?, ?)
                """, [step.roundID, step.achievementID, profile, step.start, step.end])
        }
        try run(
            "UPDATE achievement_round SET progress = ?, completion_date = ? WHERE id = ?",
            [step.progress, step.isJustCompleted ? now : nil, step.roundID])
    }

    func round(id: Int64) throws -> AchievementRound? {
        try first("SELECT \(AchievementRound.columns) FROM achievement_round WHERE id = ?", [id])
            .map(AchievementRound.init)
    }
}

extension Achievement {
    /// The steps that progress takes after a customer's newest round. A round begins when none is open; what is beyond
    /// the target goes on in another round where an achievement can be earned again on completion. Empty when no round
    /// can be open.
    func steps(
        by delta: DecimalNumber, after newest: AchievementRound?, nextRound: Int64, in zone: TimeZone, now: Moment
    ) -> [AchievementStep] {
        guard status(at: now) == .active else { return [] }
        var rest = delta
        var newest = newest
        var nextRound = nextRound
        var steps: [AchievementStep] = []
        repeat {
            var open = newest
            if let round = newest, round.status(at: now) != .inProgress {
                guard mayBegin(after: round, at: now) else { break }
                open = nil
            }
            var round: AchievementRound
            if let open {
                round = open
            } else {
                let (start, end) = term(at: now, in: zone)
                round = AchievementRound(of: id, profile: 0, start: start, end: end)
                round.id = nextRound
                nextRound += 1
            }
            let part = max(min(rest, target - round.progress), .zero)
            round.progress += part
            rest -= part
            if round.progress >= target { round.completion = now }
            steps.append(
                AchievementStep(
                    achievementID: id, roundID: round.id, isStart: open == nil, start: round.start, end: round.end,
                    delta: part, progress: round.progress, isJustCompleted: round.completion != nil))
            newest = round
        } while rest > .zero && recurrence == .onCompletion
        return steps
    }
}

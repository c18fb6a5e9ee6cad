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

    /// A step of progress in one round.
    struct AchievementStep {
        let round: AchievementRound
        let delta: DecimalNumber
        let isJustCompleted: Bool
    }

    /// Adds to the progress of a customer, who begins a round when none is open. What is beyond the target goes on in
    /// another round where an achievement can be earned again on completion. Empty when no round can be open.
    func advance(
        _ achievement: Achievement, profile: Int64, by delta: DecimalNumber, in zone: TimeZone, now: Moment
    ) throws -> [AchievementStep] {
        guard achievement.status(at: now) == .active else { return [] }
        var rest = delta
        var steps: [AchievementStep] = []
        repeat {
            var last = try rounds(of: achievement.id, profile: profile).last
            if let round = last, round.status(at: now) != .inProgress {
                guard achievement.mayBegin(after: round, at: now) else { break }
                last = nil
            }
            var round: AchievementRound
            if let last {
                round = last
            } else {
                let (start, end) = achievement.term(at: now, in: zone)
                round = AchievementRound(of: achievement.id, profile: profile, start: start, end: end)
                round.id = try insert(
                    """
                    INSERT INTO achievement_round (achievement_id, profile_id, progress, start_date, end_date)
                    VALUES (?, ?, '0', ?, ?)
                    """, [achievement.id, profile, start, end])
            }
            let part = max(min(rest, achievement.target - round.progress), .zero)
            round.progress += part
            rest -= part
            let isCompleted = round.progress >= achievement.target
            if isCompleted { round.completion = now }
            try run(
                "UPDATE achievement_round SET progress = ?, completion_date = ? WHERE id = ?",
                [round.progress, round.completion, round.id])
            steps.append(AchievementStep(round: round, delta: part, isJustCompleted: isCompleted))
        } while rest > .zero && achievement.recurrence == .onCompletion
        return steps
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import RuleEngine

/// Makes the account as if a session had not been closed, as far as what is stored tells. A cancellation leaves more: points
/// that a program's return policy keeps, giveaways, completed achievements. Only for work that is rolled back.
extension Call {
    /// - Parameter given: the effects that the session got.
    mutating func unmake(_ session: SessionRecord, _ given: [JSONValue], profile: inout ProfileRecord?) throws {
        var takenBack: Set<Int64> = []
        if session.state == .closed || session.state == .partiallyReturned {
            for effect in try rollBack(session, profile: &profile).rollbacks
            where effect["effectType"] == "rollbackIncreasedAchievementProgress" {
                if let round = effect["props"]?["progressTrackerId"]?.integer { takenBack.insert(round) }
            }
        }
        try store.run(
            "DELETE FROM loyalty_transaction WHERE session = ? AND application_id = ? AND origin = ?",
            [session.integrationID, store.application, LoyaltyTransaction.Origin.session.rawValue])
        for effect in given {
            let props = effect["props"]
            switch effect["effectType"]?.string {
            case "awardGiveaway":
                try store.run("UPDATE giveaway SET profile_id = NULL WHERE id = ?", [props?["giveawayId"]?.integer])
            case "startAchievementProgress":
                try store.run("DELETE FROM achievement_round WHERE id = ?", [props?["progressTrackerId"]?.integer])
            case "increaseAchievementProgress":
                guard let id = props?["progressTrackerId"]?.integer, !takenBack.contains(id),
                    let round = try store.round(id: id)
                else { continue }
                try store.run(
                    "UPDATE achievement_round SET progress = ?, completion_date = NULL WHERE id = ?",
                    [max(round.progress - (props?["delta"]?.decimal ?? .zero), .zero), id])
            default: break
            }
        }
        if let profile { try store.update(profile) }
    }

    /// Takes back that the session's effects made profiles join and leave audiences. Whether they had done so before is
    /// not known.
    func unmakeAudiences(_ given: [JSONValue]) throws {
        for effect in given {
            guard let props = effect["props"], let audience = props["audienceId"]?.integer,
                let profile = try props["profileIntegrationId"]?.string.flatMap({ try store.profile($0) })
            else { continue }
            switch effect["effectType"]?.string {
            case "addToAudience":
                try store.run(
                    "DELETE FROM audience_member WHERE audience_id = ? AND profile_id = ?", [audience, profile.id])
            case "removeFromAudience":
                try store.run(
                    "INSERT OR IGNORE INTO audience_member (audience_id, profile_id) VALUES (?, ?)",
                    [audience, profile.id])
            default: break
            }
        }
    }
}

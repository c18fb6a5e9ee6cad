// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Which UUIDs of now stand in for those that were recorded: each for one, and everywhere for the same.
struct StandIns: Sendable {
    private var now: [String: String] = [:]
    private var recorded: [String: String] = [:]

    /// Whether two texts differ only in UUIDs that may stand in for each other, and do so from then on.
    mutating func accept(_ old: String, _ new: String) -> Bool {
        let old = UUIDText(old)
        let new = UUIDText(new)
        guard !old.uuids.isEmpty, old.parts == new.parts else { return false }
        var trial = self
        for (left, right) in zip(old.uuids, new.uuids) {
            guard trial.now[left] ?? right == right, trial.recorded[right] ?? left == left else { return false }
            trial.now[left] = right
            trial.recorded[right] = left
        }
        self = trial
        return true
    }

    /// A recorded text as it would be now.
    func text(_ old: String) -> String {
        now.isEmpty ? old : UUIDText(old).replacing { now[$0] }
    }
}

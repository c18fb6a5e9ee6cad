// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI

/// A call that was not recorded.
struct ReplayMiss {
    let request: RecordedRequest
    let id: String
    let file: String
    let folder: String
    let closest: RequestSearch.Closest?
    /// What was recorded and not asked for yet.
    let next: RecordedExchange?
    let isRecorded: Bool
    /// Nil when it is that of this run.
    let recordedSeed: UInt64?

    var error: PerchError {
        var hint = "record again with --record \(folder)"
        if let recordedSeed { hint += ", or replay with --seed \(recordedSeed) as it was recorded" }
        return PerchError(
            .replayMiss, "there is no recorded answer to `\(request.operation.lua)` (\(request.line)): \(reason)",
            hint: hint,
            operation: request.operation.id,
            errors: (closest?.differences ?? []).map { difference in
                var members: JSONObject = ["path": .string(difference.path)]
                members["recorded"] = difference.recorded
                members["actual"] = difference.actual
                return .object(members)
            })
    }

    private var reason: String {
        guard isRecorded else { return "`\(id)` has no cassette in \(folder)" }
        guard let closest else {
            let rest =
                next.map { "the next call in it is entry \($0.number), \($0.request.line)" } ?? "all in it was used"
            return "\(file) has none of this operation; \(rest)"
        }
        let number = closest.exchange.number
        guard !closest.differences.isEmpty else {
            return "it was made more often than recorded; the last one like it is entry \(number) of \(file)"
        }
        let shown = closest.differences.prefix(4).map {
            "\($0.path) was \(Self.short($0.recorded)) and is \(Self.short($0.actual))"
        }
        let more = closest.differences.count > 4 ? ", and \(closest.differences.count - 4) more differ" : ""
        return "the closest is entry \(number) of \(file), where \(shown.joined(separator: ", "))\(more)"
    }

    private static func short(_ value: JSONValue?) -> String {
        guard let text = value?.description else { return "nothing" }
        return text.count > 80 ? text.prefix(79) + "…" : text
    }
}

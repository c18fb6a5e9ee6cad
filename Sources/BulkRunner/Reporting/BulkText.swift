// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// What people read of bulk work.
public enum BulkText {
    /// `1,234`; with a noun `1 row`, `1,234 rows`.
    public static func count(_ number: Int, _ noun: String? = nil) -> String {
        var digits = String(abs(number))
        var text = ""
        while digits.count > 3 {
            text = "," + digits.suffix(3) + text
            digits.removeLast(3)
        }
        text = (number < 0 ? "-" : "") + digits + text
        guard let noun else { return text }
        return "\(text) \(noun)\(number == 1 ? "" : "s")"
    }

    /// `5,000 of 20,000 rows (25%), 12,400/s, 3 failed, 2 s left`.
    public static func progress(_ progress: BulkRun.Progress, seconds: Double) -> String {
        let settled = progress.settled
        let share = progress.total > 0 ? settled * 100 / progress.total : 100
        var parts = ["\(count(settled)) of \(count(progress.total, "row")) (\(share)%)"]
        let here = settled - progress.before
        if here > 0, seconds > 0.05 {
            parts.append("\(rate(Double(here) / seconds))/s")
        }
        if progress.failed > 0 { parts.append("\(count(progress.failed)) failed") }
        if progress.uncertain > 0 { parts.append("\(count(progress.uncertain)) uncertain") }
        if here > 0, settled < progress.total {
            parts.append("\(duration(Double(progress.total - settled) * seconds / Double(here))) left")
        }
        return parts.joined(separator: ", ")
    }

    /// The numbers at the end, in a few lines.
    public static func summary(
        _ ending: BulkRun.Ending, operation: String, environment: String, seconds: Double, isDry: Bool
    ) -> String {
        let progress = ending.progress
        let here = progress.settled - progress.before
        let dry = isDry ? "dry run of " : ""
        var lines = [
            "\(dry)\(operation) on \(environment): \(count(here, "row")) in \(duration(seconds))"
                + (here > 0 && seconds > 0.05 ? " (\(rate(Double(here) / seconds))/s)" : "")
                + ", \(count(progress.calls, "call"))"
        ]
        if progress.before > 0 { lines.append("  before     \(count(progress.before))") }
        lines.append((isDry ? "  fine       " : "  done       ") + count(progress.done))
        if progress.failed > 0 { lines.append("  failed     \(count(progress.failed))") }
        if progress.uncertain > 0 { lines.append("  uncertain  \(count(progress.uncertain))") }
        let rest = progress.total - progress.settled
        if rest > 0 { lines.append("  not sent   \(count(rest))") }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func rate(_ perSecond: Double) -> String {
        perSecond < 100 ? "\(Double(Int(perSecond * 10)) / 10)" : count(Int(perSecond))
    }

    /// `0.3 s`, `42 s`, `3 min 5 s`, `2 h 10 min`.
    static func duration(_ seconds: Double) -> String {
        if seconds < 10 { return "\(Double(Int(seconds * 10)) / 10) s" }
        let whole = Int(seconds)
        if whole < 60 { return "\(whole) s" }
        if whole < 3_600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3_600) h \(whole % 3_600 / 60) min"
    }
}

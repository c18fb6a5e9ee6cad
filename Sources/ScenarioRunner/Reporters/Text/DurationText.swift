// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Durations as people read them.
enum DurationText {
    /// With the unit that suits it: `0.4 ms`, `120 ms`, `1.32 s`, `2 min 5 s`.
    static func short(_ seconds: Double) -> String {
        let milliseconds = seconds * 1000
        if milliseconds < 9.95 { return fixed(milliseconds, places: 1) + " ms" }
        if milliseconds < 999.5 { return fixed(milliseconds, places: 0) + " ms" }
        return inSeconds(seconds)
    }

    /// In seconds, and in minutes or hours when there are many: `0.31 s`, `2 min 5 s`.
    static func inSeconds(_ seconds: Double) -> String {
        if seconds < 59.995 { return fixed(seconds, places: 2) + " s" }
        return whole(seconds)
    }

    /// To the second, for what is only an estimate: `3 s`, `2 min 5 s`, `1 h 2 min`.
    static func whole(_ seconds: Double) -> String {
        let all = Int(fixed(seconds, places: 0)) ?? 0
        if all < 60 { return "\(all) s" }
        if all < 3600 { return "\(all / 60) min" + (all % 60 == 0 ? "" : " \(all % 60) s") }
        return "\(all / 3600) h" + (all % 3600 / 60 == 0 ? "" : " \(all % 3600 / 60) min")
    }

    /// With so many digits behind the point; what is no duration counts as zero.
    static func fixed(_ number: Double, places: Int) -> String {
        var factor = 1
        for _ in 0..<places { factor *= 10 }
        let scaled = Int(exactly: (number * Double(factor)).rounded()) ?? 0
        let value = max(0, scaled)
        guard places > 0 else { return String(value) }
        let behind = String(value % factor)
        return "\(value / factor)." + String(repeating: "0", count: places - behind.count) + behind
    }
}

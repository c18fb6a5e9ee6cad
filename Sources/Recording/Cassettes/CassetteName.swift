// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// The name of the file for a case: readable, safe on every system, and the same for the same case.
enum CassetteName {
    static let ending = ".jsonl"

    static func name(of id: String) -> String {
        var words = ""
        for scalar in id.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_": words.unicodeScalars.append(scalar)
            // A point at the beginning would hide the file.
            case "." where !words.isEmpty && words.last != "-": words.append(".")
            default: if words.last != "-", !words.isEmpty { words.append("-") }
            }
        }
        var short = words.prefix(80)
        while let last = short.last, "-.".contains(last) { short.removeLast() }
        return (short.isEmpty ? "" : short + "-") + hash(of: id) + ending
    }

    /// Eight digits that tell apart what the words do not: FNV-1a, folded.
    private static func hash(of id: String) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in id.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let digits = String(UInt32(truncatingIfNeeded: hash ^ hash >> 32), radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}

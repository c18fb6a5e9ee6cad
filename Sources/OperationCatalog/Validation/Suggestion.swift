// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Finds the name that somebody meant.
public enum Suggestion {
    /// The candidate that is most like a name; nil when none is near. Letter case and underscores count least:
    /// `cart_items` means `cartItems`.
    public static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
        let plain = simplified(name)
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            let other = simplified(candidate)
            if other == plain { return candidate }
            let allowed = max(1, min(plain.count, other.count) / 3)
            guard abs(plain.count - other.count) <= allowed else { continue }
            let distance = distance(plain, other)
            if distance <= allowed, best.map({ distance < $0.distance }) ?? true {
                best = (candidate, distance)
            }
        }
        return best?.name
    }

    private static func simplified(_ name: String) -> [Character] {
        name.lowercased().filter { $0 != "_" && $0 != "-" && $0 != "." }.map { $0 }
    }

    /// How many letters to add, drop, change, or swap with their neighbour.
    private static func distance(_ a: [Character], _ b: [Character]) -> Int {
        var before: [Int] = []
        var above = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var row = [i + 1]
            for (j, y) in b.enumerated() {
                var least = min(above[j] + (x == y ? 0 : 1), above[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, x == b[j - 1], a[i - 1] == y { least = min(least, before[j - 1] + 1) }
                row.append(least)
            }
            before = above
            above = row
        }
        return above[b.count]
    }
}

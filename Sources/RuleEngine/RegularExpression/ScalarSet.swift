// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A set of Unicode scalars: ranges and general categories.
struct ScalarSet: Sendable {
    /// In order, without overlaps.
    private var ranges: [ClosedRange<UInt32>] = []
    private var categories: [(category: GeneralCategory, isIn: Bool)] = []
    private var isNegated = false
    private var ignoresCase = false

    static let any = ScalarSet([0...0x10FFFF])
    static let anyButNewline = ScalarSet([0...9, 11...0x10FFFF])
    static let digit = ScalarSet([0x30...0x39])
    static let space = ScalarSet([0x09...0x0A, 0x0C...0x0D, 0x20...0x20])
    static let word = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])

    init(_ ranges: [ClosedRange<UInt32>] = []) {
        self.ranges = ranges
    }

    init(_ scalar: Unicode.Scalar) {
        self.init([scalar.value...scalar.value])
    }

    init(_ category: GeneralCategory, isIn: Bool) {
        categories = [(category, isIn)]
    }

    /// The set as a pattern means it in the end.
    func finished(isNegated: Bool, ignoresCase: Bool) -> ScalarSet {
        var set = self
        set.isNegated = isNegated
        set.ignoresCase = ignoresCase
        if ignoresCase {
            for range in ranges where range.count <= 1_000 {
                for value in range {
                    if let scalar = Unicode.Scalar(value) { set.ranges.append(Self.only(Self.folded(scalar))) }
                }
            }
        }
        set.ranges = Self.merged(set.ranges)
        return set
    }

    mutating func insert(_ other: ScalarSet) {
        ranges.append(contentsOf: other.ranges)
        categories.append(contentsOf: other.categories)
    }

    mutating func insert(_ range: ClosedRange<UInt32>) {
        ranges.append(range)
    }

    /// Everything else; of a set of ranges alone.
    var complement: ScalarSet {
        var others: [ClosedRange<UInt32>] = []
        var start: UInt32 = 0
        for range in Self.merged(ranges) {
            if range.lowerBound > start { others.append(start...range.lowerBound - 1) }
            start = range.upperBound + 1
        }
        if start <= 0x10FFFF { others.append(start...0x10FFFF) }
        return ScalarSet(others)
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        var isIn = holds(scalar)
        if !isIn, ignoresCase {
            let properties = scalar.properties
            isIn =
                holds(Self.single(properties.lowercaseMapping) ?? scalar)
                || holds(Self.single(properties.uppercaseMapping) ?? scalar) || holds(Self.folded(scalar))
        }
        return isIn != isNegated
    }

    private func holds(_ scalar: Unicode.Scalar) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < scalar.value { low = middle + 1 } else { high = middle }
        }
        if low < ranges.count, ranges[low].contains(scalar.value) { return true }
        return categories.contains { $0.category.contains(scalar) == $0.isIn }
    }

    /// Letters that differ only in case fold to one.
    private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        let upper = single(scalar.properties.uppercaseMapping) ?? scalar
        return single(upper.properties.lowercaseMapping) ?? upper
    }

    private static func single(_ mapping: String) -> Unicode.Scalar? {
        mapping.unicodeScalars.count == 1 ? mapping.unicodeScalars.first : nil
    }

    private static func only(_ scalar: Unicode.Scalar) -> ClosedRange<UInt32> { scalar.value...scalar.value }

    private static func merged(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var merged: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound &+ 1 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }
}

/// A general category of Unicode by its name in patterns: `L` for all letters, `Lu` for those in upper case, `Any`.
struct GeneralCategory: Sendable {
    private let name: String

    /// - Returns: Nil when there is no such category.
    init?(_ name: String) {
        guard name == "Any" || Self.names.values.contains(where: { $0 == name || $0.prefix(1) == name }) else {
            return nil
        }
        self.name = name
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        guard name != "Any" else { return true }
        return Self.names[scalar.properties.generalCategory]?.hasPrefix(name) ?? false
    }

    private static let names: [Unicode.GeneralCategory: String] = [
        .uppercaseLetter: "Lu", .lowercaseLetter: "Ll", .titlecaseLetter: "Lt", .modifierLetter: "Lm",
        .otherLetter: "Lo", .nonspacingMark: "Mn", .spacingMark: "Mc", .enclosingMark: "Me", .decimalNumber: "Nd",
        .letterNumber: "Nl", .otherNumber: "No", .connectorPunctuation: "Pc", .dashPunctuation: "Pd",
        .openPunctuation: "Ps", .closePunctuation: "Pe", .initialPunctuation: "Pi", .finalPunctuation: "Pf",
        .otherPunctuation: "Po", .mathSymbol: "Sm", .currencySymbol: "Sc", .modifierSymbol: "Sk", .otherSymbol: "So",
        .spaceSeparator: "Zs", .lineSeparator: "Zl", .paragraphSeparator: "Zp", .control: "Cc", .format: "Cf",
        .surrogate: "Cs", .privateUse: "Co",
    ]
}

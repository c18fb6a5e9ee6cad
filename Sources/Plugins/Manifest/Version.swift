// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A version as in Semantic Versioning: three numbers.
public struct Version: Sendable, Hashable, Comparable, CustomStringConvertible {
    public var major: Int
    public var minor: Int
    public var patch: Int

    public init(_ major: Int, _ minor: Int = 0, _ patch: Int = 0) {
        (self.major, self.minor, self.patch) = (major, minor, patch)
    }

    /// `1`, `1.2` or `1.2.3`, with what may stand behind a minus or plus left out; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let core = text.prefix { $0 != "-" && $0 != "+" }
        let parts = core.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { $0.allSatisfy(\.isASCII) ? UInt32($0).map(Int.init) : nil }
        guard (1...3).contains(parts.count), numbers.count == parts.count else { return nil }
        self.init(numbers[0], numbers.count > 1 ? numbers[1] : 0, numbers.count > 2 ? numbers[2] : 0)
    }

    public static func < (left: Version, right: Version) -> Bool {
        (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
    }

    public var description: String { "\(major).\(minor).\(patch)" }
}

/// Versions that will do, as package managers write them: `^0.1`, `>=0.1 <0.3`, `1.2.3`.
public struct VersionRange: Sendable, Hashable, CustomStringConvertible {
    public let description: String
    /// All must hold.
    private let bounds: [Bound]

    private struct Bound: Hashable {
        var sign: String
        var version: Version
    }

    /// - Returns: Nil for what is no range.
    public init?(_ text: String) {
        description = text
        var bounds: [Bound] = []
        for word in text.split(whereSeparator: { $0 == " " || $0 == "," }) {
            let sign = word.prefix { "<>=^~".contains($0) }
            guard ["", "=", "^", "~", ">", ">=", "<", "<="].contains(sign),
                let version = Version(word.dropFirst(sign.count))
            else { return nil }
            switch sign {
            case "^":
                // Below 1.0 the second number is the one that tells of what does not fit.
                let end = version.major > 0 ? Version(version.major + 1) : Version(0, version.minor + 1)
                bounds += [Bound(sign: ">=", version: version), Bound(sign: "<", version: end)]
            case "~":
                bounds += [
                    Bound(sign: ">=", version: version),
                    Bound(sign: "<", version: Version(version.major, version.minor + 1)),
                ]
            default: bounds.append(Bound(sign: sign.isEmpty ? "=" : String(sign), version: version))
            }
        }
        guard !bounds.isEmpty else { return nil }
        self.bounds = bounds
    }

    public func contains(_ version: Version) -> Bool {
        bounds.allSatisfy { bound in
            switch bound.sign {
            case ">": version > bound.version
            case ">=": version >= bound.version
            case "<": version < bound.version
            case "<=": version <= bound.version
            default: version == bound.version
            }
        }
    }
}

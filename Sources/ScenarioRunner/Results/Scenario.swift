// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A case that can be run on its own, as it was found in a file.
public struct Scenario: Sendable, Hashable, Identifiable {
    public enum Kind: String, Sendable {
        /// `scenario`: has a Lua state and a sandbox of its own.
        case scenario
        /// `it`, `spec`, `pending`: shares both with the others of its file, as in busted.
        case it
        /// Stands for a whole file that could not be loaded.
        case file
    }

    /// The file as it was found, from the working directory on.
    public var file: String
    /// The line of the call that declares it.
    public var line: Int
    /// The names of the blocks around it, from the outside in.
    public var blocks: [String]
    /// Its own name, with the tags that stand in it.
    public var name: String
    /// What `#words` in its name and in those of its blocks, and the option `tags`, say; without the `#`.
    public var tags: [String]
    public var kind: Kind
    /// The row of its data, from 1; nil for one without data.
    public var row: Int?
    /// Which of those with the same names in the same file it is, from 1.
    public var occurrence: Int
    /// Whether it is known to take long, so that reports do not point at it.
    public var isSlow = false

    public init(
        file: String, line: Int, blocks: [String] = [], name: String, tags: [String] = [], kind: Kind = .scenario,
        row: Int? = nil, occurrence: Int = 1
    ) {
        self.file = file
        self.line = line
        self.blocks = blocks
        self.name = name
        self.tags = tags
        self.kind = kind
        self.row = row
        self.occurrence = occurrence
    }

    /// Blocks and name, as people read them: `checkout › with a coupon`.
    public var title: String { (blocks + [name]).joined(separator: " › ") }

    /// The same in every run as long as file and names are, whatever the lines: `checkout.lua::checkout › with a coupon`,
    /// with `#2` for the second of the same name and `[7]` for its row.
    public var id: String {
        "\(file)::\(title)" + (occurrence > 1 ? "#\(occurrence)" : "") + (row.map { "[\($0)]" } ?? "")
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// The files of a piece of work. All stand beside the input and begin with its name, unless somebody says otherwise.
public struct BulkFiles: Sendable, Equatable {
    public var journal: String
    public var results: String
    public var failed: String
    public var problems: String
    public var undo: String

    /// The end of the names of journals.
    public static let journalSuffix = ".perch-bulk"

    /// - Parameters:
    ///   - input: The path of the rows; for the standard input that of a name to begin with.
    ///   - isJSON: Whether rows are JSON, so that files with rows are, too.
    public init(input: String, isJSON: Bool, share: RowShare) {
        let part = share.isWhole ? "" : ".\(share.index)-of-\(share.count)"
        let ending = isJSON ? "jsonl" : "csv"
        let stem = Self.stem(input) + part
        journal = input + part + Self.journalSuffix
        results = "\(stem).results.\(ending)"
        failed = "\(stem).failed.\(ending)"
        problems = "\(stem).problems.csv"
        undo = "\(stem).undo.jsonl"
    }

    /// The journals of all shares of a file that stand among some names.
    static func shares(of input: String, among names: [String]) -> [String] {
        let name = String(input.split(separator: "/").last ?? "")
        return names.filter { candidate in
            guard candidate.hasPrefix(name + "."), candidate.hasSuffix(journalSuffix) else { return false }
            let middle = candidate.dropFirst(name.count + 1).dropLast(journalSuffix.count)
            let parts = middle.split(separator: "-")
            return parts.count == 3 && parts[1] == "of" && Int(parts[0]) != nil && Int(parts[2]) != nil
        }.sorted()
    }

    /// The path without the endings that tell its form.
    private static func stem(_ path: String) -> String {
        var stem = path
        for ending in ["gz", "csv", "tsv", "tab", "jsonl", "ndjson", "json", "txt", "rows"]
        where stem.lowercased().hasSuffix("." + ending) && !stem.hasSuffix("/." + ending) {
            stem = String(stem.dropLast(ending.count + 1))
        }
        return stem
    }
}

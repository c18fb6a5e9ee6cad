// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import IntegrationAPI

/// Which of the cases that were found are run, and in which order.
///
/// The parts combine in this order, each on what the one before left:
/// 1. lines (`file.lua:12`), names, tags: all that are given must hold;
/// 2. cases marked `only`, if there are any;
/// 3. `changed`: cases of files that changed;
/// 4. `lastFailed`: cases that failed when they were last run; when none did, nothing is selected;
/// 5. the order: as found, or shuffled by the seed; then `failedFirst`;
/// 6. the shard: a share of these, which is the same whatever the order;
/// 7. `repeats`: all of it, so many times.
public struct Selection: Sendable {
    /// Lines by file; a file without an entry is taken whole.
    public var lines: [String: Set<Int>] = [:]
    /// Texts of which one must be part of the title; letters of either case are the same.
    public var names: [String] = []
    public var tags: TagExpression?
    /// Whether marks with `only` are an error.
    public var forbidsOnly = false
    /// Files whose cases are wanted because they, or what they need, changed; nil for all.
    public var changed: Set<String>?
    public var lastFailed = false
    public var failedFirst = false
    /// Nil for the order in which cases were found.
    public var shuffle: UInt64?
    public var shard: Shard?
    public var repeats = 1

    public init() {}

    /// - Parameter cases: in the order of files and lines.
    /// - Throws: `PerchError(.invalidArgument)` for a mark with `only` that is forbidden.
    public func apply(to cases: [FoundCase], history: RunHistory) throws(PerchError) -> [FoundCase] {
        var chosen = filtered(cases)
        let marked = chosen.filter(\.isOnly)
        if forbidsOnly, let first = marked.first {
            throw PerchError(
                .invalidArgument, "\(marked.count == 1 ? "a case is" : "\(marked.count) cases are") marked with `only`",
                hint: "take the mark away, or run without --forbid-only",
                location: "\(first.scenario.file):\(first.scenario.line)")
        }
        if !marked.isEmpty { chosen = marked }
        if let changed { chosen = chosen.filter { changed.contains($0.scenario.file) } }
        if lastFailed { chosen = chosen.filter { history.failed.contains($0.scenario.id) } }
        // Of the same cases, so that the parts of all shards are disjoint and complete.
        let mine = shard.map { $0.share(of: chosen.map(\.scenario.id), seconds: history.seconds) }
        if let shuffle {
            var generator = SeededGenerator(seed: shuffle)
            chosen.shuffle(using: &generator)
        }
        if failedFirst {
            chosen =
                chosen.filter { history.failed.contains($0.scenario.id) }
                + chosen.filter { !history.failed.contains($0.scenario.id) }
        }
        if let mine { chosen = chosen.filter { mine.contains($0.scenario.id) } }
        guard repeats > 1 else { return chosen }
        return (0..<repeats).flatMap { _ in chosen }
    }

    private func filtered(_ cases: [FoundCase]) -> [FoundCase] {
        let names = names.map { $0.lowercased() }
        return cases.filter { one in
            if let wanted = lines[one.scenario.file], !wanted.contains(where: { Self.covers(one, $0, cases) }) {
                return false
            }
            if !names.isEmpty {
                let title = one.scenario.title.lowercased()
                guard names.contains(where: title.contains) else { return false }
            }
            return tags?.holds(for: one.scenario.tags) ?? true
        }
    }

    /// Whether a line means this case: the line of a block means all of it, any other the last case that begins at or
    /// before it, and one before the first case the first.
    private static func covers(_ one: FoundCase, _ line: Int, _ cases: [FoundCase]) -> Bool {
        let beside = cases.lazy.filter { $0.scenario.file == one.scenario.file }
        if beside.contains(where: { $0.blockLines.contains(line) }) { return one.blockLines.contains(line) }
        let starts = beside.map(\.scenario.line)
        return (starts.filter { $0 <= line }.max() ?? starts.min()) == one.scenario.line
    }
}

/// Random numbers that are the same for the same seed on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    // SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A regular expression in RE2's syntax, as `~` takes it.
///
/// Patterns come with rules, so they are not trusted: a match takes time in proportion to the length of the text times
/// the size of the pattern, whatever both are. That is why there is no looking around and no referring back.
struct RegularExpression: Sendable {
    private let program: PatternProgram

    /// - Throws: `PatternError` for what is not RE2's syntax.
    init(_ pattern: String) throws {
        var parser = PatternParser(pattern)
        program = try PatternProgram(parser.parse())
    }

    /// Whether the pattern is found anywhere in a text, and how many steps it took to know. It gives up, without a
    /// match, when it took more steps than `limit`.
    func matches(_ text: String, limit: Int) -> (isMatch: Bool, steps: Int) {
        var run = PatternRun(program)
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            if run.reach(between: previous, and: scalar) { return (true, run.steps) }
            run.take(scalar)
            guard run.steps <= limit else { return (false, run.steps) }
            previous = scalar
        }
        return (run.reach(between: previous, and: nil), run.steps)
    }
}

/// Why a pattern cannot be read.
struct PatternError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// All threads of a match at once (Thompson's simulation): a place of the program is reached, or it is not.
private struct PatternRun {
    private let program: PatternProgram
    /// The places that wait for the next character.
    private var waiting: [Int] = []
    /// The places from which the next ones are reached, the start of the pattern always among them.
    private var pending: [Int] = []
    /// When each place was reached last.
    private var reached: [Int]
    private var round = 0
    private(set) var steps = 0

    init(_ program: PatternProgram) {
        self.program = program
        reached = Array(repeating: 0, count: program.instructions.count)
    }

    /// Follows everything that takes no character; true when the end of the pattern is reached.
    mutating func reach(between previous: Unicode.Scalar?, and next: Unicode.Scalar?) -> Bool {
        round += 1
        pending.append(0)
        while let place = pending.popLast() {
            guard reached[place] != round else { continue }
            reached[place] = round
            steps += 1
            switch program.instructions[place] {
            case .end:
                return true
            case .scalar:
                waiting.append(place)
            case .jump(let target):
                pending.append(target)
            case .split(let first, let second):
                pending.append(second)
                pending.append(first)
            case .assertion(let assertion):
                if assertion.holds(between: previous, and: next) { pending.append(place + 1) }
            }
        }
        return false
    }

    /// Takes a character: only those go on that wanted it.
    mutating func take(_ scalar: Unicode.Scalar) {
        for place in waiting {
            if case .scalar(let set) = program.instructions[place], set.contains(scalar) { pending.append(place + 1) }
        }
        waiting.removeAll(keepingCapacity: true)
    }
}

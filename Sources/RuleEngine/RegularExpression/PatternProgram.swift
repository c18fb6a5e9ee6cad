// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A pattern as it is written.
indirect enum Pattern {
    case empty
    case scalar(ScalarSet)
    case assertion(PatternAssertion)
    case sequence([Pattern])
    case alternatives([Pattern])
    /// So many times; any number of times when there is no maximum.
    case repetition(Pattern, minimum: Int, maximum: Int?)
}

/// What must hold at a place of the text.
enum PatternAssertion {
    case startOfText, endOfText, startOfLine, endOfLine, wordBoundary, noWordBoundary

    func holds(between previous: Unicode.Scalar?, and next: Unicode.Scalar?) -> Bool {
        switch self {
        case .startOfText: previous == nil
        case .endOfText: next == nil
        case .startOfLine: previous == nil || previous == "\n"
        case .endOfLine: next == nil || next == "\n"
        case .wordBoundary: Self.isWord(previous) != Self.isWord(next)
        case .noWordBoundary: Self.isWord(previous) == Self.isWord(next)
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar?) -> Bool {
        scalar.map { ScalarSet.word.contains($0) } ?? false
    }
}

/// A pattern as instructions, one after the other unless they say otherwise.
struct PatternProgram: Sendable {
    enum Instruction: Sendable {
        case scalar(ScalarSet)
        case assertion(PatternAssertion)
        case jump(Int)
        case split(Int, Int)
        case end
    }

    /// How many instructions a pattern may have; repetitions are written out.
    static let limit = 50_000

    private(set) var instructions: [Instruction] = []

    init(_ pattern: Pattern) throws {
        try add(pattern)
        try append(.end)
    }

    private mutating func append(_ instruction: Instruction) throws {
        guard instructions.count < Self.limit else { throw PatternError("it is too large") }
        instructions.append(instruction)
    }

    private mutating func add(_ pattern: Pattern) throws {
        switch pattern {
        case .empty: break
        case .scalar(let set): try append(.scalar(set))
        case .assertion(let assertion): try append(.assertion(assertion))
        case .sequence(let parts):
            for part in parts { try add(part) }
        case .alternatives(let parts):
            var ends: [Int] = []
            for part in parts.dropLast() {
                let split = instructions.count
                try append(.end)
                try add(part)
                ends.append(instructions.count)
                try append(.end)
                instructions[split] = .split(split + 1, instructions.count)
            }
            if let last = parts.last { try add(last) }
            for end in ends { instructions[end] = .jump(instructions.count) }
        case .repetition(let part, let minimum, let maximum):
            for _ in 0..<minimum { try add(part) }
            if let maximum {
                var splits: [Int] = []
                for _ in minimum..<maximum {
                    splits.append(instructions.count)
                    try append(.end)
                    try add(part)
                }
                for split in splits { instructions[split] = .split(split + 1, instructions.count) }
            } else {
                let split = instructions.count
                try append(.end)
                try add(part)
                try append(.jump(split))
                instructions[split] = .split(split + 1, instructions.count)
            }
        }
    }
}

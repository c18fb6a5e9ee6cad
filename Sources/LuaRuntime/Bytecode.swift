// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Reads of compiled Lua 5.4 what its lines are; Lua itself tells them of one function only, without those inside of it.
struct Bytecode {
    private var rest: Slice<UnsafeRawBufferPointer>
    private var lines: Set<Int> = []

    /// Nil for what is no bytecode of Lua 5.4.
    static func activeLines(_ bytes: UnsafeRawBufferPointer) -> Set<Int>? {
        let head: [UInt8] = [0x1B, 0x4C, 0x75, 0x61, 0x54, 0, 0x19, 0x93, 0x0D, 0x0A, 0x1A, 0x0A, 4, 8, 8]
        guard bytes.starts(with: head) else { return nil }
        var reader = Bytecode(rest: Slice(base: bytes, bounds: bytes.startIndex..<bytes.endIndex))
        do {
            // The head ends with an integer and a number, then comes the count of upvalues.
            try reader.skip(head.count + 8 + 8 + 1)
            try reader.function()
            return reader.lines
        } catch {
            return nil
        }
    }

    private init(rest: Slice<UnsafeRawBufferPointer>) { self.rest = rest }

    private struct Malformed: Error {}

    private mutating func function() throws(Malformed) {
        try string()
        let firstLine = try number()
        _ = try number()
        _ = try byte()
        let isVararg = try byte() != 0
        _ = try byte()
        try skip(times: try number(), 4)
        for _ in 0..<(try number()) { try constant() }
        try skip(times: try number(), 3)
        for _ in 0..<(try number()) { try function() }

        let steps = try (0..<(try number())).map { _ throws(Malformed) in Int(Int8(bitPattern: try byte())) }
        var absolute: [Int: Int] = [:]
        for _ in 0..<(try number()) {
            let place = try number()
            absolute[place] = try number()
        }
        // The first instruction of a function with `...` and the last one of any stand for nothing that is written.
        let counted = (isVararg ? 1 : 0)..<max(steps.count - 1, isVararg ? 1 : 0)
        var line = firstLine
        for (place, step) in steps.enumerated() {
            line = step == -0x80 ? absolute[place] ?? line : line + step
            if counted.contains(place) { lines.insert(line) }
        }

        for _ in 0..<(try number()) {
            try string()
            _ = try number()
            _ = try number()
        }
        for _ in 0..<(try number()) { try string() }
    }

    private mutating func constant() throws(Malformed) {
        switch try byte() {
        case 0x00, 0x01, 0x11: break
        case 0x03, 0x13: try skip(8)
        case 0x04, 0x14: try string()
        default: throw Malformed()
        }
    }

    private mutating func string() throws(Malformed) {
        try skip(max(try number() - 1, 0))
    }

    /// Seven bits in a byte, the highest first; the last byte is marked.
    private mutating func number() throws(Malformed) -> Int {
        var value = 0
        while true {
            let next = try byte()
            guard value < 1 << 48 else { throw Malformed() }
            value = value << 7 | Int(next & 0x7F)
            if next & 0x80 != 0 { return value }
        }
    }

    private mutating func byte() throws(Malformed) -> UInt8 {
        guard let first = rest.popFirst() else { throw Malformed() }
        return first
    }

    private mutating func skip(_ count: Int) throws(Malformed) {
        guard count <= rest.count else { throw Malformed() }
        rest.removeFirst(count)
    }

    private mutating func skip(times count: Int, _ size: Int) throws(Malformed) {
        guard count <= rest.count else { throw Malformed() }
        try skip(count * size)
    }
}

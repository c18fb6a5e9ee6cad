// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LuaRuntime
import Testing

@testable import LuaBindings

@Suite struct ProgressTests {
    @Test(arguments: [
        (4_200, 2.0, false, "profiles: 4,200 of 10,000 (42 %), 2,100/s, 3 s left"),
        (3, 60.0, false, "profiles: 3 of 10,000 (0 %), 0.1/s, 55 h 32 min left"),
        (0, 5.0, false, "profiles: 0 of 10,000 (0 %), 0.0/s"),
        (10_000, 0.3, true, "profiles: 10,000 of 10,000 (100 %)"),
        (10_000, 100.0, true, "profiles: 10,000 of 10,000 (100 %), 100/s, in 1 min 40 s"),
    ])
    func `a line tells how far, how fast and how long`(done: Int, seconds: Double, isOver: Bool, text: String) {
        let line = ProgressLine(label: "profiles", total: 10_000)
        #expect(line.text(done: done, seconds: seconds, isOver: isOver) == text)
    }

    @Test func `without a total it counts`() {
        #expect(ProgressLine().text(done: 1_234_567, seconds: 0) == "1,234,567")
        #expect(
            [0, 99, 100, 499, 500, 7_000].map { ProgressLine().nextMark(after: $0) } == [
                100, 100, 200, 500, 1_000, 10_000,
            ])
        #expect([0, 1, 5, 14, 15].map { ProgressLine(total: 15).nextMark(after: $0) } == [2, 2, 6, 15, 17])
    }

    private func output(_ source: String, _ progress: ScriptProgress) async throws -> String {
        var harness = ScriptHarness()
        harness.progress = progress
        return try await harness.run(source).output
    }

    @Test func `lines come at each tenth, and at the end`() async throws {
        let output = try await output(
            """
            local progress <close> = perch.progress(20, "rows")
            for _ = 1, 17 do progress:add() end
            """, .lines)
        #expect(
            output.split(separator: "\n").map { $0.prefix { $0 != "," } } == (1...8).map {
                "rows: \($0 * 2) of 20 (\($0 * 10) %)"
            } + ["rows: 17 of 20 (85 %)"])
    }

    @Test func `a terminal has one line, which makes room for others`() async throws {
        let output = try await output(
            """
            local progress = perch.progress(nil, "rows")
            progress:add(3)
            perch.log.info("here")
            progress:add(4)
            progress:done()
            progress:done()
            local other = perch.progress(2)
            other:add()
            """, .terminal(width: 40))
        let clear = "\r\u{1B}[K"
        #expect(
            output == "\(clear)rows: 3\(clear)info: here\n\(clear)rows: 7\(clear)rows: 7\n\(clear)1 of 2 (50 %)\n")
    }

    @Test func `nothing is shown where nobody looks`() async throws {
        #expect(try await output("local p = perch.progress(10) p:add(10) p:done() print('x')", .nowhere) == "x\n")
    }
}

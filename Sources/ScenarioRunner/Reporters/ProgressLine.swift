// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// How far a run is, in one line of a terminal that is drawn over and over.
struct ProgressLine {
    private static let erase = "\r\u{1B}[K"
    /// Seconds between two drawings: eyes need no more.
    private static let pause = 0.05

    let style: TextStyle
    let width: Int
    let clock: () -> Double
    private var started = 0.0
    private var drawn: Double?
    private var done = 0
    private var count = 0
    private var bad = 0

    init(style: TextStyle, width: Int, clock: @escaping () -> Double) {
        self.style = style
        self.width = width
        self.clock = clock
    }

    mutating func begin(count: Int) {
        self.count = count
        started = clock()
    }

    /// What to write when another one has ended; nil while the last drawing is fresh.
    mutating func advance(_ result: ScenarioResult, done: Int, of count: Int) -> String? {
        self.done = done
        self.count = count
        if result.outcome.isBad { bad += 1 }
        if let drawn, clock() - drawn < Self.pause { return nil }
        return draw()
    }

    /// What erases the line, so that others can write there.
    var erasure: String { drawn == nil ? "" : Self.erase }

    mutating func draw() -> String {
        guard done < count else { return erasure }
        let now = clock()
        drawn = now
        return Self.erase + line(elapsed: now - started)
    }

    private func line(elapsed: Double) -> String {
        let cells = 20
        let filled = count > 0 ? done * cells / count : 0
        let bar =
            style.paint(String(repeating: "━", count: filled), .green)
            + style.paint(String(repeating: "─", count: cells - filled), .dim)
        var text = "  \(done)/\(count)"
        if bad > 0 { text += "  \(bad) failed" }
        // The first few say little of the rest.
        if elapsed >= 0.5, done >= 3 {
            text += "  \(DurationText.whole(max(1, elapsed / Double(done) * Double(count - done)))) left"
        }
        guard width > cells + 12 else { return TerminalText.cut(text, to: width - 1) }
        return bar + TerminalText.cut(text, to: width - cells - 1)
    }
}

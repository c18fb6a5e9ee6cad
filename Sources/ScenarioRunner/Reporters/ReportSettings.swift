// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// What reporters are told of where they report. Nothing in here looks at the surroundings itself.
public struct ReportSettings {
    /// Whether the report on the standard output has colours.
    public var isColored = false
    /// Whether the standard output is a terminal; without one nothing is redrawn.
    public var isTerminal = false
    /// Columns of the terminal.
    public var width = 80
    /// Show only what is wrong.
    public var isQuiet = false
    /// From how many seconds on a duration is shown.
    public var slow = 0.1
    /// How many of the slowest scenarios to name at the end.
    public var slowest = 0
    /// The file that the report goes to; nil for its stream.
    var file: String?
    /// Seconds on any clock that does not jump.
    public var clock: () -> Double = { 0 }
    /// Takes Markdown for the page of a step of GitHub Actions.
    var stepSummary: ReportOutput?
    /// What the scenarios covered, asked for when the run has ended; nil when nobody counted.
    public var coverage: () -> JSONValue? = { nil }

    public init() {}
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import IntegrationAPI

/// Several reports of one run, as one reporter.
public struct ReporterSet: Reporter {
    private var reporters: [any Reporter] = []
    /// Each with the place of its report among ``reporters``, if it belongs to one alone.
    private var files: [(file: ReportFile, reporter: Int?)] = []
    /// Whether one of them shows steps and calls also of scenarios that passed.
    public private(set) var wantsDetails = false

    /// Makes the reports and opens their files, so that a bad name is told before anything runs.
    ///
    /// - Parameters:
    ///   - results: The standard output.
    ///   - messages: The standard error.
    ///   - stepSummary: The file that `GITHUB_STEP_SUMMARY` names; what is in it stays.
    public init(
        _ requests: [ReportRequest], of registry: ReporterRegistry, settings: ReportSettings,
        results: @escaping ReportOutput, messages: @escaping ReportOutput, stepSummary: String? = nil
    ) throws(PerchError) {
        var settings = settings
        if let stepSummary, requests.contains(where: { $0.name == "github" }) {
            let file = try ReportFile(stepSummary, mode: .append)
            files.append((file, nil))
            settings.stepSummary = { file.write($0) }
        }
        for request in requests {
            let kind = try registry.kind(named: request.name)
            wantsDetails = wantsDetails || kind.wantsDetails
            guard let path = request.file else {
                reporters.append(try kind.make(settings, kind.stream == .results ? results : messages))
                continue
            }
            let file = try ReportFile(path, mode: kind.isLive ? .live : .replace)
            files.append((file, reporters.count))
            var plain = settings
            plain.file = path
            plain.isColored = false
            plain.isTerminal = false
            plain.width = 100
            reporters.append(try kind.make(plain) { file.write($0) })
        }
    }

    /// Has the hooks of plugins told of the run.
    public mutating func add(_ hooks: PluginHooks) {
        wantsDetails = wantsDetails || hooks.wantsDetails
        reporters.append(hooks)
    }

    public mutating func begin(_ plan: RunPlan) {
        for index in reporters.indices { reporters[index].begin(plan) }
    }

    public mutating func progress(_ result: ScenarioResult, done: Int, of count: Int) {
        for index in reporters.indices { reporters[index].progress(result, done: done, of: count) }
    }

    public mutating func report(_ result: ScenarioResult) {
        for index in reporters.indices { reporters[index].report(result) }
    }

    public mutating func end(_ summary: RunSummary) {
        for index in reporters.indices { reporters[index].end(summary) }
    }

    /// Puts the files in their places; all are tried before the first error is thrown.
    public mutating func close() throws(PerchError) {
        var failure: PerchError?
        for (file, reporter) in files {
            if let reporter, reporters[reporter].hasFailed {
                file.abandon()
                continue
            }
            do { try file.close() } catch { failure = failure ?? error }
        }
        files = []
        if let failure { throw failure }
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
public import Plugins

/// Tells the hooks of plugins of a run, as if it were one more report: from the results, in their order, in the process of the
/// runner. Workers tell none, so each event is told once.
public struct PluginHooks: Reporter {
    private let plugins: PluginRegistry
    private let router = OperationRouter()
    /// The file whose results come.
    private var file: String?
    /// Whether somebody listens to steps, calls or effects, which results of scenarios that passed do not have otherwise.
    let wantsDetails: Bool

    /// Nil when no plugin listens.
    public init?(_ plugins: PluginRegistry) throws(PerchError) {
        let hooks = try plugins.hooks()
        guard !hooks.isEmpty else { return nil }
        self.plugins = plugins
        wantsDetails = !hooks.isDisjoint(with: [.stepFinished, .callFinished, .effect])
    }

    public mutating func begin(_ plan: RunPlan) {
        plugins.tell(.runStarted, plugins.data(plan.json))
    }

    public mutating func report(_ result: ScenarioResult) {
        let scenario = result.scenario
        if file != scenario.file {
            finishFile()
            file = scenario.file
            plugins.tell(.fileStarted, plugins.data(.record([("file", .string(scenario.file))])))
        }
        plugins.tell(.scenarioStarted, plugins.data(scenario.json))
        for attempt in result.attempts {
            for step in attempt.steps { plugins.tell(.stepFinished, plugins.data(step.json)) }
            if wantsDetails { attempt.calls.forEach(tell) }
        }
        plugins.tell(.scenarioFinished, plugins.data(result.json))
    }

    public mutating func end(_ summary: RunSummary) {
        finishFile()
        plugins.tell(.runFinished, plugins.data(summary.json))
    }

    private func finishFile() {
        guard let file else { return }
        plugins.tell(.fileFinished, plugins.data(.record([("file", .string(file))])))
    }

    /// A call in the form that `perch run` tells it in. One that had no answer is told there neither.
    private func tell(_ call: Call) {
        guard let status = call.status,
            case .found(var request) = router.match(method: call.method, target: call.target)
        else { return }
        request.body = call.request.flatMap { try? JSONValue(parsing: $0) }
        plugins.tell(
            AnsweredCall(
                request: request, status: status, body: call.response.flatMap { try? JSONValue(parsing: $0) },
                duration: .microseconds(Int64(call.duration * 1_000_000))))
    }
}

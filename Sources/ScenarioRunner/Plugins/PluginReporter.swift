// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import Locking
import LuaBindings
import LuaRuntime
import Plugins

/// A report that a plugin writes: its functions get what happens as data and give text.
final class PluginReporter: Reporter {
    private let writer: PluginWriter
    private let settings: ReportSettings
    private var rerun: RerunLine?
    private var count = 0
    /// What people read at the end of a report, for `finish`.
    private var closing: PrettyReporter
    private let closingText = TextBox()

    /// - Throws: `PerchError` when the plugin has no report of that name, or must be loaded once more and cannot be.
    init(
        _ name: String, of plugin: PluginInstance, in plugins: PluginRegistry, settings: ReportSettings,
        output: @escaping ReportOutput
    ) throws(PerchError) {
        writer = try PluginWriter(name, plugin, plugins, output)
        self.settings = settings
        var quiet = settings
        quiet.isQuiet = true
        quiet.isTerminal = false
        closing = PrettyReporter(settings: quiet) { [closingText] in closingText.text += $0 }
    }

    /// Nobody writes any more when the report is gone.
    deinit { writer.settle() }

    var hasFailed: Bool { writer.hasFailed }

    func begin(_ plan: RunPlan) {
        rerun = RerunLine(plan)
        closing.begin(plan)
        let place = place
        writer.ask(writer.declared.begin) { [plan.json, place] }
    }

    func report(_ result: ScenarioResult) {
        closing.report(result)
        let rerun = rerun
        writer.ask(writer.declared.result) { [result.reported(rerun: rerun?.command(result.scenario))] }
        // What was not told yet is held; a slow plugin slows the run down rather than fill the memory.
        count += 1
        if count % 1_000 == 0 { writer.settle() }
    }

    func end(_ summary: RunSummary) {
        closing.end(summary)
        let text = closingText.text
        writer.ask(writer.declared.finish) { [summary.reported(text: text)] }
        writer.settle()
        writer.plugin.release()
        // Without its report people would not see what failed.
        if hasFailed, settings.file == nil, !writer.declared.isBeside { writer.output(text) }
    }

    /// Where the report goes.
    private var place: JSONValue {
        .record([
            ("file", .text(settings.file)), ("coloured", .bool(settings.isColored)),
            ("width", .integer(Int64(settings.width))), ("quiet", .bool(settings.isQuiet)),
        ])
    }
}

/// Asks a plugin on its own thread, beside the run and in the order of the questions, and writes what it gives. When it fails it
/// is named, and asked no more.
// Unchecked: the runner leaves `output` alone until everything that was asked is answered.
private final class PluginWriter: @unchecked Sendable {
    let plugin: PluginInstance
    let declared: Manifest.Reporter
    let output: ReportOutput
    private let plugins: PluginRegistry
    private let failed = Guarded(false)

    init(
        _ name: String, _ plugin: PluginInstance, _ plugins: PluginRegistry, _ output: @escaping ReportOutput
    ) throws(PerchError) {
        self.plugin = try plugin.claim()
        guard let declared = self.plugin.manifest.reporters.first(where: { $0.name == name }) else {
            throw PerchError(
                .unknownName, "plugin `\(plugin.manifest.name)` has no report `\(name)`",
                hint: "this is a defect of perch; please report it")
        }
        self.declared = declared
        self.plugins = plugins
        self.output = output
    }

    var hasFailed: Bool { failed.withLock { $0 } }

    /// - Parameter values: what the function gets, made on the plugin's thread.
    func ask(_ function: LuaReference?, _ values: @escaping @Sendable () -> [JSONValue]) {
        guard let function else { return }
        plugin.post(function) { [self] in
            // Whoever failed as a listener is left out here, too.
            if plugins.isLeftOut(plugin) { failed.withLock { $0 = true } }
            guard !hasFailed else { return nil }
            let values = values()
            var tape = ValueTape()
            // Results come without secrets that workers know; what only the runner knows is not for everybody's plugins.
            let isOurs = plugin.found.origin == .builtIn
            for value in values { tape.append(contentsOf: isOurs ? ValueTape(value) : plugins.data(value)) }
            return LuaValues(tape, count: values.count)
        } done: { [self] answer in
            do throws(PerchError) {
                if let text = try text(of: answer.get()) { output(text) }
            } catch {
                failed.withLock { $0 = true }
                plugins.leaveOut(plugin, because: error)
            }
        }
    }

    /// Waits until everything is answered.
    func settle() { plugin.settle() }

    private func text(of values: LuaValues) throws(PerchError) -> String? {
        switch values.list.first ?? .nil {
        case .nil: return nil
        case .string(let text): return text.string
        default:
            throw PerchError(
                .script,
                "plugin `\(plugin.manifest.name)`: reporter `\(declared.name)` gave back something that is no text",
                hint: "return the text to write, or nothing")
        }
    }
}

private final class TextBox {
    var text = ""
}

extension ScenarioResult {
    /// As reporters of plugins get it: what the json report has of it, and `shown`, what people read in the others.
    func reported(rerun: String?) -> JSONValue {
        let text = failedAttempt == nil ? nil : FailureText().lines(self, rerun: rerun).joined(separator: "\n")
        return json.with(
            "shown",
            .record([
                ("name", .string(TerminalText.oneLine("\(scenario.file) › \(scenario.label)"))),
                ("reason", .text(reason.map(TerminalText.oneLine))), ("text", .text(text)),
            ]))
    }
}

extension RunSummary {
    /// - Parameter text: how the pretty report ends.
    func reported(text: String) -> JSONValue {
        json.with("shown", .record([("line", .string(SummaryText.line(self))), ("text", .string(text))]))
    }
}

extension JSONValue {
    fileprivate func with(_ name: String, _ value: JSONValue) -> JSONValue {
        guard case .object(var members) = self else { return self }
        members[name] = value
        return .object(members)
    }
}

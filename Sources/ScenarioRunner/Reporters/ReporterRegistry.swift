// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import IntegrationAPI
import OperationCatalog
public import Plugins

/// A report by its name: what it is, and how to make one.
public struct ReporterKind: Sendable {
    /// Where a report goes that was given no file.
    public enum Stream: Sendable {
        /// The standard output, which holds one report.
        case results
        /// Beside it, among the messages on the standard error.
        case messages
    }

    /// What stands behind `-r`.
    public let name: String
    /// What it is, in one line.
    public let summary: String
    public let stream: Stream
    /// Whether it shows steps and calls also of scenarios that passed.
    public let wantsDetails: Bool
    /// Whether its file is written as the run goes on; any other appears when it is complete.
    public let isLive: Bool
    public let make: @Sendable (ReportSettings, @escaping ReportOutput) throws(PerchError) -> any Reporter

    public init(
        _ name: String, _ summary: String, stream: Stream = .results, wantsDetails: Bool = false, isLive: Bool = false,
        make: @escaping @Sendable (ReportSettings, @escaping ReportOutput) throws(PerchError) -> any Reporter
    ) {
        self.name = name
        self.summary = summary
        self.stream = stream
        self.wantsDetails = wantsDetails
        self.isLive = isLive
        self.make = make
    }
}

/// The reports there are.
public struct ReporterRegistry: Sendable {
    /// What Perch brings along, in the order in which help lists them; the first is the usual one.
    public let kinds: [ReporterKind]
    private let plugins: PluginRegistry

    /// - Parameter plugins: With those that are built in among them, and whose reports there are besides. None is loaded before
    ///   its report, or one that nobody has, is asked for.
    public init(_ plugins: PluginRegistry) {
        self.plugins = plugins
        kinds = Self.own(plugins)
    }

    /// The reports that plugins add.
    public func added() throws(PerchError) -> [ReporterKind] {
        try plugins.additions("reporter", \.reporters, name: \.name).map { plugin, reporter in
            ReporterKind(plugin, reporter, of: plugins)
        }
    }

    public func kind(named name: String) throws(PerchError) -> ReporterKind {
        if let kind = kinds.first(where: { $0.name == name }) { return kind }
        let added = try added()
        if let kind = added.first(where: { $0.name == name }) { return kind }
        let names = (kinds + added).map(\.name)
        let meant = Suggestion.nearest(to: name, among: names).map { "did you mean `\($0)`? " } ?? ""
        throw PerchError(
            .unknownName, "there is no report named `\(name)`",
            hint: meant + "There are " + names.joined(separator: ", "))
    }

    /// The JSON Schema of the `json` report.
    public static var schema: String { String(decoding: PackageResources.report_schema_json, as: UTF8.self) }

    /// Of what Perch brings along, in the same order.
    public static let names = ["pretty", "dot", "tap", "junit", "json", "jsonl", "html", "github"]

    private static func own(_ plugins: PluginRegistry) -> [ReporterKind] {
        [
            ReporterKind("pretty", "a line for each scenario, and everything about what failed") {
                PrettyReporter(settings: $0, output: $1)
            },
            ReporterKind(
                builtIn: "dot", "a character for each scenario, and everything about what failed", of: plugins),
            ReporterKind(builtIn: "tap", "the Test Anything Protocol, version 13", of: plugins),
            ReporterKind("junit", "JUnit XML, as CI servers read it") { _, output in JUnitReporter(output: output) },
            ReporterKind("json", "one JSON document with everything", wantsDetails: true) { _, output in
                JSONReporter(output: output)
            },
            ReporterKind("jsonl", "events as they happen, one JSON object in a line", wantsDetails: true, isLive: true)
            {
                _, output in
                JSONLinesReporter(output: output)
            },
            ReporterKind("html", "one file to look at in a browser", wantsDetails: true) {
                HTMLReporter(settings: $0, output: $1)
            },
            ReporterKind("github", "annotations and the step summary of GitHub Actions", stream: .messages) {
                GitHubReporter(output: $1, summary: $0.stepSummary)
            },
        ]
    }
}

extension ReporterKind {
    /// The report of a plugin that is loaded.
    init(_ plugin: PluginInstance, _ declared: Manifest.Reporter, of plugins: PluginRegistry) {
        self.init(
            declared.name, declared.summary, stream: declared.isBeside ? .messages : .results,
            wantsDetails: declared.wantsDetails
        ) { settings, output throws(PerchError) in
            try PluginReporter(declared.name, of: plugin, in: plugins, settings: settings, output: output)
        }
    }

    /// The report of the plugin of the same name that is built in, which is loaded when the report is made.
    init(builtIn name: String, _ summary: String, of plugins: PluginRegistry) {
        self.init(name, summary) { settings, output throws(PerchError) in
            guard let plugin = try plugins.plugin(named: name) else {
                throw PerchError(
                    .unknownName, "the report `\(name)` is missing", hint: "this is a defect of perch; please report it"
                )
            }
            return try PluginReporter(name, of: plugin, in: plugins, settings: settings, output: output)
        }
    }
}

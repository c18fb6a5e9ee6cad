// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
public import IntegrationAPI

/// What earlier runs came to: which cases failed when they were last run, and how long each took.
public struct RunHistory: Sendable {
    public private(set) var failed: Set<String> = []
    public private(set) var seconds: [String: Double] = [:]

    public init() {}

    /// - Throws: `PerchError(.configuration)` for a file that is not of this kind; one that is not there is an empty history.
    public init(path: String) throws(PerchError) {
        guard let data = FileManager.default.contents(atPath: path) else { return }
        guard let json = try? JSONValue(parsing: data), json.count("version") == 1 else {
            throw PerchError(
                .configuration, "\(path) is not the record of earlier runs", hint: "remove it; it is made anew",
                location: path)
        }
        failed = Set(json.strings("failed"))
        seconds = (json["seconds"]?.object ?? [:]).reduce(into: [:]) { $0[$1.key] = $1.value.decimal?.double }
    }

    /// Cases that were not run keep what is known of them.
    public mutating func note(_ result: ScenarioResult) {
        let id = result.scenario.id
        if result.outcome.isBad { failed.insert(id) } else { failed.remove(id) }
        if let last = result.attempts.last { seconds[id] = last.duration }
    }

    public func write(to path: String) throws(PerchError) {
        let json = JSONValue.record([
            ("version", .integer(1)), ("failed", .array(failed.sorted().map(JSONValue.string))),
            (
                "seconds",
                .object(
                    JSONObject(
                        uniqueKeysWithValues: seconds.sorted { $0.key < $1.key }.map { ($0.key, .seconds($0.value)) }))
            ),
        ])
        do {
            let folder = (path as NSString).deletingLastPathComponent
            if !folder.isEmpty {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            }
            try Data((json.description + "\n").utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw PerchError(
                .configuration, "the record of the run cannot be written: \(error.localizedDescription)",
                hint: "make the folder writable, or give another file with --history", location: path)
        }
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON

/// A case as a file declares it: a scenario with what the runner must know of it.
public struct FoundCase: Sendable {
    /// Where it stands among the blocks: `[2, 1]` is the first entry of the second of the file.
    public var path: [Int]
    public var scenario: Scenario
    public var isPending = false
    /// Why it is not to be run; empty for no reason.
    public var skip: String?
    public var isOnly = false
    public var retries: Int?
    /// Seconds.
    public var timeout: Double?
    /// `sandbox` or `live`.
    public var requires: String?
    /// The file that its rows come from, when it is to be run for each of them.
    public var rowFile: String?
    /// The lines of the blocks around it, from the outside in.
    public var blockLines: [Int] = []

    public init(path: [Int], scenario: Scenario) {
        self.path = path
        self.scenario = scenario
    }
}

extension FoundCase {
    init?(json: JSONValue, file: String) {
        guard let name = json["name"]?.string, let kind = json["kind"]?.string else { return nil }
        var scenario = Scenario(
            file: file, line: json.count("line") ?? 0, blocks: json.strings("blocks"), name: name,
            tags: json.strings("tags"), kind: kind == "scenario" ? .scenario : .it, row: json.count("row"))
        scenario.isSlow = json["slow"]?.bool ?? false
        self.init(path: json.list("path").compactMap { $0.integer.map { Int($0) } }, scenario: scenario)
        isPending = json["pending"]?.bool ?? false
        skip = json["skip"]?.string
        isOnly = json["only"]?.bool ?? false
        retries = json.count("retries")
        timeout = json["timeout"]?.decimal?.double
        requires = json["requires"]?.string
        rowFile = json["row_file"]?.string
        blockLines = json.list("block_lines").compactMap { $0.integer.map { Int($0) } }
    }

    var json: JSONValue {
        .record([
            ("path", .array(path.map { .integer(Int64($0)) })), ("name", .string(scenario.name)),
            ("kind", .string(scenario.kind.rawValue)), ("line", .integer(Int64(scenario.line))),
            ("blocks", .list(scenario.blocks.map(JSONValue.string))),
            ("tags", .list(scenario.tags.map(JSONValue.string))), ("pending", isPending ? .bool(true) : nil),
            ("skip", .text(skip)), ("only", isOnly ? .bool(true) : nil), ("slow", scenario.isSlow ? .bool(true) : nil),
            ("retries", retries.map { .integer(Int64($0)) }), ("timeout", timeout.map(JSONValue.seconds)),
            ("requires", .text(requires)),
            ("row", scenario.row.map { .integer(Int64($0)) }), ("row_file", .text(rowFile)),
            ("block_lines", .list(blockLines.map { .integer(Int64($0)) })),
        ])
    }
}

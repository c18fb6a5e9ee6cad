// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import RuleEngine

extension Coverage {
    /// For the runner, from a worker.
    var json: JSONValue {
        .record([
            ("campaigns", .list(rules.json)), ("operations", .list(operations.sorted().map(JSONValue.string))),
            (
                "files",
                .list(
                    files.sorted { $0.key < $1.key }.map { file, lines in
                        .record([("file", .string(file)), ("lines", .array(lines.map(Self.json)))])
                    })
            ),
        ])
    }

    private static func json(_ number: Int, _ line: Line) -> JSONValue {
        .array([.integer(Int64(number)), .bool(line.isLoaded), .integer(Int64(line.runs))])
    }

    init(json: JSONValue) {
        rules = RuleCoverage(json: json.list("campaigns"))
        operations = Set(json.list("operations").compactMap(\.string))
        for file in json.list("files") {
            var lines: [Int: Line] = [:]
            for line in file.list("lines") {
                guard let number = line[0]?.integer, let runs = line[2]?.integer else { continue }
                lines[Int(number)] = Line(isLoaded: line[1]?.bool == true, runs: Int(runs))
            }
            files[file["file"]?.string ?? ""] = lines
        }
    }
}

extension RuleCoverage {
    /// The campaigns in order, with their rules, conditions and effects.
    var json: [JSONValue] {
        campaigns.sorted { $0.key < $1.key }.map { campaign, rules in
            .record([
                ("application", .string(campaign.application)), ("name", .string(campaign.name)),
                ("rules", .array(rules.sorted { $0.key < $1.key }.map { $0.key.json($0.value) })),
            ])
        }
    }

    init(json: [JSONValue]) {
        self.init()
        for campaign in json {
            let id = CampaignID(
                application: campaign["application"]?.string ?? "", name: campaign["name"]?.string ?? "")
            campaigns[id] = Dictionary(
                campaign.list("rules").map { (RuleID(json: $0), Marks(json: $0)) }, uniquingKeysWith: { $1 })
        }
    }
}

extension RuleCoverage.RuleID {
    fileprivate func json(_ marks: RuleCoverage.Marks) -> JSONValue {
        .record([
            ("index", .integer(Int64(index))), ("title", .string(title)), ("evaluated", .bool(marks.isEvaluated)),
            ("fired", .bool(marks.hasFired)),
            (
                "conditions",
                .array(
                    marks.conditions.sorted { $0.key < $1.key }.map { id, outcomes in
                        .record([
                            ("path", .array(id.path.map { .integer(Int64($0)) })), ("text", .string(id.text)),
                            ("met", .bool(outcomes.contains(.met))), ("notMet", .bool(outcomes.contains(.notMet))),
                        ])
                    })
            ),
            (
                "effects",
                .array(
                    marks.effects.sorted { $0.key < $1.key }.map { id, isGiven in
                        .record([
                            ("index", .integer(Int64(id.index))), ("function", .string(id.function)),
                            ("given", .bool(isGiven)),
                        ])
                    })
            ),
        ])
    }

    fileprivate init(json: JSONValue) {
        self.init(index: json.count("index") ?? 0, title: json["title"]?.string ?? "")
    }
}

extension RuleCoverage.Marks {
    fileprivate init(json: JSONValue) {
        self.init()
        isEvaluated = json["evaluated"]?.bool == true
        hasFired = json["fired"]?.bool == true
        for condition in json.list("conditions") {
            let path = condition.list("path").compactMap { $0.integer.map { Int($0) } }
            var outcomes: RuleCoverage.Outcomes = []
            if condition["met"]?.bool == true { outcomes.insert(.met) }
            if condition["notMet"]?.bool == true { outcomes.insert(.notMet) }
            conditions[RuleCoverage.ConditionID(path: path, text: condition["text"]?.string ?? "")] = outcomes
        }
        for effect in json.list("effects") {
            let id = RuleCoverage.EffectID(
                index: effect.count("index") ?? 0, function: effect["function"]?.string ?? "")
            effects[id] = effect["given"]?.bool == true
        }
    }
}

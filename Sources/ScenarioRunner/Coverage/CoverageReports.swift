// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
public import IntegrationAPI
import LuaRuntime
import OperationCatalog

/// The reports of coverage that someone asked for, each `NAME` or `NAME:FILE`.
public struct CoverageReports {
    private enum Kind: String, CaseIterable {
        case text, json, lcov

        /// Where it goes when no file is named; nil for the standard output.
        var usualFile: String? {
            switch self {
            case .text: nil
            case .json: "coverage.json"
            case .lcov: "lcov.info"
            }
        }
    }

    private var files: [(kind: Kind, file: ReportFile)] = []
    private var isOnOutput = false

    /// Opens their files, so that a bad name is told before anything runs.
    public init(_ texts: [String]) throws(PerchError) {
        var places: Set<String> = []
        for text in texts {
            let request = try ReportRequest(parsing: text)
            let names = Kind.allCases.map(\.rawValue)
            guard let kind = Kind(rawValue: request.name) else {
                let meant = Suggestion.nearest(to: request.name, among: names).map { "did you mean `\($0)`? " } ?? ""
                throw PerchError(
                    .unknownName, "there is no report of coverage named `\(request.name)`",
                    hint: meant + "There are " + names.joined(separator: ", "))
            }
            guard kind == .text || !text.hasSuffix(":-") else {
                throw PerchError(
                    .invalidArgument, "the report of coverage `\(kind.rawValue)` does not go to the standard output",
                    hint:
                        "the report of the run is there; name a file, as in `\(kind.rawValue):\(kind.usualFile ?? "")`")
            }
            guard let path = request.file ?? kind.usualFile else {
                isOnOutput = true
                continue
            }
            guard places.insert(path).inserted else {
                throw PerchError(
                    .invalidArgument, "two reports of coverage go to `\(path)`", hint: "give each a file of its own")
            }
            files.append((kind, try ReportFile(path, mode: .replace)))
        }
    }

    /// Writes them, and the summary where nobody asked for all of the text.
    public func write(_ report: CoverageReport, isColored: Bool, output: ReportOutput) throws(PerchError) {
        let text = CoverageText(report, isColored: isColored)
        output(isOnOutput ? "\n" + text.full : text.summary())
        var failure: PerchError?
        for (kind, file) in files {
            switch kind {
            case .text: file.write(CoverageText(report).full)
            case .json: file.write(report.json.description + "\n")
            case .lcov: file.write(report.lcov)
            }
            do { try file.close() } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
    }
}

extension CoverageReport {
    /// Reads the files again to see what of them could have been run.
    public init(_ coverage: Coverage) {
        let state = try? LuaState()
        self.init(coverage) { path in
            guard let state, let source = FileManager.default.contents(atPath: path),
                let script = try? state.load(source, name: path)
            else { return nil }
            return try? state.activeLines(of: script)
        }
    }
}

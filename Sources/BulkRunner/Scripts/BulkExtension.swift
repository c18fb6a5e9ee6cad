// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI
import IntegrationClient
import Locking
public import LuaBindings
public import LuaRuntime
import OperationCatalog
import Rows

/// `perch.bulk` for scripts: the same engine as that of the command.
public struct BulkExtension: Sendable {
    private let environment: ScriptEnvironment
    /// Whether what is done outlives this process.
    private let isLasting: Bool
    private let permissions: LuaPermissions
    /// What the account knows of its attributes.
    private let attributes: @Sendable (Connection) throws -> AttributeTypes
    private let onProgress: @Sendable (BulkRun.Progress?) -> Void

    /// - Parameters:
    ///   - environment: As the script has it; `connect` gives the script's own connection.
    ///   - onProgress: Gets the numbers while it works, and nil at its end.
    public init(
        environment: ScriptEnvironment, isLasting: Bool, permissions: LuaPermissions,
        attributes: @escaping @Sendable (Connection) throws -> AttributeTypes,
        onProgress: @escaping @Sendable (BulkRun.Progress?) -> Void = { _ in }
    ) {
        self.environment = environment
        self.isLasting = isLasting
        self.permissions = permissions
        self.attributes = attributes
        self.onProgress = onProgress
    }

    public var scriptExtension: ScriptExtension {
        ScriptExtension(
            sources: [PackageResources.bulk_lua], functions: [check, open, nextRow, spool, put, run])
    }

    // MARK: - Options

    /// Refuses what makes no sense before any row is read, and gives the options back.
    private var check: HostFunction {
        HostFunction("bulk_check") { call in
            guard call.string(at: 0) == "table" else {
                throw Self.wrong("perch.bulk takes a table", "write perch.bulk { operation = …, input = … }")
            }
            let options = try BulkOptions(try call.tape(at: 1, name: "options").json(called: "options"))
            guard let input = call.string(at: 2), ["string", "table", "function"].contains(input) else {
                throw Self.wrong(
                    "perch.bulk needs an `input`",
                    "give the path of a file, a list of rows, or a function that gives them")
            }
            guard let each = call.string(at: 3), ["nil", "function"].contains(each) else {
                throw Self.wrong("`each` of perch.bulk is no function", "write each = function(row) return { … } end")
            }
            return .value(ValueTape(options.json))
        }
    }

    fileprivate static func wrong(_ message: String, _ hint: String) -> PerchError {
        PerchError(.invalidArgument, message, hint: hint)
    }

    // MARK: - Rows

    private var open: HostFunction {
        HostFunction("bulk_open") { [permissions] call in
            let path = call.string(at: 0) ?? ""
            guard permissions.allowsReading(path) else { throw PermissionError(action: .read(path: path)) }
            let options = try BulkOptions(try call.tape(at: 1, name: "options").json(called: "options"))
            do {
                var tape = ValueTape()
                tape.append(object: ScriptRowReader(try RowReader(options.input(path))))
                return .value(tape)
            } catch let problem as RowProblem {
                throw PerchError(problem)
            }
        }
    }

    private var nextRow: HostFunction {
        HostFunction("bulk_next") { call in
            guard let reader = call.object(at: 0) as? ScriptRowReader, let row = try reader.next() else { return .none }
            return .value(ValueTape(row))
        }
    }

    private var spool: HostFunction {
        HostFunction("bulk_spool") { call in
            let options = try BulkOptions(try call.tape(at: 0, name: "options").json(called: "options"))
            var path = FileManager.default.temporaryDirectory.path + "/perch-\(UUID().uuidString).jsonl"
            let isKept = isLasting
            if isKept {
                guard let journal = options.journal ?? call.string(at: 1).map({ $0 + BulkFiles.journalSuffix }) else {
                    throw Self.wrong(
                        "perch.bulk needs a `journal` when its rows come from no file",
                        "write journal = \"name.perch-bulk\"")
                }
                try requireWriting(journal)
                path = journal + ".rows.jsonl"
            }
            var tape = ValueTape()
            do {
                tape.append(object: RowSpool(try RowWriter(jsonLines: path), source: call.string(at: 1)))
            } catch let problem as RowProblem {
                throw PerchError(problem)
            }
            return .value(tape)
        }
    }

    private var put: HostFunction {
        HostFunction("bulk_put") { call in
            guard let spool = call.object(at: 0) as? RowSpool else { return .none }
            try spool.put(try call.tape(at: 1, name: "row").json(called: "row"))
            return .none
        }
    }

    private func requireWriting(_ path: String) throws {
        guard permissions.allowsWriting(path) else { throw PermissionError(action: .write(path: path)) }
    }

    // MARK: - The work

    private var run: HostFunction {
        HostFunction("bulk_run") { call in
            let options = try BulkOptions(try call.tape(at: 0, name: "options").json(called: "options"))
            let spool = call.object(at: 1) as? RowSpool
            let path = try spool?.finish() ?? call.string(at: 1) ?? ""
            if spool == nil, !permissions.allowsReading(path) { throw PermissionError(action: .read(path: path)) }
            let connection = try environment.connect()
            var job = try options.job(path, isSpool: spool != nil)
            job.attributes = try attributes(connection)
            var files = BulkFiles(input: spool?.source ?? path, isJSON: true, share: .whole)
            try place(&files, options, path)
            let work = BulkWork(
                job, files: files, client: try client(connection, options), options: workOptions(options, files))
            let writesResults = options.results != nil
            return .suspend { [onProgress, isLasting] in
                defer {
                    onProgress(nil)
                    if !isLasting { spool?.remove() }
                }
                return try await Self.run(work, options, isLasting: isLasting, writesResults: writesResults, onProgress)
            }
        }
    }

    private func place(_ files: inout BulkFiles, _ options: BulkOptions, _ path: String) throws {
        let scratch = FileManager.default.temporaryDirectory.path + "/perch-\(UUID().uuidString)"
        files.problems = scratch + ".problems.csv"
        if isLasting {
            if let journal = options.journal { files.journal = journal }
            try requireWriting(files.journal)
        } else {
            files.journal = scratch + BulkFiles.journalSuffix
        }
        if let results = options.results {
            files.results = results
            files.failed = BulkFiles(input: results, isJSON: !results.hasSuffix(".csv"), share: .whole).failed
            try requireWriting(files.results)
            try requireWriting(files.failed)
        }
    }

    private func workOptions(_ options: BulkOptions, _ files: BulkFiles) -> BulkWork.Options {
        var work = BulkWork.Options(environment: environment.name, line: "")
        work.concurrency = options.concurrency ?? (environment.isEmbedded ? 1 : 4)
        work.isDurable = !environment.isEmbedded
        work.startsAgain = options.again
        work.forgets = !isLasting
        work.againWords = "again = true"
        return work
    }

    private func client(_ connection: Connection, _ options: BulkOptions) throws -> IntegrationClient {
        var configuration = connection.client.configuration
        configuration.retry = .bulk(patience: 120)
        if let rate = options.rate {
            configuration.rateLimit = try .within(
                callsPerSecond: min(rate, configuration.rateLimit?.callsPerSecond ?? rate))
        }
        return IntegrationClient(transport: connection.client.transport, configuration: configuration)
    }

    private static func run(
        _ work: BulkWork, _ options: BulkOptions, isLasting: Bool, writesResults: Bool,
        _ onProgress: @escaping @Sendable (BulkRun.Progress?) -> Void
    ) async throws -> LuaValues {
        // A script that is run once more goes on where it was.
        let journal: Journal
        if isLasting, !options.again, work.isUnfinished {
            journal = try work.resume()
        } else {
            if !options.again { try work.requireNoJournal() }
            let check = try work.check()
            if let first = check.first.first {
                let place = first.line.map { "row \(first.row ?? $0)" } ?? "the rows"
                throw wrong(
                    "\(BulkText.count(check.problems, "problem")) in the rows; \(place): \(first.message)", first.hint)
            }
            journal = try work.begin(check)
        }
        let ending = try await withTaskCancellationHandler {
            try await work.run(journal) { onProgress($0) }
        } onCancel: {
            work.stop()
        }
        let report = try work.finish(journal, ending, writesResults: writesResults)
        if !isLasting { work.forget() }
        if var problem = ending.problem {
            if isLasting { problem.hint = "run the script again: it goes on where it stopped" }
            throw problem
        }
        let progress = ending.progress
        var result: JSONObject = [
            "rows": .integer(Int64(progress.total)), "done": .integer(Int64(progress.done)),
            "failed": .integer(Int64(progress.failed)), "uncertain": .integer(Int64(progress.uncertain)),
            "calls": .integer(Int64(progress.calls)), "complete": .bool(ending.isComplete),
        ]
        if let results = report.results { result["results"] = .string(results) }
        if let failed = report.failed { result["failedRows"] = .string(failed) }
        return LuaValues(ValueTape(.object(result)))
    }
}

/// What `perch.bulk` takes beside its rows.
struct BulkOptions {
    let json: JSONValue
    let operation: OperationCatalog.Operation

    private static let names = [
        "again", "allowDuplicates", "batch", "concurrency", "encoding", "format", "input", "each", "journal", "keep",
        "key",
        "map", "null", "operation", "rate", "results", "set",
    ]

    init(_ json: JSONValue) throws(PerchError) {
        // An empty table of Lua is a list.
        let members = json.object ?? [:]
        for name in members.keys where !Self.names.contains(name) {
            throw BulkExtension.wrong(
                "unknown option `\(name)` of perch.bulk",
                Suggestion.nearest(to: name, among: Self.names).map { "did you mean `\($0)`?" }
                    ?? "known are \(Self.names.joined(separator: ", "))")
        }
        guard let name = members["operation"]?.string else {
            throw BulkExtension.wrong("perch.bulk needs an `operation`", "write operation = \"profiles.update_many\"")
        }
        guard let operation = Catalog.operation(name) else {
            let known = Catalog.operations.flatMap { [$0.lua, $0.id] }
            throw PerchError(
                .unknownName, "there is no operation `\(name)`",
                hint: Suggestion.nearest(to: name, among: known).map { "did you mean `\($0)`?" }
                    ?? "`perch ops` lists them")
        }
        self.operation = operation
        self.json = .object(members)
        for name in ["rate", "concurrency", "batch"] {
            guard let value = members[name] else { continue }
            guard let number = value.decimal?.double, number > 0, name == "rate" || value.integer != nil else {
                throw BulkExtension.wrong("`\(name)` of perch.bulk is \(value)", "give a number above 0")
            }
        }
    }

    var journal: String? { json["journal"]?.string }
    var results: String? { json["results"]?.string }
    var again: Bool { json["again"]?.bool ?? false }
    var rate: Double? { json["rate"]?.decimal?.double }
    var concurrency: Int? { json["concurrency"]?.integer.map { Int(min($0, 256)) } }

    func input(_ path: String) throws(PerchError) -> RowInput {
        var input = RowInput(path: path)
        if let name = json["format"]?.string {
            guard let format = RowFormat(rawValue: name) else {
                throw BulkExtension.wrong("there is no format `\(name)`", "take csv, tsv, jsonLines or jsonArray")
            }
            input.format = format
        }
        if let name = json["encoding"]?.string {
            guard let encoding = TextEncoding(rawValue: name) else {
                throw BulkExtension.wrong("there is no encoding `\(name)`", "take utf8 or latin1")
            }
            input.encoding = encoding
        }
        return input
    }

    /// - Parameter isSpool: Whether the rows are those that a script has made, as JSON Lines.
    func job(_ path: String, isSpool: Bool) throws(PerchError) -> BulkJob {
        var job = BulkJob(
            operation: operation, input: isSpool ? RowInput(path: path, format: .jsonLines) : try input(path))
        for (column, field) in json["map"]?.object ?? [:] { job.map[column] = field.cellText }
        job.constants = (json["set"]?.object ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value.cellText) }
        job.key = json["key"]?.string
        if let null = json["null"]?.string { job.null = null }
        job.allowsDuplicates = json["allowDuplicates"]?.bool ?? false
        job.batch = json["batch"]?.integer.map { Int($0) }
        job.kept = (json["keep"]?.array ?? []).compactMap(\.string)
        if job.kept.isEmpty { job.kept = BulkJob.usuallyKept(operation) }
        return job
    }
}

/// A file that a script reads row by row.
private final class ScriptRowReader: HostObject {
    static let luaTypeName = "rows"
    static let luaText = "rows"

    private let reader: Guarded<RowReader>

    init(_ reader: sending RowReader) { self.reader = Guarded(reader) }

    func next() throws -> JSONValue? {
        try reader.withLock { reader in
            do {
                return try reader.next().map { $0.json(columns: reader.columns) }
            } catch let problem as RowProblem {
                throw PerchError(problem)
            }
        }
    }
}

/// The rows that a script makes, on their way into a file.
private final class RowSpool: HostObject {
    static let luaTypeName = "rows"
    static let luaText = "rows"

    /// The file that they were made from.
    let source: String?
    private let writer: Guarded<RowWriter>

    init(_ writer: sending RowWriter, source: String?) {
        self.writer = Guarded(writer)
        self.source = source
    }

    func put(_ row: JSONValue) throws {
        try writer.withLock { writer in
            // Tables of Lua have no order, and a script that is run again must write the same file.
            do { try writer.write(row.sorted) } catch let problem as RowProblem { throw PerchError(problem) }
        }
    }

    /// - Returns: the path of the file.
    func finish() throws -> String {
        try writer.withLock { writer in
            do { try writer.close() } catch let problem as RowProblem { throw PerchError(problem) }
            return writer.path
        }
    }

    func remove() { try? FileManager.default.removeItem(atPath: writer.withLock { $0.path }) }
}

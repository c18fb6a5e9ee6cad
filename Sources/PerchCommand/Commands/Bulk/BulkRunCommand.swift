// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BulkRunner
import Foundation
import IntegrationAPI
import IntegrationClient
import Locking
import LuaBindings
import OperationCatalog
import Rows

/// `perch bulk OPERATION FILE`.
struct BulkRunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Do one operation for each row of a file; `run` may be left out.",
        usage: "perch bulk [OPTIONS] OPERATION FILE",
        discussion: """
            Columns are called like the fields: integrationId, attributes.tier, cartItems[0].sku; --template writes them. \
            An empty cell is left out of the call, \\N is null, a|b is a list, 2026-01-31 a time.
            """)

    @Argument(help: ArgumentHelp("The operation, as in profiles.update_many.", valueName: "operation"))
    var operation: String

    @Argument(help: ArgumentHelp("The rows: a file, or - for the standard input.", valueName: "file"))
    var file: String?

    @Flag(name: .long, help: "Write the columns that a file can have, and do nothing.")
    var template = false

    @Option(
        name: .long,
        help: ArgumentHelp("What a column is, when it is not called like the field.", valueName: "column=field"))
    var map: [String] = []

    @Option(name: .long, help: ArgumentHelp("A field that is the same for all rows.", valueName: "field=value"))
    var set: [String] = []

    @Option(name: .long, help: ArgumentHelp("A column that means nothing.", valueName: "column"))
    var ignoreColumn: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The type of a field that nobody else knows: text, number, integer, boolean, time, location, json.",
            valueName: "field=type"))
    var type: [String] = []

    @Option(
        name: .customLong("null"), help: ArgumentHelp("What stands in a cell that is to be null.", valueName: "text"))
    var nullText = #"\N"#

    @Option(name: .long, help: ArgumentHelp("The column that tells rows apart.", valueName: "column"))
    var key: String?

    @Flag(name: .long, help: "Do rows about the same thing in their order, and do not refuse them.")
    var allowDuplicates = false

    @Option(name: .long, help: "How the file is written: utf8 or latin1.")
    var encoding: TextEncoding = .utf8

    @Option(name: .long, help: "The form of the file: csv, tsv, jsonLines or jsonArray. Default: by its name or look.")
    var format: RowFormat?

    @Option(name: .long, help: ArgumentHelp("The most calls in a second.", valueName: "calls"))
    var rate: Double?

    @Option(
        name: .long,
        help: ArgumentHelp("How many calls may be under way at a time. Default on an account: 4.", valueName: "calls"))
    var concurrency: Int?

    @Option(
        name: .long,
        help: ArgumentHelp("How many rows go into one call. Default: as many as the API takes.", valueName: "rows"))
    var batch: Int?

    @Option(
        name: .long,
        help: ArgumentHelp("How long a call is repeated while the service has trouble.", valueName: "seconds"))
    var patience: Double = 120

    @Option(
        name: .long, help: ArgumentHelp("The part of the rows that this machine does: K/N, or auto.", valueName: "k/n"))
    var shard: String?

    @Option(name: .long, help: ArgumentHelp("A field of the answers to write into the results.", valueName: "field"))
    var keep: [String] = []

    @Flag(name: .long, help: "Go on where it stopped.")
    var resume = false

    @Flag(name: .long, help: "Begin anew, though the file was begun or done before.")
    var again = false

    @Flag(name: .long, help: "Read the values before, and write a file that takes everything back.")
    var undo = false

    @Option(name: .long, help: ArgumentHelp("Where the results go. Default: beside the file.", valueName: "file"))
    var results: String?

    @Option(name: .long, help: ArgumentHelp("Where the journal stands. Default: beside the file.", valueName: "file"))
    var journal: String?

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard template || file != nil else {
            throw ValidationError("perch bulk needs a file behind the operation, or - for the standard input")
        }
        for (name, value) in [
            ("--rate", rate), ("--concurrency", concurrency.map(Double.init)), ("--batch", batch.map(Double.init)),
        ] {
            if let value, value <= 0 || !value.isFinite { throw ValidationError("\(name) takes a number above 0") }
        }
        guard patience >= 0, patience.isFinite else { throw ValidationError("--patience takes seconds, 0 or more") }
        guard (concurrency ?? 1) <= 256 else { throw ValidationError("--concurrency takes at most 256") }
        guard !(resume && again) else { throw ValidationError("--resume goes on, and --again begins anew: take one") }
        guard !(resume && options.dryRun) else {
            throw ValidationError("--resume goes on, and --dry-run does nothing: take one")
        }
        for (name, values) in [("--map", map), ("--set", set), ("--type", type)] {
            for value in values where (value.firstIndex(of: "=") ?? value.startIndex) == value.startIndex {
                throw ValidationError("\(name) `\(value)` has no `=`")
            }
        }
    }

    func run() throws {
        let operation = try Ops.operation(named: self.operation, among: Catalog.operations)
        let configuration = try Configuration.load(path: options.config)
        let settings = try configuration.environment(named: options.env)
        var host = Host(settings: settings, configuration: configuration, options: options)
        host.rememberedCalls = 0
        host.tune = tune
        let connection = try host.connect()
        if template {
            let attributes = try host.attributes(connection)
            return Terminal.write(BulkTemplate.header(operation, attributes) + "\n")
        }
        try BulkSession(command: self, operation: operation, host: host, connection: connection).run()
    }

    /// Whoever does a million rows waits a little for a service that has trouble.
    private func tune(_ client: inout ClientConfiguration) throws {
        client.retry = .bulk(patience: patience)
        if let rate {
            let most = min(rate, client.rateLimit?.callsPerSecond ?? rate)
            client.rateLimit = try .within(callsPerSecond: most)
        }
    }

    /// The job as the options describe it.
    func job(_ operation: OperationCatalog.Operation, path: String, _ attributes: AttributeTypes) throws -> BulkJob {
        var job = BulkJob(operation: operation, input: RowInput(path: path, format: format, encoding: encoding))
        job.map = Dictionary(map.map(Self.pair), uniquingKeysWith: { $1 })
        job.constants = set.map(Self.pair).map { (field: $0.0, text: $0.1) }
        job.ignored = Set(ignoreColumn)
        for (field, name) in type.map(Self.pair) {
            guard let type = CellType(attribute: name) else {
                throw PerchError(
                    .invalidArgument, "--type \(field): there is no type `\(name)`",
                    hint: "take text, number, integer, boolean, time, location, json, or \"(list number)\" and its like"
                )
            }
            job.types[field] = type
        }
        job.null = nullText
        job.key = key
        job.allowsDuplicates = allowDuplicates
        job.batch = batch
        if let shard {
            job.share = shard == "auto" ? try .automatic(ProcessInfo.processInfo.environment) : try RowShare(shard)
        }
        job.kept = keep.isEmpty ? BulkJob.usuallyKept(operation) : keep
        job.attributes = attributes
        job.keepsUndo = undo
        if undo { try BulkJob.requireUndo(operation) }
        return job
    }

    private static func pair(_ text: String) -> (String, String) {
        // The name of a column may have an equals sign in it, that of a field has none.
        let place = text.firstIndex(of: "=") ?? text.endIndex
        return (String(text[..<place]), String(text[place...].dropFirst()))
    }

    /// The words behind `perch bulk` of this command line, as a shell takes them.
    static var line: String {
        CommandLine.arguments.dropFirst(2).filter { $0 != "--resume" && $0 != "--again" }.map { word in
            let isPlain =
                !word.isEmpty
                && word.utf8.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"):
                        true
                    default: "-_./=:,@+%".utf8.contains(byte)
                    }
                }
            return isPlain ? word : "'" + word.replacingOccurrences(of: "'", with: #"'\''"#) + "'"
        }.joined(separator: " ")
    }
}

extension RowFormat: ExpressibleByArgument {}
extension TextEncoding: ExpressibleByArgument {}

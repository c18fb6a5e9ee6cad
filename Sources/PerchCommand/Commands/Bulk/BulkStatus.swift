// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BulkRunner
import Foundation
import IntegrationAPI

/// `perch bulk status`: how far the work on a file is.
struct BulkStatus: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show how far the work on a file is.", usage: "perch bulk status FILE")

    @Argument(help: ArgumentHelp("The file with the rows, or its journal.", valueName: "file"))
    var file: String

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let path = file.hasSuffix(BulkFiles.journalSuffix) ? file : file + BulkFiles.journalSuffix
        let shares = FileManager.default.fileExists(atPath: path) ? [] : BulkFiles.journals(ofSharesOf: file)
        guard FileManager.default.fileExists(atPath: path) || !shares.isEmpty else {
            throw PerchError(
                .configuration, "there is no journal of \(file)",
                hint: "`perch bulk list` shows the journals of a folder")
        }
        for path in shares.isEmpty ? [path] : shares {
            let status = try JournalStatus(Journal.look(path))
            Terminal.write(status.text(name: Terminal.relative(path)))
        }
    }
}

/// `perch bulk list`: the journals of a folder.
struct BulkList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the journals of a folder.", usage: "perch bulk list [FOLDER]")

    @Argument(help: ArgumentHelp("Default: this folder.", valueName: "folder"))
    var folder = "."

    @OptionGroup var options: GlobalOptions

    func run() throws {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw PerchError(.configuration, "there is no folder \(folder)", hint: "check the path")
        }
        let journals = names.filter { $0.hasSuffix(BulkFiles.journalSuffix) }.sorted()
        for name in journals {
            let path = folder == "." ? name : folder + "/" + name
            do {
                Terminal.write(try JournalStatus(Journal.look(path)).line(name: path) + "\n")
            } catch {
                Terminal.write("\(path): \(error.message)\n")
            }
        }
        if journals.isEmpty, !options.quiet { Terminal.complain("there are no journals in \(folder)") }
    }
}

/// `perch bulk merge`: what several machines did, as if it had been one.
struct BulkMerge: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Make one journal and one results file of those of several shards.",
        usage: "perch bulk merge FILE [JOURNALS…]")

    @Argument(help: ArgumentHelp("The file with the rows.", valueName: "file"))
    var file: String

    @Argument(help: ArgumentHelp("The journals of all shards. Default: those beside the file.", valueName: "journals"))
    var journals: [String] = []

    @Option(name: .long, help: ArgumentHelp("Where the results go. Default: beside the file.", valueName: "file"))
    var results: String?

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let paths = journals.isEmpty ? BulkFiles.journals(ofSharesOf: file) : journals
        guard !paths.isEmpty else {
            throw PerchError(
                .configuration, "there are no journals of shards beside \(file)",
                hint: "bring them here, or name them behind the file")
        }
        let merged = try BulkMerger(input: file, journals: paths, results: results).merge()
        Terminal.write(merged.status.text(name: Terminal.relative(merged.journal)))
        Terminal.write("results: \(Terminal.relative(merged.results))\n")
        if let failed = merged.failed {
            Terminal.write("failed rows, to be mended and done again: \(Terminal.relative(failed))\n")
        }
        if !merged.status.isSettled || merged.status.failed + merged.status.uncertain > 0 { throw ExitCode.failed }
    }
}

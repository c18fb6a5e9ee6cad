// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `perch bulk`: one operation over the rows of a file.
struct Bulk: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bulk",
        abstract: "Do one operation for each row of a file.",
        usage: """
            perch bulk [OPTIONS] OPERATION FILE
            perch bulk OPERATION --template
            perch bulk status FILE | list [FOLDER] | merge FILE [JOURNALS…]
            """,
        discussion: """
            OPERATION is as in `perch ops`, FILE is CSV, JSON Lines or a JSON list, packed by gzip or not, or - for the \
            standard input. The whole file is looked through before the first call. What was done stands in a journal beside \
            it: after Ctrl-C, or whatever else, --resume goes on.
            `perch bulk run --help` shows the options.
            """,
        subcommands: [BulkRunCommand.self, BulkStatus.self, BulkList.self, BulkMerge.self],
        defaultSubcommand: BulkRunCommand.self)
}

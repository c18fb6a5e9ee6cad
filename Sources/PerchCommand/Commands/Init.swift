// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import IntegrationAPI

/// `perch init`: starts a project.
struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Start a project: perch.toml, a campaign, a script, a scenario, and what editors and luacheck need.",
        discussion: "A file that is already there stays as it is.")

    @Argument(
        help: ArgumentHelp("The folder; made when it is not there.", valueName: "folder"), completion: .directory)
    var folder = "."

    @OptionGroup var options: GlobalOptions

    func run() throws {
        for (name, text) in ProjectFiles.all {
            let path = folder == "." ? name : folder + "/" + name
            if FileManager.default.fileExists(atPath: path) {
                if !options.quiet { Terminal.complain("kept    \(path)") }
                continue
            }
            do {
                try FileManager.default.createDirectory(
                    atPath: (path as NSString).deletingLastPathComponent.isEmpty
                        ? "." : (path as NSString).deletingLastPathComponent,
                    withIntermediateDirectories: true)
                try text.write(toFile: path, atomically: true, encoding: .utf8)
            } catch {
                throw PerchError(
                    .configuration, "cannot write \(path)", hint: "check that the folder can be written to and has room"
                )
            }
            if !options.quiet { Terminal.complain("written \(path)") }
        }
        guard !options.quiet else { return }
        let change = folder == "." ? "" : "cd \(folder) && "
        Terminal.complain("\nTry it: \(change)perch run first-session.lua, and perch test")
    }
}

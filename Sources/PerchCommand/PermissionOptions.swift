// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import LuaRuntime

/// What a script may do besides calling the API.
struct PermissionOptions: ParsableArguments {
    @Option(
        name: .long, help: ArgumentHelp("Let the script read a file, or all below a folder.", valueName: "path"),
        completion: .file())
    var allowRead: [String] = []

    @Option(
        name: .long, help: ArgumentHelp("Let the script write a file, or all below a folder.", valueName: "path"),
        completion: .file())
    var allowWrite: [String] = []

    @Option(name: .long, help: ArgumentHelp("Let the script read an environment variable.", valueName: "name"))
    var allowEnv: [String] = []

    @Flag(name: .long, help: "Let the script run other programs.")
    var allowRun = false

    func permissions(reading folders: [String]) -> LuaPermissions {
        LuaPermissions(
            readPaths: folders + allowRead + allowWrite, writePaths: allowWrite, run: allowRun,
            environment: Set(allowEnv))
    }
}

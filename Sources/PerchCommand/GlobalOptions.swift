// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// What every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(
        name: .long, help: ArgumentHelp("The environment of perch.toml to work on.", valueName: "name"),
        completion: .environments)
    var env: String?

    @Option(
        name: .long, help: ArgumentHelp("Another configuration than the nearest perch.toml.", valueName: "file"),
        completion: .file(extensions: ["toml"]))
    var config: String?

    @Flag(name: .long, help: "Change nothing: use the service's own dry mode, refuse writes that have none.")
    var dryRun = false

    @Flag(name: .long, help: "Show every call on the standard error, without secrets.")
    var trace = false

    @Option(name: .long, help: "Colours: auto, always or never.")
    var color: Colors.Choice = .auto

    @Flag(name: .long, help: "Show errors only.")
    var quiet = false

    @Flag(name: .long, help: "Consent to writes on a protected environment.")
    var yes = false

    @Flag(name: .long, help: "Consent to deletions on a protected environment, too.")
    var allowDestructive = false

    @Flag(name: .long, help: "Leave all plugins out.")
    var noPlugins = false

    mutating func validate() throws {
        Colors.choice = color
    }
}

extension Colors.Choice: ExpressibleByArgument {}

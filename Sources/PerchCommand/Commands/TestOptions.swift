// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import LuaBindings
import LuaRuntime
import ScenarioRunner

/// What the runner and its workers must both know.
struct CaseOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("End a case after so long; 0 for never.", valueName: "seconds"))
    var timeout: Double = 60

    @Option(name: .long, help: ArgumentHelp("Try a case that failed again, so often.", valueName: "count"))
    var retries: Int = 0

    @Option(name: .long, help: ArgumentHelp("End a case when it holds more memory.", valueName: "mib"))
    var memory: Int = 256

    @Option(name: .long, help: ArgumentHelp("The seed of random numbers and of --shuffle.", valueName: "number"))
    var seed: UInt64?

    @OptionGroup var recording: RecordingOptions
    @OptionGroup var permissions: PermissionOptions
    @OptionGroup var options: GlobalOptions

    mutating func validate() throws {
        guard timeout >= 0, timeout < 1e9 else {
            throw ValidationError("--timeout takes a number of seconds, 0 or more")
        }
        guard (0...100).contains(retries) else { throw ValidationError("--retries takes a number from 0 to 100") }
        guard (1...1_048_576).contains(memory) else {
            throw ValidationError("--memory takes a number of MiB, 1 or more")
        }
    }

    /// The same as words of a command line, for a worker.
    func words(seed: UInt64) -> [String] {
        var words = [
            "--timeout", "\(timeout)", "--retries", "\(retries)", "--memory", "\(memory)", "--seed", "\(seed)",
        ]
        words += recording.words
        words += permissions.allowRead.flatMap { ["--allow-read", $0] }
        words += permissions.allowWrite.flatMap { ["--allow-write", $0] }
        words += permissions.allowEnv.flatMap { ["--allow-env", $0] }
        if permissions.allowRun { words.append("--allow-run") }
        if let env = options.env { words += ["--env", env] }
        if let config = options.config { words += ["--config", config] }
        words += ["--color", options.color.rawValue]
        for (flag, isSet) in [
            ("--dry-run", options.dryRun), ("--trace", options.trace), ("--quiet", options.quiet),
            ("--yes", options.yes), ("--allow-destructive", options.allowDestructive),
            ("--no-plugins", options.noPlugins),
        ] where isSet {
            words.append(flag)
        }
        return words
    }
}

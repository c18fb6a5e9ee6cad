// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import IntegrationAPI

/// The files of a git work tree that are not as they were at a commit, with those that git does not know yet.
struct ChangedFiles {
    /// From the working directory on; nothing outside of it.
    let paths: Set<String>

    /// - Throws: `PerchError(.configuration)` where there is no work tree, or no such commit.
    init(since commit: String) throws(PerchError) {
        let changed = try Self.git(["diff", "--name-only", "--relative", "-z", commit, "--"], about: commit)
        let new = try Self.git(["ls-files", "--others", "--exclude-standard", "-z"], about: commit)
        paths = Set((changed + new).split(separator: "\0").map(String.init))
    }

    private static func git(_ arguments: [String], about commit: String) throws(PerchError) -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git"] + arguments
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        do { try process.run() } catch {
            throw PerchError(.configuration, "git cannot be run", hint: "install git, or leave --only-changed out")
        }
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let problem = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let line = problem.split(separator: "\n").first.map(String.init) ?? "git failed"
            throw PerchError(
                .configuration, "git cannot tell what changed since \(commit): \(line)",
                hint: "use --only-changed inside of a git work tree, with --since and a commit that it knows")
        }
        return String(decoding: text, as: UTF8.self)
    }
}

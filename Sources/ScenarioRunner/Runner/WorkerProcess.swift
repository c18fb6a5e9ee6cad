// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI

/// A worker seen from the runner. It belongs to one thread, except for ``interrupt()`` and ``kill()``.
final class WorkerProcess {
    private let process = Process()
    private let channel: LineChannel
    private let requests = Pipe()
    private let answers = Pipe()
    private let mark = CaseMark.make()

    /// - Parameters:
    ///   - command: the program and its arguments.
    ///   - environment: the variables that it finds.
    init(_ command: [String], environment: [String: String]) throws(PerchError) {
        process.executableURL = URL(fileURLWithPath: command.first ?? "")
        process.arguments = Array(command.dropFirst()) + ["--mark", mark.path]
        // Its end is told by the report; what Swift's runtime would print about it is for nobody, and takes long.
        process.environment = environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
        process.standardInput = requests
        process.standardOutput = answers
        do {
            try process.run()
        } catch {
            throw PerchError(
                .configuration, "a worker cannot be started: \(error.localizedDescription)",
                hint: "try with --jobs 1, or free some memory")
        }
        // The worker's ends are its own now; with them open here, its end would not be seen.
        try? requests.fileHandleForReading.close()
        try? answers.fileHandleForWriting.close()
        channel = LineChannel(
            input: answers.fileHandleForReading.fileDescriptor, output: requests.fileHandleForWriting.fileDescriptor)
    }

    deinit { mark.remove() }

    /// The case that was begun last.
    var current: Int? { mark.get() }

    var identifier: Int32 { process.processIdentifier }

    func ask(_ request: WorkerRequest) {
        mark.set(-1)
        channel.send(request.json)
    }

    /// The next answer; nil when the worker is gone.
    func answer(about file: String) -> WorkerAnswer? {
        channel.receive().flatMap { WorkerAnswer(json: $0, file: file) }
    }

    /// How the process ended, once it has.
    func ending() -> (status: Int32, wasKilled: Bool) {
        process.waitUntilExit()
        return (process.terminationStatus, process.terminationReason == .uncaughtSignal)
    }

    /// Asks the worker to end the case under way and to take down what it has opened.
    func interrupt() { Foundation.kill(identifier, SIGTERM) }

    func kill() { Foundation.kill(identifier, SIGKILL) }

    /// Lets the worker end by itself.
    func close() { try? requests.fileHandleForWriting.close() }
}

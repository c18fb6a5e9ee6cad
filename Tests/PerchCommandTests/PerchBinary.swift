// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The built command, run as a user runs it.
enum PerchBinary {
    struct Result {
        let status: Int32
        let output: String
        let errors: String
    }

    /// The package's own root, found from this file.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// Beside the test bundle, where the package manager builds everything.
    static let path: String = {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        var folder = URL(filePath: bundle).deletingLastPathComponent()
        for _ in 0..<4 {
            let candidate = folder.appending(path: "perch").path
            if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
            folder = folder.deletingLastPathComponent()
        }
        return root + "/.build/debug/perch"
    }()

    /// Runs `perch` with arguments, in a folder of its own unless one is given.
    static func run(
        _ arguments: String..., input: String = "", folder: String? = nil, environment: [String: String] = [:]
    ) async throws -> Result {
        try await run(arguments, input: input, folder: folder, environment: environment)
    }

    /// - Parameter program: Another program than `perch`, which runs it.
    static func run(
        _ arguments: [String], input: String = "", folder: String? = nil, environment: [String: String] = [:],
        program: String = path
    ) async throws -> Result {
        try await turns.take {
            try await start(arguments, input: input, folder: folder, environment: environment, program: program)
                .finish()
        }
    }

    /// Tests run all at once, and hundreds of commands beside each other would keep each of them, and other tests, waiting.
    private static let turns = Turns(atOnce: 4)

    private actor Turns {
        private var free: Int
        private var waiting: [CheckedContinuation<Void, Never>] = []

        init(atOnce count: Int) { free = count }

        func take<Value: Sendable>(_ body: @Sendable () async throws -> Value) async rethrows -> Value {
            if free > 0 { free -= 1 } else { await withCheckedContinuation { waiting.append($0) } }
            defer { if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() } }
            return try await body()
        }
    }

    /// A command that runs, for tests that signal it.
    struct Running: @unchecked Sendable {
        let process: Process
        let output: URL
        let errors: URL

        /// Waits without blocking a thread that other tests need.
        func finish() async -> Result {
            await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    process.waitUntilExit()
                    continuation.resume()
                }
            }
            let text = { (url: URL) in (try? String(contentsOf: url, encoding: .utf8)) ?? "" }
            let result = Result(status: process.terminationStatus, output: text(output), errors: text(errors))
            try? FileManager.default.removeItem(at: output.deletingLastPathComponent())
            return result
        }
    }

    /// - Parameter terminal: The line of a pseudo-terminal that becomes the standard input and error.
    static func start(
        _ arguments: [String], input: String = "", folder: String? = nil, environment: [String: String] = [:],
        terminal: Int32? = nil, program: String = path
    ) throws -> Running {
        // Files rather than pipes: nothing to drain, and nothing that a full pipe could block.
        let scratch = try temporaryFolder()
        let files = ["in", "out", "err"].map { scratch.appending(path: $0) }
        try Data(input.utf8).write(to: files[0])
        try Data().write(to: files[1])
        try Data().write(to: files[2])
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.currentDirectoryURL = folder.map { URL(filePath: $0) } ?? scratch
        var variables = ProcessInfo.processInfo.environment.filter {
            !$0.key.hasPrefix("TALON") && !$0.key.hasPrefix("PERCH")
        }
        variables.merge(environment) { $1 }
        process.environment = variables
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        if let terminal {
            process.standardInput = FileHandle(fileDescriptor: terminal)
            process.standardError = FileHandle(fileDescriptor: terminal)
        }
        try process.run()
        return Running(process: process, output: files[1], errors: files[2])
    }

    static func temporaryFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "perch-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }
}

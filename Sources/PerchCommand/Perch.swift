// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import IntegrationAPI
import LuaBindings
import LuaRuntime
import Recording

/// The `perch` command.
public struct Perch: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "perch",
        abstract: "Scripts for promotions on Talon.One: in an embedded sandbox, or on a live account.",
        discussion: """
            Without an environment everything runs in the embedded sandbox: offline, in this process. Alone at a terminal, \
            `perch` is `perch repl`.
            Exit codes: 0 fine, 1 failed, 2 usage, 3 script error, 4 nothing selected, 5 configuration, 6 refused, \
            7 service or network, 8 a limit was hit, 130 interrupted.
            """,
        version: version,
        subcommands: [
            Run.self, Repl.self, Test.self, TestWorker.self, Bulk.self, Serve.self, Explain.self, Ops.self, Talang.self,
            Pull.self, BundleCommand.self, Conform.self, Init.self, PluginsCommand.self, Doctor.self,
            ShellCompletions.self, Docs.self, Help.self,
        ]
    )

    public static let version = PerchVersion.text

    public init() {}

    /// Without a command: the REPL for a person, help for anything else.
    public func run() throws {
        guard Repl.hasTerminal else { throw CleanExit.helpRequest(self) }
        try Repl.parse([]).run()
    }

    /// Runs the command line of this process and ends it with the documented exit code.
    public static func runAndExit() -> Never {
        // A reader that has seen enough (`| head`) ends the output, not the process with a signal.
        signal(SIGPIPE, SIG_IGN)
        do {
            if try PluginCommandLine.run(Array(CommandLine.arguments.dropFirst())) { finish(.success) }
            var command = try parseAsRoot()
            try command.run()
            finish(.success)
        } catch let code as ExitCode {
            finish(code)
        } catch let problem as CommandLineProblem {
            Terminal.report(problem.error)
            finish(.usage)
        } catch let error as PerchError {
            Terminal.report(error)
            finish(ExitCode(error.code))
        } catch {
            guard exitCode(for: error) != .success else {
                Terminal.write(fullMessage(for: error) + "\n")
                finish(.success)
            }
            Terminal.complain(usageMessage(for: error))
            finish(.usage)
        }
    }

    private static func usageMessage(for error: any Error) -> String {
        let text = message(for: error)
        return
            "error: \(text.isEmpty ? "the command line cannot be read" : text)\n  at the command line\n  hint: `perch --help` shows what there is"
    }

    static func finish(_ code: ExitCode) -> Never {
        finish(status: code.rawValue)
    }

    static func finish(status: Int32) -> Never {
        fflush(nil)
        // Not `exit`: threads of the client may still be at work, and destructors are not for them.
        _exit(status)
    }
}

extension ExitCode {
    init(_ code: PerchError.Code) {
        self =
            switch code {
            case .api, .connection, .timeout, .tls, .badAnswer, .replayMiss: .service
            case .configuration, .storage: .configuration
            case .protected, .permission: .refused
            case .interrupted: .interrupted
            case .limit: .limit
            default: .script
            }
    }
}

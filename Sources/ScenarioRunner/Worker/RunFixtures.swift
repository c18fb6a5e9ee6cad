// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI
import LuaBindings
import LuaRuntime
import Recording

/// The fixtures of the run that this worker makes. Each lives in a Lua state of its own until the run is over; cases get
/// its value as data. It belongs to the worker's thread.
final class RunFixtures {
    private let script: Script
    private let failures: FailureReader
    private let tape: Tape?
    private let coverage: CoverageCollector?
    private var made: [(name: String, session: ScriptSession, end: LuaReference)] = []

    /// - Parameters:
    ///   - script: what a case has around it.
    ///   - tape: what calls are recorded onto, or answered from.
    ///   - coverage: gets what fixtures exercise.
    init(_ script: Script, context: SuiteContext, tape: Tape?, coverage: CoverageCollector?) {
        self.script = script
        self.tape = tape
        self.coverage = coverage
        failures = FailureReader(context: context, redaction: script.redaction)
    }

    /// Makes a fixture that is declared in a file, or in what the file requires.
    func make(_ name: String, of file: String) -> Result<JSONValue, FixtureProblem> {
        let scope = TapeScope(tape, "fixture \(name)")
        defer { scope.end() }
        do {
            let session = try ScriptSession(script)
            let state = session.state
            defer { coverage?.note(session, isLoading: false) }
            guard let source = FileManager.default.contents(atPath: file),
                let make = try state.reference("perch_suite.make_run_fixture"),
                let end = try state.reference("perch_suite.end_run_fixture")
            else { return .failure(FixtureProblem(message: "cannot read \(file)")) }
            try state.set("perch_suite", to: .nil)
            try state.call(state.load(source, name: file))
            let value = try state.call(make, LuaValues(.string(LuaString(name)))).tape.json(
                called: "the fixture `\(name)`")
            made.append((name, session, end))
            return .success(value)
        } catch let error as LuaError {
            let failure = failures.failure(error, in: .fixture, near: nil, timeout: nil)
            let place = failure.location.map { " (\($0))" } ?? ""
            return .failure(FixtureProblem(message: failure.message + place))
        } catch {
            return .failure(FixtureProblem(message: (error as? PerchError)?.message ?? "\(error)"))
        }
    }

    /// Takes all down, the last first.
    func end() -> [Failure] {
        defer { made = [] }
        return made.reversed().compactMap { name, session, end -> Failure? in
            defer { coverage?.note(session, isLoading: false) }
            let scope = TapeScope(tape, "end of fixture \(name)")
            defer { scope.end() }
            do throws(LuaError) {
                try session.state.call(end, LuaValues(.string(LuaString(name))))
                return nil
            } catch {
                return failures.failure(error, in: .fixture, near: nil, timeout: nil)
            }
        }
    }
}

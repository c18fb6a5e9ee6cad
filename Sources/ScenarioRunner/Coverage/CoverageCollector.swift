// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Locking
import LuaBindings
public import Sandbox

/// What the cases of a worker exercise, until it is sent to the runner.
public final class CoverageCollector: Sendable {
    /// For the configuration of the sandbox.
    public let rules = RuleObserver()
    private let collected = Guarded(Coverage())

    public init() {}

    func note(operation: String) {
        collected.withLock { _ = $0.operations.insert(operation) }
    }

    /// Notes the lines that were run in a session, and what there is in its sandbox.
    /// - Parameter isLoading: whether a file was only read.
    func note(_ session: ScriptSession, isLoading: Bool) {
        note(lines: session.state.takeLineCounts(), isLoading: isLoading)
        if let sandbox = session.connection.current?.sandbox { rules.note(sandbox) }
    }

    func note(lines counts: [String: [Int: Int]], isLoading: Bool) {
        var coverage = Coverage()
        for (file, lines) in counts where !SystemModules.folders.contains(where: { file.hasPrefix($0 + "/") }) {
            coverage.files[file] = lines.mapValues { Coverage.Line(isLoaded: isLoading, runs: isLoading ? 0 : $0) }
        }
        collected.withLock { $0.merge(coverage) }
    }

    /// What was noted and not taken before; nil when that is nothing.
    func take() -> Coverage? {
        var coverage = collected.withLock { collected in
            defer { collected = Coverage() }
            return collected
        }
        coverage.rules = rules.take()
        return coverage == Coverage() ? nil : coverage
    }

    /// Forgets what was noted and not taken: files are read to find their cases, and again to run them.
    func discard() {
        collected.withLock { $0 = Coverage() }
        rules.discard()
    }
}

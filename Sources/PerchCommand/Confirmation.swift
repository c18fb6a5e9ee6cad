// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import Locking

/// Asks the person at the terminal, once for a run, whether a protected environment may be changed.
final class Confirmation: Sendable {
    private let environment: String
    private let what: String
    private let answer = Guarded<Bool?>(nil)

    /// - Parameter what: What is asked for, as in `writes`.
    init(environment: String, what: String) {
        self.environment = environment
        self.what = what
    }

    /// Whether there is somebody to ask.
    static var isPossible: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    /// Whether the name of the environment was typed. Calls side by side wait for the one answer.
    func isGiven() -> Bool {
        answer.withLock { answer in
            if let answer { return answer }
            Terminal.put(
                "environment `\(environment)` is protected; type its name to allow \(what) in this run: ",
                on: STDERR_FILENO)
            let given = readLine(strippingNewline: true) == environment
            answer = given
            return given
        }
    }
}

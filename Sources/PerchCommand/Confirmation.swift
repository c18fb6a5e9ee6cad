// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import Locking

/// Asks the person at the terminal whether a protected environment may be changed: once for a run, and in a conversation
/// again after a refusal.
final class Confirmation: Sendable {
    private let environment: String
    private let what: String
    private let isConversation: Bool
    private let answer = Guarded<Bool?>(nil)

    /// - Parameter what: What is asked for, as in `writes`.
    init(environment: String, what: String, isConversation: Bool) {
        self.environment = environment
        self.what = what
        self.isConversation = isConversation
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
            if given || !isConversation { answer = given }
            return given
        }
    }
}

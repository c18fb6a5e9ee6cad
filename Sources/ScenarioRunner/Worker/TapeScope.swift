// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Recording

/// The time in which calls belong to a case, or to what several share. Whatever ends it early, it ends.
final class TapeScope {
    private let tape: Tape?
    private var isOpen = true

    /// - Parameter tape: nil when nothing is recorded or replayed.
    init(_ tape: Tape?, _ id: String) {
        self.tape = tape
        tape?.begin(id)
    }

    /// - Parameter isComplete: whether what was recorded is to be kept.
    @discardableResult
    func end(isComplete: Bool = true) -> Tape.Ending {
        guard isOpen, let tape else { return Tape.Ending() }
        isOpen = false
        return tape.end(isComplete: isComplete)
    }

    deinit { end(isComplete: false) }
}

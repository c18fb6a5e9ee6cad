// Part of Perch. SPDX-License-Identifier: Apache-2.0

import CLuaShim

/// Ends what a state is running, from any thread.
public struct LuaInterrupter: Sendable {
    let handle: ContextHandle

    /// Ends the call from the host that is under way; it throws an error of kind ``LuaError/Kind/interrupted``. The
    /// state can be used again.
    ///
    /// - Returns: whether something was running; if not, nothing happens.
    @discardableResult
    public func interrupt() -> Bool { plua_kill(handle.context, Int32(PLUA_KILL_INTERRUPT)) }
}

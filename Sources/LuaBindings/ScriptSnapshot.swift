// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LuaRuntime
import Sandbox

/// A snapshot in a script's hands. It goes when Lua collects it.
final class ScriptSnapshot: HostObject {
    static let luaTypeName = "snapshot"
    static let luaText = "sandbox.snapshot"

    let snapshot: Snapshot

    init(_ snapshot: Snapshot) {
        self.snapshot = snapshot
    }
}

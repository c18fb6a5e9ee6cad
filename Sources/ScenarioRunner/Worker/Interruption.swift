// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Locking
import LuaRuntime

/// The wish to end a run early. What a case has opened is still taken down.
public final class Interruption: Sendable {
    private struct State {
        var wasAsked = false
        var interrupter: LuaInterrupter?
    }

    private let state = Guarded(State())

    public init() {}

    public var wasAsked: Bool { state.withLock { $0.wasAsked } }

    func watch(_ interrupter: LuaInterrupter) { state.withLock { $0.interrupter = interrupter } }

    /// Ends the function under way; no other case begins.
    public func ask() {
        let interrupter = state.withLock { state in
            state.wasAsked = true
            return state.interrupter
        }
        interrupter?.interrupt()
    }
}

/// What cases print.
final class OutputBuffer: Sendable {
    private let bytes = Guarded<[UInt8]>([])

    func append(_ more: UnsafeRawBufferPointer) { bytes.withLock { $0.append(contentsOf: more) } }

    /// The text so far, which is then gone from here.
    func take() -> String {
        bytes.withLock { bytes in
            defer { bytes = [] }
            return bytes.isEmpty ? "" : String(decoding: bytes, as: UTF8.self)
        }
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Locking

/// Keeps a value that lives in Lua, such as a function, from being collected.
///
/// A reference may be passed between threads and dropped on any of them; it can be used only with the state it came
/// from. It outlives that state as an empty shell.
public final class LuaReference: Sendable, Hashable {
    let slot: Int32
    let slots: SlotQueue

    init(slot: Int32, slots: SlotQueue) {
        self.slot = slot
        self.slots = slots
    }

    deinit { slots.release(slot) }

    public static func == (left: LuaReference, right: LuaReference) -> Bool { left === right }

    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// The registry slots that were let go of and wait for the script's thread to free them. A state has one, and one more
/// for each image that it could go back to: what was kept before an image stays in it.
final class SlotQueue: Sendable {
    private let released = Guarded<[Int32]>([])
    /// The state that the slots are of.
    let owner: ObjectIdentifier
    /// How many images of the state are older than these slots.
    let depth: Int
    private let isGone = Guarded(false)

    init(owner: ObjectIdentifier, depth: Int = 0) {
        self.owner = owner
        self.depth = depth
    }

    /// Whether the state was put back to what it was before these slots were taken.
    var isDropped: Bool { isGone.withLock { $0 } }

    func drop() { isGone.withLock { $0 = true } }

    func release(_ slot: Int32) { released.withLock { $0.append(slot) } }

    func drain(_ body: (Int32) -> Void) {
        let slots = released.withLock { slots in
            defer { slots = [] }
            return slots
        }
        for slot in slots { body(slot) }
    }
}

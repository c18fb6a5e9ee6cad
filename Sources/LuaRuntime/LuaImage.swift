// Part of Perch. SPDX-License-Identifier: Apache-2.0

import CLuaShim

/// All that a ``LuaState`` held at one time. It belongs to the state's thread, like the state.
///
/// Going back costs what was changed since, not what the state holds: thousands of scripts can each start from the same
/// prepared state.
public final class LuaImage {
    let image: OpaquePointer
    let host: Host.Image
    let owner: Host
    private let handle: ContextHandle

    init(_ image: OpaquePointer, handle: ContextHandle, host: Host.Image, owner: Host) {
        self.image = image
        self.handle = handle
        self.host = host
        self.owner = owner
    }

    deinit { plua_free_image(handle.context, image) }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationClient
import LuaRuntime

/// A secret in a script's hands: it can be sent, and never be printed.
final class ScriptSecret: HostObject {
    static let luaTypeName = "secret"
    static let luaText = Redaction.mask

    let secret: Secret

    init(_ secret: Secret) {
        self.secret = secret
    }
}

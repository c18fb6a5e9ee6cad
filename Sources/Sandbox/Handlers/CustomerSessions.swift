// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Operations of the resource.
enum CustomerSessions {
    static let handlers: [String: Call.Handler] = [:]
}

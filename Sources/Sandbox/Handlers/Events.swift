// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Operations of the resource.
enum Events {
    static let handlers: [String: Call.Handler] = [:]
}

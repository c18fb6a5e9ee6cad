// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation

/// Runs a body with the path of a database that does not exist yet, in a folder that is gone afterwards.
func withTemporaryDatabase<T>(_ body: (String) throws -> T) throws -> T {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("perch-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.appendingPathComponent("sandbox.sqlite").path)
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI

/// A bundle in a file.
enum BundleFile {
    /// - Throws: `PerchError(.configuration)`, with line and column for what is not JSON.
    static func read(_ path: String) throws -> JSONValue {
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        guard isThere, !isFolder.boolValue, let bytes = FileManager.default.contents(atPath: path) else {
            let hint =
                !isThere
                ? "there is no such file" : isFolder.boolValue ? "it is a folder" : "check its permissions"
            throw PerchError(.configuration, "cannot read the bundle \(path)", hint: hint, location: path)
        }
        do {
            return try JSONValue(parsing: bytes)
        } catch let error as JSONError {
            let before = bytes.prefix(error.offset)
            let line = before.count { $0 == UInt8(ascii: "\n") } + 1
            let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? before.startIndex
            let column = String(decoding: before[lineStart...], as: UTF8.self).count + 1
            throw PerchError(
                .configuration, "the bundle \(path) is not JSON: \(error.reason)", hint: "mend it, or write it again",
                location: "\(path):\(line):\(column)")
        }
    }
}

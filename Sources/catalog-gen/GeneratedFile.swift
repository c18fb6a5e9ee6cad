// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation

/// A file that is made from the catalogue.
struct GeneratedFile {
    /// Below the root of the repository.
    let path: String
    let text: String

    static let notice = "Generated from the operation catalogue by scripts/generate; do not edit."

    /// A Swift file with its header.
    static func swift(_ path: String, imports: [String], _ declarations: [String]) -> GeneratedFile {
        let head = "// Part of Perch. SPDX-License-Identifier: Apache-2.0\n// \(notice)"
        let blocks = [head] + (imports.isEmpty ? [] : [imports.joined(separator: "\n")]) + declarations
        return GeneratedFile(path: path, text: blocks.joined(separator: "\n\n") + "\n")
    }

    func write(below root: URL) throws {
        let file = root.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }
}

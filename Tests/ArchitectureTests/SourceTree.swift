// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation

/// The Swift files of the package, as text.
struct SourceTree {
    struct File {
        let target: String
        let path: String
        let text: String

        /// The modules that the file imports.
        var imports: [String] {
            text.split(separator: "\n").compactMap { line in
                let words = line.split(separator: " ")
                guard let at = words.firstIndex(of: "import"), words.prefix(upTo: at).allSatisfy(Self.isModifier) else {
                    return nil
                }
                // `import struct Foundation.Date` names its module second.
                let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
                guard let name = words.dropFirst(at + 1).first(where: { !kinds.contains($0) }) else { return nil }
                return String(name.prefix { $0 != "." })
            }
        }

        private static func isModifier(_ word: Substring) -> Bool {
            word.hasPrefix("@") || ["public", "package", "internal", "private", "fileprivate"].contains(word)
        }
    }

    let files: [File]

    /// The package's own root, found from this file.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    static let sources = SourceTree(folder: "Sources")
    static let tests = SourceTree(folder: "Tests")

    init(files: [File]) {
        self.files = files
    }

    init(folder: String) {
        let base = Self.root + "/" + folder
        let names = FileManager.default.enumerator(atPath: base)?.allObjects as? [String] ?? []
        files = names.filter { $0.hasSuffix(".swift") }.sorted().compactMap { name in
            guard let text = try? String(contentsOfFile: base + "/" + name, encoding: .utf8) else { return nil }
            return File(target: String(name.prefix { $0 != "/" }), path: folder + "/" + name, text: text)
        }
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import Locking

/// Lines of files that failures are shown with. Keeps the files that were read until they change.
final class SourceText: Sendable {
    private let files = Guarded<[String: [Substring]]>([:])

    func forget() { files.withLock { $0 = [:] } }

    /// The line without the blanks around it, from 1.
    func line(_ number: Int, of path: String) -> String? {
        let lines = files.withLock { files -> [Substring] in
            if let known = files[path] { return known }
            let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            files[path] = lines
            return lines
        }
        guard lines.indices.contains(number - 1) else { return nil }
        return lines[number - 1].trimmingCharacters(in: .whitespaces)
    }
}

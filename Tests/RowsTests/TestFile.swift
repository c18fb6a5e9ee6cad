// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation

@testable import Rows

/// A file with a content, as long as it is held.
final class TestFile {
    let path: String

    init(_ bytes: some Sequence<UInt8>, name: String = "rows.csv") throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let url = folder.appending(path: name)
        try Data(bytes).write(to: url)
        path = url.path
    }

    convenience init(_ text: String, name: String = "rows.csv") throws { try self.init(text.utf8, name: name) }

    deinit { try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent) }

    var folder: String { (path as NSString).deletingLastPathComponent }

    /// All rows, and what is wrong with the others.
    func read(format: RowFormat? = nil, encoding: TextEncoding = .utf8) throws -> (
        columns: [String], rows: [Row], problems: [RowProblem]
    ) {
        let reader = try RowReader(RowInput(path: path, format: format, encoding: encoding))
        var rows: [Row] = []
        var problems: [RowProblem] = []
        var isAtEnd = false
        while !isAtEnd {
            do throws(RowProblem) {
                if let row = try reader.next() { rows.append(row) } else { isAtEnd = true }
            } catch {
                problems.append(error)
            }
        }
        return (reader.columns, rows, problems)
    }
}

extension Row {
    var fields: [String] {
        if case .fields(let fields) = content { return fields }
        return []
    }

    var value: JSONValue? {
        if case .value(let value) = content { return value }
        return nil
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI
import LuaBindings
import LuaRuntime
import Rows

/// The rows of a file that cases are made of.
struct RowSource {
    let path: String

    /// - Throws: ``PerchError`` when the file is not there.
    init(path: String) throws(PerchError) {
        self.path = path
        guard FileManager.default.isReadableFile(atPath: path) else {
            throw PerchError(
                .configuration, "there is no file \(path) with rows", hint: "name it from the folder of the script on")
        }
    }

    /// Reads the rows one after the other, until the last that is wanted. Fields of CSV are texts.
    ///
    /// - Throws: ``PerchError`` with file and line of what cannot be read.
    func read(upTo last: Int = .max, _ body: (Int, JSONValue) -> Void) throws(PerchError) {
        do throws(RowProblem) {
            let reader = try RowReader(RowInput(path: path))
            while let row = try reader.next() {
                body(row.number, row.json(columns: reader.columns))
                if row.number >= last { return }
            }
        } catch {
            throw PerchError(error)
        }
    }
}

/// Some rows of a file, and others when they are asked for: cases are run in the order of their rows, and files may be long.
final class RowWindow {
    private static let size = 5_000
    private var path = ""
    private var first = 0
    private var rows: [LuaValue] = []

    /// A row, from 1; nil when there are not so many.
    func row(_ number: Int, of file: String) throws(PerchError) -> LuaValue {
        if file != path || number < first || number >= first + Self.size {
            var read: [LuaValue] = []
            try RowSource(path: file).read(upTo: number + Self.size - 1) { index, row in
                if index >= number { read.append(ValueTape(row).withCursor { $0.nextValue() }) }
            }
            (path, first, rows) = (file, number, read)
        }
        return rows.indices.contains(number - first) ? rows[number - first] : .nil
    }
}

/// A name with `{field}`s.
struct RowName {
    let template: String

    init(_ template: String) { self.template = template }

    func filled(with row: JSONValue) -> String {
        var result = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let field = String(rest[rest.index(after: open)..<close])
            result += rest[..<open]
            if let value = row[field] {
                result += value.string ?? value.description
            } else {
                result += rest[open...close]
            }
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI
import LuaBindings
import LuaRuntime

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

    /// A row, from 1; nil when there are not so many.
    func row(_ number: Int) throws(PerchError) -> LuaValue {
        var found = LuaValue.nil
        try forEach { index, row in
            if index == number { found = ValueTape(row).withCursor { $0.nextValue() } }
        }
        return found
    }

    func forEach(_ body: (Int, JSONValue) -> Void) throws(PerchError) {
        guard let data = FileManager.default.contents(atPath: path), let json = try? JSONValue(parsing: data),
            let rows = json.array
        else {
            throw PerchError(.configuration, "\(path) has no rows that can be read", hint: "write a JSON array")
        }
        for (index, row) in rows.enumerated() { body(index + 1, row) }
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

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI
import LuaBindings
import LuaRuntime

/// Rows of a file that cases are made of.
struct RowSource {
    let path: String

    /// - Throws: ``PerchError`` when the file is not there or of an unknown kind.
    init(path: String) throws {
        self.path = path
        guard FileManager.default.isReadableFile(atPath: path) else {
            throw PerchError(
                .configuration, "there is no file \(path) with rows", hint: "name it from the folder of the script on")
        }
    }

    /// The number of rows.
    func count() throws -> Int { try all().count }

    /// A row, from 1.
    func row(_ number: Int) throws -> LuaValue {
        let rows = try all()
        guard rows.indices.contains(number - 1) else { return .nil }
        return ValueTape(rows[number - 1]).withCursor { $0.nextValue() }
    }

    private func all() throws -> [JSONValue] {
        guard let data = FileManager.default.contents(atPath: path), let json = try? JSONValue(parsing: data) else { return [] }
        return json.array ?? []
    }
}

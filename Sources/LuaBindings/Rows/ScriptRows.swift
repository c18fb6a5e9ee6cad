// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import Locking
import LuaRuntime
import Rows

/// The rows of a file in a script's hands. It is closed at its end, when the loop is left, and when nobody holds it any more.
final class ScriptRows: HostObject {
    static let luaTypeName = "rows"
    static let luaText = "rows"

    private let reader: Guarded<RowReader?>
    private let columns: [String]
    private let types: [RowFieldType]

    init(_ reader: sending RowReader, types: [RowFieldType]) {
        columns = reader.columns
        self.types = types
        self.reader = Guarded(reader)
    }

    /// The next row and its line; nil at the end.
    func next() throws -> ValueTape? {
        try reader.withLock { reader in
            do throws(RowProblem) {
                guard let row = try reader?.next() else {
                    reader = nil
                    return nil
                }
                return try tape(row, reader?.input.path ?? "")
            } catch {
                throw PerchError(error)
            }
        }
    }

    func close() { reader.withLock { $0 = nil } }

    private func tape(_ row: Row, _ path: String) throws(RowProblem) -> ValueTape {
        var tape = ValueTape()
        switch row.content {
        case .value(let value): tape.append(value)
        case .fields(let fields):
            tape.beginObject(count: fields.count)
            for index in fields.indices {
                tape.append(string: columns[index])
                guard types[index].append(fields[index], to: &tape) else {
                    throw RowProblem(
                        path: path, line: row.line, column: columns[index],
                        message: "`\(fields[index])` is not \(types[index].words)",
                        hint: "correct the file, or leave the column out of `types`", endsReading: false)
                }
            }
        }
        tape.append(integer: Int64(row.line))
        return tape
    }
}

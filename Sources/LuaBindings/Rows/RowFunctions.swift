// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import LuaRuntime
import Rows

/// What `lua/rows.lua` makes `perch.csv` and `perch.jsonl` from.
struct RowFunctions: Sendable {
    let permissions: LuaPermissions

    var functions: [HostFunction] {
        [openRows, parseRows, nextRow, closeRows, openWriter, openText, writeRow, finishWriter, closeWriter, refuse]
    }

    // MARK: - Reading

    /// `open_rows(function, path, options)` gives the rows, their columns (nil for JSON) and their dialect.
    private var openRows: HostFunction {
        HostFunction("open_rows") { call in
            let options = try RowOptions(call, at: 2)
            let path = try path(call, options)
            guard permissions.allowsReading(path) else { throw PermissionError(action: .read(path: path)) }
            return try opened(options, problem: { input throws(RowProblem) in try RowReader(input) }, path)
        }
    }

    /// `parse_rows(function, text, options)`.
    private var parseRows: HostFunction {
        HostFunction("parse_rows") { call in
            let options = try RowOptions(call, at: 2)
            guard let bytes = call.withBytes(at: 1, { Array($0) }) else {
                throw PerchError(
                    .invalidArgument, "\(options.function) takes text, not a \(call.typeName(at: 1))",
                    hint: "for a file, write \(options.module).rows(path)")
            }
            return try opened(
                options, problem: { input throws(RowProblem) in try RowReader(input, bytes: bytes) }, "text")
        }
    }

    private func opened(
        _ options: RowOptions, problem open: (RowInput) throws(RowProblem) -> RowReader, _ path: String
    ) throws -> HostOutcome {
        let reader: RowReader
        do throws(RowProblem) {
            reader = try open(options.input(path))
        } catch {
            throw PerchError(error)
        }
        let rows = ScriptRows(reader, types: try options.types(of: reader))
        var tape = ValueTape()
        tape.append(object: rows)
        guard reader.dialect != nil else { return .value(tape) }
        tape.beginArray(count: reader.columns.count)
        for column in reader.columns { tape.append(string: column) }
        return .values(LuaValues(tape, count: 2))
    }

    /// `next_row(rows)` gives the next row and its line, or nothing.
    private var nextRow: HostFunction {
        HostFunction("next_row") { call in
            guard let rows = call.object(at: 0) as? ScriptRows, let tape = try rows.next() else { return .none }
            return .values(LuaValues(tape, count: 2))
        }
    }

    private var closeRows: HostFunction {
        HostFunction("close_rows") { call in
            (call.object(at: 0) as? ScriptRows)?.close()
            return .none
        }
    }

    // MARK: - Writing

    /// `open_writer(function, path, options, columns)`; `options.like` names a file whose dialect is taken.
    private var openWriter: HostFunction {
        HostFunction("open_writer") { call in
            let options = try RowOptions(call, at: 2)
            let path = try path(call, options)
            guard permissions.allowsWriting(path) else { throw PermissionError(action: .write(path: path)) }
            try checkLike(options)
            do throws(RowProblem) {
                guard options.isCSV else {
                    return Self.value(ScriptRowWriter(try RowWriter(jsonLines: path), columns: nil))
                }
                let columns = Self.columns(call)
                let writer = try RowWriter(csv: path, columns: columns, dialect: try options.dialect())
                return Self.value(ScriptRowWriter(writer, columns: columns))
            } catch {
                throw PerchError(error)
            }
        }
    }

    private func checkLike(_ options: RowOptions) throws {
        guard let like = options.like, !permissions.allowsReading(like) else { return }
        throw PermissionError(action: .read(path: like))
    }

    /// `open_text(function, nil, options, columns)`: rows become a text.
    private var openText: HostFunction {
        HostFunction("open_text") { call in
            let options = try RowOptions(call, at: 2)
            try checkLike(options)
            do throws(RowProblem) {
                return Self.value(ScriptRowWriter(columns: Self.columns(call), dialect: try options.dialect()))
            } catch {
                throw PerchError(error)
            }
        }
    }

    /// `write_row(writer, row)`.
    private var writeRow: HostFunction {
        HostFunction("write_row") { call in
            guard let writer = call.object(at: 0) as? ScriptRowWriter else { return .none }
            try writer.write(call)
            return .none
        }
    }

    /// `finish_writer(writer)` gives the text, or nothing for a file.
    private var finishWriter: HostFunction {
        HostFunction("finish_writer") { call in
            guard let text = try (call.object(at: 0) as? ScriptRowWriter)?.finish() else { return .none }
            var tape = ValueTape()
            tape.append(bytes: text)
            return .value(tape)
        }
    }

    /// Throws away what was not finished.
    private var closeWriter: HostFunction {
        HostFunction("close_writer") { call in
            (call.object(at: 0) as? ScriptRowWriter)?.close()
            return .none
        }
    }

    /// `refuse(function, what)`: `columns` when there are none to take, else the type of what should be rows.
    private var refuse: HostFunction {
        HostFunction("refuse") { call in
            let function = call.string(at: 0) ?? ""
            let what = call.string(at: 1) ?? ""
            if what == "columns" {
                throw PerchError(
                    .invalidArgument, "\(function) does not know the columns",
                    hint: "name them: { columns = { \"id\" } }")
            }
            throw PerchError(
                .invalidArgument, "\(function) takes rows, not a \(what)",
                hint: "give a list of tables, or a function that gives one after the other")
        }
    }

    private static func columns(_ call: borrowing HostCall) -> [String] {
        guard case .array(let names)? = try? call.value(at: 3) else { return [] }
        return names.compactMap(\.string)
    }

    private static func value(_ object: any HostObject) -> HostOutcome {
        var tape = ValueTape()
        tape.append(object: object)
        return .value(tape)
    }

    private func path(_ call: borrowing HostCall, _ options: RowOptions) throws -> String {
        guard let path = call.string(at: 1), !path.isEmpty else {
            throw PerchError(
                .invalidArgument, "\(options.function) takes the path of a file, not a \(call.typeName(at: 1))",
                hint: "write it as in \(options.function)(\"customers.\(options.isCSV ? "csv" : "jsonl")\")")
        }
        guard path != "-" else {
            throw PerchError(
                .invalidArgument, "\(options.function) takes a file, and `-` is none",
                hint: options.isCSV
                    ? "for the standard input, write perch.csv.parse(io.read(\"a\"))" : "read lines with io.lines()")
        }
        return path
    }
}

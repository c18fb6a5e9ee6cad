// Part of Perch. SPDX-License-Identifier: Apache-2.0

import DelimitedText
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

    /// Reads the rows one after the other, until the last that is wanted.
    ///
    /// - Throws: ``PerchError`` with file and line of what cannot be read.
    func read(upTo last: Int = .max, _ body: (Int, JSONValue) -> Void) throws(PerchError) {
        switch (path as NSString).pathExtension.lowercased() {
        case "json": try forEachElement(upTo: last, body)
        case "jsonl", "ndjson": try forEachLine(upTo: last, body)
        case "csv", "tsv", "txt": try forEachRecord(upTo: last, body)
        default:
            throw PerchError(
                .configuration, "\(path) is of no kind that has rows", hint: "name it .csv, .tsv, .json or .jsonl")
        }
    }

    private func forEachElement(upTo last: Int, _ body: (Int, JSONValue) -> Void) throws(PerchError) {
        let rows: [JSONValue]
        do {
            guard let list = try JSONValue(parsing: FileManager.default.contents(atPath: path) ?? Data()).array else {
                throw problem("is not a list", line: 1)
            }
            rows = list
        } catch let error as PerchError {
            throw error
        } catch {
            throw problem("is \(error)", line: 1)
        }
        for (index, row) in rows.prefix(last).enumerated() { body(index + 1, row) }
    }

    private func forEachLine(upTo last: Int, _ body: (Int, JSONValue) -> Void) throws(PerchError) {
        guard let file = fopen(path, "r") else { throw problem("cannot be read", line: 1) }
        defer { fclose(file) }
        var text: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(text) }
        var number = 0
        var line = 0
        while number < last {
            let count = getline(&text, &capacity, file)
            guard count > 0 else { return }
            line += 1
            let bytes = UnsafeRawBufferPointer(start: text, count: count)
            guard bytes.contains(where: { !" \t\r\n".utf8.contains($0) }) else { continue }
            guard let row = try? JSONValue(parsing: bytes) else {
                throw problem("has a line that is not JSON", line: line)
            }
            number += 1
            body(number, row)
        }
    }

    /// Fields of CSV are texts.
    private func forEachRecord(upTo last: Int, _ body: (Int, JSONValue) -> Void) throws(PerchError) {
        var number = 0
        do {
            try DelimitedFile(path: path).read { row in
                guard number < last else { throw Enough() }
                number += 1
                body(number, .object(JSONObject(uniqueKeysWithValues: row.fields.map { ($0.name, .string($0.value)) })))
            }
        } catch is Enough {
            return
        } catch let found as DelimitedFile.Problem {
            throw problem(found.message, line: found.line)
        } catch {
            throw problem("cannot be read: \(error)", line: 1)
        }
    }

    private func problem(_ message: String, line: Int) -> PerchError {
        PerchError(.configuration, "\(path) \(message)", hint: "correct the file", location: "\(path):\(line)")
    }
}

/// All that is wanted was read.
private struct Enough: Error {}

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

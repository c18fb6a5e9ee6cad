// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Rows

/// What a journal knows of the work as a whole.
public struct JournalFacts: Sendable, Equatable {
    var texts: [String: String]

    init(texts: [String: String]) { self.texts = texts }

    /// - Parameters:
    ///   - id: What no other journal has; idempotency keys are made from it.
    ///   - reading: How the file is read.
    ///   - settings: What decides which calls are made; a resumed run must have the same.
    ///   - line: How the work is called, for people: the words behind `perch bulk`.
    init(
        id: String, operation: String, input: String, fingerprint: String, rows: Int, settings: String,
        environment: String,
        share: String, kept: [String], reading: RowInput, line: String, begun: Int64
    ) {
        texts = [
            "version": String(Journal.version), "id": id, "operation": operation, "input": input,
            "fingerprint": fingerprint, "rows": String(rows), "settings": settings, "environment": environment,
            "share": share, "kept": JSONValue.array(kept.map { .string($0) }).description,
            "encoding": reading.encoding.rawValue, "format": reading.format?.rawValue ?? "", "line": line,
            "begun": String(begun),
        ]
    }

    var version: Int { Int(texts["version"] ?? "") ?? 0 }
    var id: String { texts["id"] ?? "" }
    public var operation: String { texts["operation"] ?? "" }
    public var input: String { texts["input"] ?? "" }
    /// The SHA-256 of the file's bytes.
    var fingerprint: String { texts["fingerprint"] ?? "" }
    /// How many rows are to be done, of this share.
    public var rows: Int { Int(texts["rows"] ?? "") ?? 0 }
    var settings: String { texts["settings"] ?? "" }
    public var environment: String { texts["environment"] ?? "" }
    public var share: String { texts["share"] ?? "" }
    /// The fields of answers that were kept.
    var kept: [String] {
        let list = try? JSONValue(parsing: Array((texts["kept"] ?? "[]").utf8))
        return (list?.array ?? []).compactMap(\.string)
    }
    /// How a file of the same rows is read.
    func reading(_ path: String) -> RowInput {
        RowInput(
            path: path, format: RowFormat(rawValue: texts["format"] ?? ""),
            encoding: TextEncoding(rawValue: texts["encoding"] ?? "") ?? .utf8)
    }
    /// The words that began it, without --resume.
    public var line: String { texts["line"] ?? "" }
    /// In seconds since 1970.
    public var begun: Int64 { Int64(texts["begun"] ?? "") ?? 0 }
    /// In seconds since 1970; nil while there is something to do.
    public var finished: Int64? { texts["finished"].flatMap { Int64($0) } }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A file with rows, and how it is to be read. A file that was packed by gzip is unpacked on the way, whatever its name.
public struct RowInput: Sendable, Hashable {
    /// A path, or `-` for the standard input.
    public var path: String
    /// Nil: as the name says (`.csv`, `.tsv`, `.jsonl`, `.ndjson`, `.json`, each also with `.gz`), else as it looks.
    public var format: RowFormat?
    public var encoding: TextEncoding
    /// Between the fields of CSV; nil: whichever of comma, semicolon and tab the first line has most of.
    public var delimiter: UInt8?

    public init(
        path: String, format: RowFormat? = nil, encoding: TextEncoding = .utf8, delimiter: UInt8? = nil
    ) {
        self.path = path
        self.format = format
        self.encoding = encoding
        self.delimiter = delimiter
    }
}

/// The form of a file with rows.
public enum RowFormat: String, Sendable, Hashable, CaseIterable {
    /// A header and rows of fields, between commas, semicolons or tabs: whatever the first line has most of.
    case csv
    /// The same between tabs.
    case tsv
    /// A JSON value in each line.
    case jsonLines
    /// One JSON list; its elements are the rows.
    case jsonArray

    /// What the ending of a name says; nil when it says nothing.
    public init?(nameOf path: String) {
        var parts = path.split(separator: "/").last?.split(separator: ".").map { $0.lowercased() } ?? []
        if parts.last == "gz" { parts.removeLast() }
        guard parts.count > 1 else { return nil }
        switch parts.last {
        case "csv": self = .csv
        case "tsv", "tab": self = .tsv
        case "jsonl", "ndjson": self = .jsonLines
        case "json": self = .jsonArray
        default: return nil
        }
    }

    /// What the first bytes of a text look like.
    init(lookOf text: UnsafeRawBufferPointer) {
        switch text.first(where: { !JSONSpace.contains($0) }) {
        case UInt8(ascii: "["): self = .jsonArray
        case UInt8(ascii: "{"): self = .jsonLines
        default: self = .csv
        }
    }
}

/// How a file writes its letters as bytes.
public enum TextEncoding: String, Sendable, Hashable, CaseIterable {
    case utf8
    /// What Western programs mean by it: Windows-1252, which has `€` and typographic quotes where ISO 8859-1 has nothing.
    case latin1
}

/// What may stand between the parts of JSON.
enum JSONSpace {
    static func contains(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
}

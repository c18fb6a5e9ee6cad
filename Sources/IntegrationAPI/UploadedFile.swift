// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import OperationCatalog

extension APIRequest {
    /// Reads the body of the operation as it came over HTTP: JSON, or the file of an upload, which becomes a JSON string.
    /// Nothing happens when the operation has no body, or no bytes came.
    ///
    /// - Throws: `JSONError` for bytes that are not JSON, `PerchError(.invalidArgument)` for an upload without a file.
    public mutating func read(body bytes: [UInt8], contentType: String?) throws {
        guard let content = operation.body?.content, !bytes.isEmpty else { return }
        switch content {
        case .json: body = try JSONValue(parsing: bytes)
        case .csv: body = .string(try UploadedFile.text(of: bytes[...], contentType: contentType ?? ""))
        }
    }
}

/// The file of an upload: the part `upFile` of a form (RFC 7578), or else the body as it is.
enum UploadedFile {
    static let field = "upFile"

    static func text(of body: ArraySlice<UInt8>, contentType: String) throws -> String {
        var file = body
        if contentType.lowercased().hasPrefix("multipart/form-data") {
            guard let boundary = parameter("boundary", of: contentType), !boundary.isEmpty else {
                throw PerchError(
                    .invalidArgument, "the form has no boundary",
                    hint: "send `Content-Type: multipart/form-data; boundary=…`")
            }
            let parts = parts(of: body, boundary: boundary)
            guard let part = parts.first(where: { $0.name == field }) else {
                let names = parts.compactMap(\.name).map { "`\($0)`" }.joined(separator: ", ")
                throw PerchError(
                    .invalidArgument, "the form has no file `\(field)`\(names.isEmpty ? "" : ", only \(names)")",
                    hint: "send the CSV file as the part `\(field)`")
            }
            file = part.content
        }
        // Spreadsheets begin their files with a byte order mark.
        if file.starts(with: [0xEF, 0xBB, 0xBF]) { file = file.dropFirst(3) }
        guard let text = String(validating: file, as: UTF8.self) else {
            throw PerchError(.invalidArgument, "the file is not UTF-8 text", hint: "save it as CSV in UTF-8")
        }
        return text
    }

    private struct Part {
        let name: String?
        let content: ArraySlice<UInt8>
    }

    private static func parts(of body: ArraySlice<UInt8>, boundary: String) -> [Part] {
        let delimiter = Array("--\(boundary)".utf8)
        var parts: [Part] = []
        var rest = body
        var start: Int?
        while let place = rest.firstRange(of: delimiter) {
            // A delimiter stands at the beginning of a line.
            let isAtLineStart = place.lowerBound == body.startIndex || body[place.lowerBound - 1] == 10
            if isAtLineStart {
                if let start { parts.append(part(body[start..<place.lowerBound])) }
                start = place.upperBound
            }
            rest = body[place.upperBound...]
        }
        return parts
    }

    /// What stands between two delimiters: the end of the delimiter's line, header lines, an empty line, the content and
    /// a line break.
    private static func part(_ bytes: ArraySlice<UInt8>) -> Part {
        var lines = bytes
        var name: String?
        _ = nextLine(&lines)
        while let line = nextLine(&lines), !line.isEmpty {
            let header = String(decoding: line, as: UTF8.self)
            if header.lowercased().hasPrefix("content-disposition:") { name = parameter("name", of: header) }
        }
        if lines.last == 10 { lines = lines.dropLast() }
        if lines.last == 13 { lines = lines.dropLast() }
        return Part(name: name, content: lines)
    }

    private static func nextLine(_ bytes: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let end = bytes.firstIndex(of: 10) else { return nil }
        var line = bytes[..<end]
        bytes = bytes[(end + 1)...]
        if line.last == 13 { line = line.dropLast() }
        return line
    }

    /// The value of `name=value` or `name="value"` in a header.
    private static func parameter(_ name: String, of header: String) -> String? {
        for field in header.split(separator: ";").dropFirst() {
            let parts = field.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].drop(while: { $0 == " " }).lowercased() == name else { continue }
            let value = parts[1].drop { $0 == "\"" }
            return String(value.prefix { $0 != "\"" })
        }
        return nil
    }
}

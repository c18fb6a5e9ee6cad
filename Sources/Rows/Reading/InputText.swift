// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// The text of an input, piece by piece, in UTF-8 and without the mark at its beginning. Whether it is UTF-8 is for those to
/// see who know the field it stands in.
final class InputText {
    let input: RowInput
    /// Whether the file begins with the mark that spreadsheets put before UTF-8.
    let hasMark: Bool
    private let bytes: InputBytes
    private var head: UnsafeRawBufferPointer?
    private var converted: [UInt8] = []

    /// - Throws: ``RowProblem`` for a file that cannot be read, is UTF-16, or not of the encoding that it is said to have.
    init(_ input: RowInput, _ bytes: InputBytes) throws(RowProblem) {
        self.input = input
        self.bytes = bytes
        let first = try bytes.next()
        hasMark = first?.starts(with: [0xEF, 0xBB, 0xBF]) == true
        guard let first else { return }
        let start = UnsafeRawBufferPointer(rebasing: first.prefix(64))
        if Self.isUTF16(start) {
            throw RowProblem(
                path: input.path, line: 1, message: "the file is UTF-16 text",
                hint: "save it as CSV UTF-8, or convert it: iconv -f UTF-16 -t UTF-8")
        }
        if hasMark, input.encoding == .latin1 {
            throw RowProblem(
                path: input.path, line: 1,
                message: "the file is UTF-8, as the mark at its beginning says, and not Latin-1",
                hint: "leave out that it is Latin-1")
        }
        head = hasMark ? UnsafeRawBufferPointer(rebasing: first.dropFirst(3)) : first
    }

    var fingerprint: String { bytes.fingerprint }

    /// The first bytes, as long as no piece was taken.
    var beginning: UnsafeRawBufferPointer { head ?? UnsafeRawBufferPointer(start: nil, count: 0) }

    /// Hands over the next piece; false at the end.
    func next(_ body: (UnsafeRawBufferPointer) -> Void) throws(RowProblem) -> Bool {
        var piece = head
        head = nil
        if piece == nil { piece = try bytes.next() }
        guard let piece else { return false }
        if input.encoding == .latin1 {
            convert(piece)
            converted.withUnsafeBytes(body)
        } else {
            body(piece)
        }
        return true
    }

    /// What is not UTF-8, in words for the encoding that was expected.
    func badText(line: Int, column: String?) -> RowProblem {
        switch input.encoding {
        case .utf8:
            RowProblem(
                path: input.path, line: line, column: column, message: "the text is not UTF-8",
                hint: "save the file as CSV UTF-8, or say that it is Latin-1 (`latin1`)", endsReading: false)
        case .latin1:
            RowProblem(
                path: input.path, line: line, column: column, message: "the text has a byte that Latin-1 does not have",
                hint: "look at how the file was made: it has another encoding", endsReading: false)
        }
    }

    /// Bytes that Windows-1252 does not have are kept, and are found later as what is no UTF-8.
    private func convert(_ piece: UnsafeRawBufferPointer) {
        converted.removeAll(keepingCapacity: true)
        for byte in piece {
            switch byte {
            case ..<0x80: converted.append(byte)
            case 0x80..<0xA0:
                let scalar = Self.windows[Int(byte - 0x80)]
                if let scalar { converted.append(contentsOf: scalar.utf8) } else { converted.append(byte) }
            default:
                converted.append(0xC0 | byte >> 6)
                converted.append(0x80 | byte & 0x3F)
            }
        }
    }

    /// Windows-1252 from 0x80 to 0x9F.
    private static let windows: [String?] = [
        "€", nil, "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", nil, "Ž", nil,
        nil, "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", nil, "ž", "Ÿ",
    ]

    /// By its mark, or because every other byte of the beginning is zero.
    private static func isUTF16(_ start: UnsafeRawBufferPointer) -> Bool {
        if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) { return true }
        guard start.count >= 4 else { return false }
        let pairs = start.count / 2
        return [0, 1].contains { side in
            (0..<pairs).allSatisfy { start[2 * $0 + side] == 0 && start[2 * $0 + 1 - side] != 0 }
        }
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON

/// All the ways in which secrets may stand in a text, and the search for them.
struct SecretForms {
    /// By first byte, the longest first.
    private var forms: [UInt8: [[UInt8]]] = [:]

    var isEmpty: Bool { forms.isEmpty }

    mutating func add(_ secret: String) {
        let whole = Array(secret.utf8)
        insert(whole)
        // A key read from a file brings its line end along; whoever prints it may not.
        let trimmed = Array(whole.drop(while: Self.isSpace).reversed().drop(while: Self.isSpace).reversed())
        insert(trimmed)
        for bytes in [whole, trimmed] {
            for form in Self.encodings(of: bytes) { insert(form) }
        }
    }

    func redact(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var copied = 0
        var place = 0
        while place < bytes.count {
            var end = matchEnd(in: bytes, at: place)
            guard end > place else {
                place += 1
                continue
            }
            result.append(contentsOf: bytes[copied..<place])
            result.append(contentsOf: Redaction.mask.utf8)
            // Secrets that overlap or touch go together, so that no piece of one is left.
            while place < end {
                place += 1
                end = max(end, matchEnd(in: bytes, at: place))
            }
            copied = end
        }
        if copied == 0 { return text }
        result.append(contentsOf: bytes[copied...])
        return String(decoding: result, as: UTF8.self)
    }

    /// Where the longest form that starts at a place ends; the place itself when none does.
    private func matchEnd(in bytes: [UInt8], at place: Int) -> Int {
        guard place < bytes.count, let candidates = forms[bytes[place]] else { return place }
        let match = candidates.first { bytes[place...].starts(with: $0) }
        return place + (match?.count ?? 0)
    }

    private mutating func insert(_ form: [UInt8]) {
        guard let first = form.first, forms[first]?.contains(form) != true else { return }
        forms[first, default: []].append(form)
        forms[first]?.sort { $0.count > $1.count }
    }

    // MARK: - Encodings

    private static func encodings(of secret: [UInt8]) -> [[UInt8]] {
        guard !secret.isEmpty else { return [] }
        let text = String(decoding: secret, as: UTF8.self)
        let json = JSONPrinter.bytes(.string(text)).dropFirst().dropLast()
        var result = [
            Array(json), replacing("/", with: "\\/", in: Array(json)),
            percentEncoded(secret, digits: "0123456789ABCDEF", spaceAsPlus: false),
            percentEncoded(secret, digits: "0123456789abcdef", spaceAsPlus: false),
            percentEncoded(secret, digits: "0123456789ABCDEF", spaceAsPlus: true),
        ]
        for alphabet in ["+/", "-_"] {
            result.append(base64(secret, lastTwo: alphabet))
            // Inside a longer encoded text the secret starts at any of three offsets, and its first and last letters
            // also hold bits of its neighbours. What is left must be long enough not to be found by chance.
            for offset in 0..<3 {
                let letters = base64([UInt8](repeating: 0, count: offset) + secret, lastTwo: alphabet)
                let first = (offset * 8 + 5) / 6
                let last = (offset + secret.count) * 8 / 6
                if last - first >= 8 { result.append(Array(letters[first..<last])) }
            }
        }
        return result
    }

    private static func percentEncoded(_ bytes: [UInt8], digits: String, spaceAsPlus: Bool) -> [UInt8] {
        let digits = Array(digits.utf8)
        return bytes.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                [byte]
            case UInt8(ascii: " ") where spaceAsPlus: [UInt8(ascii: "+")]
            default: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
    }

    /// Without padding, so that both spellings are found.
    private static func base64(_ bytes: [UInt8], lastTwo: String) -> [UInt8] {
        let letters = Array(("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + lastTwo).utf8)
        var result: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                result.append(letters[Int(bits >> UInt32(count) & 63)])
            }
        }
        if count > 0 { result.append(letters[Int(bits << UInt32(6 - count) & 63)]) }
        return result
    }

    private static func replacing(_ old: Character, with new: String, in bytes: [UInt8]) -> [UInt8] {
        Array(
            String(decoding: bytes, as: UTF8.self).split(separator: old, omittingEmptySubsequences: false)
                .joined(separator: new).utf8)
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }
}

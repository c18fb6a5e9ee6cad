// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A text taken apart where UUIDs stand in it.
struct UUIDText {
    /// What stands around the UUIDs: one part more than there are of them.
    private(set) var parts: [String] = []
    private(set) var uuids: [String] = []

    init(_ text: String) {
        let bytes = Array(text.utf8)
        var copied = 0
        var place = 0
        while place + Self.length <= bytes.count {
            guard Self.isUUID(bytes[place..<(place + Self.length)]) else {
                place += 1
                continue
            }
            parts.append(String(decoding: bytes[copied..<place], as: UTF8.self))
            uuids.append(String(decoding: bytes[place..<(place + Self.length)], as: UTF8.self))
            place += Self.length
            copied = place
        }
        parts.append(String(decoding: bytes[copied...], as: UTF8.self))
    }

    /// The text with others in the place of its UUIDs.
    func replacing(_ other: (String) -> String?) -> String {
        var text = parts[0]
        for (uuid, part) in zip(uuids, parts.dropFirst()) { text += (other(uuid) ?? uuid) + part }
        return text
    }

    private static let length = 36

    private static func isUUID(_ bytes: ArraySlice<UInt8>) -> Bool {
        for (offset, byte) in bytes.enumerated() {
            switch (offset, byte) {
            case (8, UInt8(ascii: "-")), (13, UInt8(ascii: "-")), (18, UInt8(ascii: "-")), (23, UInt8(ascii: "-")):
                break
            case (8, _), (13, _), (18, _), (23, _): return false
            case (_, UInt8(ascii: "0")...UInt8(ascii: "9")), (_, UInt8(ascii: "a")...UInt8(ascii: "f")),
                (_, UInt8(ascii: "A")...UInt8(ascii: "F")):
                break
            default: return false
            }
        }
        return true
    }
}

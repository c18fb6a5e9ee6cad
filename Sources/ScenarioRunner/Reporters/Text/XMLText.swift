// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Texts in XML 1.0.
enum XMLText {
    /// For an attribute or an element. What XML cannot hold at all is left out.
    static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where isLegal(scalar) {
            switch scalar {
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            case "\r": result.append(contentsOf: "&#13;".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// A start tag without its last character.
    static func open(_ name: String, _ attributes: [(String, String?)]) -> String {
        let pairs = attributes.compactMap { key, value in
            value.map { " \(key)=\"\(escaped($0).replacing("\n", with: "&#10;").replacing("\t", with: "&#9;"))\"" }
        }
        return "<\(name)" + pairs.joined()
    }

    static func element(_ name: String, _ attributes: [(String, String?)] = [], text: String) -> String {
        open(name, attributes) + (text.isEmpty ? "/>" : ">\(escaped(text))</\(name)>")
    }

    private static func isLegal(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x9, 0xA, 0xD: true
        case 0..<0x20, 0xFFFE, 0xFFFF: false
        default: true
        }
    }
}

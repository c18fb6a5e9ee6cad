// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LineEditing

/// How a part of a result looks.
enum Shade: Sendable, Hashable {
    case plain, string, number, word, dim, heading, effect, good, bad

    /// The colours are those of the terminal's own palette, so that they suit dark and light ones.
    fileprivate var code: String {
        switch self {
        case .plain: ""
        case .string: "32"
        case .number: "36"
        case .word: "35"
        case .dim: "2"
        case .heading: "1"
        case .effect: "33"
        case .good: "32"
        case .bad: "31"
        }
    }
}

/// A text in one shade.
struct Span: Sendable, Equatable {
    var text: String
    var shade: Shade

    init(_ text: String, _ shade: Shade = .plain) {
        self.text = text
        self.shade = shade
    }
}

/// Puts colours into texts, or leaves them out.
struct Paint: Sendable {
    var isOn: Bool

    func callAsFunction(_ text: String, _ shade: Shade) -> String {
        guard isOn, shade != .plain, !text.isEmpty else { return text }
        return "\u{1B}[\(shade.code)m\(text)\u{1B}[0m"
    }

    func callAsFunction(_ spans: [Span]) -> String {
        spans.map { self($0.text, $0.shade) }.joined()
    }
}

extension [Span] {
    /// Columns of the terminal.
    var width: Int { reduce(0) { $0 + DisplayWidth.of($1.text) } }

    /// The beginning of it, so that it takes no more than so many columns.
    func cut(to width: Int) -> [Span] {
        guard self.width > width else { return self }
        var result: [Span] = []
        var left = Swift.max(width - 1, 0)
        for span in self {
            let columns = DisplayWidth.of(span.text)
            guard columns > left else {
                result.append(span)
                left -= columns
                continue
            }
            result.append(Span(DisplayWidth.clipped(span.text, to: left + 1), span.shade))
            break
        }
        return result
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// How the rows of a refused call are tried again in smaller calls, in their order, until those stand alone that are refused.
struct Bisection<Element: Sendable>: Sendable {
    /// What is still to be tried, the next last.
    private var parts: [[Element]]

    init(_ elements: [Element]) { parts = elements.isEmpty ? [] : [elements] }

    /// The next part to try; nil when all is done.
    mutating func next() -> [Element]? { parts.popLast() }

    /// Puts the parts of a refused one in its place.
    ///
    /// - Parameter place: The element that the service named, from 0; nil when it named none.
    mutating func split(_ part: [Element], at place: Int?) {
        guard part.count > 1 else { return }
        if let place, part.indices.contains(place) {
            for piece in [part[(place + 1)...], part[place...place], part[..<place]] where !piece.isEmpty {
                parts.append(Array(piece))
            }
        } else {
            let middle = part.count / 2
            parts.append(Array(part[middle...]))
            parts.append(Array(part[..<middle]))
        }
    }

    /// Puts elements in front, to be tried next as a part of their own.
    mutating func again(_ part: [Element]) {
        if !part.isEmpty { parts.append(part) }
    }
}

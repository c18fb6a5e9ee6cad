// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// The part of a text that is being looked at: pieces are put to its end, and what was used falls away at its beginning.
struct TextBuffer {
    let text: InputText
    private(set) var bytes: [UInt8] = []
    /// The first byte that was not used yet.
    var start = 0

    init(_ text: InputText) { self.text = text }

    /// Adds the next piece; false at the end of the text. Places in the buffer count anew from ``start`` on, which is 0 then.
    mutating func fill() throws(RowProblem) -> Bool {
        bytes.removeFirst(start)
        start = 0
        return try text.next { bytes.append(contentsOf: $0) }
    }

    mutating func removeAll() {
        bytes = []
        start = 0
    }
}

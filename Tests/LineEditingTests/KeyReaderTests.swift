// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LineEditing
import Testing

@Suite struct KeyReaderTests {
    static let keys: [(bytes: String, key: Key)] = [
        ("a", .text("a")), ("\u{1}", .control("a")), ("\u{1F}", .control("_")), ("\u{0}", .control(" ")),
        ("\r", Key(.enter)), ("\n", .control("j")), ("\t", Key(.tab)), ("\u{7F}", Key(.backspace)),
        ("\u{8}", Key(.backspace)), ("é", .text("é")), ("日", .text("日")), ("😀", .text("😀")),
        ("\u{1B}b", .alt("b")), ("\u{1B}é", .alt("é")), ("\u{1B}\r", Key(.enter, .alt)),
        ("\u{1B}\u{7F}", Key(.backspace, .alt)),
        ("\u{1B}[A", Key(.up)), ("\u{1B}OA", Key(.up)), ("\u{1B}[1;5C", Key(.right, .control)),
        ("\u{1B}[1;3D", Key(.left, .alt)), ("\u{1B}[1;9D", Key(.left, .alt)), ("\u{1B}Oc", Key(.right, .control)),
        ("\u{1B}\u{1B}[C", Key(.right, .alt)), ("\u{1B}[a", Key(.up, .shift)),
        ("\u{1B}[H", Key(.home)), ("\u{1B}OH", Key(.home)), ("\u{1B}[1~", Key(.home)), ("\u{1B}[7~", Key(.home)),
        ("\u{1B}[F", Key(.end)), ("\u{1B}[4~", Key(.end)), ("\u{1B}[3~", Key(.delete)),
        ("\u{1B}[3;5~", Key(.delete, .control)), ("\u{1B}[3^", Key(.delete, .control)),
        ("\u{1B}[3$", Key(.delete, .shift)), ("\u{1B}[5~", Key(.pageUp)), ("\u{1B}[Z", Key(.tab, .shift)),
        ("\u{1B}[[A", Key(.function(1))), ("\u{1B}OP", Key(.function(1))), ("\u{1B}OM", Key(.enter)),
        ("\u{1B}[13;2u", Key(.enter, .shift)), ("\u{1B}[27;3;13~", Key(.enter, .alt)),
        ("\u{1B}[97;5u", .control("a")),
    ]

    @Test(arguments: keys.indices)
    func `a sequence is one key, whole or byte by byte`(_ number: Int) {
        let (text, key) = Self.keys[number]
        var whole = KeyReader()
        #expect(whole.read(Array(text.utf8)) == [.key(key)])
        #expect(!whole.isWaiting)

        var pieces = KeyReader()
        let events = text.utf8.flatMap { pieces.read([$0]) }
        #expect(events == [.key(key)])
    }

    @Test func `an Escape alone waits for what follows, and is a key when nothing does`() {
        var reader = KeyReader()
        #expect(reader.read([0x1B]) == [])
        #expect(reader.isWaiting)
        #expect(reader.timeOut() == [.key(Key(.escape))])
        #expect(!reader.isWaiting)

        #expect(reader.read([0x1B, UInt8(ascii: "[")]) == [])
        #expect(reader.timeOut() == [.key(.alt("["))])
    }

    @Test func `keys one after the other come apart`() {
        var reader = KeyReader()
        #expect(
            reader.read(Array("x\u{1B}[Dé\r".utf8)) == [
                .key(.text("x")), .key(Key(.left)), .key(.text("é")), .key(Key(.enter)),
            ])
    }

    @Test func `sequences that mean nothing are passed over`() {
        var reader = KeyReader()
        #expect(reader.read(Array("\u{1B}[99~\u{1B}[?1;2ca".utf8)) == [.key(.text("a"))])
    }

    @Test func `bytes that are no UTF-8 become replacement characters`() {
        var reader = KeyReader()
        #expect(
            reader.read([0xFF, 0xC3, 0x41]) == [.key(.text("\u{FFFD}")), .key(.text("\u{FFFD}")), .key(.text("A"))])
    }

    @Test func `a paste is one event, in whatever pieces it comes`() {
        let text = "\u{1B}[200~one\r\ntwo\rthree\n\tfour\u{1B}[31m\u{7}\u{1B}[201~x"
        for size in 1...7 {
            var reader = KeyReader()
            let bytes = Array(text.utf8)
            var events: [KeyEvent] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                events += reader.read(bytes[start..<min(start + size, bytes.count)])
            }
            #expect(events == [.paste("one\ntwo\nthree\n\tfour[31m"), .key(.text("x"))])
        }
    }

    @Test func `an Escape that comes late does not end a paste`() {
        var reader = KeyReader()
        #expect(reader.read(Array("\u{1B}[200~a\u{1B}".utf8)) == [])
        #expect(!reader.isWaiting)
        #expect(reader.timeOut() == [])
        #expect(reader.read(Array("[201~".utf8)) == [.paste("a")])
    }
}

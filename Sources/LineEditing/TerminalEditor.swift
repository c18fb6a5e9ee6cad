// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Reads entries from a person at a terminal. It blocks the thread that calls it, and belongs to it.
public final class TerminalEditor {
    public enum Entry: Sendable, Equatable {
        case text(String)
        /// Ctrl-C: begin anew.
        case cancelled
        /// Ctrl-D, or the terminal is gone.
        case end
    }

    private let device: TerminalDevice
    private let assistant: any LineAssistant
    private let isPlain: Bool
    private let hasColours: Bool
    private var editor: LineEditor
    private var keys = KeyReader()
    /// Keys that came before they were asked for.
    private var waiting: [KeyEvent] = []
    /// Opens a text in the person's own editor, and gives what became of it; nil when it is to stay. Default: nothing.
    public var editElsewhere: ((String) -> String?)?

    /// How long an Escape may be the beginning of something, in milliseconds.
    private static let escapeTime: Int32 = 40

    /// - Parameters:
    ///   - isPlain: Whether the terminal knows no escape sequences (`TERM=dumb`): it then edits its lines itself.
    public init(
        _ device: TerminalDevice, assistant: any LineAssistant, indentation: Indentation = Indentation(),
        isPlain: Bool = false, hasColours: Bool = true
    ) {
        self.device = device
        self.assistant = assistant
        self.isPlain = isPlain
        self.hasColours = hasColours
        editor = LineEditor(assistant: assistant, indentation: indentation)
    }

    /// Reads one entry.
    ///
    /// - Parameters:
    ///   - history: Earlier entries, the oldest first.
    ///   - text: What the entry begins with.
    public func read(_ prompt: Prompt, history: [String] = [], text: String = "") -> Entry {
        guard !isPlain, let signals = SignalPipe() else { return readPlainly(prompt) }
        device.beginKeys()
        defer {
            device.restore()
            signals.close()
        }
        editor.begin(history: history, text: text)
        var reading = Reading(device: device, prompt: prompt, hasColours: hasColours, size: device.size)
        editor.size = reading.size
        reading.startRow()
        reading.draw(&editor)
        while true {
            for event in takeEvents(signals, &reading) {
                guard let event else { return end(&reading) }
                let isDone = handle(event, signals, &reading)
                if let isDone { return isDone }
            }
            // What is still to come changes the picture anyway.
            if waiting.isEmpty { reading.draw(&editor) }
        }
    }

    /// The next event, or none when there was only a signal; nil among them for the end.
    private func takeEvents(_ signals: SignalPipe, _ reading: inout Reading) -> [KeyEvent?] {
        if !waiting.isEmpty { return [waiting.removeFirst()] }
        switch device.wait(milliseconds: keys.isWaiting ? Self.escapeTime : -1, signals: signals) {
        case .bytes(let bytes): waiting = keys.read(bytes)
        case .nothing: waiting = keys.timeOut()
        case .end: return [nil]
        case .signal(.resized):
            reading.resize(to: device.size)
            editor.size = reading.size
        case .signal(.continued):
            device.beginKeys()
            reading.begin(size: device.size)
            editor.size = reading.size
        }
        return []
    }

    private func handle(_ event: KeyEvent, _ signals: SignalPipe, _ reading: inout Reading) -> Entry? {
        switch editor.handle(event) {
        case .none: return nil
        case .bell: reading.ring()
        case .submit:
            reading.finish(&editor)
            return .text(editor.buffer.text)
        case .cancel:
            reading.finish(&editor, mark: "^C")
            return .cancelled
        case .end: return end(&reading)
        case .clearScreen: reading.clear()
        case .suspend:
            reading.finish(&editor)
            device.suspend(signals)
            reading.begin(size: device.size)
            editor.size = reading.size
        case .editElsewhere:
            guard let editElsewhere else {
                reading.ring()
                return nil
            }
            reading.erase()
            device.restore()
            let text = editElsewhere(editor.buffer.text)
            device.beginKeys()
            if let text { editor.replaceText(text) }
            reading.begin(size: device.size)
            editor.size = reading.size
        }
        return nil
    }

    private func end(_ reading: inout Reading) -> Entry {
        reading.finish(&editor)
        return .end
    }

    // MARK: - Terminals that know nothing

    private var unread: [UInt8] = []

    private func readPlainly(_ prompt: Prompt) -> Entry {
        var text = ""
        while true {
            device.write(text.isEmpty ? prompt.text : prompt.continuation)
            guard let line = readLine() else {
                device.write("\n")
                return text.isEmpty ? .end : .cancelled
            }
            text += text.isEmpty ? line : "\n" + line
            if text.allSatisfy(\.isWhitespace) || assistant.isComplete(text) { return .text(text) }
        }
    }

    private func readLine() -> String? {
        while true {
            if let end = unread.firstIndex(of: 10) {
                defer { unread.removeFirst(end + 1) }
                return String(decoding: unread[..<end], as: UTF8.self)
            }
            guard case .bytes(let bytes) = device.wait(milliseconds: -1) else {
                defer { unread = [] }
                return unread.isEmpty ? nil : String(decoding: unread, as: UTF8.self)
            }
            unread += bytes
        }
    }
}

/// One entry on the screen.
private struct Reading {
    let device: TerminalDevice
    let prompt: Prompt
    let hasColours: Bool
    private(set) var size: ScreenSize
    private var painter: ScreenPainter
    private var top = 0

    init(device: TerminalDevice, prompt: Prompt, hasColours: Bool, size: ScreenSize) {
        self.device = device
        self.prompt = prompt
        self.hasColours = hasColours
        self.size = size
        painter = ScreenPainter(width: size.width, hasColours: hasColours)
    }

    /// Begins in a row of its own, wherever the output before it ended: a mark and a row of blanks go over the edge only if
    /// the row had something in it.
    func startRow() {
        device.write("⏎" + String(repeating: " ", count: size.width - 1) + "\r\u{1B}[K")
    }

    mutating func draw(_ editor: inout LineEditor) {
        paint(editor.content(prompt: prompt))
    }

    private mutating func paint(_ content: ScreenContent) {
        let frame = ScreenLayout.frame(content, size: size, top: top)
        top = frame.top
        let output = painter.paint(frame)
        if !output.isEmpty { device.write(output) }
    }

    /// Leaves the entry as it stands, without what was shown around it, and goes below.
    mutating func finish(_ editor: inout LineEditor, mark: String = "") {
        var content = editor.content(prompt: prompt, isFinal: true)
        if !mark.isEmpty {
            content.text += mark
            content.cursor = content.text.utf8.count
        }
        paint(content)
        device.write(painter.finish())
        top = 0
    }

    mutating func ring() { device.write("\u{7}") }
    mutating func clear() { device.write(painter.clear()) }
    mutating func erase() { device.write(painter.erase()) }

    mutating func resize(to size: ScreenSize) {
        device.write(painter.erase(width: size.width))
        self.size = size
    }

    /// Begins again below whatever is on the screen now.
    mutating func begin(size: ScreenSize) {
        self.size = size
        painter = ScreenPainter(width: size.width, hasColours: hasColours)
        top = 0
    }
}

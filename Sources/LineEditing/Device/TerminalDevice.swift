// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Locking

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A terminal, by its descriptors. Its keys come one by one only while an entry is read; before and after that it is as
/// whoever started the process had it.
public final class TerminalDevice: Sendable {
    private let input: Int32
    private let output: Int32
    /// How the terminal was, while it is otherwise.
    private let original = Guarded<termios?>(nil)

    /// - Parameters:
    ///   - input: A descriptor of a terminal, open for reading.
    ///   - output: One of the same terminal, open for writing.
    public init(input: Int32, output: Int32) {
        self.input = input
        self.output = output
    }

    public var size: ScreenSize {
        var size = winsize()
        guard ioctl(output, UInt(TIOCGWINSZ), &size) == 0 else { return ScreenSize(width: 0, height: 0) }
        return ScreenSize(width: Int(size.ws_col), height: Int(size.ws_row))
    }

    private static let pasteOn = "\u{1B}[?2004h"
    private static let pasteOff = "\u{1B}[?2004l"

    /// Lets keys come one by one, and pasted texts as such.
    func beginKeys() {
        original.withLock { original in
            var now = termios()
            guard tcgetattr(input, &now) == 0 else { return }
            if original == nil { original = now }
            now.c_iflag &= ~tcflag_t(BRKINT | ICRNL | INPCK | ISTRIP | IXON)
            now.c_lflag &= ~tcflag_t(ECHO | ICANON | IEXTEN | ISIG)
            withUnsafeMutableBytes(of: &now.c_cc) { characters in
                characters[Int(VMIN)] = 1
                characters[Int(VTIME)] = 0
            }
            tcsetattr(input, TCSADRAIN, &now)
        }
        write(Self.pasteOn)
    }

    /// Puts the terminal back to what it was; nothing happens when it is. For any thread: whoever ends the process calls it.
    public func restore() {
        original.withLock { original in
            guard var before = original else { return }
            write(Self.pasteOff)
            tcsetattr(input, TCSADRAIN, &before)
            original = nil
        }
    }

    func write(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { pointer in
                #if canImport(Glibc)
                    Glibc.write(output, pointer.baseAddress, pointer.count)
                #else
                    Darwin.write(output, pointer.baseAddress, pointer.count)
                #endif
            }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                var waiting = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
                poll(&waiting, 1, -1)
            } else if errno != EINTR {
                return
            }
        }
    }

    enum Input: Equatable {
        case bytes([UInt8])
        case signal(SignalPipe.Signal)
        /// Nothing came in time.
        case nothing
        /// The terminal is gone.
        case end
    }

    /// Waits for keys or a signal.
    ///
    /// - Parameter milliseconds: -1 for as long as it takes.
    func wait(milliseconds: Int32, signals: SignalPipe? = nil) -> Input {
        while true {
            var waiting = [pollfd(fd: input, events: Int16(POLLIN), revents: 0)]
            if let signals { waiting.append(pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0)) }
            let count = poll(&waiting, nfds_t(waiting.count), milliseconds)
            if count == 0 { return .nothing }
            if count < 0 {
                guard errno == EINTR else { return .end }
                continue
            }
            if waiting.count > 1, waiting[1].revents != 0, let signal = signals?.take() { return .signal(signal) }
            guard waiting[0].revents != 0 else { continue }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let read = read(input, &buffer, buffer.count)
            if read > 0 { return .bytes(Array(buffer[..<read])) }
            if read == 0 || errno != EINTR && errno != EAGAIN { return .end }
        }
    }

    /// Stops the process, as Ctrl-Z does elsewhere, and comes back when it goes on.
    func suspend(_ signals: SignalPipe) {
        restore()
        signals.drain()
        kill(0, SIGTSTP)
        // The signal may take a moment to arrive; where nobody would wake the process up again, it never stops.
        var waiting = pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0)
        while poll(&waiting, 1, 300) < 0, errno == EINTR {}
        signals.drain()
        beginKeys()
    }
}

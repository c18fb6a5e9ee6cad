// Part of Perch. SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the handler writes to: it may do nothing else than this.
nonisolated(unsafe) private var handlerEnd: Int32 = -1

/// Tells of a new size of the terminal, and of going on after a stop, by a descriptor that can be waited for.
///
/// There is one at a time; it counts from its making to ``close()``, which brings the former handlers back.
final class SignalPipe {
    enum Signal: UInt8 {
        case resized = 87
        case continued = 67
    }

    let descriptor: Int32
    private var former: [(number: Int32, action: sigaction)] = []

    /// Nil when the process has no descriptors left.
    init?() {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        descriptor = ends[0]
        handlerEnd = ends[1]
        install(SIGWINCH) { _ in
            var byte = Signal.resizedByte
            let saved = errno
            _ = write(handlerEnd, &byte, 1)
            errno = saved
        }
        install(SIGCONT) { _ in
            var byte = Signal.continuedByte
            let saved = errno
            _ = write(handlerEnd, &byte, 1)
            errno = saved
        }
    }

    private func install(_ number: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
        var action = sigaction()
        var old = sigaction()
        #if canImport(Glibc)
            action.__sigaction_handler.sa_handler = handler
        #else
            action.__sigaction_u.__sa_handler = handler
        #endif
        action.sa_flags = Int32(SA_RESTART)
        sigaction(number, &action, &old)
        former.append((number, old))
    }

    func close() {
        for (number, action) in former {
            var action = action
            sigaction(number, &action, nil)
        }
        former = []
        let writing = handlerEnd
        handlerEnd = -1
        for end in [writing, descriptor] {
            #if canImport(Glibc)
                Glibc.close(end)
            #else
                Darwin.close(end)
            #endif
        }
    }

    /// The next signal; nil when there is none.
    func take() -> Signal? {
        var byte: UInt8 = 0
        return read(descriptor, &byte, 1) == 1 ? Signal(rawValue: byte) : nil
    }

    func drain() { while take() != nil {} }
}

extension SignalPipe.Signal {
    // Plain numbers for handlers, which must not run code that takes locks.
    @inline(__always) fileprivate static var resizedByte: UInt8 { 87 }
    @inline(__always) fileprivate static var continuedByte: UInt8 { 67 }
}

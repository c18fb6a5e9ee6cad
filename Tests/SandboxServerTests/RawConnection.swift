// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation

/// A connection that sends bytes as they are, right or wrong, and reads what comes back.
///
/// It blocks, so its work is done on threads of its own.
final class RawConnection: Sendable {
    private let socket: Int32

    init(port: Int) throws {
        socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connecting = socket
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(connecting, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { throw CocoaError(.fileNoSuchFile) }
    }

    deinit { close(socket) }

    /// Sends bytes and reads one answer, or what there is until the connection is closed.
    func exchange(_ bytes: [UInt8]) async -> RawAnswer? {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in
                var rest = bytes[...]
                while !rest.isEmpty {
                    let count = rest.withUnsafeBytes {
                        send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                    }
                    // Refused halfway; the answer is there already.
                    guard count > 0 else { break }
                    rest = rest.dropFirst(count)
                }
                var received: [UInt8] = []
                var buffer = [UInt8](repeating: 0, count: 65_536)
                while RawAnswer(received).map({ !$0.isComplete }) ?? true {
                    let count = recv(socket, &buffer, buffer.count, 0)
                    guard count > 0 else { break }
                    received += buffer.prefix(count)
                }
                continuation.resume(returning: RawAnswer(received))
            }
        }
    }
}

/// What came back.
struct RawAnswer {
    let status: Int
    let head: String
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    /// Nil until the whole head is there.
    init?(_ bytes: [UInt8]) {
        let end = Array("\r\n\r\n".utf8)
        guard let place = bytes.firstRange(of: end) else { return nil }
        head = String(decoding: bytes[..<place.lowerBound], as: UTF8.self).lowercased()
        guard let status = Int(head.split(separator: " ").dropFirst().first ?? "") else { return nil }
        self.status = status
        body = Array(bytes[place.upperBound...])
    }

    var isComplete: Bool {
        guard let line = head.split(separator: "\r\n").first(where: { $0.hasPrefix("content-length: ") }),
            let length = Int(line.dropFirst("content-length: ".count))
        else { return true }
        return body.count >= length
    }
}

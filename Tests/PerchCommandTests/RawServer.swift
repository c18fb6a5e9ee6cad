// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import Locking

/// A server on a loopback port that answers every request with the same bytes, right or wrong, and then closes.
final class RawServer: Sendable {
    let port: Int
    private let socket: Int32
    private let seen = Guarded<[String]>([])
    private let read = Guarded<[String]>([])

    /// What the clients sent, each request's head.
    var requests: [String] { seen.withLock { $0 } }

    /// What came behind the heads of requests.
    var bodies: [String] { read.withLock { $0 } }

    /// - Parameter waits: whether the answer comes after the head of a request, or at once.
    init(answering answer: String, waits: Bool = true) throws {
        socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = socket
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 8) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard bound else { throw CocoaError(.fileNoSuchFile) }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [self] in
            while true {
                let connection = accept(socket, nil, nil)
                guard connection >= 0 else { return }
                var head = ""
                var buffer = [UInt8](repeating: 0, count: 4096)
                while waits, !head.contains("\r\n\r\n") {
                    let count = Foundation.read(connection, &buffer, buffer.count)
                    guard count > 0 else { break }
                    head += String(decoding: buffer.prefix(count), as: UTF8.self)
                }
                let parts = head.components(separatedBy: "\r\n\r\n")
                var body = Array(parts.dropFirst().joined(separator: "\r\n\r\n").utf8)
                let length =
                    parts[0].lowercased().firstMatch(of: /content-length: *([0-9]+)/).flatMap { Int($0.1) } ?? 0
                while body.count < length {
                    let count = Foundation.read(connection, &buffer, buffer.count)
                    guard count > 0 else { break }
                    body += buffer.prefix(count)
                }
                seen.withLock { $0.append(parts[0] + "\r\n\r\n") }
                read.withLock { $0.append(String(decoding: body, as: UTF8.self)) }
                let bytes = Array(answer.utf8)
                _ = write(connection, bytes, bytes.count)
                shutdown(connection, Int32(SHUT_WR))
                while Foundation.read(connection, &buffer, buffer.count) > 0 {}
                close(connection)
            }
        }
    }

    deinit { close(socket) }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import Locking

/// A service on a loopback port that keeps a ledger of what it was asked to do, and misbehaves as it is told.
///
/// It does each request once: one with an `Idempotency-Key` that it has seen is answered as before.
final class LedgerServer: Sendable {
    struct Request: Sendable {
        /// From 1.
        let number: Int
        let method: String
        let target: String
        let headers: [String: String]
        let body: JSONValue
        /// On a clock that never goes back.
        let time: ContinuousClock.Instant

        var key: String? { headers["idempotency-key"] }
    }

    /// What is done instead of an ordinary answer.
    enum Fault: Sendable, CaseIterable {
        case tooManyAtOnce, tooManyCalls, errorBefore, errorAfter, cutBefore, cutAfter, halfAnswer

        /// Whether the request is done all the same.
        var isAfter: Bool { self == .errorAfter || self == .cutAfter || self == .halfAnswer }
    }

    struct Answer: Sendable {
        var status = 204
        var body: JSONValue?
        var headers: [(String, String)] = []

        static func refused(_ status: Int, _ message: String, pointer: String? = nil) -> Answer {
            var body: JSONObject = ["message": .string(message)]
            if let pointer { body["errors"] = [["title": "Refused", "source": ["pointer": .string(pointer)]]] }
            return Answer(status: status, body: .object(body))
        }
    }

    private struct State {
        var requests: [Request] = []
        var answers: [String: Answer] = [:]
        /// How often each entry was done.
        var entries: [String: Int] = [:]
        var order: [String] = []
    }

    let port: Int
    private let socket: Int32
    private let state = Guarded(State())
    /// The entries of a request: one for each row in it.
    private let entries: @Sendable (Request) -> [String]
    private let respond: @Sendable (Request, _ done: [String: Int]) -> Answer
    private let fault: @Sendable (Request) -> Fault?
    private let onAnswer: @Sendable (Request, _ isDone: Bool) -> Void

    var requests: [Request] { state.withLock { $0.requests } }
    /// How often each entry was done.
    var done: [String: Int] { state.withLock { $0.entries } }
    /// The entries in the order in which they were done.
    var order: [String] { state.withLock { $0.order } }

    /// - Parameters:
    ///   - entries: What a request does, for the ledger.
    ///   - respond: The answer; one of 400 or above means that nothing is done.
    ///   - fault: What goes wrong with a request.
    ///   - onAnswer: Called before a request is done, and again before its answer is sent.
    init(
        entries: @escaping @Sendable (Request) -> [String],
        respond: @escaping @Sendable (Request, [String: Int]) -> Answer = { _, _ in Answer() },
        fault: @escaping @Sendable (Request) -> Fault? = { _ in nil },
        onAnswer: @escaping @Sendable (Request, Bool) -> Void = { _, _ in }
    ) throws {
        self.entries = entries
        self.respond = respond
        self.fault = fault
        self.onAnswer = onAnswer
        socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = socket
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 64) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard bound else { throw CocoaError(.fileNoSuchFile) }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [weak self, socket] in
            while true {
                let connection = accept(socket, nil, nil)
                guard connection >= 0 else { return }
                guard let self else { return }
                Thread.detachNewThread { self.serve(connection) }
            }
        }
    }

    func close() {
        shutdown(socket, Int32(SHUT_RDWR))
        Foundation.close(socket)
    }

    private func serve(_ connection: Int32) {
        defer { Foundation.close(connection) }
        var buffer: [UInt8] = []
        while let request = read(connection, &buffer) {
            let fault = fault(request)
            onAnswer(request, false)
            var answer: Answer
            switch fault {
            case .tooManyAtOnce: answer = .refused(409, "Too many requests for the same profile")
            case .tooManyCalls:
                answer = .refused(429, "Too many requests")
                answer.headers = [("Retry-After", "0")]
            case .errorBefore: answer = .refused(500, "Internal error")
            case .cutBefore: return
            default: answer = perform(request)
            }
            onAnswer(request, true)
            if fault == .errorAfter { answer = .refused(500, "Internal error") }
            if fault == .cutAfter { return }
            var bytes = Self.bytes(answer)
            if fault == .halfAnswer { bytes = Array(bytes.prefix(bytes.count - 5)) }
            guard Self.write(bytes, to: connection), fault != .halfAnswer else { return }
        }
    }

    /// Does a request, unless it was done before under its key.
    private func perform(_ request: Request) -> Answer {
        state.withLock { state in
            if let key = request.key, let answer = state.answers[key] { return answer }
            let answer = respond(request, state.entries)
            guard answer.status < 400 else { return answer }
            for entry in entries(request) {
                state.entries[entry, default: 0] += 1
                state.order.append(entry)
            }
            if let key = request.key { state.answers[key] = answer }
            return answer
        }
    }

    // MARK: - HTTP, as much as is needed

    private func read(_ connection: Int32, _ buffer: inout [UInt8]) -> Request? {
        let end = Array("\r\n\r\n".utf8)
        while true {
            if let place = buffer.firstRange(of: end) {
                let head = String(decoding: buffer[..<place.lowerBound], as: UTF8.self).split(separator: "\r\n")
                var headers: [String: String] = [:]
                for line in head.dropFirst() {
                    guard let colon = line.firstIndex(of: ":") else { continue }
                    headers[line[..<colon].lowercased()] = line[line.index(after: colon)...]
                        .trimmingCharacters(in: .whitespaces)
                }
                let length = Int(headers["content-length"] ?? "") ?? 0
                if buffer.count - place.upperBound >= length {
                    let body = Array(buffer[place.upperBound..<place.upperBound + length])
                    buffer.removeFirst(place.upperBound + length)
                    let words = (head.first ?? "").split(separator: " ")
                    return state.withLock { state in
                        let request = Request(
                            number: state.requests.count + 1, method: String(words.first ?? ""),
                            target: String(words.dropFirst().first ?? ""), headers: headers,
                            body: (try? JSONValue(parsing: body)) ?? .null, time: .now)
                        state.requests.append(request)
                        return request
                    }
                }
            }
            var piece = [UInt8](repeating: 0, count: 65_536)
            let count = Foundation.read(connection, &piece, piece.count)
            guard count > 0 else { return nil }
            buffer += piece.prefix(count)
        }
    }

    private static func bytes(_ answer: Answer) -> [UInt8] {
        var head = "HTTP/1.1 \(answer.status) Status\r\n"
        for (name, value) in answer.headers { head += "\(name): \(value)\r\n" }
        guard answer.status != 204 else { return Array((head + "\r\n").utf8) }
        let body = JSONPrinter.bytes(answer.body ?? .object([:]))
        head += "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n\r\n"
        return Array(head.utf8) + body
    }

    private static func write(_ bytes: [UInt8], to connection: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                send(connection, $0.baseAddress! + done, $0.count - done, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            done += count
        }
        return true
    }
}

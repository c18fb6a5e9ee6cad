// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import HTTPTypes
import Hummingbird
import IntegrationAPI
import NIOCore
import NIOPosix
import OperationCatalog
import RuleEngine

/// Turns HTTP requests into calls of the account, and its answers into HTTP.
///
/// Hummingbird calls this on the threads of Swift concurrency. The account answers on a thread of its own, one call after
/// the other in the order in which they came; so however long it takes, connections go on, and a call that is one too
/// many is refused while the others wait.
struct SandboxResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    let account: any ServedAccount
    let api: ServedAPI
    let maximumBodySize: Int
    let observer: ServerObserver
    let thread: NIOThreadPool
    private let admission = Admission()

    func respond(to request: Request, context: Context) async throws -> Response {
        let start = ContinuousClock.now
        var seen = AnsweredRequest(method: request.method.rawValue, path: request.uri.path)
        var response: Response
        do {
            response = try await answer(to: request, &seen)
        } catch let error as ErrorAnswer {
            seen.assumptions = error.assumptions
            response = Self.json(error.status, JSONPrinter.bytes(error.body), error.headers)
        }
        seen.status = response.status.code
        seen.bytes = response.body.contentLength ?? 0
        seen.duration = ContinuousClock.now - start
        observer.onAnswer(seen)
        // As for GET, but without the body itself.
        if request.method == .head { response.body = .init() }
        return response
    }

    private func answer(to request: Request, _ seen: inout AnsweredRequest) async throws -> Response {
        if let health = try await health(request) { return health }
        var call = try api.call(method: request.method.rawValue, target: request.head.path ?? "/")
        seen.operation = call.operation.id

        let door = ServedAPI.door(of: call.operation)
        var body: ByteBuffer?
        let credential: Credential?
        if let authorization = request.headers[.authorization] {
            credential = Credential(authorization: authorization)
        } else if let header = request.headers[.contentSignature], call.operation.acceptsSignature {
            let bytes = try await collect(request)
            guard let signature = ContentSignature(header: header, body: Array(bytes.readableBytesView)) else {
                throw ErrorAnswer.wrongSignature
            }
            body = bytes
            credential = .signature(signature)
        } else {
            credential = nil
        }
        let caller = try door.admit(account.caller(with: credential), credential)
        if case .application(let id) = caller { seen.application = id }

        if call.operation.body != nil {
            let bytes: ByteBuffer
            if let body { bytes = body } else { bytes = try await collect(request) }
            do {
                try call.read(body: Array(bytes.readableBytesView), contentType: request.headers[.contentType])
            } catch let error as JSONError {
                throw ErrorAnswer.unreadable(error, call.operation)
            } catch let error as PerchError {
                throw ErrorAnswer.malformed(error.message, call.operation)
            }
        }
        for field in request.headers { call.headers.append(.init(field.name.rawName, field.value)) }
        return try await answer(to: call, from: caller)
    }

    /// Older clients send `null` where an operation has no body; it is left unread.
    private func collect(_ request: Request) async throws -> ByteBuffer {
        do {
            return try await request.body.collect(upTo: maximumBodySize)
        } catch is NIOTooManyBytesError {
            throw ErrorAnswer.tooLong(maximumBodySize)
        }
    }

    private func answer(to call: APIRequest, from caller: Caller) async throws -> Response {
        var places: Set<Admission.Place> = []
        if case .application(let id) = caller { places = Admission.places(of: call, application: id) }
        if let crowded = admission.enter(places) { throw ErrorAnswer.crowded(crowded) }
        defer { admission.leave(places) }
        do {
            let (account, call) = (account, call)
            return try await thread.runIfActive {
                Self.response(try account.respond(to: call, from: caller), to: call.operation)
            }
        } catch let error as PerchError where error.code == .unsupported {
            observer.onFailure(call.operation, error)
            throw ErrorAnswer.unsupported(error.message)
        } catch {
            observer.onFailure(call.operation, error)
            throw ErrorAnswer.failed
        }
    }

    private func health(_ request: Request) async throws -> Response? {
        guard request.method == .get || request.method == .head, ServedAPI.healthPaths.contains(request.uri.path) else {
            return nil
        }
        let observer = observer
        return Self.json(200, try await thread.runIfActive { JSONPrinter.bytes(observer.health()) })
    }

    // MARK: - Answers

    private static func response(_ answer: APIResponse, to operation: OperationCatalog.Operation) -> Response {
        var headers = HTTPFields()
        for header in answer.headers {
            // The length is that of the bytes below, whatever the account says.
            guard let name = HTTPField.Name(header.name), name != .contentLength, name != .transferEncoding else {
                continue
            }
            headers.append(HTTPField(name: name, value: header.value))
        }
        let content = operation.responses.first { $0.status == answer.status }?.content
        if content == .csv { headers[.contentType] = headers[.contentType] ?? "application/csv" }
        switch answer.body {
        case .value(.string(let text)) where content == .csv: return body(answer.status, Array(text.utf8), headers)
        case .none: return Response(status: .init(code: answer.status), headers: headers)
        case .value(let value): return json(answer.status, JSONPrinter.bytes(value), headers)
        case .bytes(let bytes): return json(answer.status, bytes, headers)
        }
    }

    private static func json(_ status: Int, _ bytes: [UInt8], _ headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = headers[.contentType] ?? "application/json"
        return body(status, bytes, headers)
    }

    private static func body(_ status: Int, _ bytes: [UInt8], _ headers: HTTPFields) -> Response {
        Response(status: .init(code: status), headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

extension HTTPField.Name {
    // The name is a token, so there is one.
    fileprivate static let contentSignature = HTTPField.Name("Content-Signature") ?? .authorization
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import HTTPTypes
import Hummingbird
import IntegrationAPI
import NIOCore
import OperationCatalog

/// Turns HTTP requests into calls of the transport, and its answers into HTTP.
///
/// Hummingbird calls this on the threads of Swift concurrency, not on an event loop, so a transport may take its time
/// with its database without holding up the connections of others.
struct SandboxResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    let transport: any ImmediateTransport
    let router: OperationRouter
    let authorization: [UInt8]?
    let maximumBodySize: Int
    let health: @Sendable () -> JSONValue
    let onAnswer: @Sendable (AnsweredRequest) -> Void
    let onFailure: @Sendable (OperationCatalog.Operation, any Error) -> Void

    init(
        transport: any ImmediateTransport, router: OperationRouter, apiKey: String?, maximumBodySize: Int,
        health: @escaping @Sendable () -> JSONValue, onAnswer: @escaping @Sendable (AnsweredRequest) -> Void,
        onFailure: @escaping @Sendable (OperationCatalog.Operation, any Error) -> Void
    ) {
        self.transport = transport
        self.router = router
        authorization = apiKey.map { Array("ApiKey-v1 \($0)".utf8) }
        self.maximumBodySize = maximumBodySize
        self.health = health
        self.onAnswer = onAnswer
        self.onFailure = onFailure
    }

    func respond(to request: Request, context: Context) async throws -> Response {
        let start = ContinuousClock.now
        var operation: OperationCatalog.Operation?
        let response = try await answer(to: request, &operation)
        onAnswer(
            AnsweredRequest(
                method: request.method.rawValue, path: request.uri.path, operation: operation?.id,
                status: response.status.code, bytes: response.body.contentLength ?? 0,
                duration: ContinuousClock.now - start))
        return response
    }

    private func answer(to request: Request, _ operation: inout OperationCatalog.Operation?) async throws -> Response {
        if request.method == .get, request.uri.path == "/health" { return Self.json(200, health()) }
        guard isAuthorized(request.headers[.authorization]) else {
            return Self.failure(401, "Invalid API key")
        }
        switch router.match(method: request.method.rawValue, target: request.head.path ?? "/") {
        case .found(var call):
            operation = call.operation
            let bytes: ByteBuffer
            do {
                bytes = try await request.body.collect(upTo: maximumBodySize)
            } catch is NIOTooManyBytesError {
                return Self.failure(413, "The request body is longer than \(maximumBodySize) bytes")
            }
            // Older clients send `null` where an operation has no body.
            if call.operation.body != nil, bytes.readableBytes > 0 {
                do {
                    call.body = try JSONValue(parsing: bytes.readableBytesView)
                } catch let error as JSONError {
                    return Self.unreadable(error, call.operation)
                }
            }
            for field in request.headers { call.headers.append(.init(field.name.rawName, field.value)) }
            return answer(to: call)
        case .notFound:
            return Self.failure(404, "There is nothing at \(request.uri.path)")
        case .methodNotAllowed(let methods):
            let allowed = methods.map(\.rawValue).joined(separator: ", ")
            var response = Self.failure(405, "\(request.method.rawValue) is not possible here, only \(allowed)")
            response.headers[.allow] = allowed
            return response
        case .malformed(let reason):
            return Self.failure(400, reason)
        }
    }

    private func answer(to call: APIRequest) -> Response {
        let answer: APIResponse
        do {
            answer = try transport.respond(to: call)
        } catch let error as PerchError where error.code == .unsupported {
            onFailure(call.operation, error)
            return Self.failure(501, error.message)
        } catch {
            onFailure(call.operation, error)
            return Self.failure(500, "Internal error")
        }
        var headers = HTTPFields()
        for header in answer.headers {
            // The length is that of the bytes below, whatever the transport says.
            guard let name = HTTPField.Name(header.name), name != .contentLength, name != .transferEncoding else {
                continue
            }
            headers.append(HTTPField(name: name, value: header.value))
        }
        let bytes: [UInt8]
        switch answer.body {
        case .none: return Response(status: .init(code: answer.status), headers: headers)
        case .value(let value): bytes = JSONPrinter.bytes(value)
        case .bytes(let ready): bytes = ready
        }
        headers[.contentType] = headers[.contentType] ?? Self.json
        return Response(
            status: .init(code: answer.status), headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// Takes the same time for every wrong key of the right length.
    private func isAuthorized(_ header: String?) -> Bool {
        guard let authorization else { return true }
        guard let header, header.utf8.count == authorization.count else { return false }
        return zip(header.utf8, authorization).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    // MARK: - Failures

    private static let json = "application/json"

    /// Some operations repeat the status in the body of a 400, others do not: their declaration says which.
    private static func unreadable(_ error: JSONError, _ operation: OperationCatalog.Operation) -> Response {
        let declared = operation.responses.first { $0.status == 400 }
        return failure(
            400, "The request body is not valid JSON", repeatsStatus: declared?.schema != .object("ErrorResponse"),
            errors: [["title": "Invalid JSON", "details": .string(error.description), "source": ["pointer": ""]]])
    }

    private static func failure(
        _ status: Int, _ message: String, repeatsStatus: Bool = true, errors: [JSONValue]? = nil
    ) -> Response {
        var body: JSONObject = ["message": .string(message)]
        if let errors { body["errors"] = .array(errors) }
        if repeatsStatus { body["StatusCode"] = .integer(Int64(status)) }
        return json(status, .object(body))
    }

    private static func json(_ status: Int, _ body: JSONValue) -> Response {
        Response(
            status: .init(code: status), headers: [.contentType: json],
            body: .init(byteBuffer: ByteBuffer(bytes: JSONPrinter.bytes(body))))
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import OperationCatalog

/// What is served, and who may call it.
struct ServedAPI: Sendable {
    /// Where the server says that it is well. No operation has such a path.
    static let healthPaths: Set<String> = ["/health", "/healthz", "/readyz"]

    /// Who may call an operation.
    enum Door: Sendable {
        case application, manager, anyone

        /// Lets a caller in who belongs here.
        /// - Throws: `ErrorAnswer` with what the service says to others.
        func admit(_ caller: Caller?, _ credential: Credential?) throws(ErrorAnswer) -> Caller {
            switch (self, caller) {
            case (.anyone, _): return .anyone
            case (.application, .application?), (.manager, .manager?): return caller ?? .anyone
            case (.application, _):
                if case .signature = credential { throw ErrorAnswer.wrongSignature }
                throw ErrorAnswer.unauthorized
            case (.manager, _): throw ErrorAnswer.unauthorizedManager
            }
        }
    }

    /// What anyone may call: logging in.
    private static let open: Set<String> = ["createSession"]

    private let router: OperationRouter

    init(_ operations: [Operation]) {
        router = OperationRouter(operations)
    }

    static func door(of operation: Operation) -> Door {
        if open.contains(operation.id) { return .anyone }
        return operation.api == .management ? .manager : .application
    }

    /// The call of a request, without body and headers.
    func call(method: String, target: String) throws(ErrorAnswer) -> APIRequest {
        switch router.match(method: method, target: target) {
        case .found(let call): return call
        case .notFound: throw .notFound(String(target.prefix { $0 != "?" }))
        case .methodNotAllowed(let methods): throw .methodNotAllowed(method, methods)
        case .malformed(let reason): throw .malformed(reason)
        }
    }
}

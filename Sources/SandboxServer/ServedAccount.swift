// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import IntegrationAPI

/// What the server needs of what it serves.
public protocol ServedAccount: Sendable {
    /// Who calls with a credential; nil when it is unknown or has expired, or when there is none and one is needed.
    ///
    /// It is asked while requests run, and must not wait for them: otherwise the server could not refuse the fourth call
    /// at once.
    func caller(with credential: Credential?) -> Caller?

    /// Answers a request. The server asks for one after the other, on a thread of its own.
    func respond(to request: APIRequest, from caller: Caller) throws -> APIResponse
}

/// Who calls.
public enum Caller: Sendable, Hashable {
    /// A client of the Integration API, for the Application of this id.
    case application(Int64)
    /// A client of the Management API.
    case manager
    /// Somebody unknown, who may call what needs no key.
    case anyone
}

/// An immediate transport, with or without one key.
struct ServedTransport: ServedAccount {
    let transport: any ImmediateTransport
    /// The key that every request must bring; nil to accept all.
    let apiKey: String?

    func caller(with credential: Credential?) -> Caller? {
        guard let apiKey else { return .application(1) }
        guard case .apiKey(let key) = credential, key == apiKey else { return nil }
        return .application(1)
    }

    func respond(to request: APIRequest, from caller: Caller) throws -> APIResponse {
        try transport.respond(to: request)
    }
}

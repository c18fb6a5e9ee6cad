// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Brings a request to a service and its answer back: the embedded sandbox, or the network.
public protocol Transport: Sendable {
    /// - Throws: `PerchError` with a code of the transport (`connection`, `timeout`, `tls`, `badAnswer`). An answer of any
    ///   status is no error here.
    func send(_ request: APIRequest) async throws -> APIResponse
}

/// A transport that answers at once, without suspending: a script may call it as a plain function.
public protocol ImmediateTransport: Transport {
    func respond(to request: APIRequest) throws -> APIResponse
}

extension ImmediateTransport {
    public func send(_ request: APIRequest) async throws -> APIResponse {
        try respond(to: request)
    }
}

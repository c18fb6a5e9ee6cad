// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// An answer as it came from a transport.
public struct APIResponse: Sendable {
    public var status: Int
    public var headers: [APIRequest.NamedValue]
    public var body: Body

    public enum Body: Sendable {
        case none
        /// From the embedded sandbox: never was text.
        case value(JSONValue)
        /// From the network, not yet read.
        case bytes([UInt8])
    }

    public init(status: Int, headers: [APIRequest.NamedValue] = [], body: Body = .none) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    public var isSuccess: Bool { (200..<300).contains(status) }

    /// The first header of a name, in any case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as JSON; nil when there is none.
    /// - Throws: `JSONError` for bytes that are not JSON.
    public func json() throws -> JSONValue? {
        switch body {
        case .none: nil
        case .value(let value): value
        case .bytes(let bytes): bytes.isEmpty ? nil : try JSONValue(parsing: bytes)
        }
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Crypto
import HTTPTypes
import OperationCatalog

/// How a request says who makes it.
public enum Credential: Sendable {
    /// `Authorization: ApiKey-v1 …`, for the Integration API.
    case apiKey(String)
    /// `Authorization: ManagementKey-v1 …`, for the Management API.
    case managementKey(String)
    /// `Authorization: Bearer …`, the token of a session of the Management API.
    case bearer(String)
    /// `Content-Signature: …`, for operations of the first generation.
    case signature(ContentSignature)

    /// Reads the `Authorization` header; nil for a scheme that is not known.
    init?(authorization: String) {
        let words = authorization.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard words.count == 2, !words[1].isEmpty else { return nil }
        let value = String(words[1])
        switch words[0] {
        case "ApiKey-v1": self = .apiKey(value)
        case "ManagementKey-v1": self = .managementKey(value)
        case "Bearer": self = .bearer(value)
        default: return nil
        }
    }
}

/// The signature of a body: its HMAC-MD5 with an Application's key of 16 hexadecimal digits.
public struct ContentSignature: Sendable {
    /// The id of the Application that signs.
    public let application: Int64
    private let code: [UInt8]
    private let body: [UInt8]

    /// Reads `signer=1; signature=0123…`; nil for anything else.
    init?(header: String, body: [UInt8]) {
        var fields: [Substring: Substring] = [:]
        for field in header.split(separator: ";") {
            let parts = field.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            fields[parts[0].drop { $0 == " " }] = parts[1]
        }
        guard let application = fields["signer"].flatMap({ Int64($0) }),
            let code = fields["signature"].flatMap({ Self.bytes(hexadecimal: $0) })
        else { return nil }
        self.application = application
        self.code = code
        self.body = body
    }

    /// Whether it was made with a key, in the same time for each wrong one. A key that is not hexadecimal signs nothing.
    public func isValid(key: String) -> Bool {
        guard let key = Self.bytes(hexadecimal: key[...]) else { return false }
        return HMAC<Insecure.MD5>.isValidAuthenticationCode(
            code, authenticating: body, using: SymmetricKey(data: key))
    }

    private static func bytes(hexadecimal text: Substring) -> [UInt8]? {
        let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard !digits.isEmpty, digits.count == text.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

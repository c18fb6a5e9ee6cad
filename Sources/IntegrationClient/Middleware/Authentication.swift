// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Crypto
import ExactJSON
import IntegrationAPI

/// How a call says who makes it.
public enum Authentication: Sendable {
    /// Not at all, as for the embedded sandbox.
    case none
    /// An Integration API key: `Authorization: ApiKey-v1 …`. What every operation of today takes.
    case apiKey(Secret)
    /// A Management API key: `Authorization: ManagementKey-v1 …`.
    case managementKey(Secret)
    /// The token of a Management API session: `Authorization: Bearer …`.
    case bearer(Secret)
    /// The older signature of some V1 operations, `Content-Signature: signer=…; signature=…`: the HMAC-MD5 of the body
    /// with the Application's key of 16 hexadecimal digits. A call without a body sends and signs `null`.
    case signature(applicationID: Int64, key: Secret)

    /// The schemes of the `Authorization` header.
    static let schemes = ["ApiKey-v1", "ManagementKey-v1", "Bearer"]

    /// What must never be shown.
    package var secret: Secret? {
        switch self {
        case .none: nil
        case .apiKey(let key), .managementKey(let key), .bearer(let key), .signature(_, let key): key
        }
    }
}

/// Puts the proof into requests.
///
/// The signature covers the bytes of the body, so these must be the ones that are sent. A body is a `JSONValue` all the
/// way to the transport, and its bytes are `JSONPrinter.bytes` of it, here as there: one value has one text.
package struct Authenticator: Sendable {
    private enum Proof {
        case none
        case header(APIRequest.NamedValue)
        case signature(applicationID: Int64, key: SymmetricKey)
        case unusable(PerchError)
    }
    private let proof: Proof

    package init(_ authentication: Authentication) {
        proof =
            switch authentication {
            case .none: .none
            case .apiKey(let key): Self.header(scheme: "ApiKey-v1", key)
            case .managementKey(let key): Self.header(scheme: "ManagementKey-v1", key)
            case .bearer(let token): Self.header(scheme: "Bearer", token)
            case .signature(let applicationID, let key):
                if let bytes = Self.bytes(hexadecimal: key.revealed) {
                    .signature(applicationID: applicationID, key: SymmetricKey(data: bytes))
                } else {
                    .unusable(
                        PerchError(
                            .configuration, "the key for the signature is not hexadecimal",
                            hint: "copy the Application's key of 16 digits, without spaces"))
                }
            }
    }

    /// Whether requests stay as they are.
    package var isSilent: Bool {
        if case .none = proof { true } else { false }
    }

    /// - Throws: `PerchError` with `configuration` for a key that cannot be used.
    package func authenticate(_ request: inout APIRequest) throws(PerchError) {
        switch proof {
        case .none: break
        case .header(let header): request.headers.append(header)
        case .signature(let applicationID, let key):
            let body = request.body ?? .null
            request.body = body
            let signature = Self.signature(of: JSONPrinter.bytes(body), key: key)
            request.headers.append(
                .init("Content-Signature", "signer=\(applicationID); signature=\(signature)"))
        case .unusable(let error): throw error
        }
    }

    /// The HMAC-MD5 in lower-case hexadecimal digits.
    private static func signature(of body: [UInt8], key: SymmetricKey) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let code = HMAC<Insecure.MD5>.authenticationCode(for: body, using: key)
        return String(decoding: code.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    private static func header(scheme: String, _ key: Secret) -> Proof {
        // Anything else would end the header early or not arrive as it is.
        guard !key.revealed.isEmpty, key.revealed.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            let what = key.revealed.isEmpty ? "is empty" : "holds a space, a line end or another odd character"
            return .unusable(
                PerchError(
                    .configuration, "the key for `\(scheme)` \(what)",
                    hint: "look at the variable that holds the key: often a line end was copied along"))
        }
        return .header(.init("Authorization", "\(scheme) \(key.revealed)"))
    }

    private static func bytes(hexadecimal text: String) -> [UInt8]? {
        let digits = text.utf8.map { byte -> UInt8? in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
            default: nil
            }
        }
        guard !digits.isEmpty, digits.count.isMultiple(of: 2) else { return nil }
        var result: [UInt8] = []
        for place in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[place], let low = digits[place + 1] else { return nil }
            result.append(high << 4 | low)
        }
        return result
    }
}

extension Authenticator: CustomReflectable {
    /// Empty, so that dumping a client shows no key.
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON
public import IntegrationAPI
import Locking

/// The register of all secrets of a run, and the one place that takes them out of texts.
///
/// A secret is found as it is, and also in base64 (alone or inside a longer encoded text), percent-encoded, and escaped
/// as in a JSON string. Share one register among all that write something: traces, logs, reports, recordings.
public final class Redaction: Sendable {
    /// What stands in the place of a secret.
    public static let mask = "***"

    private let forms: Guarded<SecretForms>

    /// - Parameter secrets: The first to hide; `hide(_:)` adds more.
    public init(_ secrets: [Secret] = []) {
        var forms = SecretForms()
        for secret in secrets { forms.add(secret.revealed) }
        self.forms = Guarded(forms)
    }

    /// Hides a secret in every text from now on. An empty one is ignored.
    public func hide(_ secret: Secret) {
        forms.withLock { $0.add(secret.revealed) }
    }

    /// The text with `***` for each secret in it.
    public func redact(_ text: String) -> String {
        let forms = forms.withLock { $0 }
        return forms.isEmpty ? text : forms.redact(text)
    }

    /// The headers without secrets. The values of `Authorization`, `Content-Signature` and their kin are always hidden,
    /// only a known scheme such as `ApiKey-v1` stays.
    public func redact(_ headers: [APIRequest.NamedValue]) -> [APIRequest.NamedValue] {
        headers.map { header in
            guard Self.secretHeaders.contains(header.name.lowercased()) else {
                return .init(header.name, redact(header.value))
            }
            let scheme = Authentication.schemes.first { header.value.hasPrefix($0 + " ") }
            return .init(header.name, scheme.map { "\($0) \(Self.mask)" } ?? Self.mask)
        }
    }

    /// Path and query of a request. Each argument loses its secrets before it is encoded: encoded, a form of a secret would be
    /// another text.
    public func redactedTarget(of request: APIRequest) -> String {
        var request = request
        request.pathArguments = request.pathArguments.map { redact($0) }
        request.query = request.query.map { .init(redact($0.name), redact($0.value)) }
        return redact(request.target.replacing("%2A%2A%2A", with: Self.mask))
    }

    /// The error with its texts redacted.
    public func redact(_ error: PerchError) -> PerchError {
        var error = error
        error.message = redact(error.message)
        error.hint = error.hint.map { redact($0) }
        error.location = error.location.map { redact($0) }
        error.errors = error.errors.map { redact($0) }
        return error
    }

    /// The value with its texts redacted, keys too. A number with a secret in its digits becomes a text.
    public func redact(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(redact(text))
        case .array(let elements): .array(elements.map { redact($0) })
        case .object(let members):
            .object(JSONObject(members.map { (redact($0.key), redact($0.value)) }, uniquingKeysWith: { $1 }))
        case .integer, .decimal, .longNumber:
            redact(value.description) == value.description ? value : .string(redact(value.description))
        case .null, .bool: value
        }
    }

    private static let secretHeaders: Set<String> = [
        "authorization", "content-signature", "cookie", "proxy-authorization", "set-cookie",
    ]
}

extension Redaction: CustomReflectable {
    /// Empty: dumping the register shows no secret.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

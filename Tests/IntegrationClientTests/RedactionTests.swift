// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import IntegrationClient
import OperationCatalog
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite struct RedactionTests {
    @Test func `a secret is hidden wherever it stands`() {
        let redaction = Redaction([Secret("s3cr3t-key")])
        #expect(redaction.redact("s3cr3t-key") == "***")
        #expect(redaction.redact("a s3cr3t-key, s3cr3t-keys3cr3t-key!") == "a ***, ***!")
        #expect(redaction.redact("s3cr3t-ke s3cr3t") == "s3cr3t-ke s3cr3t")
        #expect(redaction.redact("") == "")
    }

    @Test(arguments: ["geheim/+ \"schl\u{FC}ssel\"", "0a1b2c3d4e5f60718293a4b5c6d7e8f9", "p=w&x?y#z%"])
    func `its encodings are hidden too`(secret: String) {
        let redaction = Redaction([Secret(secret)])
        let base64 = Data(secret.utf8).base64EncodedString()
        var forms = [secret, base64, base64.replacing("+", with: "-").replacing("/", with: "_")]
        forms.append(JSONValue.string(secret).description)
        forms.append(JSONValue.string(secret).description.replacing("/", with: "\\/"))
        let encoded = String(APIRequest(.make(), pathArguments: [secret]).target.dropFirst("/v2/things/".count))
        forms.append(encoded)
        forms.append(encoded.replacing("%20", with: "+"))
        for form in forms {
            let text = redaction.redact("<\(form)>")
            #expect(text.contains("***"), "\(form)")
            for piece in [secret, base64.filter { $0 != "=" }] { #expect(!text.contains(piece)) }
        }
    }

    @Test(arguments: 0..<6)
    func `base64 of a text around the secret shows nothing of it`(shift: Int) {
        let secret = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
        let redaction = Redaction([Secret(secret)])
        let text = String(repeating: "x", count: shift) + secret + "yyyy"
        let redacted = redaction.redact(Data(text.utf8).base64EncodedString())
        let rest = redacted.split(separator: "***", omittingEmptySubsequences: false)
        #expect(rest.count == 2)
        // At most the two letters at its rim that also hold bits of the neighbours stay.
        #expect(redacted.count <= 3 + (shift * 8 + 5) / 6 + 4 * 8 / 6 + 4)
    }

    @Test func `secrets that overlap leave no piece`() {
        let redaction = Redaction([Secret("abcdef"), Secret("defghi"), Secret("abc")])
        #expect(redaction.redact("xabcdefghiy") == "x***y")
        #expect(redaction.redact("abcabc") == "***")
    }

    @Test func `an empty secret hides nothing, and a line end at its rim does not matter`() {
        let redaction = Redaction([Secret("")])
        #expect(redaction.redact("text") == "text")
        redaction.hide(Secret("t0ken\n"))
        #expect(redaction.redact("the t0ken is") == "the *** is")
    }

    @Test func `headers that carry keys are always hidden`() {
        let headers = Redaction().redact([
            .init("AUTHORIZATION", "ApiKey-v1 abc"), .init("Authorization", "Custom abc"),
            .init("Content-Signature", "signer=1; signature=ff"), .init("Set-Cookie", "a=b"), .init("X-Id", "1"),
        ])
        #expect(headers.map(\.value) == ["ApiKey-v1 ***", "***", "***", "***", "1"])
    }

    @Test func `values are redacted with their keys and in all depths`() {
        let redaction = Redaction([Secret("k3y")])
        let value: JSONValue = ["a": ["x k3y", 1], "k3y": ["b": "k3y"]]
        #expect(redaction.redact(value) == ["a": ["x ***", 1], "***": ["b": "***"]])
    }

    @Test func `a secret is never printed`() {
        let secret = Secret("topsecret")
        var dumped = ""
        dump((secret, [secret], Optional(secret)), to: &dumped)
        let texts = ["\(secret)", String(reflecting: secret), String(describing: [secret]), dumped]
        for text in texts { #expect(!text.contains("topsecret")) }
        #expect(secret.revealed == "topsecret")
    }
}

@Suite struct KeyLeakTests {
    private static let key = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"

    private static let failures: [ScriptedTransport.Step] = [
        .answer(401, ["message": .string("Invalid API key \(key)"), "errors": [["title": .string(key)]]]),
        .answer(404, ["message": .string("no \(key)")]),
        .answer(400, ["message": "x", "errors": [["title": "t", "source": ["pointer": .string("/\(key)")]]]]),
        .answer(500, .string(key)), .answer(429, headers: [.init("Retry-After", key)]), .answer(302),
        .failure(.connection), .failure(.tls), .answer(200, .string("it is \(key)"), headers: [.init("X", key)]),
    ]

    @Test(arguments: failures, ["apiKey", "managementKey", "bearer", "signature"])
    func `the key is in no error, description or trace`(step: ScriptedTransport.Step, kind: String) async {
        let secret = Secret(Self.key)
        let authentication: Authentication =
            switch kind {
            case "apiKey": .apiKey(secret)
            case "managementKey": .managementKey(secret)
            case "bearer": .bearer(secret)
            default: .signature(applicationID: 1, key: secret)
            }
        let exchanges = Shared<[IntegrationClient.Exchange]>([])
        let client = IntegrationClient(
            transport: ScriptedTransport(step),
            configuration: .init(
                environment: "staging", authentication: authentication,
                trace: { exchange in exchanges.change { $0.append(exchange) } }, surroundings: FakeWorld().surroundings)
        )
        let request = APIRequest(
            .make(query: ["q"]), pathArguments: [Self.key], query: [.init("q", Self.key)],
            body: ["note": .string("key=\(Self.key)")], headers: [.init("X-Note", Self.key)])

        let result = await Task { try await client.send(request) }.result

        var texts: [String] = [
            "\(client)", "\(client.configuration)", "\(authentication)", String(reflecting: authentication),
        ]
        var dumped = ""
        dump(client.configuration, to: &dumped)
        dump(client, to: &dumped)
        if case .failure(let error) = result {
            texts.append("\(error)")
            texts.append(String(reflecting: error))
            dump(error, to: &dumped)
        }
        let traced = exchanges.value
        #expect(!traced.isEmpty)
        for exchange in traced {
            texts.append("\(exchange)")
            texts.append(String(reflecting: exchange))
            dump(exchange, to: &dumped)
        }
        texts.append(dumped)
        for text in texts { #expect(!text.contains(Self.key)) }
    }

    @Test func `an argument of a path loses its secret before it is encoded`() {
        // A script that has encoded the secret itself: in the path it stands encoded twice.
        let redaction = Redaction([Secret("a/secret+of%mine")])
        let request = APIRequest(
            .make(), pathArguments: ["x-a%2Fsecret%2Bof%25mine"],
            query: [.init("q", "a/secret+of%mine")])
        #expect(redaction.redactedTarget(of: request) == "/v2/things/x-***?q=***")
    }

    @Test func `a secret in the digits of a number is hidden in values`() {
        let redaction = Redaction([Secret("4711471147")])
        let value: JSONValue = ["n": 4_711_471_147, "m": 12, "list": [47_114_711_470]]
        #expect(redaction.redact(value) == ["n": "***", "m": 12, "list": ["***0"]])
    }

    @Test func `an immediate transport's errors show no key either`() {
        let transport = ImmediateRecorder { _ in throw PerchError(.storage, "cannot open \(Self.key)", hint: Self.key) }
        let client = IntegrationClient(
            transport: transport, configuration: .init(authentication: .apiKey(Secret(Self.key))))
        let error = #expect(throws: PerchError.self) { try client.sendImmediately(APIRequest(.make())) }
        #expect(error?.message == "cannot open ***")
        #expect(error?.hint == "***")
    }
}

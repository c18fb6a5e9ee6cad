// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import IntegrationAPI
import IntegrationClient

/// Plays recorded exchanges to another service, and compares its answers with those that were recorded.
public struct Conformance {
    /// Whether ids, times and other values that a service makes up must be equal, too.
    public let isStrict: Bool
    public private(set) var report = ConformanceReport()
    /// Of the account that is played.
    private var values = ServiceValues()

    public init(isStrict: Bool = false) { self.isStrict = isStrict }

    /// What follows is played to a service that knows nothing of what was played before.
    public mutating func beginAccount() { values = ServiceValues() }

    /// - Parameters:
    ///   - file: Of the cassette.
    ///   - answer: Makes the call.
    public mutating func play(
        _ exchange: RecordedExchange, of file: String, answer: (APIRequest) throws -> APIResponse
    ) {
        let request = exchange.request.apiRequest.map(values.translated)
        guard let request, case .answer(let recorded) = exchange.outcome, recorded.saysSomething else {
            report.passOver()
            return
        }
        let differences: [PathDifference]
        do {
            // Nothing of the sandbox is secret, and the recording has no secrets.
            let actual = RecordedAnswer(try answer(request), redaction: Redaction())
            differences = compare(recorded, actual, of: exchange.request.operation.id)
        } catch {
            let message = (error as? PerchError)?.message ?? "\(error)"
            differences = [
                PathDifference(
                    path: "status", recorded: .integer(Int64(recorded.status)), actual: .string("no answer: \(message)")
                )
            ]
        }
        report.note(exchange, of: file, differences)
    }

    private mutating func compare(
        _ recorded: RecordedAnswer, _ actual: RecordedAnswer, of operation: String
    ) -> [PathDifference] {
        values.operation = operation
        // In any case: the next requests need what the service made up.
        var comparison = JSONComparison(values)
        comparison.compare(recorded.comparable, actual.comparable)
        values = comparison.rule
        guard isStrict else { return comparison.differences }
        var strict = JSONComparison(Exactly())
        strict.compare(recorded.comparable, actual.comparable)
        return strict.differences
    }
}

extension RecordedAnswer {
    /// Whether the answer is about the call. Too many calls and trouble of the service's own are not.
    fileprivate var saysSomething: Bool {
        if status == 409, case .json(let body) = self.body {
            return body["message"]?.string?.lowercased().contains("too many requests") != true
        }
        return status != 429 && status < 500
    }
}

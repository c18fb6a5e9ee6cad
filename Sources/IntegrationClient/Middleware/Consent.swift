// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import IntegrationAPI
public import OperationCatalog

/// Whether calls that change something may be made, as in a protected environment.
public enum Consent: Sendable {
    case allowed
    /// Not, and this says why and what to do.
    case refused(PerchError)
    /// Only when someone says yes, each time.
    case ask(@Sendable (Operation) async -> Bool)
}

/// Lets calls through, turns them into dry ones, or stops them before anything is sent.
package struct ConsentGate: Sendable {
    let writes: Consent
    let deletions: Consent
    let dryRun: Bool
    /// As in ``environment `live` ``.
    let place: String

    package typealias Question = @Sendable (Operation) async -> Bool

    package init(writes: Consent, deletions: Consent, dryRun: Bool, place: String = "this environment") {
        self.writes = writes
        self.deletions = deletions
        self.dryRun = dryRun
        self.place = place
    }

    /// Whether everything passes as it is.
    package var isOpen: Bool {
        if case .allowed = writes, case .allowed = deletions { !dryRun } else { false }
    }

    /// - Returns: What must be asked first; a no to any of it ends the call.
    /// - Throws: `PerchError` with `protected`, or the error of a refusal.
    package func check(_ request: inout APIRequest) throws(PerchError) -> [Question] {
        let operation = request.operation
        guard operation.writes else { return [] }
        if dryRun { try makeDry(&request) }
        if request.isDry { return [] }
        var questions: [Question] = []
        for consent in operation.deletes ? [deletions, writes] : [writes] {
            switch consent {
            case .allowed: break
            case .ask(let question): questions.append(question)
            case .refused(var error):
                error.operation = error.operation ?? operation.id
                throw error
            }
        }
        return questions
    }

    /// The error when a question was answered with no, or could not be asked.
    package func declined(_ operation: Operation) -> PerchError {
        PerchError(
            .protected, "`\(operation.lua)` was not allowed: \(place) is protected",
            hint: operation.deletes ? "allow deletions for this run" : "allow writes for this run",
            operation: operation.id)
    }

    private func makeDry(_ request: inout APIRequest) throws(PerchError) {
        let operation = request.operation
        guard operation.query.contains(where: { $0.name == "dry" }) else {
            throw PerchError(
                .protected, "`\(operation.lua)` changes something, and there is no dry form of it",
                hint: "leave it out of the dry run, or run without", operation: operation.id)
        }
        request.query.removeAll { $0.name == "dry" }
        request.query.append(.init("dry", "true"))
        guard request.isDry else {
            throw PerchError(
                .protected, "`\(operation.lua)` would change something: without the rule engine it ignores `dry`",
                hint: "set `runRuleEngine = true`", operation: operation.id)
        }
    }
}

extension APIRequest {
    /// Whether the service only calculates. A profile update heeds `dry` only when it runs the rule engine.
    package var isDry: Bool {
        guard operation.query.contains(where: { $0.name == "dry" }), queryValue("dry") == "true" else { return false }
        let hasSwitch = operation.query.contains { $0.name == "runRuleEngine" }
        return !hasSwitch || queryValue("runRuleEngine") == "true"
    }
}

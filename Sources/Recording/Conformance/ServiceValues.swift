// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI

/// What a service makes up: ids, codes, and the times at which it did things. Two services make up others.
///
/// They are no differences, and what one made up in an answer stands for what the other did in the requests after it.
struct ServiceValues: Likeness {
    /// Members that say when the service did something.
    static let times: Set<String> = ["created", "modified", "updated", "lastActivity", "closedAt"]
    /// Operations whose answers hold a code that was made up.
    static let codeMakers: Set<String> = ["createReferral", "createReferralsForMultipleAdvocates"]
    /// Members of requests that hold ids, beside those whose names say so.
    private static let idLists: Set<String> = ["adds", "deletes"]
    /// Seconds that two clocks may be apart.
    static let tolerance = 60.0

    /// The operation whose answers are compared.
    var operation = ""
    private var standIns = StandIns()
    private var texts: [String: String] = [:]
    private var ids: [Int64: Int64] = [:]

    mutating func accepts(_ recorded: JSONValue, _ actual: JSONValue, at path: ValuePath) -> Bool {
        let member = path.member ?? ""
        if Self.isID(member), case .integer(let old) = recorded, case .integer(let new) = actual {
            // Of what the call has made; ids of other things may be the same number.
            if path.steps == [.member("body"), .member("id")] { ids[old] = new }
            return true
        }
        guard case .string(let old) = recorded, case .string(let new) = actual else { return false }
        if let then = PointInTime(old), let now = PointInTime(new) {
            return Self.times.contains(member)
                || (then.secondsSince1970 - now.secondsSince1970).magnitude <= Self.tolerance
        }
        if member == "code", Self.codeMakers.contains(operation) {
            texts[old] = new
            return true
        }
        return standIns.accept(old, new)
    }

    private static func isID(_ member: String) -> Bool {
        member == "id" || member.hasSuffix("Id") || member.hasSuffix("Ids")
    }

    // MARK: - Requests

    /// A recorded request with what the other service made up.
    func translated(_ request: APIRequest) -> APIRequest {
        var request = request
        request.pathArguments = request.pathArguments.map { argument in
            Int64(argument).flatMap { ids[$0] }.map(String.init) ?? translated(argument)
        }
        request.query = request.query.map { .init($0.name, translated($0.value)) }
        request.body = request.body.map { translated($0, of: "") }
        return request
    }

    private func translated(_ text: String) -> String { texts[text] ?? standIns.text(text) }

    private func translated(_ value: JSONValue, of member: String) -> JSONValue {
        switch value {
        case .string(let text): .string(translated(text))
        case .integer(let id) where Self.isID(member) || Self.idLists.contains(member): .integer(ids[id] ?? id)
        case .array(let elements): .array(elements.map { translated($0, of: member) })
        case .object(let members):
            .object(JSONObject(uniqueKeysWithValues: members.map { ($0.key, translated($0.value, of: $0.key)) }))
        default: value
        }
    }
}

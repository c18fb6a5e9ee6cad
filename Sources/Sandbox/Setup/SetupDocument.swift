// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import OperationCatalog
internal import RuleEngine

/// A JSON object given to a set-up function, read member by member; what is wrong is told with a hint.
struct SetupDocument {
    /// What the object is, with an article: `a campaign`.
    let what: String
    let members: JSONObject

    /// - Parameter fields: all fields that there are; another one is an error.
    init(_ what: String, _ value: JSONValue, fields: [String]) throws {
        guard case .object(let members) = value else {
            // An empty Lua table is a list as much as it is an object.
            guard value == [] else {
                throw PerchError(
                    .invalidArgument, "\(what) must be an object, not \(value.typeName)",
                    hint: "give its fields by name: \(fields.prefix(4).joined(separator: ", ")) …")
            }
            self.init(what, open: [:])
            return
        }
        for key in members.keys where !fields.contains(key) {
            let hint =
                Suggestion.nearest(to: key, among: fields).map { "did you mean `\($0)`?" }
                ?? "there are: \(fields.joined(separator: ", "))"
            throw PerchError(.invalidArgument, "unknown field `\(key)` in \(what)", hint: hint)
        }
        self.init(what, open: value)
    }

    /// An object whose fields are not checked against a list.
    init(_ what: String, open value: JSONValue) {
        self.what = what
        members = value.members
    }

    private func member(_ key: String) -> JSONValue? {
        members[key]?.unlessNull
    }

    private func wrong(_ key: String, _ value: JSONValue, _ expected: String) -> PerchError {
        PerchError(
            .invalidArgument, "`\(key)` of \(what) must be \(expected), not \(value.typeName) `\(value)`",
            hint: "give \(expected) for `\(key)`")
    }

    private func read<T>(_ key: String, _ expected: String, _ get: (JSONValue) -> T?) throws -> T? {
        guard let value = member(key) else { return nil }
        guard let result = get(value) else { throw wrong(key, value, expected) }
        return result
    }

    func string(_ key: String) throws -> String? { try read(key, "a text", \.string) }
    func integer(_ key: String) throws -> Int64? { try read(key, "a whole number", \.integer) }
    func decimal(_ key: String) throws -> DecimalNumber? { try read(key, "a number", \.decimal) }
    func bool(_ key: String) throws -> Bool? { try read(key, "true or false", \.bool) }
    func moment(_ key: String) throws -> Moment? { try read(key, "a time as `2026-11-27T09:00:00Z`", \.moment) }

    func list(_ key: String) throws -> [JSONValue]? {
        try read(key, "a list") { $0.array ?? ($0 == [:] ? [] : nil) }
    }

    func object(_ key: String) throws -> JSONObject? {
        try read(key, "an object") { $0.object ?? ($0 == [] ? [:] : nil) }
    }

    func strings(_ key: String) throws -> [String]? {
        try read(key, "a list of texts") { value in
            guard let elements = value.array ?? (value == [:] ? [] : nil) else { return nil }
            let strings = elements.compactMap(\.string)
            return strings.count == elements.count ? strings : nil
        }
    }

    func choice(_ key: String, _ choices: [String]) throws -> String? {
        guard let text = try string(key) else { return nil }
        guard choices.contains(text) else {
            let hint =
                Suggestion.nearest(to: text, among: choices).map { "did you mean `\($0)`?" }
                ?? "there are: \(choices.joined(separator: ", "))"
            throw PerchError(.invalidArgument, "`\(key)` of \(what) cannot be `\(text)`", hint: hint)
        }
        return text
    }

    func required<T>(_ key: String, _ value: T?) throws -> T {
        guard let value else {
            throw PerchError(.invalidArgument, "\(what) needs `\(key)`", hint: "add `\(key)`")
        }
        return value
    }
}

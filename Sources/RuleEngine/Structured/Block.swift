// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI

/// An object of a structured ruleset with where it stands, so that whatever is wrong with it can be told.
struct Block {
    let members: JSONObject
    /// `block 2 of rule 1`, `step 1 of the selector Shoes` …
    let place: String
    let type: String

    init(_ json: JSONValue, place: String) throws {
        guard let members = json.object, let type = members["type"]?.string, !type.isEmpty else {
            throw PerchError(
                .invalidArgument, "\(place) has no type", hint: "write an object with a text `type`, as in checkCoupon")
        }
        self.members = members
        self.place = place
        self.type = type
    }

    /// A member; a null counts as left out.
    subscript(name: String) -> JSONValue? {
        members[name].flatMap { $0.isNull ? nil : $0 }
    }

    func required(_ name: String) throws -> JSONValue {
        guard let value = self[name] else { throw missing(name, "") }
        return value
    }

    func text(_ name: String) throws -> String {
        guard let text = self[name]?.string else { throw missing(name, "text ") }
        return text
    }

    func bool(_ name: String) throws -> Bool {
        guard let value = self[name] else { return false }
        guard let bool = value.bool else { throw missing(name, "boolean ") }
        return bool
    }

    func integer(_ name: String) throws -> Int64 {
        guard let integer = self[name]?.integer else { throw missing(name, "whole number ") }
        return integer
    }

    /// A member of an object, as the `id` of `audience: {id, name}`.
    func part(_ name: String, _ key: String) throws -> JSONValue {
        guard let part = self[name]?[key], !part.isNull else { throw missing("\(name).\(key)", "") }
        return part
    }

    /// The object at a member that has a type of its own.
    func object(_ name: String) throws -> Block {
        try Block(required(name), place: "the \(name) of \(place)")
    }

    /// The objects of a list; none when it is left out.
    func list(_ name: String, _ what: String = "block") throws -> [Block] {
        guard let list = self[name] else { return [] }
        guard let elements = list.array else { throw missing(name, "list ") }
        return try elements.enumerated().map { try Block($1, place: "\(what) \($0 + 1) in \(name) of \(place)") }
    }

    private func missing(_ name: String, _ kind: String) -> PerchError {
        PerchError(
            .invalidArgument, "\(place), `\(type)`, has no \(kind)`\(name)`",
            hint: "add `\(name)`, as the Management API's structured rulesets have it")
    }
}

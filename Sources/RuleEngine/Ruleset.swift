// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// A ruleset in the one form that the engine evaluates, and what of it the engine does not know.
public struct Ruleset: Sendable {
    /// With `rules` and `bindings`, whichever form was read.
    public let document: JSONValue
    /// Whether it was made of blocks.
    public let isStructured: Bool
    /// In the order of the rules; bindings come last.
    public let unknown: [UnknownName]
    let assumptions: Assumptions

    /// A function, block, operator or formula that the engine does not know.
    public struct UnknownName: Sendable, Hashable {
        /// The title of the rule, or `binding` and its name.
        public var place: String
        /// The name of a function, or for parts of blocks what it is and its name: `block teleport`.
        public var name: String
        /// With how many arguments it is called, each number once, in ascending order.
        public var arguments: [Int]
        /// How often it is called there.
        public var count: Int

        /// Whether it is the name of a function of the rule language.
        public var isFunction: Bool { !name.contains(" ") }
    }

    /// Reads either form.
    /// - Throws: `PerchError(.invalidArgument)` for a ruleset that is not one.
    public init(_ json: JSONValue) throws {
        isStructured = StructuredRuleset.isOne(json)
        (document, assumptions) = isStructured ? try StructuredRuleset.read(json) : (json, Assumptions())
        var unknown: [UnknownName] = []
        for (index, rule) in (document["rules"]?.array ?? []).enumerated() {
            let read = try Rule(rule, index: index)
            unknown += read.unknown.map { Self.unknown($0, "rule `\(read.title)`", in: rule) }
        }
        for binding in document["bindings"]?.array ?? [] {
            var names: [String] = []
            _ = Expression(binding["expression"] ?? .null, unknown: &names)
            var seen: Set<String> = []
            for name in names where seen.insert(name).inserted {
                unknown.append(Self.unknown(name, "binding `\(binding["name"]?.string ?? "")`", in: binding))
            }
        }
        self.unknown = unknown
    }

    private static func unknown(_ name: String, _ place: String, in json: JSONValue) -> UnknownName {
        var arguments: [Int] = []
        json.forEachCall { call in if call[0].string == name { arguments.append(call.count - 1) } }
        return UnknownName(place: place, name: name, arguments: Set(arguments).sorted(), count: arguments.count)
    }

    // MARK: - Comparing the two forms

    /// What an unknown function of one form may be, when both forms of a ruleset are there: the name that the same place
    /// has in the other one.
    public static func likelyNames(_ plain: Ruleset, _ structured: Ruleset) -> [String: String] {
        var found: [String: Set<String>] = [:]
        let pairs = zip(plain.document["rules"]?.array ?? [], structured.document["rules"]?.array ?? [])
        for (rule, other) in pairs where rule["title"] == other["title"] {
            compare(rule["condition"] ?? .null, other["condition"] ?? .null, &found)
            for (effect, other) in zip(rule["effects"]?.array ?? [], other["effects"]?.array ?? []) {
                compare(effect, other, &found)
            }
        }
        // Two answers are none.
        return found.compactMapValues { $0.count == 1 ? $0.first : nil }
    }

    private static func compare(_ json: JSONValue, _ other: JSONValue, _ found: inout [String: Set<String>]) {
        guard let call = json.array, let otherCall = other.array, let name = call.first?.string,
            let otherName = otherCall.first?.string
        else { return }
        if name == otherName {
            for (part, otherPart) in zip(call.dropFirst(), otherCall.dropFirst()) { compare(part, otherPart, &found) }
        } else if name == "catch", call.count == 3 {
            compare(call[2], other, &found)
        } else if Function.named(name) == nil, let function = Function.named(otherName) {
            found[name, default: []].insert(function.name)
        }
    }
}

extension JSONValue {
    /// Visits each array that begins with a text, from the outside in, as calls of the rule language are written.
    public func forEachCall(_ visit: ([JSONValue]) -> Void) {
        switch self {
        case .array(let elements):
            if elements.first?.string != nil { visit(elements) }
            for element in elements { element.forEachCall(visit) }
        case .object(let members):
            for member in members.values { member.forEachCall(visit) }
        default: break
        }
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Recording
import RuleEngine

/// What of a value is the same whenever the session is played again: no ids, no times, nothing of chance.
struct StableParts {
    /// What was typed: an id that people chose themselves is no accident.
    let typed: String

    /// - Parameter again: the value when the session was played a second time; nil when it could not be.
    /// - Returns: the value as `to_match` takes it; nil when nothing of it is stable.
    func tree(_ value: JSONValue, again: JSONValue?) -> LuaText.Tree? {
        switch value {
        case .null: return nil
        case .string(let text):
            guard isStable(text), isSame(value, again) else { return nil }
            return LuaText.Tree(value)
        case .bool, .integer, .decimal, .longNumber:
            return isSame(value, again) ? LuaText.Tree(value) : nil
        case .array(let elements):
            if let again, again.array?.count ?? 0 != elements.count { return nil }
            let parts = elements.enumerated().map { place, element in tree(element, again: again?[place]) }
            return .list(parts.map { $0 ?? .leaf("is.any") })
        case .object(let members):
            if members.isEmpty { return .list([]) }
            let names = KnownFields.ordered(Array(members.keys))
            let fields = names.compactMap { name -> LuaText.Tree.Field? in
                guard let member = members[name], !isAccident(name, member), !isNothing(name, member) else {
                    return nil
                }
                return tree(member, again: again.map { $0[name] ?? .null }).map { .init(name: name, value: $0) }
            }
            return fields.isEmpty ? nil : .fields(fields)
        }
    }

    private func isSame(_ value: JSONValue, _ again: JSONValue?) -> Bool {
        guard let again else { return true }
        if let left = value.decimal, let right = again.decimal { return left == right }
        return value == again
    }

    /// Ids that the service gives out, and places that change with the next rule.
    private func isAccident(_ name: String, _ value: JSONValue) -> Bool {
        let isID = name == "id" || ["Id", "Ids", "ID", "IDs", "UUID"].contains { name.hasSuffix($0) }
        guard isID else { return ["created", "modified", "updated", "triggeredByCoupon", "ruleIndex"].contains(name) }
        return value.string.map { !isTyped($0) } ?? true
    }

    /// An empty list says little, but for that of the effects.
    private func isNothing(_ name: String, _ value: JSONValue) -> Bool {
        name != "effects" && (value.array?.isEmpty ?? value.object?.isEmpty ?? false)
    }

    private func isStable(_ text: String) -> Bool {
        if isTyped(text) { return true }
        if (20...35).contains(text.utf8.count), Moment(text: text) != nil { return false }
        let isUUID = text.utf8.count == 36 && text.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12]
        return !isUUID
    }

    private func isTyped(_ text: String) -> Bool { !text.isEmpty && typed.contains(text) }
}

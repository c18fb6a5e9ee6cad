// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON

/// The shape of the JSON that columns make together: which column stands where.
struct ValueTree: Sendable {
    private indirect enum Node: Sendable {
        /// The place of a column.
        case leaf(Int)
        case object([(key: String, node: Node)])
        case list([Node?])
    }

    private var members: [(key: String, node: Node)] = []

    /// Puts a column at a path. One that runs through a value is given up: two columns cannot be the same field.
    mutating func add(_ path: FieldPath, _ column: Int) {
        guard case .object(let changed) = Self.added(.object(members), path.steps[...], column) else { return }
        members = changed
    }

    private static func added(_ node: Node?, _ steps: ArraySlice<FieldPath.Step>, _ column: Int) -> Node {
        guard let step = steps.first else { return .leaf(column) }
        switch step {
        case .key(let key):
            var members: [(key: String, node: Node)] = []
            if case .object(let old)? = node { members = old }
            if let place = members.firstIndex(where: { $0.key == key }) {
                members[place].node = added(members[place].node, steps.dropFirst(), column)
            } else {
                members.append((key, added(nil, steps.dropFirst(), column)))
            }
            return .object(members)
        case .index(let index):
            var elements: [Node?] = []
            if case .list(let old)? = node { elements = old }
            while elements.count <= index { elements.append(nil) }
            elements[index] = added(elements[index], steps.dropFirst(), column)
            return .list(elements)
        }
    }

    /// The object of a row's values. What has no value is left out, and so are objects and lists that then are empty.
    func object(_ values: [JSONValue?]) -> JSONValue {
        Self.value(of: .object(members), values) ?? .object([:])
    }

    private static func value(of node: Node, _ values: [JSONValue?]) -> JSONValue? {
        switch node {
        case .leaf(let column): return values[column]
        case .object(let members):
            var object = JSONObject(minimumCapacity: members.count)
            for member in members {
                if let value = value(of: member.node, values) { object[member.key] = value }
            }
            return object.isEmpty ? nil : .object(object)
        case .list(let elements):
            let found = elements.compactMap { $0.flatMap { value(of: $0, values) } }
            return found.isEmpty ? nil : .array(found)
        }
    }
}

extension JSONValue {
    /// Puts a value at a path and makes what is missing on the way; places in lists that are skipped become null.
    mutating func set(_ value: JSONValue, at steps: ArraySlice<FieldPath.Step>) {
        guard let step = steps.first else {
            // Objects are merged, so that constants and members of a row come together.
            if case .object(var own) = self, case .object(let other) = value {
                own.merge(other) { $1 }
                self = .object(own)
            } else {
                self = value
            }
            return
        }
        switch step {
        case .key(let key):
            var members = object ?? [:]
            self = .null
            var inner = members[key] ?? .null
            inner.set(value, at: steps.dropFirst())
            members[key] = inner
            self = .object(members)
        case .index(let index):
            var elements = array ?? []
            self = .null
            while elements.count <= index { elements.append(.null) }
            elements[index].set(value, at: steps.dropFirst())
            self = .array(elements)
        }
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
package import OperationCatalog

/// A thing that a call touches, by its id: the profile `p1`.
package struct SubjectKey: Sendable, Hashable {
    package let kind: Operation.Subject.Kind
    package let id: String

    package init(_ kind: Operation.Subject.Kind, _ id: String) {
        self.kind = kind
        self.id = id
    }
}

extension APIRequest {
    /// The things this call touches. An empty id names nothing.
    package var subjectKeys: Set<SubjectKey> {
        var keys: Set<SubjectKey> = []
        for subject in operation.subjects {
            switch subject.source {
            case .path(let index):
                if pathArguments.indices.contains(index) { keys.insert(SubjectKey(subject.kind, pathArguments[index])) }
            case .body(let path):
                for id in body?.texts(at: path[...]) ?? [] { keys.insert(SubjectKey(subject.kind, id)) }
            }
        }
        return keys.filter { !$0.id.isEmpty }
    }
}

extension JSONValue {
    /// The texts and numbers below these keys; an array on the way stands for all its elements.
    fileprivate func texts(at path: ArraySlice<String>) -> [String] {
        switch self {
        case .array(let elements): elements.flatMap { $0.texts(at: path) }
        case .object(let members):
            path.first.flatMap { members[$0] }.map { $0.texts(at: path.dropFirst()) } ?? []
        case .string(let text): path.isEmpty ? [text] : []
        case .integer, .decimal, .longNumber: path.isEmpty ? [description] : []
        case .null, .bool: []
        }
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Names that lead to a value, as in `[".", "Session", "Total"]`.
public final class Path: Sendable {
    let steps: [String]
    /// Its place among the paths of its campaign; nil for one that stands elsewhere.
    let number: Int?
    /// Worked out once: values are looked up by the same paths again and again.
    private let hash: Int

    /// - Parameter steps: at least one.
    init(_ steps: [String], number: Int? = nil) {
        self.steps = steps
        self.number = number
        hash = steps.hashValue
    }

    /// The name of the variable, the binding or the object that it begins at.
    var name: String { steps[0] }

    /// As people write it: `Session.Total`.
    var text: String { steps.joined(separator: ".") }

    /// Follows it from its second step on; nil where a step has no value, or null.
    func value(from start: Value) -> Value? {
        var value = start
        for step in steps.dropFirst() {
            let next: Value? =
                switch value {
                case .map(let members): members[step]
                case .slots(let slots): slots.read(step)
                default: nil
                }
            guard let next else { return nil }
            value = next
        }
        if case .null = value { return nil }
        return value
    }

    /// The value in the first of some objects that has one.
    func value(in objects: [(name: String, value: Value)]) -> Value? {
        for object in objects where object.name == name {
            if let value = value(from: object.value) { return value }
        }
        return nil
    }
}

extension Path: Hashable {
    public static func == (a: Path, b: Path) -> Bool {
        a === b || (a.hash == b.hash && a.steps == b.steps)
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}

/// The paths of a campaign, each once: what stands at one is found by its number.
final class PathPool {
    private var paths: [[String]: Path] = [:]

    var count: Int { paths.count }

    func path(_ steps: [String]) -> Path {
        if let known = paths[steps] { return known }
        let path = Path(steps, number: paths.count)
        paths[steps] = path
        return path
    }
}

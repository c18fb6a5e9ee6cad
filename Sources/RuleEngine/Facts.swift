// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// The objects that the rules of all campaigns see alike: `Session`, `Profile`, `Event` … They stay the same while an
/// evaluation goes on, so what stands at a path is looked up once, however many rules read it.
final class Facts {
    let objects: [(name: String, value: Value)]
    private var values: [Path: Value?] = [:]

    init(_ objects: [(name: String, value: Value)]) {
        self.objects = objects
    }

    /// - Parameter session: the session as the rules see it; the input's own when nil.
    convenience init(_ input: EngineInput, session: DiscountedSession? = nil) {
        var objects: [(name: String, value: Value)] = []
        if let session {
            objects.append(("Session", .slots(session)))
        } else if let session = input.session {
            objects.append(("Session", .slots(session)))
        }
        objects += [("Event", .slots(input.event)), ("Now", .time(input.now))]
        if let profile = input.profile { objects.append(("Profile", .slots(profile))) }
        self.init(objects + input.objects)
    }

    func object(_ name: String) -> Value? { objects.first { $0.name == name }?.value }

    /// Nil when there is no value: then whatever reads it fails.
    func value(at path: Path) -> Value? {
        if let known = values[path] { return known }
        let value = path.value(in: objects)
        // Paths that are computed may be many.
        if values.count < 1_000 { values[path] = .some(value) }
        return value
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON
internal import RuleEngine

/// Why an evaluation came out as it did: what became of codes, and each campaign with its rules, conditions and effects.
public struct Explanation: Sendable {
    /// What was evaluated, as in `session s1, closed, customer ada, total 150`.
    let subject: String
    /// The integration id and the state of the session; nil for an event or a profile.
    let session: (id: String, state: String)?
    let event: String
    let profile: String?
    /// Whether it gives the effects that were given then; nil when that cannot be told.
    public internal(set) var isAsDecided: Bool?
    /// What the reader should know first.
    public internal(set) var notes: [String] = []
    let effects: [JSONValue]
    let trace: Trace

    /// `session`, `state`, `event`, `profile`, `time`, `asDecided`, `notes`, `codes`, `campaigns` and `text`.
    public var json: JSONValue {
        var object: JSONObject = [:]
        if let session {
            object["session"] = .string(session.id)
            object["state"] = .string(session.state)
        }
        object["event"] = .string(event)
        if let profile { object["profile"] = .string(profile) }
        object["time"] = .string(trace.now.description)
        if let isAsDecided { object["asDecided"] = .bool(isAsDecided) }
        object["notes"] = .array(notes.map { .string($0) })
        object.merge(trace.json) { $1 }
        object["text"] = .string(text)
        return .object(object)
    }

    /// The same for people, without a line break at the end.
    public var text: String {
        (["\(subject)", "decided at \(trace.nowText)"] + notes.map { "note: \($0)" } + ["", trace.text])
            .joined(separator: "\n")
    }
}

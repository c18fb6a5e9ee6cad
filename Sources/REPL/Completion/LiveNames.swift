// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// What completion asks of the running session: names that only it knows.
public protocol LiveNames: AnyObject {
    /// The fields of the table that stands at a path of the globals, as in `["talon", "sessions"]`; the globals for an empty
    /// path, and nothing when there is no table. An element of a list has its number as text. No metamethod is run.
    func fields(at path: [String]) -> [LiveName]
    /// Ids of things in the embedded sandbox, newest first, at most `limit`; none on an account.
    func ids(of kind: LiveThing, limit: Int) -> [String]
    /// The custom attributes of an entity (`CustomerProfile`, `CustomerSession`, `CartItem`, `Coupon`, …), in order of name.
    func attributes(of entity: String) -> [LiveAttribute]
    /// The environments of perch.toml.
    var environments: [String] { get }
}

public struct LiveName: Sendable, Equatable {
    public var name: String
    /// As Lua's `type` says it.
    public var type: String

    public init(_ name: String, type: String) {
        self.name = name
        self.type = type
    }
}

public struct LiveAttribute: Sendable, Equatable {
    public var name: String
    /// `string`, `number`, `boolean`, `time`, `(list string)`, …
    public var type: String
    /// The values that are allowed, when there is a list of them.
    public var choices: [String]

    public init(_ name: String, type: String, choices: [String] = []) {
        self.name = name
        self.type = type
        self.choices = choices
    }
}

/// Things whose ids people type.
public enum LiveThing: Sendable, Hashable, CaseIterable {
    case session, profile, coupon, referral, audience, loyaltyProgram, loyaltyCard, event, catalog, achievement
}

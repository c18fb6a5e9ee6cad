// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// What a JSON value may be: a small closed tree, written once for each field of the API.
public indirect enum Schema: Sendable, Hashable {
    /// Any JSON value.
    case any
    case boolean
    /// A 64-bit integer; bounds are inclusive.
    case integer(minimum: Int64? = nil, maximum: Int64? = nil)
    /// A decimal number; bounds are inclusive.
    case number(minimum: DecimalNumber? = nil, maximum: DecimalNumber? = nil)
    /// A text; lengths count characters, the pattern must match the whole text.
    case string(minLength: Int? = nil, maxLength: Int? = nil, pattern: String? = nil)
    /// One of these texts.
    case choice([String])
    /// A point in time, RFC 3339.
    case dateTime
    case uuid
    /// A count and a unit, as in `30D`, or one of the given words.
    case duration(words: [String] = [])
    case array(of: Schema, minItems: Int? = nil, maxItems: Int? = nil, unique: Bool = false)
    /// An object with keys of the user's own, and values of one kind.
    case map(of: Schema)
    /// An object of the API, by its name; `Catalog.schema(named:)` has it.
    case object(String)
    /// One of several objects: the text in the field beside it that `by` names decides which.
    case variant(by: String, [String: String])
}

/// A named object of the API.
public struct ObjectSchema: Sendable, Hashable {
    /// The API's own name, as in `NewCustomerSessionV2`.
    public let name: String
    /// What it is, in one sentence.
    public let summary: String
    public let fields: [Field]

    public init(_ name: String, _ summary: String, fields: [Field]) {
        self.name = name
        self.summary = summary
        self.fields = fields
    }

    public func field(named name: String) -> Field? {
        fields.first { $0.name == name }
    }
}

/// A field of an object.
public struct Field: Sendable, Hashable {
    /// The name on the wire.
    public let name: String
    public let schema: Schema
    /// What it holds, in one sentence; with its unit where it has one.
    public let summary: String
    public let options: Options

    public struct Options: OptionSet, Sendable, Hashable {
        public let rawValue: Int
        public init(rawValue: Int) { self.rawValue = rawValue }

        public static let required = Options(rawValue: 1)
        /// Null is a value of its own here.
        public static let nullable = Options(rawValue: 2)
        /// Set by the service; ignored in a request.
        public static let readOnly = Options(rawValue: 4)
        public static let deprecated = Options(rawValue: 8)
        /// In every answer of the service, although readers must do without it.
        public static let answered = Options(rawValue: 16)
    }

    /// The value that counts when the field is left out.
    public let fallback: JSONValue?

    public init(_ name: String, _ schema: Schema, fallback: JSONValue? = nil, _ summary: String) {
        self.init(name, schema, [], fallback: fallback, summary)
    }

    public init(
        _ name: String, _ schema: Schema, _ options: Options, fallback: JSONValue? = nil, _ summary: String
    ) {
        self.name = name
        self.schema = schema
        self.options = options
        self.fallback = fallback
        self.summary = summary
    }

    public var isRequired: Bool { options.contains(.required) }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A point in time as the service writes it: RFC 3339, with the digits that came.
public struct Timestamp: JSONModel, CustomStringConvertible, ExpressibleByStringLiteral {
    /// As in `2026-01-31T12:00:00.123456Z`.
    public let text: String

    /// A point in time by its text, which is taken as it is.
    public init(_ text: String) {
        self.text = text
    }

    /// A point in time in UTC, to the millisecond.
    public init(_ date: Date) {
        text = date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    public init(stringLiteral value: String) {
        self.init(value)
    }

    /// The point in time, to the millisecond; nil when the text is not RFC 3339.
    public var date: Date? {
        (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
            ?? (try? Date(text, strategy: .iso8601))
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        self.init(try String(json: json, at: path))
    }

    public var json: JSONValue { .string(text) }

    public var description: String { text }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// What a log may say of a request: nothing of its headers, its query or its body.
public struct AnsweredRequest: Sendable {
    public let method: String
    /// As it was sent, percent-encoded, without the query.
    public let path: String
    /// The id of the operation; nil when the path or the method leads to none, or the key was wrong.
    public let operation: String?
    public let status: Int
    /// The length of the answer's body.
    public let bytes: Int
    public let duration: Duration

    /// The duration in whole microseconds.
    public var microseconds: Int64 { Int64(duration / .microseconds(1)) }
}

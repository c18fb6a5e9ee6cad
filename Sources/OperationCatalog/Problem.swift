// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Something wrong with a value that was meant for an operation.
public struct Problem: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case missing, unknownField, wrongType, notAChoice, outOfRange, badFormat
    }

    public let kind: Kind
    /// Where, from the outside in: `["customerSession", "cartItems", "0", "sku"]`.
    public let path: [String]
    /// What is wrong, with the user's own value: ``unknown field `cartitems` ``.
    public let message: String
    /// One thing to do: ``did you mean `cartItems`?``
    public let hint: String?

    public init(_ kind: Kind, path: [String], message: String, hint: String? = nil) {
        self.kind = kind
        self.path = path
        self.message = message
        self.hint = hint
    }

    /// As a JSON pointer: `/customerSession/cartItems/0/sku`.
    public var pointer: String {
        path.map {
            "/"
                + $0.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
                .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
        }.joined()
    }
}

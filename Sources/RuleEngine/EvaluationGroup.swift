// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A group of the evaluation tree: campaigns and groups, and which of them win.
public struct EvaluationGroup: Sendable {
    public var id: Int64
    public var name: String
    public var mode: Mode
    public var scope: Scope
    public var elements: [Element]

    public enum Mode: String, Sendable, CaseIterable {
        /// All that are triggered.
        case stackable
        /// The first that is triggered.
        case listOrder
        case lowestDiscount, highestDiscount
    }

    /// What the mode chooses for: the session as a whole, or each unit of a cart item.
    public enum Scope: String, Sendable, CaseIterable {
        case session, cartItem
    }

    public indirect enum Element: Sendable {
        case group(EvaluationGroup)
        case campaign(Int64)
    }

    public init(
        id: Int64, name: String, mode: Mode = .stackable, scope: Scope = .session, elements: [Element] = []
    ) {
        self.id = id
        self.name = name
        self.mode = mode
        self.scope = scope
        self.elements = elements
    }

    /// The ids of all campaigns in it, in their order.
    public var campaignIDs: [Int64] {
        elements.flatMap { element in
            switch element {
            case .group(let group): group.campaignIDs
            case .campaign(let id): [id]
            }
        }
    }
}

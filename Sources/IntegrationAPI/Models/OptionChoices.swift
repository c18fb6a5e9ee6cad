// Part of Perch. SPDX-License-Identifier: Apache-2.0
// Generated from the operation catalogue by scripts/generate; do not edit.

/// Choices of an option of some operations.
public struct PointsStatus: OpenChoice {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let active: Self = "active"
    public static let pending: Self = "pending"
    public static let expired: Self = "expired"
}

/// Choices of an option of some operations.
public struct PointsOrder: OpenChoice {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let startDate: Self = "startDate"
    public static let expiryDate: Self = "expiryDate"
    public static let startDateDescending: Self = "-startDate"
    public static let expiryDateDescending: Self = "-expiryDate"
}

/// Choices of an option of some operations.
public struct LoyaltyTransactionType: OpenChoice {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let manual: Self = "manual"
    public static let session: Self = "session"
    public static let `import`: Self = "import"
}

/// Choices of an option of some operations.
public struct AchievementStatus: OpenChoice {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let active: Self = "active"
    public static let scheduled: Self = "scheduled"
}

/// Choices of an option of some operations.
public struct CurrentProgressStatus: OpenChoice {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let inprogress: Self = "inprogress"
    public static let completed: Self = "completed"
    public static let notStarted: Self = "not_started"
}

/// Choices of an option of some operations.
public struct PastProgressStatus: OpenChoice {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let inprogress: Self = "inprogress"
    public static let completed: Self = "completed"
    public static let expired: Self = "expired"
}

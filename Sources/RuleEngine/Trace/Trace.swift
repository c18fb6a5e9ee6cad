// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// How an evaluation went: what became of codes, why each rule did or did not give its effects, with the values that it
/// saw, and what limited or excluded what.
///
/// `json` is the same as a value, and `text` for people.
public struct Trace: Sendable {
    /// When the evaluation took place, in the Application's time zone.
    public var now: Moment
    /// The codes of the session, in their order; the referral code is the last one.
    public var codes: [Code] = []
    /// Campaigns in the order of their evaluation; one that was evaluated for several coupons stands several times.
    public var runs: [Run] = []
    /// Campaigns that took no part.
    public var absences: [Absence] = []

    public init(now: Moment) {
        self.now = now
    }

    // MARK: - Codes

    /// A code of the session, and what became of it.
    public struct Code: Sendable {
        public var kind: Kind
        public var code: String
        /// Nil for an unknown code.
        public var campaignID: Int64?
        public var campaignName: String?
        public var outcome: Outcome
        /// In one sentence why it was refused, or what it was used for.
        public var details: String
        /// What decided: `startDate`, `usageCounter` …
        public var values: [Read] = []

        public enum Kind: String, Sendable {
            case coupon, referral
        }

        public enum Outcome: Sendable, Equatable {
            case accepted
            /// With the reason as effects name it, and why its campaign was excluded.
            case refused(reason: String, exclusion: String?)
            /// It is valid, and no rule redeems it.
            case unused
        }
    }

    // MARK: - Campaigns

    public struct Run: Sendable {
        public var campaignID: Int64
        public var campaignName: String
        public var coupon: String?
        /// The evaluation group that it stands in.
        public var group: Group?
        /// How it lost against another campaign of its group; nil when it did not.
        public var loss: Loss?
        /// What is used of the campaign's limits before this evaluation.
        public var budgets: [Budget] = []
        /// The named expressions that were read, as cart item filters.
        public var bindings: [Binding] = []
        public var rules: [Rule] = []

        /// Whether a rule gave its effects and they count.
        public var isTriggered: Bool { loss == nil && rules.contains { $0.outcome == .matched } }
    }

    /// A campaign that took no part, and why.
    public struct Absence: Sendable {
        public var campaignID: Int64
        public var campaignName: String
        public var reason: Reason

        public enum Reason: Sendable, Equatable {
            case disabled, archived
            case notStarted(Moment)
            case ended(Moment)
            /// It is for other stores than that of the session; nil for a session without one.
            case otherStore(String?)
            /// It is for audiences that the customer is in none of.
            case otherAudience
            /// The request names the campaigns to be evaluated, and it is not among them.
            case notNamed
        }
    }

    public struct Group: Sendable {
        public var id: Int64
        public var name: String
        public var mode: EvaluationGroup.Mode
        public var scope: EvaluationGroup.Scope
    }

    /// A defeat in an evaluation group.
    public struct Loss: Sendable {
        /// `CampaignIsNotFirst` or `CampaignGaveLowerDiscount`, as effects name it.
        public var reason: String
        public var group: String
        public var mode: EvaluationGroup.Mode
        /// The campaigns that it lost against.
        public var winners: [String]
        /// What they take off; nil where discounts decide nothing.
        public var winnerDiscount: DecimalNumber?
        /// What it would have taken off.
        public var discount: DecimalNumber?
    }

    // MARK: - Rules

    public struct Rule: Sendable {
        public var title: String
        public var outcome: Outcome
        /// Its effects as they are written, given or not.
        public var written: [JSONValue] = []
        /// Whether one condition that holds is enough.
        public var isAny = false
        /// The rule's own named expressions that were read.
        public var bindings: [Binding] = []
        public var conditions: [Condition] = []
        /// What it gave; when an effect failed, only that one.
        public var effects: [Given] = []
    }

    public enum Outcome: Sendable, Equatable {
        case matched
        /// The index of the condition that failed; nil when the condition is not a list of conditions.
        case conditionFailed(Int?)
        case effectFailed(Int, String)
        /// It uses functions that the engine does not have.
        case unsupported([String])
    }

    /// A condition, or a part of one.
    public struct Condition: Sendable {
        /// The condition as it is written.
        public var expression: JSONValue
        /// What it gave; nil when it ended in an error.
        public var result: Value?
        public var error: String?
        public var reads: [Read] = []
        /// What was compared, where it had to be worked out.
        public var operands: [Operand] = []
        /// The conditions inside of an `and`, `or`, `not` or `catch`.
        public var parts: [Condition] = []

        public var isMet: Bool { (try? result?.truth) ?? false }
    }

    /// A value that was read; nil when there was none.
    public struct Read: Sendable {
        public var path: String
        public var value: Value?
    }

    /// An expression within another one.
    public struct Operand: Sendable {
        public var expression: JSONValue
        public var result: Value?
        public var error: String?
    }

    /// A named expression that was read.
    public struct Binding: Sendable {
        public var name: String
        public var expression: JSONValue
        public var result: Value?
        public var error: String?
    }

    // MARK: - Effects

    /// An effect with what it was made from, or why there is none.
    public struct Given: Sendable {
        /// Nil when the expression gave none.
        public var effect: Effect?
        /// The expression that it came from; null for the redemption of a code.
        public var expression: JSONValue = .null
        public var reads: [Read] = []
        public var operands: [Operand] = []
        /// What was asked for: money, points or pieces.
        public var wanted: DecimalNumber?
        /// What was cut off, in order.
        public var cuts: [Cut] = []
        /// Why nothing was given.
        public var error: String?
        /// The budgets that it did not fit into.
        public var budgets: [Budget] = []
        /// How it lost a unit of an item against another campaign.
        public var loss: Loss?
    }

    /// What was cut off an amount.
    public struct Cut: Sendable {
        public var cause: Cause
        public var from: DecimalNumber
        public var to: DecimalNumber

        public enum Cause: Sendable {
            /// No price and no total drops below zero.
            case price
            case budget(Budget)
            /// The discount limit of the coupon.
            case coupon
        }
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Which function answers which operation.
enum Handlers {
    /// By operation id. Each resource has a file of its own with its part of the table.
    static let table: [String: Call.Handler] = {
        var table: [String: Call.Handler] = [:]
        for part in [
            CustomerSessions.handlers, CustomerProfiles.handlers, Events.handlers, Audiences.handlers,
            Coupons.handlers, Referrals.handlers, Inventory.handlers, Loyalty.handlers, LoyaltyCards.handlers,
            Achievements.handlers, Catalogs.handlers, Campaigns.handlers,
            SessionManagement.handlers, ApplicationManagement.handlers, CampaignManagement.handlers,
            RulesetManagement.handlers, CouponManagement.handlers, AttributeManagement.handlers,
            CampaignSetManagement.handlers, CampaignTemplateManagement.handlers, ReferralManagement.handlers,
            CollectionManagement.handlers, CustomEffectManagement.handlers, StoreManagement.handlers,
            LoyaltyProgramManagement.handlers, LoyaltyCardManagement.handlers, GiveawayManagement.handlers,
            AchievementManagement.handlers, AudienceManagement.handlers, CatalogManagement.handlers,
            ExportManagement.handlers, LoyaltyFiles.handlers,
        ] {
            table.merge(part) { first, _ in first }
        }
        return table
    }()
}

-- Generated from the operation catalogue by scripts/generate; do not edit.

---@meta talon

---The null of JSON.
---@class perch.null

---The Integration API.
talon = {}

---What a failed call raises. It prints as a message with a hint.
---@class talon.Error
---@field code string What kind of error it is, as in `api` or `invalid_argument`.
---@field message string What happened.
---@field hint? string One thing to do.
---@field status? integer The HTTP status, when the service answered.
---@field operation? string The id of the operation.
---@field errors table[] The single findings.
---@field location? string Where in the script, as `file:line`.

---Calls a function and returns what it returns; when it raises an error, nil and the error.
---@generic T
---@param fn fun(...): T
---@param ... any What the function gets.
---@return T? result
---@return talon.Error? error
function talon.attempt(fn, ...) end

---A session, and what the answer should hold.
---@class talon.IntegrationRequest
---@field customerSession talon.NewCustomerSessionV2 The session as it should be.
---@field responseContent? ("customerSession"|"customerProfile"|"coupons"|"triggeredCampaigns"|"referral"|"loyalty"|"event"|"awardedGiveaways"|"ruleFailureReasons"|"previousReturns"|"campaignEligibility"|"achievements")[] What to answer on request, by the names of the fields.

---A cart or order as it should be; a field left out keeps its stored value.
---@class talon.NewCustomerSessionV2
---@field profileId? string The customer, by the shop's own profile id; empty for nobody. An unknown one is created. At most 1,000 characters.
---@field storeIntegrationId? string The store, by the shop's own store id. 1 to 1,000 characters.
---@field evaluableCampaignIds? integer[] The only campaigns to evaluate, even disabled ones, by id; for a dry run.
---@field couponCodes? string[] The coupon codes; a list sent replaces the stored one, an empty one takes all away. Each: at most 100 characters.
---@field referralCode? string The referral code that the customer entered; an empty one takes it away. At most 100 characters.
---@field loyaltyCards? string[] The loyalty card in use, by what is printed on it. At most 1 entry.
---@field state? "open"|"closed"|"partially_returned"|"cancelled" `open` only calculates, `closed` commits, `cancelled` takes a closed session back. Default: `open`.
---@field cartItems? talon.CartItem[] What is in the cart, at most 10,000 units; a list sent replaces the stored one. At most 1,000 entries.
---@field experimentVariantAllocations? talon.ExperimentVariantAllocation[] Which variant of an experiment the customer gets, when the shop decides it.
---@field additionalCosts? table<string, talon.AdditionalCost> Costs beside the prices, such as shipping, by name; what is sent replaces what is stored.
---@field identifiers? string[] Texts that limits can count by, such as a device; a list sent replaces the stored one. At most 5 entries.
---@field attributes? table<string, any> Custom attributes by name; each must exist in the account, and those left out keep their values.

---An item of the cart.
---@class talon.CartItem
---@field name? string What the item is called.
---@field sku string The stock keeping unit. Not empty.
---@field quantity integer How many units of the item. At least 1.
---@field returnedQuantity? integer How many units have come back. Set by the service.
---@field remainingQuantity? integer How many units have not come back. Set by the service.
---@field price? number The price of one unit; needed when the catalog does not know the SKU.
---@field category? string The category of the item.
---@field product? talon.Product The product that the item is a variant of.
---@field weight? number Weight in grams.
---@field height? number Height in millimetres.
---@field width? number Width in millimetres.
---@field length? number Length in millimetres.
---@field position? number The place in the cart, counted from 0. Set by the service.
---@field attributes? table<string, any> Custom attributes by name; sending them replaces all of the item's, also the catalog's.
---@field additionalCosts? table<string, talon.AdditionalCost> Costs of this item beside its price, by their names in the account.
---@field catalogItemID? integer The item of the catalog that the SKU belongs to. Set by the service.
---@field selectedPriceType? string The type of the price that counted. Set by the service.
---@field adjustmentReferenceId? string The price adjustment that the price came from. Set by the service.
---@field adjustmentEffectiveFrom? string When the price adjustment starts to count. Set by the service.
---@field adjustmentEffectiveUntil? string When the price adjustment stops counting. Set by the service.
---@field prices? table<string, talon.PriceDetail> The item's prices by price type. Set by the service.

---The product that items are variants of.
---@class talon.Product
---@field name string The name of the product.

---A cost beside the prices of the items.
---@class talon.AdditionalCost
---@field price number The cost in the currency of the Application.

---A price of an item.
---@class talon.PriceDetail
---@field price? number The price.
---@field adjustmentContextId? string The context that the price adjustment came from.
---@field adjustmentReferenceId? string The price adjustment that the price came from.
---@field adjustmentEffectiveFrom? string When the price adjustment starts to count.
---@field adjustmentEffectiveUntil? string When the price adjustment stops counting.

---The variant of an experiment that a customer gets.
---@class talon.ExperimentVariantAllocation
---@field experimentID integer The experiment.
---@field variantID integer The variant.

---A cart or order as it is stored.
---@class talon.CustomerSessionV2
---@field id integer The internal id.
---@field created string When it was made.
---@field integrationId string The shop's own session id. At most 1,000 characters.
---@field applicationId integer The Application that it belongs to.
---@field profileId? string The customer, by the shop's own profile id; empty for an anonymous session.
---@field storeIntegrationId? string The store, by the shop's own store id. 1 to 1,000 characters.
---@field evaluableCampaignIds? integer[] The only campaigns that were evaluated.
---@field couponCodes? string[] The coupon codes of the session; absent when there are none. Each: at most 100 characters.
---@field referralCode? string The referral code of the session; empty when there is none. At most 100 characters.
---@field loyaltyCards? string[] The loyalty card in use, by what is printed on it. At most 1 entry.
---@field state? "open"|"closed"|"partially_returned"|"cancelled" Where the session stands. Default: `open`.
---@field cartItems? talon.CartItem[] What is in the cart.
---@field experimentVariantAllocations? talon.ExperimentVariantAllocation[] Which variant of an experiment the customer got.
---@field additionalCosts? table<string, talon.AdditionalCost> Costs beside the prices, such as shipping, by their names in the account.
---@field identifiers? string[] Texts that limits can count by, such as a device or a postal address. At most 5 entries.
---@field attributes? table<string, any> Custom attributes by name; each must exist in the account.
---@field firstSession boolean Whether it is the first session of this profile; always true without a profile.
---@field updateCount integer How often the session was stored, 1 after the first time.
---@field total number What the customer pays before discounts: items and additional costs together.
---@field cartItemTotal number The sum of price times quantity over the cart, before discounts.
---@field additionalCostTotal number The sum of the session's additional costs, before discounts.
---@field cartItemAdditionalCostTotal number The sum of all additional costs of items, before discounts. Set by the service.
---@field updated string When it was last changed.

---What the update of a session brought about.
---@class talon.IntegrationStateV2
---@field customerProfile? talon.CustomerProfile The customer's profile; on request.
---@field loyalty? talon.Loyalty The customer's loyalty balances; on request.
---@field triggeredCampaigns? talon.Campaign[] Campaigns of which a rule fired; on request.
---@field campaignEligibility? talon.CampaignEligibility[] Which campaigns apply, and why not; on request in a dry run.
---@field effects talon.Effect[] What to do now. It is the complete list, and replaces the one of the call before.
---@field ruleFailureReasons? talon.RuleFailureReason[] Why rules did not fire; on request.
---@field createdCoupons talon.Coupon[] Coupons that rules made during this call.
---@field createdReferrals talon.Referral[] Referrals that rules made during this call.
---@field awardedGiveaways? talon.Giveaway[] Giveaway codes that were handed out; on request.
---@field achievements? talon.CustomerAchievement[] Achievements that the call touched; on request.
---@field event? talon.Event The event that the call made; on request.
---@field referral? talon.InventoryReferral The referral of the session; on request.
---@field coupons? talon.IntegrationCoupon[] The coupons of the session; on request.
---@field advancedEvent? talon.EventV3 The event that was tracked; on request.
---@field customerSession? talon.CustomerSessionV2 The session; on request.
---@field ["return"]? talon.Return The return; only in the answer to one.
---@field previousReturns? talon.Return[] Earlier returns of this session; on request.

---A stored session with the effects that still count.
---@class talon.IntegrationCustomerSessionResponse
---@field customerSession? talon.CustomerSessionV2 The session as it is stored.
---@field effects? talon.Effect[] The effects that still count: those that were rolled back are left out.

---What reopening a session rolled back.
---@class talon.ReopenSessionResponse
---@field effects talon.Effect[] What was rolled back.

---What comes back, and what the answer should hold.
---@class talon.ReturnIntegrationRequest
---@field ["return"] talon.NewReturn What comes back.
---@field responseContent? ("customerSession"|"customerProfile"|"coupons"|"triggeredCampaigns"|"referral"|"loyalty"|"event"|"previousReturns")[] What to answer on request, by the names of the fields.

---Items that come back.
---@class talon.NewReturn
---@field returnedCartItems talon.ReturnedCartItem[] The items that come back.

---An item that comes back, by its place in the cart or by its SKU.
---@class talon.ReturnedCartItem
---@field position? integer The place of the item in the cart, counted from 0.
---@field quantity? integer How many units come back; all that are left when absent.
---@field sku? string The SKU of the item, instead of its place. Not empty.

---Items that came back.
---@class talon.Return
---@field id integer The internal id.
---@field created string When it was made.
---@field applicationId integer The Application that it belongs to.
---@field accountId integer The account that it belongs to.
---@field returnedCartItems talon.ReturnedCartItem[] The items that come back.
---@field eventId integer The event that it came from.
---@field sessionId integer The session, by the internal id.
---@field sessionIntegrationId string The session, by the shop's own session id. At most 1,000 characters.
---@field profileId? integer The customer, by the internal id.
---@field profileIntegrationId? string The customer, by the shop's own profile id. At most 1,000 characters.
---@field createdBy? integer The user who registered the return; absent for a return over the Integration API.

---A cart or order as it should be, for the older session operation.
---@class talon.NewCustomerSession
---@field profileId? string The customer, by the shop's own profile id; empty for an anonymous session. At most 1,000 characters.
---@field coupon? string The coupon code that the customer entered. At most 100 characters.
---@field referral? string The referral code that the customer entered. At most 100 characters.
---@field state? "open"|"closed"|"cancelled" `open` only calculates, `closed` commits, `cancelled` takes a closed session back. Default: `open`.
---@field cartItems? talon.CartItemV1[] What is in the cart, at most 10,000 units; a list sent replaces the stored one. At most 1,000 entries.
---@field identifiers? string[] Texts that limits can count by, such as a device; a list sent replaces the stored one. At most 5 entries.
---@field total? number What the customer pays before discounts; taken as it is, and not worked out from the items.
---@field attributes? table<string, any> Custom attributes by name; each must exist in the account.

---An item of the cart, as the older session operation has it.
---@class talon.CartItemV1
---@field name string What the item is called. Not empty.
---@field sku string The stock keeping unit. Not empty.
---@field quantity integer How many units of the item. At least 1.
---@field returnedQuantity? integer How many units have come back. Set by the service.
---@field remainingQuantity? integer How many units have not come back. Set by the service.
---@field price number The price of one unit in the currency of the Application.
---@field category? string The category of the item.
---@field weight? number Weight in grams.
---@field height? number Height in millimetres.
---@field width? number Width in millimetres.
---@field length? number Length in millimetres.
---@field position? number The place in the cart, counted from 0. Set by the service.
---@field attributes? table<string, any> Custom attributes by name; sending them replaces all of the item's, also the catalog's.
---@field additionalCosts? table<string, talon.AdditionalCost> Costs of this item beside its price, by their names in the account.
---@field catalogItemID? integer The item of the catalog that the SKU belongs to. Set by the service.
---@field adjustment? talon.CartItemAdjustment What part of the price is paid in loyalty points.

---Paying an item with loyalty points.
---@class talon.CartItemAdjustment
---@field payFromLoyaltyProgram integer The loyalty program that points are paid from.
---@field pointPayment integer How many points are paid. At least 1.
---@field remainingPrice? number What is left to pay in money. At least 0.

---A cart or order, as the older session operation has it.
---@class talon.CustomerSession
---@field integrationId string The shop's own session id. At most 1,000 characters.
---@field created string When it was made.
---@field applicationId integer The Application that it belongs to.
---@field profileId string The customer, by the shop's own profile id; empty for an anonymous session.
---@field coupon string The coupon code, empty for none. At most 100 characters.
---@field referral string The referral code, empty for none. At most 100 characters.
---@field state "open"|"closed"|"partially_returned"|"cancelled" Where the session stands. Default: `open`.
---@field cartItems talon.CartItemV1[] What is in the cart.
---@field identifiers? string[] Texts that limits can count by, such as a device or a postal address. At most 5 entries.
---@field total number What the customer pays before discounts, as the caller sent it.
---@field attributes table<string, any> Custom attributes by name; each must exist in the account.
---@field firstSession boolean Whether it is the first session of this profile; always true without a profile.
---@field discounts table<string, number> The sum of discounts by name.
---@field updated string When it was last changed.
---@field updateCount? integer How often the session was stored, 1 after the first time.

---What a call of an older operation brought about.
---@class talon.IntegrationState
---@field session talon.CustomerSession The session.
---@field profile talon.CustomerProfile The customer's profile.
---@field event talon.Event The event that the call made, with the effects.
---@field loyalty? talon.Loyalty The customer's loyalty balances.
---@field coupon? talon.Coupon The coupon of the session, if it has one.

---What to change about a customer, and what the answer should hold.
---@class talon.CustomerProfileIntegrationRequestV2
---@field attributes? table<string, any> Custom attributes by name; each must exist in the account, and those left out keep their values.
---@field evaluableCampaignIds? integer[] The only campaigns to evaluate, even disabled ones, by id; for a dry run.
---@field responseContent? ("customerProfile"|"triggeredCampaigns"|"loyalty"|"event"|"awardedGiveaways"|"ruleFailureReasons"|"campaignEligibility"|"achievements")[] What to answer on request, by the names of the fields.
---@field audiencesChanges? talon.ProfileAudiencesChanges Audiences to join and to leave.

---Audiences that a customer joins and leaves.
---@class talon.ProfileAudiencesChanges
---@field adds integer[] Audiences that the profile joins, by id.
---@field deletes integer[] Audiences that the profile leaves, by id.

---What the update of a customer brought about.
---@class talon.CustomerProfileIntegrationResponseV2
---@field customerProfile? talon.CustomerProfile The customer's profile; on request.
---@field event? talon.Event The event that the call made; on request.
---@field loyalty? talon.Loyalty The customer's loyalty balances; on request.
---@field triggeredCampaigns? talon.Campaign[] Campaigns of which a rule fired; on request.
---@field ruleFailureReasons? talon.RuleFailureReason[] Why rules did not fire; on request.
---@field campaignEligibility? talon.CampaignEligibility[] Which campaigns apply, and why not; on request in a dry run.
---@field awardedGiveaways? talon.Giveaway[] Giveaway codes that were handed out; on request.
---@field achievements? talon.CustomerAchievement[] Achievements that the call touched; on request.
---@field effects talon.Effect[] What to do now. It is the complete list, and replaces the one of the call before.
---@field createdCoupons talon.Coupon[] Coupons that rules made during this call.
---@field createdReferrals talon.Referral[] Referrals that rules made during this call.

---A customer.
---@class talon.CustomerProfile
---@field id integer The internal id.
---@field created string When it was made.
---@field integrationId string The shop's own profile id. At most 1,000 characters.
---@field attributes? table<string, any> Custom attributes by name; each must exist in the account.
---@field accountId integer The account that it belongs to.
---@field closedSessions integer How many sessions the customer has closed; cancelled and reopened ones do not count.
---@field totalSales number The value of closed sessions before discounts, without what was returned or cancelled.
---@field loyaltyMemberships? talon.LoyaltyMembership[] No longer filled in; use `loyalty`. Deprecated.
---@field audienceMemberships? talon.AudienceMembership[] The audiences that the customer is in.
---@field lastActivity string When rules last ran for this customer, dry runs aside.
---@field sandbox? boolean Whether it belongs to the sandbox side of the account, and not to the live one.

---A loyalty program that a customer is in.
---@class talon.LoyaltyMembership
---@field joined? string When the customer joined.
---@field loyaltyProgramId integer The loyalty program.

---An audience that a customer is in.
---@class talon.AudienceMembership
---@field id integer The internal id.
---@field name string The name.

---Customers to create or update.
---@class talon.MultipleCustomerProfileIntegrationRequest
---@field customerProfiles? talon.MultipleCustomerProfileIntegrationRequestItem[] The profiles to create or update. At most 1,000 entries.

---A customer to create or update.
---@class talon.MultipleCustomerProfileIntegrationRequestItem
---@field attributes? table<string, any> Custom attributes by name; each must exist in the account, and those left out keep their values.
---@field integrationId string The shop's own profile id. At most 1,000 characters.

---The customers after the update.
---@class talon.MultipleCustomerProfileIntegrationResponseV2
---@field integrationStates? talon.CustomerProfileUpdateV2Response[] The updated profiles.

---A customer after the update.
---@class talon.CustomerProfileUpdateV2Response
---@field customerProfile talon.CustomerProfile The profile after the update.

---Customers.
---@class talon.CustomerProfileList
---@field totalResultSize integer How many entries there are in all.
---@field data talon.CustomerProfile[] The profiles.

---What to change about a customer.
---@class talon.NewCustomerProfile
---@field attributes? table<string, any> Custom attributes by name; each must exist in the account, and those left out keep their values.

---What a customer has: each part only when it was asked for.
---@class talon.CustomerInventory
---@field profile? talon.CustomerProfile The customer's profile; only with `profile=true`.
---@field loyalty? talon.Loyalty The customer's loyalty balances; only with `loyalty=true`.
---@field referrals? talon.InventoryReferral[] Referrals of which the customer is the advocate; only with `referrals=true`.
---@field coupons? talon.InventoryCoupon[] Coupons that the customer has reserved or redeemed; only with `coupons=true`.
---@field giveaways? talon.Giveaway[] Giveaway codes that the customer got; only with `giveaways=true`.
---@field achievements? talon.AchievementProgressWithDefinition[] The customer's achievements with their progress; only with `achievements=true`.

---A giveaway code.
---@class talon.Giveaway
---@field id integer The internal id.
---@field created string When it was made.
---@field code string The code.
---@field poolId integer The giveaway pool.
---@field startDate? string From when on the code is handed out.
---@field endDate? string Until when the code is handed out.
---@field attributes? table<string, any> Custom attributes by name; each must exist in the account.
---@field used? boolean Whether the code was handed out.
---@field importId? integer The import that it came with.
---@field profileIntegrationId? string The customer, by the shop's own profile id.
---@field profileId? integer The customer who got the code, by the internal id.

---An event, and what the answer should hold.
---@class talon.IntegrationEventV2Request
---@field profileId? string The customer, by the shop's own profile id; an unknown profile is created. At most 1,000 characters.
---@field storeIntegrationId? string The store, by the shop's own store id. 1 to 1,000 characters.
---@field evaluableCampaignIds? integer[] The only campaigns to evaluate, even disabled ones, by id; for a dry run.
---@field type string The type of the event; it must exist in the account and not be one of the built-in ones. Not empty.
---@field attributes? table<string, any> Custom event attributes by name.
---@field responseContent? ("customerProfile"|"triggeredCampaigns"|"loyalty"|"event"|"awardedGiveaways"|"ruleFailureReasons"|"campaignEligibility"|"achievements")[] What to answer on request, by the names of the fields.
---@field loyaltyCards? string[] The loyalty card in use, by what is printed on it. At most 1 entry.

---What the event brought about.
---@class talon.IntegrationEventV2Response
---@field customerProfile? talon.CustomerProfile The customer's profile; on request.
---@field loyalty? talon.Loyalty The customer's loyalty balances; on request.
---@field triggeredCampaigns? talon.Campaign[] Campaigns of which a rule fired; on request.
---@field campaignEligibility? talon.CampaignEligibility[] Which campaigns apply, and why not; on request in a dry run.
---@field effects talon.Effect[] What to do now. It is the complete list, and replaces the one of the call before.
---@field ruleFailureReasons? talon.RuleFailureReason[] Why rules did not fire; on request.
---@field createdCoupons talon.Coupon[] Coupons that rules made during this call.
---@field createdReferrals talon.Referral[] Referrals that rules made during this call.
---@field awardedGiveaways? talon.Giveaway[] Giveaway codes that were handed out; on request.
---@field achievements? talon.CustomerAchievement[] Achievements that the call touched; on request.
---@field event? talon.Event The event that the call made; on request.

---Something that happened, with its effects.
---@class talon.Event
---@field id integer The internal id.
---@field created string When it was made.
---@field applicationId integer The Application that it belongs to.
---@field profileId? string The customer, by the shop's own profile id.
---@field storeIntegrationId? string The store, by the shop's own store id. 1 to 1,000 characters.
---@field type string The type of the event. Not empty.
---@field attributes table<string, any> Custom event attributes by name.
---@field integrationId? string The shop's own event id. Not empty.
---@field sessionId? string The session, by the shop's own session id.
---@field effects any[] The effects of the event; arrays of campaign, ruleset, rule and effect in the older operations.
---@field ledgerEntries? talon.LedgerEntry[] Loyalty points that were booked.
---@field meta? talon.Meta More about how the effects came about.

---Loyalty points that an event booked.
---@class talon.LedgerEntry
---@field id integer The internal id.
---@field created string When it was made.
---@field profileId? string The customer, by the shop's own profile id.
---@field accountId integer The account that it belongs to.
---@field loyaltyProgramId integer The loyalty program.
---@field eventId integer The event that it came from.
---@field amount integer The number of points.
---@field reason string What the points were for.
---@field expiryDate string When the points run out.
---@field referenceId? integer The entry that this one refers to.

---How the effects of an event came about.
---@class talon.Meta
---@field campaigns? table<string, any> Attributes of the campaigns that took part, by campaign id.
---@field coupons? table<string, any> Attributes of the coupons that took part, by code.
---@field couponRejectionReason? talon.CouponRejectionReason Why the coupon was refused.
---@field referralRejectionReason? talon.ReferralRejectionReason Why the referral was refused.
---@field warnings? table<string, any> What the rule engine warns about.

---Why a coupon was refused.
---@class talon.CouponRejectionReason
---@field campaignId integer The campaign.
---@field couponId integer The coupon, by its internal id; 0 when the code is unknown.
---@field reason "CouponNotFound"|"CouponPartOfNotRunningCampaign"|"CampaignLimitReached"|"ProfileLimitReached"|"CouponRecipientDoesNotMatch"|"CouponExpired"|"CouponStartDateInFuture"|"CouponRejectedByCondition"|"EffectCouldNotBeApplied"|"CouponPartOfNotTriggeredCampaign"|"CouponReservationRequired"|"ProfileRequired" Why it was refused.

---Why a referral was refused.
---@class talon.ReferralRejectionReason
---@field campaignId integer The campaign.
---@field referralId integer The referral, by its internal id.
---@field reason "ReferralNotFound"|"ReferralRecipientIdSameAsAdvocate"|"ReferralPartOfNotRunningCampaign"|"ReferralLimitReached"|"CampaignLimitReached"|"ProfileLimitReached"|"ReferralRecipientDoesNotMatch"|"ReferralExpired"|"ReferralStartDateInFuture"|"ReferralRejectedByCondition"|"EffectCouldNotBeApplied"|"ReferralPartOfNotTriggeredCampaign" Why it was refused.

---An event with an id of the shop's own, and what the answer should hold.
---@class talon.IntegrationEventV3Request
---@field profileId string The customer, by the shop's own profile id; an unknown profile is created. At most 1,000 characters.
---@field storeIntegrationId? string The store, by the shop's own store id. 1 to 1,000 characters.
---@field evaluableCampaignIds? integer[] The only campaigns to evaluate, even disabled ones, by id; for a dry run.
---@field type string The type of the event; it must exist in the account and not be one of the built-in ones. Not empty.
---@field attributes? table<string, any> Custom event attributes by name.
---@field integrationId string The shop's own id of the event; each may be used once. Not empty.
---@field connectedSessionId? string A closed session that the event belongs to, by the shop's own session id. Not empty.
---@field loyaltyCards? string[] The loyalty card in use, by what is printed on it. At most 1 entry.
---@field responseContent? ("customerProfile"|"triggeredCampaigns"|"loyalty"|"advancedEvent"|"awardedGiveaways"|"ruleFailureReasons")[] What to answer on request, by the names of the fields.

---What the event brought about.
---@class talon.IntegrationEventV3Response
---@field customerProfile? talon.CustomerProfile The customer's profile; on request.
---@field loyalty? talon.Loyalty The customer's loyalty balances; on request.
---@field triggeredCampaigns? talon.Campaign[] Campaigns of which a rule fired; on request.
---@field campaignEligibility? talon.CampaignEligibility[] Which campaigns apply, and why not; on request in a dry run.
---@field effects talon.Effect[] What to do now. It is the complete list, and replaces the one of the call before.
---@field ruleFailureReasons? talon.RuleFailureReason[] Why rules did not fire; on request.
---@field createdCoupons talon.Coupon[] Coupons that rules made during this call.
---@field createdReferrals talon.Referral[] Referrals that rules made during this call.
---@field awardedGiveaways? talon.Giveaway[] Giveaway codes that were handed out; on request.
---@field achievements? talon.CustomerAchievement[] Achievements that the call touched; on request.
---@field advancedEvent? talon.EventV3 The event that was tracked; on request.

---Something that happened, with an id of the shop's own.
---@class talon.EventV3
---@field connectedSessionId? string A closed session that the event belongs to, by the shop's own session id. Not empty.
---@field id integer The internal id.
---@field created string When it was made.
---@field applicationId integer The Application that it belongs to.
---@field profileId? string The customer, by the shop's own profile id.
---@field storeIntegrationId? string The store, by the shop's own store id. 1 to 1,000 characters.
---@field type string The type of the event. Not empty.
---@field attributes table<string, any> Custom attributes by name; each must exist in the account.
---@field integrationId? string The shop's own event id. Not empty.
---@field effects any[] The effects of the event.

---An event of a session, for the older event operation.
---@class talon.NewEvent
---@field profileId? string The customer, by the shop's own profile id; must be the one of the session. At most 1,000 characters.
---@field type string The type of the event; it must exist in the account. Not empty.
---@field attributes table<string, any> Custom event attributes by name.
---@field sessionId string The session, by the shop's own session id; an unknown one is created. 1 to 1,000 characters.

---The audience to make.
---@class talon.NewAudience
---@field name string The name. Not empty.
---@field sandbox? boolean Whether it belongs to the sandbox side of the account, and not to the live one.
---@field description? string What it is for.
---@field subscribedApplicationsIds? integer[] The Applications that may use it; all when empty. No entry twice.
---@field integration? string The partner platform that the audience comes from, as in `braze` or `segment`.
---@field integrationId? string The id of the audience on the other platform. 1 to 1,000 characters.
---@field createdIn3rdParty? boolean Whether the audience is managed by another platform.
---@field lastUpdate? string When the audience was last updated on the other platform.

---What to change about an audience.
---@class talon.UpdateAudience
---@field name string The name. Not empty.
---@field subscribedApplicationsIds? integer[] The Applications that may use it; all when empty. No entry twice.

---A group of customers.
---@class talon.Audience
---@field name string The name. Not empty.
---@field sandbox? boolean Whether it belongs to the sandbox side of the account, and not to the live one.
---@field description? string What it is for.
---@field subscribedApplicationsIds? integer[] The Applications that may use it; all when empty. No entry twice.
---@field integration? string The partner platform that the audience comes from, as in `braze` or `segment`.
---@field integrationId? string The id of the audience on the other platform. 1 to 1,000 characters.
---@field createdIn3rdParty? boolean Whether the audience is managed by another platform.
---@field lastUpdate? string When the audience was last updated on the other platform.
---@field accountId integer The account that it belongs to.
---@field id integer The internal id.
---@field created string When it was made.

---Customers who join or leave audiences.
---@class talon.CustomerProfileAudienceRequest
---@field data? talon.CustomerProfileAudienceRequestItem[] The changes, one for each customer and audience. At most 1,000 entries.

---A customer who joins or leaves an audience.
---@class talon.CustomerProfileAudienceRequestItem
---@field action "add"|"delete" Whether the customer joins the audience or leaves it.
---@field profileIntegrationId string The customer, by the shop's own profile id. At most 1,000 characters.
---@field audienceId integer The audience.

---The customers of a reservation.
---@class talon.CouponReservations
---@field integrationIDs string[] The customers, by the shop's own profile ids. At most 1,000 entries. Each: at most 1,000 characters.

---A coupon code with its limits and counters.
---@class talon.Coupon
---@field id integer The internal id.
---@field created string When it was made.
---@field campaignId integer The campaign.
---@field value? string The code. At least 4 characters.
---@field usageLimit? integer How often it can be redeemed in all; 0 for any number. 0 to 999,999.
---@field discountLimit? number The most discount that the code gives in all, as on a gift card. 0 to 1,000,000,000,000,000.
---@field reservationLimit? integer How many customers may reserve the coupon; 0 for any number. 0 to 999,999.
---@field startDate? string From when on it can be used; at once when absent.
---@field expiryDate? string Until when it can be used; without end when absent.
---@field limits? talon.LimitConfig[] How often, or how much, in all or for each customer and the like.
---@field usageCounter integer How often it was redeemed.
---@field discountCounter? number How much discount was given with this code.
---@field discountRemainder? number How much discount the code still gives.
---@field reservationCounter? number How many customers have reserved the coupon.
---@field attributes? table<string, any> Custom attributes by name; each must exist in the account.
---@field referralId? integer The referral, by its internal id.
---@field recipientIntegrationId? string The only customer who may redeem it, by the shop's own profile id. At most 1,000 characters.
---@field importId? integer The import that it came with.
---@field reservation? boolean Whether several customers may reserve the coupon; a personal code otherwise. Default: `true`.
---@field batchId? string The batch that it was made in.
---@field isReservationMandatory? boolean Whether only customers with a reservation may redeem the coupon. Default: `false`.
---@field implicitlyReserved? boolean Whether every customer sees the coupon in the inventory without a reservation.

---A coupon with this customer's own count.
---@class talon.IntegrationCoupon
---@field id integer The internal id.
---@field created string When it was made.
---@field campaignId integer The campaign.
---@field value? string The code. At least 4 characters.
---@field usageLimit? integer How often it can be redeemed in all; 0 for any number. 0 to 999,999.
---@field discountLimit? number The most discount that the code gives in all, as on a gift card. 0 to 1,000,000,000,000,000.
---@field reservationLimit? integer How many customers may reserve the coupon; 0 for any number. 0 to 999,999.
---@field startDate? string From when on it can be used; at once when absent.
---@field expiryDate? string Until when it can be used; without end when absent.
---@field limits? talon.LimitConfig[] How often, or how much, in all or for each customer and the like.
---@field usageCounter integer How often it was redeemed.
---@field discountCounter? number How much discount was given with this code.
---@field discountRemainder? number How much discount the code still gives.
---@field reservationCounter? number How many customers have reserved the coupon.
---@field attributes? table<string, any> Custom attributes by name; each must exist in the account.
---@field referralId? integer The referral, by its internal id.
---@field recipientIntegrationId? string The only customer who may redeem it, by the shop's own profile id. At most 1,000 characters.
---@field importId? integer The import that it came with.
---@field reservation? boolean Whether several customers may reserve the coupon; a personal code otherwise. Default: `true`.
---@field batchId? string The batch that it was made in.
---@field isReservationMandatory? boolean Whether only customers with a reservation may redeem the coupon. Default: `false`.
---@field implicitlyReserved? boolean Whether every customer sees the coupon in the inventory without a reservation.
---@field profileRedemptionCount integer How often this customer has redeemed the coupon.

---A coupon of a customer, with its state for this customer.
---@class talon.InventoryCoupon
---@field id integer The internal id.
---@field created string When it was made.
---@field campaignId integer The campaign.
---@field value? string The code. At least 4 characters.
---@field usageLimit? integer How often it can be redeemed in all; 0 for any number. 0 to 999,999.
---@field discountLimit? number The most discount that the code gives in all, as on a gift card. 0 to 1,000,000,000,000,000.
---@field reservationLimit? integer How many customers may reserve the coupon; 0 for any number. 0 to 999,999.
---@field startDate? string From when on it can be used; at once when absent.
---@field expiryDate? string Until when it can be used; without end when absent.
---@field limits? talon.LimitConfig[] How often, or how much, in all or for each customer and the like.
---@field usageCounter integer How often it was redeemed.
---@field discountCounter? number How much discount was given with this code.
---@field discountRemainder? number How much discount the code still gives.
---@field reservationCounter? number How many customers have reserved the coupon.
---@field attributes? table<string, any> Custom attributes by name; each must exist in the account.
---@field referralId? integer The referral, by its internal id.
---@field recipientIntegrationId? string The only customer who may redeem it, by the shop's own profile id. At most 1,000 characters.
---@field importId? integer The import that it came with.
---@field reservation? boolean Whether several customers may reserve the coupon; a personal code otherwise. Default: `true`.
---@field batchId? string The batch that it was made in.
---@field isReservationMandatory? boolean Whether only customers with a reservation may redeem the coupon. Default: `false`.
---@field implicitlyReserved? boolean Whether every customer sees the coupon in the inventory without a reservation.
---@field profileRedemptionCount integer How often this customer has redeemed the coupon.
---@field state string Whether the customer can use it: `active`, `used`, `expired`, `pending` or `disabled`.

---A limit.
---@class talon.LimitConfig
---@field action string What is counted.
---@field limit number The most that is allowed. At least 0.
---@field period? "daily"|"weekly"|"monthly"|"yearly" The time in which it is counted; since ever when absent.
---@field entities ("Coupon"|"Referral"|"Profile"|"Identifier"|"Store"|"Session")[] What is counted apart; nothing for the campaign as a whole.

---The referral code to make.
---@class talon.NewReferral
---@field startDate? string From when on it can be used; at once when absent.
---@field expiryDate? string Until when it can be used; without end when absent.
---@field usageLimit? integer How often it can be redeemed in all; 0 for any number. 0 to 999,999.
---@field campaignId integer The campaign that the code is for; it must have the referrals feature.
---@field advocateProfileIntegrationId string The customer who invites, by the shop's own profile id. At most 1,000 characters.
---@field friendProfileIntegrationId? string The customer who was invited, by the shop's own profile id; anyone when empty.
---@field attributes? table<string, any> Custom referral attributes by name; each must exist in the account.

---The referral codes to make, one for each advocate.
---@class talon.NewReferralsForMultipleAdvocates
---@field startDate? string From when on it can be used; at once when absent.
---@field expiryDate? string Until when it can be used; without end when absent.
---@field usageLimit? integer How often it can be redeemed in all; 0 for any number. 0 to 999,999.
---@field campaignId integer The campaign that the codes are for; it must have the referrals feature.
---@field advocateProfileIntegrationIds string[] The customers who invite, by the shop's own profile ids; each gets a code. 1 to 1,000 entries.
---@field attributes? table<string, any> Custom referral attributes by name; each must exist in the account.
---@field validCharacters? string[] The characters that stand in for `#`; the campaign's own when left out.
---@field referralPattern? string The shape of a code, `#` for each valid character; the campaign's own when left out. 3 to 100 characters.

---A referral code with its limits and counters.
---@class talon.Referral
---@field id integer The internal id.
---@field created string When it was made.
---@field startDate? string From when on it can be used; at once when absent.
---@field expiryDate? string Until when it can be used; without end when absent.
---@field usageLimit? integer How often it can be redeemed in all; 0 for any number. 0 to 999,999.
---@field campaignId integer The campaign.
---@field advocateProfileIntegrationId string The customer who invites, by the shop's own profile id. At most 1,000 characters.
---@field friendProfileIntegrationId? string The customer who was invited, by the shop's own profile id; anyone when empty.
---@field attributes? table<string, any> Custom attributes by name; each must exist in the account.
---@field importId? integer The import that it came with.
---@field code string The code. At least 4 characters.
---@field usageCounter integer How often it was redeemed.
---@field batchId? string The batch that it was made in.

---The referral codes that were made.
---@class talon.ReferralList
---@field totalResultSize integer How many entries there are in all.
---@field data talon.Referral[] The referrals, one for each advocate.

---A referral, with the customers who used it.
---@class talon.InventoryReferral
---@field id integer The internal id.
---@field created string When it was made.
---@field startDate? string From when on it can be used; at once when absent.
---@field expiryDate? string Until when it can be used; without end when absent.
---@field usageLimit? integer How often it can be redeemed in all; 0 for any number. 0 to 999,999.
---@field campaignId integer The campaign.
---@field advocateProfileIntegrationId string The customer who invites, by the shop's own profile id. At most 1,000 characters.
---@field friendProfileIntegrationId? string The customer who was invited, by the shop's own profile id; anyone when empty.
---@field attributes? table<string, any> Custom attributes by name; each must exist in the account.
---@field importId? integer The import that it came with.
---@field code string The code. At least 4 characters.
---@field usageCounter integer How often it was redeemed.
---@field batchId? string The batch that it was made in.
---@field referredCustomers string[] The customers who used the code, by the shop's own profile ids.

---A customer's loyalty programs and card.
---@class talon.Loyalty
---@field cards? talon.LoyaltyCard[] The loyalty card that the request named.
---@field programs table<string, talon.LoyaltyProgramLedgers> The balances by program id.

---A loyalty program with its ledgers.
---@class talon.LoyaltyProgramLedgers
---@field id integer The internal id.
---@field title string The title to show to people.
---@field name string The name.
---@field joinDate? string When the customer joined the program.
---@field ledger talon.LedgerInfo The main ledger.
---@field subLedgers? table<string, talon.LedgerInfo> The subledgers by id.

---The balances of one ledger.
---@class talon.LedgerInfo
---@field currentBalance number Points that can be spent now.
---@field pendingBalance number Points that are not active yet.
---@field negativeBalance? number Points that are owed.
---@field expiredBalance number Always 0 today; use the operations `loyalty.balances` and `loyalty.points`. Deprecated.
---@field spentBalance number Always 0 today; use the operations `loyalty.balances` and `loyalty.transactions`. Deprecated.
---@field tentativeCurrentBalance number Points that could be spent once the open session of this call closes.
---@field tentativePendingBalance? number Points that would be pending once the open session of this call closes.
---@field tentativeNegativeBalance? number Points that would be owed once the open session of this call closes.
---@field currentTier? talon.Tier The tier that the customer is in.
---@field pointsToNextTier? number How many more active points the next tier needs.
---@field nextTierName? string The name of the next tier.
---@field projection? talon.LoyaltyProjection How the balance will change; only with `loyaltyProjectionEndDate`. Deprecated.

---A loyalty tier of a customer.
---@class talon.Tier
---@field id integer The internal id.
---@field name string The name.
---@field startDate? string When the customer entered the tier.
---@field expiryDate? string When the tier runs out.
---@field downgradePolicy? "one_down"|"balance_based" What happens when the tier runs out: one tier down, or the tier that the balance deserves.

---How a balance will change.
---@class talon.LoyaltyProjection
---@field projections? talon.LoyaltyProjectionData[] One entry for each day on which something changes. At most 31 entries.
---@field totalExpiringPoints number Points that run out until the end of the projection.
---@field totalActivatingPoints number Points that become active until the end of the projection.

---How a balance changes on one day.
---@class talon.LoyaltyProjectionData
---@field date string The day.
---@field expiringPoints number Points that run out on this day.
---@field activatingPoints number Points that become active on this day.
---@field projectedBalance number Points that can be spent after this day.

---The points of a customer in one program.
---@class talon.LoyaltyBalancesWithTiers
---@field balance? talon.LoyaltyBalanceWithTier The main ledger.
---@field subledgerBalances? table<string, talon.LoyaltyBalanceWithTier> The subledgers by id.

---The points of one ledger, by their state.
---@class talon.LoyaltyBalance
---@field activePoints? number Points that can be spent now.
---@field pendingPoints? number Points that are not active yet.
---@field spentPoints? number Points that were spent.
---@field expiredPoints? number Points that ran out.
---@field negativePoints? number Points that are owed.

---The points of one ledger, by their state, with the tier.
---@class talon.LoyaltyBalanceWithTier
---@field activePoints? number Points that can be spent now.
---@field pendingPoints? number Points that are not active yet.
---@field spentPoints? number Points that were spent.
---@field expiredPoints? number Points that ran out.
---@field negativePoints? number Points that are owed.
---@field currentTier? talon.Tier The tier that the customer is in.
---@field projectedTier? talon.ProjectedTier The tier to come; only with `includeProjectedTier=true`.
---@field pointsToNextTier? number How many more active points the next tier needs.
---@field nextTierName? string The name of the next tier.

---The tier that a customer is heading for.
---@class talon.ProjectedTier
---@field projectedActivePoints number Active points at the end of the tier's time.
---@field stayInTierPoints? number How many more points keep the customer in the tier.
---@field projectedTierName? string The name of the tier to come.

---A page of points of a customer.
---@class talon.LoyaltyPointsPage
---@field hasMore boolean Whether there are entries after this page.
---@field data talon.LedgerPointsEntryIntegrationAPI[] The entries of this page.

---Points of a customer that were not spent yet.
---@class talon.LedgerPointsEntryIntegrationAPI
---@field id integer The internal id.
---@field transactionUUID string The id of the transaction.
---@field created string When it was made.
---@field programId integer The loyalty program.
---@field customerSessionId? string The session that it came from, by the shop's own session id. At most 255 characters.
---@field name string What the points were for. At most 255 characters.
---@field startDate string When the points became active: a point in time, or `immediate`. At most 64 characters.
---@field expiryDate string When the points run out: a point in time, or `unlimited`.
---@field subledgerId string The subledger; empty for the main ledger. At most 64 characters.
---@field amount number The number of points.
---@field validityDuration? string How long the points last, as in `30D`; given when they count from their activation.

---A page of bookings of a customer.
---@class talon.LoyaltyTransactionsPage
---@field hasMore boolean Whether there are entries after this page.
---@field data talon.LedgerTransactionLogEntryIntegrationAPI[] The entries of this page.

---A booking of points.
---@class talon.LedgerTransactionLogEntryIntegrationAPI
---@field transactionUUID string The id of the transaction.
---@field created string When it was made.
---@field programId integer The loyalty program.
---@field customerSessionId? string The session that it came from, by the shop's own session id. At most 255 characters.
---@field type "addition"|"subtraction" Whether points came or went.
---@field name string What the points were for. At most 255 characters.
---@field startDate string When the points become active: a point in time, `immediate`, or `on_action`. At most 64 characters.
---@field expiryDate string When the points run out: a point in time, or `unlimited`.
---@field subledgerId string The subledger; empty for the main ledger. At most 64 characters.
---@field amount number The number of points.
---@field id integer The internal id.
---@field rulesetId? integer The ruleset of the rule.
---@field ruleName? string The title of the rule.
---@field flags? talon.LoyaltyLedgerEntryFlags What is special about the entry.
---@field validityDuration? string How long the points last, as in `30D`; given when they count from their activation.

---What is special about a ledger entry.
---@class talon.LoyaltyLedgerEntryFlags
---@field createsNegativeBalance? boolean Whether the transaction took the balance below zero.

---Which pending points become active: those of some transactions, or those of one session.
---@class talon.ActivateLoyaltyPoints
---@field transactionUUIDs? string[] The transactions whose pending points become active; not together with `sessionId`. 1 to 50 entries. No entry twice.
---@field sessionId? string The session whose pending points become active; not together with `transactionUUIDs`. Not empty.

---The points that became active.
---@class talon.ActivateLoyaltyPointsResponse
---@field ledgerEntries? talon.LoyaltyLedgerEntry[] The points that became active.

---An entry of a loyalty ledger.
---@class talon.LoyaltyLedgerEntry
---@field created string When it was made.
---@field programID integer The loyalty program.
---@field customerProfileID? string The customer, by the shop's own profile id.
---@field cardID? integer The loyalty card, by its internal id.
---@field customerSessionID? string The session that it came from, by the shop's own session id.
---@field eventID? integer The event that it came from.
---@field type string What happened: `addition`, `subtraction`, `expire` or `expiring`.
---@field amount number The number of points.
---@field startDate? string When the points become active; at once when absent.
---@field expiryDate? string When the points run out; never when absent.
---@field name string What the points were for.
---@field subLedgerID string The subledger; empty for the main ledger.
---@field userID? integer The user who booked it by hand.
---@field archived? boolean Whether the entry is out of use.
---@field flags? talon.LoyaltyLedgerEntryFlags What is special about the entry.
---@field validityDuration? string How long the points last, as in `30D`; given when they count from their activation.

---The ledgers whose bookings are deleted.
---@class talon.DeleteLoyaltyTransactionsRequest
---@field scope "AllSubledgers"|"SelectedSubledgers" Which ledgers: all, or those in `subledgerIds`.
---@field subledgerIds? string[]|perch.null The subledgers to clear, empty text for the main one; needed with `SelectedSubledgers`. May be null.

---The card to make.
---@class talon.GenerateLoyaltyCard
---@field status? "active"|"inactive" Whether the card can be used at once. Default: `active`.
---@field customerProfileIds? string[] Customers to link to the card at once, by the shop's own profile ids. Each: at most 1,000 characters.
---@field cardIdentifier? string What is printed on the card; made up by the program's code format when left out. 4 to 108 characters. Matches `^[A-Za-z0-9._%+@-]+$`.

---The customer to link or unlink.
---@class talon.LoyaltyCardRegistration
---@field integrationId string The customer, by the shop's own profile id. At most 1,000 characters.

---A loyalty card.
---@class talon.LoyaltyCard
---@field id integer The internal id.
---@field created string When it was made.
---@field programID integer The loyalty program.
---@field programName? string The internal name of the loyalty program.
---@field programTitle? string The title of the loyalty program.
---@field status string Whether the card can be used: `active` or `inactive`.
---@field blockReason? string Why the card is blocked.
---@field identifier string What is printed on the card. 4 to 108 characters. Matches `^[A-Za-z0-9._%+@-]+$`.
---@field usersPerCardLimit integer How many customers may share the card; 0 for any number. At least 0.
---@field profiles? talon.LoyaltyCardProfileRegistration[] The customers that use the card.
---@field ledger? talon.LedgerInfo The main ledger.
---@field subledgers? table<string, talon.LedgerInfo> The subledgers by id.
---@field modified? string When it was last changed.
---@field oldCardIdentifier? string The card that this one took the place of. 4 to 108 characters. Matches `^[A-Za-z0-9._%+@-]+$`.
---@field newCardIdentifier? string The card that took the place of this one. 4 to 108 characters. Matches `^[A-Za-z0-9._%+@-]+$`.
---@field batchId? string The batch that it was made in.

---A customer who is linked to a card.
---@class talon.LoyaltyCardProfileRegistration
---@field integrationId string The shop's own profile id. At most 1,000 characters.
---@field timestamp string When the customer was linked to the card.

---The points on a loyalty card.
---@class talon.LoyaltyCardBalances
---@field balance? talon.LoyaltyBalance The main ledger.
---@field subledgerBalances? table<string, talon.LoyaltyBalance> The subledgers by id.
---@field profiles? talon.LoyaltyCardProfileRegistration[] The customers that use the card.

---A page of points on a card.
---@class talon.LoyaltyCardPointsPage
---@field hasMore boolean Whether there are entries after this page.
---@field data talon.CardLedgerPointsEntryIntegrationAPI[] The entries of this page.

---Points on a loyalty card that were not spent yet.
---@class talon.CardLedgerPointsEntryIntegrationAPI
---@field id integer The internal id.
---@field transactionUUID string The id of the transaction.
---@field created string When it was made.
---@field programId integer The loyalty program.
---@field customerProfileID? string The customer, by the shop's own profile id.
---@field customerSessionId? string The session that it came from, by the shop's own session id. At most 255 characters.
---@field name string What the points were for. At most 255 characters.
---@field startDate string When the points became active: a point in time, or `immediate`. At most 64 characters.
---@field expiryDate string When the points run out: a point in time, or `unlimited`.
---@field subledgerId string The subledger; empty for the main ledger. At most 64 characters.
---@field amount number The number of points.
---@field validityDuration? string How long the points last, as in `30D`; given when they count from their activation.

---A page of bookings on a card.
---@class talon.LoyaltyCardTransactionsPage
---@field hasMore boolean Whether there are entries after this page.
---@field data talon.CardLedgerTransactionLogEntryIntegrationAPI[] The entries of this page.

---A booking of points on a loyalty card.
---@class talon.CardLedgerTransactionLogEntryIntegrationAPI
---@field transactionUUID string The id of the transaction.
---@field created string When it was made.
---@field programId integer The loyalty program.
---@field cardIdentifier string What is printed on the card. 4 to 108 characters. Matches `^[A-Za-z0-9._%+@-]+$`.
---@field customerSessionId? string The session that it came from, by the shop's own session id. At most 255 characters.
---@field type "addition"|"subtraction" Whether points came or went.
---@field name string What the points were for. At most 255 characters.
---@field startDate string When the points become active: a point in time, `immediate`, or `on_action`. At most 64 characters.
---@field expiryDate string When the points run out: a point in time, or `unlimited`.
---@field subledgerId string The subledger; empty for the main ledger. At most 64 characters.
---@field amount number The number of points.
---@field id integer The internal id.
---@field rulesetId? integer The ruleset of the rule.
---@field ruleName? string The title of the rule.
---@field validityDuration? string How long the points last, as in `30D`; given when they count from their activation.

---The achievements that a customer can earn.
---@class talon.AchievementList
---@field totalResultSize integer How many entries there are in all.
---@field data talon.AchievementStatusEntry[] The achievements.

---An achievement with the customer's current progress.
---@class talon.AchievementStatusEntry
---@field id integer The internal id.
---@field created string When it was made.
---@field name string The name. 1 to 1,000 characters. Matches `^[a-zA-Z]\w+$`.
---@field title string The title to show to people.
---@field description string What it is for.
---@field target number The value to reach.
---@field period? string How long a round takes.
---@field periodEndOverride? talon.TimePoint The point in time at which a round ends. Deprecated.
---@field recurrencePolicy? "no_recurrence"|"on_expiration"|"on_completion" Whether, and when, the achievement can be earned again.
---@field activationPolicy? "user_action"|"fixed_schedule" How the achievement starts: by the customer's first step, or on a fixed date.
---@field fixedStartDate? string When the achievement starts, for a fixed schedule.
---@field endDate? string When it ends.
---@field allowRollbackAfterCompletion? boolean Whether completed progress is taken back when a session is cancelled or reopened.
---@field campaignId? integer The campaign.
---@field status? "active"|"scheduled" Whether the achievement runs or is yet to start.
---@field currentProgress? talon.AchievementProgress How far the customer is in the current round.

---A point in a year, a month, a week or a day.
---@class talon.TimePoint
---@field month? integer Month of the year. 1 to 12.
---@field dayOfMonth? integer Day of the month. 1 to 31.
---@field dayOfWeek? integer Day of the week, 1 for Monday. 1 to 7.
---@field hour integer Hour of the day.
---@field minute integer Minute of the hour.
---@field second integer Second of the minute.

---The rounds of a customer's achievement.
---@class talon.AchievementProgressList
---@field totalResultSize integer How many entries there are in all.
---@field data talon.AchievementProgress[] The rounds of the achievement.

---How far a customer is in one round of an achievement.
---@class talon.AchievementProgress
---@field status "inprogress"|"completed"|"expired"|"not_started" Where the customer stands in this round.
---@field progress number How far the customer is on the way to the target.
---@field startDate? string When this round began.
---@field completionDate? string When the goal was reached.
---@field endDate? string When this round ends.

---A customer's progress together with the achievement it belongs to.
---@class talon.AchievementProgressWithDefinition
---@field status "inprogress"|"completed"|"expired"|"not_started" Where the customer stands in this round.
---@field progress number How far the customer is on the way to the target.
---@field startDate? string When this round began.
---@field completionDate? string When the goal was reached.
---@field endDate? string When this round ends.
---@field achievementId integer The achievement.
---@field name string The name. 1 to 1,000 characters. Matches `^[a-zA-Z]\w+$`.
---@field title string The title to show to people.
---@field description string What it is for.
---@field campaignId integer The campaign.
---@field target? number The value to reach.
---@field achievementRecurrencePolicy "no_recurrence"|"on_expiration"|"on_completion" Whether, and when, the achievement can be earned again.
---@field achievementActivationPolicy "user_action"|"fixed_schedule" How the achievement starts: by the customer's first step, or on a fixed date.
---@field achievementFixedStartDate? string When the achievement starts, for a fixed schedule.
---@field achievementEndDate? string When the achievement ends.
---@field achievementAllowRollbackAfterCompletion? boolean Whether completed progress is taken back when a session is cancelled or reopened.

---An achievement as the customer has it.
---@class talon.CustomerAchievement
---@field id integer The internal id.
---@field name string The name. 1 to 1,000 characters. Matches `^[a-zA-Z]\w+$`.
---@field title string The title to show to people.
---@field description string What it is for.
---@field target number The value to reach.
---@field recurrencePolicy "no_recurrence"|"on_expiration"|"on_completion" Whether, and when, the achievement can be earned again.
---@field activationPolicy "user_action"|"fixed_schedule" How the achievement starts: by the customer's first step, or on a fixed date.
---@field fixedStartDate? string When the achievement starts, for a fixed schedule.
---@field endDate? string When it ends.
---@field allowRollbackAfterCompletion boolean Whether completed progress is taken back when a session is cancelled or reopened.
---@field currentProgress? talon.AchievementProgress How far the customer is in the current round.

---The changes of a catalog.
---@class talon.CatalogSyncRequest
---@field actions talon.CatalogAction[] What to do, in order; all actions of one request are of the same type, and name each SKU once. 1 to 1,000 entries.
---@field version? integer The version that the actions apply to; an older one than the catalog has is refused. At least 1.

---One change of a catalog.
---@class talon.CatalogAction
---@field type "ADD"|"PATCH"|"PATCH_MANY"|"REMOVE"|"REMOVE_MANY"|"ADD_PRICE_ADJUSTMENT" What to do.
---@field payload talon.AddItemCatalogAction|talon.AddPriceAdjustmentCatalogAction|talon.PatchItemCatalogAction|talon.PatchManyItemsCatalogAction|talon.RemoveItemCatalogAction|talon.RemoveManyItemsCatalogAction What the action needs; `type` decides which fields it has.

---Adds an item to the catalog.
---@class talon.AddItemCatalogAction
---@field sku string The stock keeping unit.
---@field price? number The price.
---@field attributes? table<string, any> Custom attributes of the item; the catalog must know them.
---@field product? talon.Product The product that the item is a variant of; taken away when left out and the item is replaced.
---@field replaceIfExists? boolean Whether an item that is there already is replaced; an error otherwise. Default: `false`.

---Changes an item of the catalog.
---@class talon.PatchItemCatalogAction
---@field sku string The stock keeping unit.
---@field price? number The price.
---@field attributes? table<string, any> Custom attributes to set; those left out keep their values.
---@field product? talon.Product The product that the item is a variant of.
---@field createIfNotExists? boolean Whether an item that the catalog lacks is added. Default: `false`.

---Changes all items of the catalog that meet some conditions.
---@class talon.PatchManyItemsCatalogAction
---@field price? number The price.
---@field filters? talon.CatalogActionFilter[] Which items: all conditions must hold; every item when there are none.
---@field attributes? table<string, any> Attributes to set on the items that match.

---Removes an item from the catalog.
---@class talon.RemoveItemCatalogAction
---@field sku string The stock keeping unit.

---Removes all items of the catalog that meet some conditions.
---@class talon.RemoveManyItemsCatalogAction
---@field filters? talon.CatalogActionFilter[] Which items: all conditions must hold; every item when there are none.

---Gives an item new prices.
---@class talon.AddPriceAdjustmentCatalogAction
---@field sku string The stock keeping unit.
---@field adjustments talon.NewPriceAdjustment[] The new prices.

---A new price of an item.
---@class talon.NewPriceAdjustment
---@field priceType string The price type that gets a new price.
---@field price? number|perch.null The new price of one unit; null takes the adjustment away. May be null.
---@field referenceId string The caller's own id of it. Not empty.
---@field calculatedAt? string When the new price was worked out.
---@field effectiveFrom? string When the price starts to count.
---@field effectiveUntil? string When the price stops counting.
---@field contextId? string The context of the price.

---A condition that an item of the catalog must meet.
---@class talon.CatalogActionFilter
---@field attr string The item attribute to look at.
---@field op "EQ"|"LT"|"LE"|"GT"|"GE"|"IN" How to compare: equal, less, less or equal, greater, greater or equal, one of.
---@field value any The value to compare with.

---A catalog of items.
---@class talon.Catalog
---@field id integer The internal id.
---@field created string When it was made.
---@field accountId integer The account that it belongs to.
---@field modified string When it was last changed.
---@field name string The name.
---@field description string What it is for.
---@field subscribedApplicationsIds? integer[] The Applications that may use it; all when empty.
---@field version integer The version, which goes up with each change.
---@field createdBy integer Who made it.

---Which items and which span of time to look at.
---@class talon.BestPriorPriceRequest
---@field skus string[] The items to look up. Not empty.
---@field timeframeEndDate string The last point in time to look at.
---@field timeframe string How many days to look back, as text: `30`.
---@field timeframeEndDateType? "strict"|"price"|"sale" What ends the time: exactly the given date, or the last price change or sale before it.
---@field strictEndDate? boolean What ends the time, for older clients: with true `strict`, with false `sale`. Deprecated.
---@field target? talon.BestPriorTarget Whom the prices must have been meant for; everyone when left out.

---Whose prices to look at.
---@class talon.BestPriorTarget
---@field targetType "NONE"|"AUDIENCE" Whether the prices of one audience count, or those for everyone.
---@field audienceID? integer The audience whose prices count; only with the target type `AUDIENCE`.

---The lowest price of an item in a span of time.
---@class talon.BestPriorPrice
---@field id integer The internal id.
---@field sku string The stock keeping unit.
---@field observedAt string When the price was seen.
---@field contextIds string[] The contexts that the price was seen in.
---@field contextId? string The context of the price. Default: ``. Deprecated.
---@field price number The lowest price in that time.
---@field metadata talon.BestPriorPriceMetadata How the price came about.
---@field target talon.BestPriorPriceTarget Whom the price was meant for.

---How a price came about.
---@class talon.BestPriorPriceMetadata
---@field influencingCampaignDetails talon.InfluencingCampaignDetails[] Campaigns that changed the price.
---@field adjustmentDetails? talon.AdjustmentDetails The price adjustment that counted, if there was one.

---A campaign that changed a price.
---@class talon.InfluencingCampaignDetails
---@field campaignId integer The campaign.
---@field discountValue number The discount that the campaign gave.

---The price adjustment behind a price.
---@class talon.AdjustmentDetails
---@field referenceId string The caller's own id of it.
---@field selectedPriceType string The type of the price that counted.
---@field value number The adjusted price.

---Whom a price was meant for.
---@class talon.BestPriorPriceTarget
---@field type "NONE"|"AUDIENCE" Whether the price was meant for an audience, or for everyone.
---@field audience? talon.AudienceReference The audience that the price was meant for; absent when it was meant for everyone.

---An audience, by its ids.
---@class talon.AudienceReference
---@field id integer The internal id.
---@field integration? string The partner platform that the audience comes from, as in `braze` or `segment`.
---@field integrationId? string The id of the audience on the other platform. 1 to 1,000 characters.

---A page of running campaigns.
---@class talon.IntegrationCampaignPage
---@field hasMore boolean Whether there are entries after this page.
---@field data talon.IntegrationCampaign[] The entries of this page.

---A running campaign, as customers may know it.
---@class talon.IntegrationCampaign
---@field applicationId integer The Application that it belongs to.
---@field id integer The internal id.
---@field name string The name. Not empty.
---@field description? string What it is for.
---@field startTime? string When the campaign starts.
---@field endTime? string When the campaign ends.
---@field attributes? table<string, any> Custom attributes by name; each must exist in the account.
---@field state "enabled" Always `enabled` here. Default: `enabled`.
---@field tags string[] Labels to find campaigns by. At most 50 entries. Each: 1 to 50 characters.
---@field features ("coupons"|"referrals"|"loyalty"|"giveaways"|"strikethrough"|"achievements")[] What the campaign makes use of.
---@field rules talon.RuleMetadata[] The rules of the campaign.
---@field linkedStoreIds? integer[] Stores that the campaign is for; all when empty.
---@field linkedAudienceIds? integer[] Audiences that the campaign is for; everyone when empty.

---What there is to show about a rule.
---@class talon.RuleMetadata
---@field title string The title of the rule.
---@field displayName? string A title to show to customers.
---@field displayDescription? string A description to show to customers.
---@field relatedData? string Free text for the shop, such as a link.

---A campaign with its settings and counters.
---@class talon.Campaign
---@field id integer The internal id.
---@field created string When it was made.
---@field applicationId integer The Application that it belongs to.
---@field userId integer The user who made it.
---@field name string The name. Not empty.
---@field description? string What it is for.
---@field startTime? string When the campaign starts.
---@field endTime? string When the campaign ends.
---@field attributes? table<string, any> Custom attributes by name; each must exist in the account.
---@field state "enabled"|"disabled"|"archived" Whether the campaign is switched on; dates are not considered here. Default: `enabled`.
---@field activeRulesetId? integer The ruleset that runs.
---@field tags string[] Labels to find campaigns by. At most 50 entries. Each: 1 to 50 characters.
---@field reevaluateOnReturn boolean Whether rules run again when items come back.
---@field features ("coupons"|"referrals"|"loyalty"|"giveaways"|"strikethrough"|"achievements"|"advancedEvents")[] What the campaign makes use of.
---@field couponSettings? talon.CodeGeneratorSettings How coupon codes of this campaign look.
---@field referralSettings? talon.CodeGeneratorSettings How referral codes of this campaign look.
---@field limits talon.LimitConfig[] How often, or how much, in all or for each customer and the like.
---@field campaignGroups? integer[] The campaign groups that it is in.
---@field type? "cartItem"|"advanced" Whether the rules look at single items only, or at anything. Default: `advanced`.
---@field linkedStoreIds? integer[] Stores that the campaign is for; all when empty.
---@field couponAttributes? table<string, any> Attributes that coupons of this campaign get.
---@field budgets? talon.CampaignBudget[] The limits of the campaign with what was used of each.
---@field couponRedemptionCount? integer How many coupons were redeemed; see `budgets`. Deprecated.
---@field referralRedemptionCount? integer How many referrals were redeemed; see `budgets`. Deprecated.
---@field discountCount? number The sum of all discounts; see `budgets`. Deprecated.
---@field discountEffectCount? integer How many discounts were given; see `budgets`. Deprecated.
---@field couponCreationCount? integer How many coupons were made; see `budgets`. Deprecated.
---@field customEffectCount? integer How many custom effects there were; see `budgets`. Deprecated.
---@field referralCreationCount? integer How many referrals were made; see `budgets`. Deprecated.
---@field addFreeItemEffectCount? integer How many free items were given; see `budgets`. Deprecated.
---@field awardedGiveawaysCount? integer How many giveaway codes were handed out; see `budgets`. Deprecated.
---@field createdLoyaltyPointsCount? number How many loyalty points were given; see `budgets`. Deprecated.
---@field createdLoyaltyPointsEffectCount? integer How often loyalty points were given; see `budgets`. Deprecated.
---@field redeemedLoyaltyPointsCount? number How many loyalty points were spent; see `budgets`. Deprecated.
---@field redeemedLoyaltyPointsEffectCount? integer How often loyalty points were spent; see `budgets`. Deprecated.
---@field callApiEffectCount? integer How many webhooks were called; see `budgets`. Deprecated.
---@field reservecouponEffectCount? integer How many coupons were reserved; see `budgets`. Deprecated.
---@field lastActivity? string When it was last used.
---@field updated? string When it was last changed.
---@field createdBy? string Who made it.
---@field updatedBy? string Who changed it last.
---@field templateId? integer The template that the campaign was made from.
---@field frontendState "expired"|"scheduled"|"running"|"disabled"|"archived"|"staged" The state that people see, from `state`, the dates and the revision.
---@field storesImported boolean Whether the linked stores came from a file.
---@field valueMapsIds? integer[] The value maps that the rules look things up in.
---@field experimentId? integer The experiment that the campaign is part of.
---@field revisionFrontendState? "revised"|"pending" The state of the newest revision.
---@field activeRevisionId? integer The revision that runs.
---@field activeRevisionVersionId? integer The version of the revision that runs.
---@field version? integer The version, which goes up with each change.
---@field currentRevisionId? integer The newest revision.
---@field currentRevisionVersionId? integer The newest version of that revision.
---@field stageRevision? boolean Whether the newest revision is staged. Default: `false`.

---A limit of a campaign with what was used of it.
---@class talon.CampaignBudget
---@field action string What is counted.
---@field limit number The most that is allowed. At least 0.
---@field counter number How much of it was used. At least 0.

---How codes look.
---@class talon.CodeGeneratorSettings
---@field validCharacters string[] The characters that stand in for `#`.
---@field couponPattern string The shape of a code: each `#` stands for one of the valid characters. 3 to 100 characters. Matches `^[A-Za-z0-9._%+@#-]+$`.

---Something to do, because a rule fired.
---@class talon.Effect
---@field experimentId? integer The experiment that the campaign is part of.
---@field campaignId integer The campaign of the rule; -1 for an effect of no campaign, as for an unknown coupon.
---@field rulesetId integer The ruleset of the rule.
---@field ruleIndex integer Which rule of the ruleset it was, counted from 0.
---@field ruleName string The title of the rule.
---@field effectType string What to do, as in `setDiscount` or `rejectCoupon`; it decides what `props` holds.
---@field triggeredByCoupon? integer The coupon that caused the effect, by its internal id.
---@field triggeredForCatalogItem? integer The catalog item that the effect is for.
---@field conditionIndex? integer Which condition of the rule it was, counted from 0.
---@field evaluationGroupID? integer The evaluation group of the campaign.
---@field evaluationGroupMode? string How that group chooses: `stackable`, `listOrder`, `lowestDiscount` or `highestDiscount`.
---@field campaignRevisionId? integer The revision of the campaign that made the effect.
---@field campaignRevisionVersionId? integer The version of that revision.
---@field selectedPriceType? string The type of the price that counted.
---@field selectedPrice? number The price that the effect was worked out with.
---@field adjustmentReferenceId? string The price adjustment that the price came from.
---@field props any What the effect needs; `effectType` decides which fields it has.

---A rule that did not fire, and why.
---@class talon.RuleFailureReason
---@field campaignID integer The campaign.
---@field campaignName string The name of the campaign.
---@field rulesetID integer The ruleset of the rule.
---@field couponID? integer The coupon, by its internal id.
---@field couponValue? string The coupon code.
---@field referralID? integer The referral, by its internal id.
---@field referralValue? string The referral code.
---@field ruleIndex integer Which rule of the ruleset it was, counted from 0.
---@field ruleName string The title of the rule.
---@field conditionIndex? integer Which condition of the rule it was, counted from 0.
---@field effectIndex? integer Which effect of the rule it was, counted from 0.
---@field details? string More about what went wrong.
---@field evaluationGroupID? integer The evaluation group of the campaign.
---@field evaluationGroupMode? string How that group chooses: `stackable`, `listOrder`, `lowestDiscount` or `highestDiscount`.

---Whether a campaign applies, rule by rule.
---@class talon.CampaignEligibility
---@field applicationId integer The Application that it belongs to.
---@field id integer The internal id.
---@field name string The name. Not empty.
---@field description? string What it is for.
---@field startTime? string When the campaign starts.
---@field endTime? string When the campaign ends.
---@field attributes? table<string, any> Custom attributes by name; each must exist in the account.
---@field state "enabled" Always `enabled` here. Default: `enabled`.
---@field tags string[] Labels to find campaigns by. At most 50 entries. Each: 1 to 50 characters.
---@field features ("coupons"|"referrals"|"loyalty"|"giveaways"|"strikethrough"|"achievements")[] What the campaign makes use of.
---@field eligibility talon.CampaignEligibilityDetails[] The result, one for each coupon code that was tried.
---@field rules talon.RuleMetadataEligibility[] The rules of the campaign.
---@field experiment? talon.CampaignEligibilityExperiment The experiment that the campaign is part of.

---Whether a campaign applies, with or without a coupon.
---@class talon.CampaignEligibilityDetails
---@field passed boolean Whether it applies.
---@field couponCode? string The coupon code that this result is for.
---@field details? talon.CampaignEligibilityFailureDetails Why not, when it did not pass.

---Why a campaign does not apply.
---@class talon.CampaignEligibilityFailureDetails
---@field failureCode "ALL_RULES_FAILED"|"SKIPPED"|"AUDIENCE_NOT_MATCHED" What kept it from passing.

---The experiment that a campaign is part of.
---@class talon.CampaignEligibilityExperiment
---@field id integer The internal id.
---@field variantId integer The variant.

---Whether a rule fired, with what there is to show about it.
---@class talon.RuleMetadataEligibility
---@field title string The title of the rule.
---@field displayName? string A title to show to customers.
---@field displayDescription? string A description to show to customers.
---@field relatedData? string Free text for the shop, such as a link.
---@field eligibility talon.RuleEligibility[] The result, one for each coupon code that was tried.

---Whether a rule fired, with or without a coupon.
---@class talon.RuleEligibility
---@field passed boolean Whether it applies.
---@field couponCode? string The coupon code that this result is for.
---@field details? talon.RuleEligibilityFailureDetails Why not, when it did not pass.

---Why a rule did not fire.
---@class talon.RuleEligibilityFailureDetails
---@field failureCode "CONDITION_NOT_MET"|"EFFECT_FAILED" What kept it from passing.
---@field couponID? integer The coupon, by its internal id.
---@field couponValue? string The coupon code.
---@field referralID? integer The referral, by its internal id.
---@field referralValue? string The referral code.
---@field conditionIndex? integer Which condition of the rule it was, counted from 0.
---@field effectIndex? integer Which effect of the rule it was, counted from 0.
---@field details string More about what went wrong.

---Why a call failed.
---@class talon.ErrorResponse
---@field message string What went wrong, in a sentence.
---@field errors? talon.APIError[]|perch.null What was wrong, one entry for each finding. May be null.

---Why a call failed, with the HTTP status.
---@class talon.ErrorResponseWithStatus
---@field message? string What went wrong, in a sentence.
---@field errors? talon.APIError[]|perch.null What was wrong, one entry for each finding. May be null.
---@field StatusCode? integer The HTTP status once more.

---One finding of a failed call.
---@class talon.APIError
---@field title string What kind of mistake it is.
---@field details? string More about what went wrong.
---@field source talon.ErrorSource Where it went wrong.

---The place in the request that was wrong; one of the fields is there.
---@class talon.ErrorSource
---@field pointer? string The place in the request body that was wrong, as a JSON pointer.
---@field parameter? string The query parameter that was wrong.
---@field line? string The line of an uploaded file that was wrong.
---@field resource? string The kind of thing that was wrong.

talon.sessions = {}

---The options of `talon.sessions.update`.
---@class talon.sessions.update.options
---@field dry? boolean Only calculate: nothing is stored, and the stored session is not looked at.
---@field now? string Calculate as if it were this time, which must be in the future; only together with `dry`.

---Creates or updates a session and returns what to do about it.
---
---An update builds on what is stored: a field left out keeps its value, a list sent replaces the stored list. An empty `couponCodes` takes all coupons away, leaving the field out keeps them.
---
---While the session is `open`, every update only calculates: nothing is redeemed. `closed` commits coupons, points, giveaways and limits. A closed session can be cancelled, returned in part, or reopened, and not be updated any more.
---
---The effects in the answer are the complete list and replace those of the call before. The service returns discounts; it never changes prices or totals.
---
---With `dry` nothing is stored, and only what is sent counts. Up to three calls for one session or customer may wait for each other; a fourth is refused with 409.
---@param customerSessionId string The session, by the shop's own session id.
---@param body talon.IntegrationRequest
---@param options? talon.sessions.update.options
---@return talon.IntegrationStateV2
function talon.sessions.update(customerSessionId, body, options) end

---Returns a stored session with the effects that still count.
---
---Effects that were rolled back by a cancellation, a return or a reopening are left out. Nothing is calculated anew.
---@param customerSessionId string The session, by the shop's own session id.
---@return talon.IntegrationCustomerSessionResponse
function talon.sessions.get(customerSessionId) end

---Opens a closed session again and rolls back what closing it did.
---
---Only a session in the state `closed` can be reopened. Coupons, referrals, points, discounts and limits are taken back, each with an effect that says so. Coupons and referrals that were made stay, as do giveaways, free items, custom effects and changed attributes. Afterwards the session is like any open one.
---@param customerSessionId string The session, by the shop's own session id.
---@return talon.ReopenSessionResponse
function talon.sessions.reopen(customerSessionId) end

talon.returns = {}

---The options of `talon.returns.create`.
---@class talon.returns.create.options
---@field dry? boolean Only calculate: nothing is stored.
---@field runRuleEngine? boolean Whether rules run once more after the return, for campaigns that ask for it.

---Returns items of a closed session and rolls back what they brought.
---
---The session must be `closed` or `partially_returned`, and is `partially_returned` afterwards, even when nothing is left; cancel it to return everything. Items are named by `position` or by `sku`. Discounts and points of the returned units are rolled back. Coupons and discounts of the session as a whole stay.
---@param customerSessionId string The session, by the shop's own session id.
---@param body talon.ReturnIntegrationRequest
---@param options? talon.returns.create.options
---@return talon.IntegrationStateV2
function talon.returns.create(customerSessionId, body, options) end

talon.v1 = {}

talon.v1.sessions = {}

---The options of `talon.v1.sessions.update`.
---@class talon.v1.sessions.update.options
---@field dry? boolean Only calculate: nothing is stored, and the stored session is not looked at.

---Creates or updates a session in the older form, with one coupon.
---
---The session stands at the root of the body. `total` is what the caller says, and not worked out from the items. The effects are in `event.effects`, as arrays of campaign, ruleset, rule and effect. A session of this operation can go on with `sessions.update`.
---
---No longer in the API; use `sessions.update`.
---@deprecated
---@param customerSessionId string The session, by the shop's own session id.
---@param body talon.NewCustomerSession
---@param options? talon.v1.sessions.update.options
---@return talon.IntegrationState
function talon.v1.sessions.update(customerSessionId, body, options) end

talon.profiles = {}

---The options of `talon.profiles.update`.
---@class talon.profiles.update.options
---@field runRuleEngine? boolean Whether rules run. Default: `false`.
---@field dry? boolean Only calculate: nothing is stored. It counts only together with `runRuleEngine`.

---Creates a customer or changes their attributes and audiences.
---
---Attributes are merged: those left out keep their values. Rules run only with `runRuleEngine=true`; without it, `effects` is always empty and `responseContent` has little to add. Conditions about a session never hold here.
---@param integrationId string The customer, by the shop's own profile id.
---@param body talon.CustomerProfileIntegrationRequestV2
---@param options? talon.profiles.update.options
---@return talon.CustomerProfileIntegrationResponseV2
function talon.profiles.update(integrationId, body, options) end

---The options of `talon.profiles.update_many`.
---@class talon.profiles.update_many.options
---@field silent? "yes"|"no" Whether the answer stays empty. Default: `yes`.

---Creates or changes up to 1,000 customers in one call.
---
---No rules run. The answer is empty unless `silent` is `no`.
---@param body talon.MultipleCustomerProfileIntegrationRequest
---@param options? talon.profiles.update_many.options
---@return true|talon.MultipleCustomerProfileIntegrationResponseV2
function talon.profiles.update_many(body, options) end

talon.v1.profiles = {}

---The options of `talon.v1.profiles.update`.
---@class talon.v1.profiles.update.options
---@field dry? boolean Only calculate: nothing is stored.

---Creates or changes a customer in the older form, and always runs rules.
---
---Attributes are merged: those left out keep their values. The effects are in `event.effects`, as arrays of campaign, ruleset, rule and effect. `session` is an empty one.
---
---No longer in the API; use `profiles.update`.
---@deprecated
---@param integrationId string The customer, by the shop's own profile id.
---@param body talon.NewCustomerProfile
---@param options? talon.v1.profiles.update.options
---@return talon.IntegrationState
function talon.v1.profiles.update(integrationId, body, options) end

talon.inventory = {}

---The options of `talon.inventory.get`.
---@class talon.inventory.get.options
---@field profile? boolean Whether the answer holds the profile.
---@field referrals? boolean Whether the answer holds the referrals.
---@field coupons? boolean Whether the answer holds the coupons.
---@field loyalty? boolean Whether the answer holds the loyalty balances.
---@field giveaways? boolean Whether the answer holds the giveaway codes.
---@field achievements? boolean Whether the answer holds the achievements.
---@field loyaltyProjectionEndDate? string No longer in the API: project the balances until this day, at most 31 days ahead. Deprecated.

---Returns what a customer has: coupons, referrals, points, giveaways, achievements.
---
---Each part is in the answer only when its option is true; without any the answer is empty. Coupons are those that are reserved for the customer, and those that the customer redeemed.
---@param integrationId string The customer, by the shop's own profile id.
---@param options? talon.inventory.get.options
---@return talon.CustomerInventory
function talon.inventory.get(integrationId, options) end

talon.data = {}

---Deletes the attributes of a customer, and of everything that refers to them.
---
---It reaches all Applications of the key's side of the account, and sessions and events as well. It cannot be undone and is heavy: avoid busy hours.
---@param integrationId string The customer, by the shop's own profile id.
---@return true
function talon.data.delete(integrationId) end

talon.events = {}

---The options of `talon.events.track`.
---@class talon.events.track.options
---@field silent? "yes"|"no" Whether the answer stays empty. Default: `yes`.
---@field dry? boolean Only calculate: nothing is stored.
---@field forceCompleteEvaluation? boolean Whether every campaign is evaluated, whatever its group says; only together with `dry`. Default: `false`.

---Tracks a custom event of a customer and returns what to do about it.
---
---The event type and its attributes must exist in the account, and the built-in types cannot be sent. There is no session: conditions about one never hold. Points are booked at once. The answer is empty unless `silent` is `no`.
---@param body talon.IntegrationEventV2Request
---@param options? talon.events.track.options
---@return true|talon.IntegrationEventV2Response
function talon.events.track(body, options) end

---The options of `talon.events.track_v3`.
---@class talon.events.track_v3.options
---@field silent? "yes"|"no" Whether the answer stays empty. Default: `yes`.
---@field dry? boolean Only calculate: nothing is stored.
---@field forceCompleteEvaluation? boolean Whether every campaign is evaluated, whatever its group says; only together with `dry`. Default: `false`.

---Tracks a custom event with an id of its own, on request for a closed session.
---
---Each `integrationId` may be used once; a second call with it is refused with 409. The session in `connectedSessionId` must be closed. Only campaigns with the feature `advancedEvents` take part. The answer always has a body.
---@param body talon.IntegrationEventV3Request
---@param options? talon.events.track_v3.options
---@return talon.IntegrationEventV3Response
function talon.events.track_v3(body, options) end

---Returns an event that was tracked with an id of its own.
---
---Only events of `events.track_v3` can be found.
---@param integrationId string The event, by the shop's own event id.
---@return talon.EventV3
function talon.events.get(integrationId) end

talon.v1.events = {}

---The options of `talon.v1.events.track`.
---@class talon.v1.events.track.options
---@field dry? boolean Only calculate: nothing is stored.

---Tracks a custom event of a session in the older form.
---
---A session and a profile that do not exist are created. A session that exists must belong to the given profile. The effects are in `event.effects`, as arrays of campaign, ruleset, rule and effect.
---
---No longer in the API; use `events.track`.
---@deprecated
---@param body talon.NewEvent
---@param options? talon.v1.events.track.options
---@return talon.IntegrationState
function talon.v1.events.track(body, options) end

talon.audiences = {}

---Creates an audience, empty or known from another platform.
---
---For an audience of a partner platform give `integration` and `integrationId`, for one of any other platform `integrationId` alone, for a new one only `name`. The pair of `integration` and `integrationId` must be new. The key decides whether it belongs to the sandbox or to the live side of the account.
---@param body talon.NewAudience
---@return talon.Audience
function talon.audiences.create(body) end

---Renames an audience.
---
---No rules run.
---@param audienceId integer The audience, by its internal id.
---@param body talon.UpdateAudience
---@return talon.Audience
function talon.audiences.update(audienceId, body) end

---Deletes an audience with its memberships.
---
---Rules must no longer refer to it.
---@param audienceId integer The audience, by its internal id.
---@return true
function talon.audiences.delete(audienceId) end

---Takes all customers out of an audience.
---
---The audience itself stays.
---@param audienceId integer The audience, by its internal id.
---@return true
function talon.audiences.delete_memberships(audienceId) end

---Adds customers to audiences and takes them out, up to 1,000 changes in one call.
---
---An unknown customer who is added is created, and shows up in an Application with the first session or profile update. No rules run.
---@param body talon.CustomerProfileAudienceRequest
---@return true
function talon.audiences.update_members(body) end

---Sets attributes on every customer of an audience.
---
---The body is a table of attribute names and values; each attribute must exist in the account. Customers who join later do not get them.
---@param audienceId integer The audience, by its internal id.
---@param body table<string, any>
---@return true
function talon.audiences.update_attributes(audienceId, body) end

talon.reservations = {}

---Reserves a coupon for up to 1,000 customers.
---
---For a coupon with `isReservationMandatory` only these customers may redeem it. For any other the reservation puts it into their inventory, and everybody may still redeem it. The reservation limit of the coupon does not count here.
---@param couponValue string The coupon code.
---@param body talon.CouponReservations
---@return talon.Coupon
function talon.reservations.create(couponValue, body) end

---Takes the reservation of a coupon away from customers.
---
---The call deletes and has a body: the customers to name.
---@param couponValue string The coupon code.
---@param body talon.CouponReservations
---@return true
function talon.reservations.delete(couponValue, body) end

---Returns the customers who have reserved a coupon.
---
---Mandatory and other reservations are both listed.
---@param couponValue string The coupon code.
---@return talon.CustomerProfileList
function talon.reservations.customers(couponValue) end

talon.referrals = {}

---Creates a referral code for an advocate.
---
---The campaign must exist and have the feature `referrals`; its settings decide how the code looks. A code with a friend can be used by that friend only. Limits on the number of referrals do not count here.
---@param body talon.NewReferral
---@return talon.Referral
function talon.referrals.create(body) end

---The options of `talon.referrals.create_many`.
---@class talon.referrals.create_many.options
---@field silent? "yes"|"no" Whether the answer stays empty. Default: `yes`.

---Creates a referral code for each of up to 1,000 advocates.
---
---The answer is empty unless `silent` is `no`. Limits on the number of referrals do not count here.
---@param body talon.NewReferralsForMultipleAdvocates
---@param options? talon.referrals.create_many.options
---@return true|talon.ReferralList
function talon.referrals.create_many(body, options) end

talon.loyalty = {}

---The options of `talon.loyalty.balances`.
---@class talon.loyalty.balances.options
---@field endDate? string The balances as they were at this time.
---@field subledgerId? string Only this subledger, by id.
---@field includeTiers? boolean Whether the answer holds the current tier. Default: `false`.
---@field includeProjectedTier? boolean Whether the answer holds the tier to come. Default: `false`.

---Returns the points of a customer in a loyalty program, by ledger and state.
---
---Points of open sessions do not count. Tiers are left out unless they are asked for. For programs with cards there is `loyalty.card_balances`.
---@param loyaltyProgramId integer The loyalty program, by its internal id.
---@param integrationId string The customer, by the shop's own profile id.
---@param options? talon.loyalty.balances.options
---@return talon.LoyaltyBalancesWithTiers
function talon.loyalty.balances(loyaltyProgramId, integrationId, options) end

---The options of `talon.loyalty.points`.
---@class talon.loyalty.points.options
---@field status? "active"|"pending"|"expired" Which points: those that can be spent, those to come, or those that ran out. Default: `active`.
---@field subledgerId? string[] Only these subledgers, by id; empty text for the main ledger.
---@field customerSessionIDs? string[] Only bookings of these sessions, by the shop's own session ids.
---@field transactionUUIDs? string[] Only these transactions, by id.
---@field pageSize? integer How many entries the answer holds at most. 1 to 1,000. Default: `50`.
---@field skip? integer How many entries to leave out at the start. At least 0.
---@field sort? "startDate"|"expiryDate"|"-startDate"|"-expiryDate" What to order by; a minus in front turns the order round.

---Returns the points of a customer that were not spent yet, booking by booking.
---
---`status` chooses among active, pending and expired points. For programs with cards there is `loyalty.card_points`.
---@param loyaltyProgramId integer The loyalty program, by its internal id.
---@param integrationId string The customer, by the shop's own profile id.
---@param options? talon.loyalty.points.options
---@return talon.LoyaltyPointsPage
function talon.loyalty.points(loyaltyProgramId, integrationId, options) end

---The options of `talon.loyalty.transactions`.
---@class talon.loyalty.transactions.options
---@field customerSessionIDs? string[] Only bookings of these sessions, by the shop's own session ids.
---@field transactionUUIDs? string[] Only these transactions, by id.
---@field subledgerId? string Only this subledger, by id.
---@field loyaltyTransactionType? "manual"|"session"|"import" Only bookings that were made by hand, by a session, or by an import.
---@field startDate? string Only entries from this time on.
---@field endDate? string Only entries until this time.
---@field pageSize? integer How many entries the answer holds at most. 1 to 1,000. Default: `50`.
---@field skip? integer How many entries to leave out at the start. At least 0.
---@field awaitsActivation? boolean Only bookings whose points wait for their activation; true is the only value.

---Returns the bookings of a customer in a loyalty program.
---
---A date without a time counts from midnight, UTC. Points of open sessions are not booked yet. For programs with cards there is `loyalty.card_transactions`.
---@param loyaltyProgramId integer The loyalty program, by its internal id.
---@param integrationId string The customer, by the shop's own profile id.
---@param options? talon.loyalty.transactions.options
---@return talon.LoyaltyTransactionsPage
function talon.loyalty.transactions(loyaltyProgramId, integrationId, options) end

---Makes a customer a member of a loyalty program.
---
---An unknown customer is created. Not for programs with cards. A customer who is in the program already cannot join again.
---@param loyaltyProgramId integer The loyalty program, by its internal id.
---@param integrationId string The customer, by the shop's own profile id.
---@return true
function talon.loyalty.join(loyaltyProgramId, integrationId) end

---Makes pending points active: those of some transactions, or those of one session.
---
---For points that wait for an action. Give either `transactionUUIDs` or `sessionId`, and not both.
---@param loyaltyProgramId integer The loyalty program, by its internal id.
---@param body talon.ActivateLoyaltyPoints
---@return talon.ActivateLoyaltyPointsResponse
function talon.loyalty.activate_points(loyaltyProgramId, body) end

---Deletes all bookings of a customer in some or all ledgers of a loyalty program.
---
---It cannot be undone. With the scope `SelectedSubledgers` name the subledgers; empty text is the main ledger.
---@param loyaltyProgramId integer The loyalty program, by its internal id.
---@param integrationId string The customer, by the shop's own profile id.
---@param body talon.DeleteLoyaltyTransactionsRequest
---@return true
function talon.loyalty.delete_transactions(loyaltyProgramId, integrationId, body) end

---Makes a loyalty card, on request with customers linked to it.
---
---For programs with cards. No more customers than the program allows on a card.
---@param loyaltyProgramId integer The loyalty program, by its internal id.
---@param body talon.GenerateLoyaltyCard
---@return talon.LoyaltyCard
function talon.loyalty.create_card(loyaltyProgramId, body) end

---The options of `talon.loyalty.card_balances`.
---@class talon.loyalty.card_balances.options
---@field endDate? string The balances as they were at this time.
---@field subledgerId? string[] Only these subledgers, by id; empty text for the main ledger.

---Returns the points on a loyalty card, by ledger and state.
---
---Points of open sessions do not count.
---@param loyaltyProgramId integer The loyalty program, by its internal id.
---@param loyaltyCardId string The loyalty card, by what is printed on it.
---@param options? talon.loyalty.card_balances.options
---@return talon.LoyaltyCardBalances
function talon.loyalty.card_balances(loyaltyProgramId, loyaltyCardId, options) end

---The options of `talon.loyalty.card_points`.
---@class talon.loyalty.card_points.options
---@field status? "active"|"pending"|"expired" Which points: those that can be spent, those to come, or those that ran out. Default: `active`.
---@field subledgerId? string[] Only these subledgers, by id; empty text for the main ledger.
---@field customerSessionIDs? string[] Only bookings of these sessions, by the shop's own session ids.
---@field transactionUUIDs? string[] Only these transactions, by id.
---@field pageSize? integer How many entries the answer holds at most. 1 to 1,000. Default: `50`.
---@field skip? integer How many entries to leave out at the start. At least 0.
---@field sort? "startDate"|"expiryDate"|"-startDate"|"-expiryDate" What to order by; a minus in front turns the order round.

---Returns the points on a loyalty card that were not spent yet, booking by booking.
---
---`status` chooses among active, pending and expired points.
---@param loyaltyProgramId integer The loyalty program, by its internal id.
---@param loyaltyCardId string The loyalty card, by what is printed on it.
---@param options? talon.loyalty.card_points.options
---@return talon.LoyaltyCardPointsPage
function talon.loyalty.card_points(loyaltyProgramId, loyaltyCardId, options) end

---The options of `talon.loyalty.card_transactions`.
---@class talon.loyalty.card_transactions.options
---@field subledgerId? string[] Only these subledgers, by id; empty text for the main ledger.
---@field loyaltyTransactionType? "manual"|"session"|"import" Only bookings that were made by hand, by a session, or by an import.
---@field startDate? string Only entries from this time on.
---@field endDate? string Only entries until this time.
---@field customerSessionIDs? string[] Only bookings of these sessions, by the shop's own session ids.
---@field transactionUUIDs? string[] Only these transactions, by id.
---@field pageSize? integer How many entries the answer holds at most. 1 to 1,000. Default: `50`.
---@field skip? integer How many entries to leave out at the start. At least 0.
---@field awaitsActivation? boolean Only bookings whose points wait for their activation; true is the only value.

---Returns the bookings on a loyalty card.
---
---A date without a time counts from midnight, UTC. Points of open sessions are not booked yet.
---@param loyaltyProgramId integer The loyalty program, by its internal id.
---@param loyaltyCardId string The loyalty card, by what is printed on it.
---@param options? talon.loyalty.card_transactions.options
---@return talon.LoyaltyCardTransactionsPage
function talon.loyalty.card_transactions(loyaltyProgramId, loyaltyCardId, options) end

---Links a customer to a loyalty card.
---
---The program says how many customers may share a card. A customer who is linked already cannot be linked again.
---@param loyaltyProgramId integer The loyalty program, by its internal id.
---@param loyaltyCardId string The loyalty card, by what is printed on it.
---@param body talon.LoyaltyCardRegistration
---@return talon.LoyaltyCard
function talon.loyalty.link_card(loyaltyProgramId, loyaltyCardId, body) end

---Removes the link between a customer and a loyalty card.
---
---The card itself stays.
---@param loyaltyProgramId integer The loyalty program, by its internal id.
---@param loyaltyCardId string The loyalty card, by what is printed on it.
---@param body talon.LoyaltyCardRegistration
---@return talon.LoyaltyCard
function talon.loyalty.unlink_card(loyaltyProgramId, loyaltyCardId, body) end

talon.achievements = {}

---The options of `talon.achievements.list`.
---@class talon.achievements.list.options
---@field campaignIds? integer[] Only these campaigns, by id.
---@field achievementIds? integer[] Only these achievements, by id.
---@field achievementStatus? ("active"|"scheduled")[] Only achievements in these states.
---@field currentProgressStatus? ("inprogress"|"completed"|"not_started")[] Only achievements whose current round is in these states.
---@field pageSize? integer How many entries the answer holds at most. 1 to 1,000. Default: `1000`.
---@field skip? integer How many entries to leave out at the start. At least 0.

---Returns the achievements that a customer can earn, with the current progress.
---
---Achievements that are yet to start are listed only with the `achievementStatus` `scheduled`.
---@param integrationId string The customer, by the shop's own profile id.
---@param options? talon.achievements.list.options
---@return talon.AchievementList
function talon.achievements.list(integrationId, options) end

---The options of `talon.achievements.history`.
---@class talon.achievements.history.options
---@field progressStatus? ("inprogress"|"completed"|"expired")[] Only rounds in these states.
---@field startDate? string Only entries from this time on.
---@field endDate? string Only entries until this time.
---@field pageSize? integer How many entries the answer holds at most. 1 to 1,000. Default: `1000`.
---@field skip? integer How many entries to leave out at the start. At least 0.

---Returns the rounds of one achievement of a customer.
---
---A round is one attempt at the target; an achievement that recurs has several.
---@param integrationId string The customer, by the shop's own profile id.
---@param achievementId integer The achievement, by its internal id.
---@param options? talon.achievements.history.options
---@return talon.AchievementProgressList
function talon.achievements.history(integrationId, achievementId, options) end

talon.catalogs = {}

---Adds, changes and removes items of a catalog, up to 1,000 actions in one call.
---
---All actions of a call are of one type, and each SKU stands in one of them only. Adding an item that is there needs `replaceIfExists`. An item that is replaced keeps its price when none is sent, and loses its product when none is sent. Actions with filters take all items that meet every condition. Each call raises the version of the catalog.
---@param catalogId integer The catalog, by its internal id.
---@param body talon.CatalogSyncRequest
---@return talon.Catalog
function talon.catalogs.sync(catalogId, body) end

talon.prices = {}

---Returns the lowest price that items had in a span of time.
---
---For a shop that must show the lowest price of the last days beside a discount. The service marks it as experimental.
---@param body talon.BestPriorPriceRequest
---@return talon.BestPriorPrice[]
function talon.prices.best_prior(body) end

talon.campaigns = {}

---The options of `talon.campaigns.list`.
---@class talon.campaigns.list.options
---@field pageSize? integer How many entries the answer holds at most. 1 to 1,000. Default: `50`.
---@field skip? integer How many entries to leave out at the start. At least 0.
---@field campaignIds? integer[] Only these campaigns, by id.
---@field startAfter? string Only campaigns that start after this time.
---@field startBefore? string Only campaigns that start before this time.
---@field endAfter? string Only campaigns that end after this time.
---@field endBefore? string Only campaigns that end before this time.
---@field storeId? integer Only campaigns that are linked to this store, by its internal id.
---@field audienceId? integer Only campaigns that are linked to this audience, by its internal id.

---Returns the campaigns that run now.
---
---Only what customers may know of a campaign is shown. A date without a time counts from midnight, UTC.
---@param options? talon.campaigns.list.options
---@return talon.IntegrationCampaignPage
function talon.campaigns.list(options) end

---The same functions by the ids of the operations.
talon.api = {}
talon.api.updateCustomerSessionV2 = talon.sessions.update
talon.api.getCustomerSession = talon.sessions.get
talon.api.reopenCustomerSession = talon.sessions.reopen
talon.api.returnCartItems = talon.returns.create
talon.api.updateCustomerSession = talon.v1.sessions.update
talon.api.updateCustomerProfileV2 = talon.profiles.update
talon.api.updateCustomerProfilesV2 = talon.profiles.update_many
talon.api.updateCustomerProfile = talon.v1.profiles.update
talon.api.getCustomerInventory = talon.inventory.get
talon.api.deleteCustomerData = talon.data.delete
talon.api.trackEventV2 = talon.events.track
talon.api.trackEventV3 = talon.events.track_v3
talon.api.getEventV3 = talon.events.get
talon.api.trackEvent = talon.v1.events.track
talon.api.createAudienceV2 = talon.audiences.create
talon.api.updateAudienceV2 = talon.audiences.update
talon.api.deleteAudienceV2 = talon.audiences.delete
talon.api.deleteAudienceMembershipsV2 = talon.audiences.delete_memberships
talon.api.updateCustomerProfileAudiences = talon.audiences.update_members
talon.api.updateAudienceCustomersAttributes = talon.audiences.update_attributes
talon.api.createCouponReservation = talon.reservations.create
talon.api.deleteCouponReservation = talon.reservations.delete
talon.api.getReservedCustomers = talon.reservations.customers
talon.api.createReferral = talon.referrals.create
talon.api.createReferralsForMultipleAdvocates = talon.referrals.create_many
talon.api.getLoyaltyBalances = talon.loyalty.balances
talon.api.getLoyaltyProgramProfilePoints = talon.loyalty.points
talon.api.getLoyaltyProgramProfileTransactions = talon.loyalty.transactions
talon.api.joinLoyaltyProgram = talon.loyalty.join
talon.api.activateLoyaltyPoints = talon.loyalty.activate_points
talon.api.deleteLoyaltyTransactionsFromLedgers = talon.loyalty.delete_transactions
talon.api.generateLoyaltyCard = talon.loyalty.create_card
talon.api.getLoyaltyCardBalances = talon.loyalty.card_balances
talon.api.getLoyaltyCardPoints = talon.loyalty.card_points
talon.api.getLoyaltyCardTransactions = talon.loyalty.card_transactions
talon.api.linkLoyaltyCardToProfile = talon.loyalty.link_card
talon.api.unlinkLoyaltyCardFromProfile = talon.loyalty.unlink_card
talon.api.getCustomerAchievements = talon.achievements.list
talon.api.getCustomerAchievementHistory = talon.achievements.history
talon.api.syncCatalog = talon.catalogs.sync
talon.api.bestPriorPrice = talon.prices.best_prior
talon.api.integrationGetAllCampaigns = talon.campaigns.list

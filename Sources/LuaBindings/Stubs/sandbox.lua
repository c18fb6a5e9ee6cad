---@meta sandbox
-- Part of Perch. SPDX-License-Identifier: Apache-2.0

---The embedded sandbox: what the Campaign Manager sets up on an account, and its clock. Functions that set something up take
---a table in the shape of the Management API and give it back as it is stored. What belongs to one Application goes to that of
---its `applicationId`, else to that of its campaign, else to the default one.
---@class sandbox
---@field available boolean Whether there is an embedded sandbox; false against an account.
sandbox = {}

---A rule of a campaign.
---@class sandbox.Rule
---@field title string What effects and explanations call it.
---@field condition any[] An expression, as in `{"and", {"couponValid"}}`.
---@field effects any[] Expressions, as in `{{"setDiscount", "10 off", 10}}`.
---@field bindings? sandbox.Binding[] Named expressions that the rule can look up.

---A named expression, looked up as `{".", name}`.
---@class sandbox.Binding
---@field name string
---@field expression any[]

---How often, or how much.
---@class sandbox.Limit
---@field action string What is counted, as in `redeemCoupon` or `setDiscount`.
---@field limit number The most that is allowed.
---@field period? "daily"|"weekly"|"monthly"|"yearly" Since ever when left out.
---@field entities? ("Coupon"|"Referral"|"Profile"|"Identifier"|"Store"|"Session")[] What is counted apart; nothing for the campaign as a whole.

---A campaign with its rules and coupons.
---@class sandbox.Campaign
---@field name string
---@field rules? sandbox.Rule[] What it does.
---@field coupons? (string|table)[] Codes, or coupons with their fields.
---@field state? "enabled"|"disabled"|"archived" `enabled` when left out.
---@field startTime? string When it starts, in RFC 3339.
---@field endTime? string When it ends, in RFC 3339.
---@field limits? sandbox.Limit[] How often, or how much.
---@field bindings? sandbox.Binding[] What all rules of the campaign share.
---@field ruleset? table A whole ruleset, in place of `rules` and `bindings`.
---@field features? ("coupons"|"referrals"|"loyalty"|"giveaways"|"strikethrough"|"achievements"|"advancedEvents")[] What it makes use of.
---@field type? "cartItem"|"advanced" `advanced` when left out.
---@field tags? string[] Labels to find it by.
---@field description? string
---@field linkedStoreIds? integer[] Stores that the campaign is for; all when empty.
---@field linkedAudienceIds? integer[] Audiences that the campaign is for; everybody when empty.
---@field evaluationGroupId? integer The root of the evaluation tree when left out.
---@field attributes? table<string, any> Its custom attributes.
---@field couponAttributes? table<string, any> Attributes that its coupons get.
---@field reevaluateOnReturn? boolean Whether rules run again when items come back.
---@field id? integer A new one when left out.
---@field applicationId? integer The default Application when left out.

---Adds a campaign with its rules and coupons, running at once unless it says otherwise.
---@param campaign sandbox.Campaign
---@return table campaign With `warnings` when rules use what the sandbox does not have.
function sandbox.campaign(campaign) end

---Coupons of a campaign; all get the same fields.
---@class sandbox.Coupons
---@field campaignId integer The campaign that they belong to.
---@field codes? string[] The codes, of 4 or more characters each.
---@field numberOfCoupons? integer How many codes to make up, at most 1,000,000.
---@field couponPattern? string How they look, as in `SALE-####`.
---@field validCharacters? string[] What may stand for a `#`.
---@field usageLimit? integer How often each can be used; 0, for any number of times, when left out.
---@field discountLimit? number How much each may take off in all.
---@field reservationLimit? integer How many customers may reserve each.
---@field startDate? string From when on they can be used, in RFC 3339.
---@field expiryDate? string Until when they can be used, in RFC 3339.
---@field recipientIntegrationId? string The only customer who may use them.
---@field isReservationMandatory? boolean Whether only those who reserved them may use them.
---@field attributes? table<string, any> Their custom attributes.

---Adds coupons to a campaign: those of `codes`, and as many as `numberOfCoupons` says.
---@param coupons sandbox.Coupons
---@return table[] coupons
function sandbox.coupons(coupons) end

---Settings of an Application.
---@class sandbox.Application
---@field id? integer The default one when left out.
---@field name? string
---@field currency? string By its ISO code, as in `EUR`.
---@field timezone? string By its IANA name, as in `Europe/Berlin`.
---@field caseSensitivity? "sensitive"|"insensitive-uppercase"|"insensitive-lowercase" How codes are matched.
---@field defaultDiscountScope? "sessionTotal"|"cartItems"|"additionalCosts" What a discount of the session is taken off.
---@field defaultDiscountAdditionalCostPerItemScope? "price"|"itemTotal"|"additionalCosts" What a discount of an item is taken off.
---@field enableCascadingDiscounts? boolean Whether a discount is worked out on what earlier ones left.
---@field enableFlattenedCartItems? boolean Whether each unit of an item is looked at by itself.
---@field enablePartialDiscounts? boolean Whether a discount may be cut to what is left of a budget.

---Changes settings of the Application with the `id`, the default one without; an `id` that is not there yet adds an Application.
---@param application sandbox.Application
---@return table application
function sandbox.application(application) end

---A custom attribute.
---@class sandbox.Attribute
---@field entity "Application"|"Campaign"|"CustomerProfile"|"CustomerSession"|"CartItem"|"Coupon"|"Event"|"Giveaway"|"LoyaltyCard"|"Referral"|"Store" What it belongs to.
---@field name string Letters, digits and underscores.
---@field type? "string"|"number"|"boolean"|"time"|"location"|"(list string)"|"(list number)"|"(list time)"|"(list location)" `string` when left out.
---@field eventType? string The type of the events, for an attribute of events.
---@field title? string
---@field description? string
---@field suggestions? any[] Values to choose from.
---@field hasAllowedList? boolean Whether no other values are allowed.
---@field restrictedBySuggestions? boolean The same.
---@field id? integer A new one when left out.

---Declares a custom attribute.
---@param attribute sandbox.Attribute
---@return table attribute
function sandbox.attribute(attribute) end

---A type of custom events.
---@class sandbox.EventType
---@field name string
---@field attributes? sandbox.EventAttribute[] What such events tell.

---An attribute of events.
---@class sandbox.EventAttribute
---@field name string
---@field type? "string"|"number"|"boolean"|"time"|"location"|"(list string)"|"(list number)"|"(list time)"|"(list location)" `string` when left out.

---Declares a type of custom events.
---@param event_type sandbox.EventType
---@return table event_type
function sandbox.event_type(event_type) end

---A group of customers.
---@class sandbox.Audience
---@field name string
---@field members? string[] The profile ids of customers to begin with.
---@field integration? string Where it comes from.
---@field integrationId? string Its id there.
---@field id? integer A new one when left out.

---Adds an audience.
---@param audience sandbox.Audience
---@return table audience
function sandbox.audience(audience) end

---A loyalty program.
---@class sandbox.LoyaltyProgram
---@field name string
---@field title? string The name when left out.
---@field tiers? { name: string, minPoints: number }[]
---@field cardBased? boolean Whether points belong to cards, and not to customers.
---@field allowSubledger? boolean Whether it has subledgers; yes when left out.
---@field defaultValidity? string How long points last: `unlimited`, or a duration such as `365D`.
---@field defaultPending? string When points become active: `immediate`, `on_action`, or after a duration.
---@field returnPolicy? "only_pending"|"within_balance"|"unlimited" Which points can be taken back when items come back.
---@field programJoinPolicy? "not_join"|"points_activated"|"points_earned" When a customer joins.
---@field tiersExpirationPolicy? "tier_start_date"|"program_join_date"|"absolute_expiration" From when on the time in a tier counts.
---@field tiersExpireIn? string How long a tier lasts, as in `1Y`.
---@field tierCycleStartDate? string When a tier cycle starts, in RFC 3339.
---@field tiersDowngradePolicy? "one_down"|"balance_based" What happens when a tier ends.
---@field usersPerCardLimit? integer How many customers may share a card; 0 for any number.
---@field timezone? string By its IANA name; that of the Application when left out.
---@field subscribedApplications? integer[]
---@field description? string
---@field id? integer A new one when left out.

---Adds a loyalty program.
---@param program sandbox.LoyaltyProgram
---@return table program
function sandbox.loyalty_program(program) end

---Points to book by hand.
---@class sandbox.LoyaltyPoints
---@field programId integer The loyalty program.
---@field points number
---@field integrationId? string The customer; needed unless the program has cards.
---@field cardIdentifier? string The card; needed when the program has cards.
---@field name? string What the points are for.
---@field subledgerId? string The main ledger when left out.
---@field validityDuration? string How long they last, as in `30D`.
---@field validUntil? string When they run out, in RFC 3339.
---@field pendingDuration? string How long it takes until they can be spent, as in `2D`.
---@field pendingUntil? string When they can be spent, in RFC 3339.
---@field customerSessionId? string The session that they belong to.

---Books points by hand.
---@param points sandbox.LoyaltyPoints
---@return table booking
function sandbox.loyalty_points(points) end

---Points to take away by hand.
---@class sandbox.LoyaltyDeduction
---@field programId integer The loyalty program.
---@field points number
---@field integrationId? string The customer; needed unless the program has cards.
---@field cardIdentifier? string The card; needed when the program has cards.
---@field name? string What the points are for.
---@field subledgerId? string The main ledger when left out.
---@field customerSessionId? string The session that they belong to.

---Takes points away by hand.
---@param points sandbox.LoyaltyDeduction
---@return table booking
function sandbox.loyalty_deduction(points) end

---An achievement.
---@class sandbox.Achievement
---@field name string Letters, digits and underscores.
---@field target number The value to reach.
---@field campaignId? integer Its campaign; it is the account's when left out.
---@field title? string
---@field period? string How long a round takes, as in `30D`.
---@field recurrencePolicy? "no_recurrence"|"on_expiration"|"on_completion" Whether, and when, it can be earned again.
---@field activationPolicy? "user_action"|"fixed_schedule" How it starts.
---@field fixedStartDate? string When it starts, for a fixed schedule.
---@field endDate? string When it ends.
---@field allowRollbackAfterCompletion? boolean Whether completed progress can be taken back.
---@field description? string
---@field id? integer A new one when left out.

---Adds an achievement.
---@param achievement sandbox.Achievement
---@return table achievement
function sandbox.achievement(achievement) end

---A pool of giveaways.
---@class sandbox.GiveawayPool
---@field name string
---@field codes? (string|table)[] Codes, or giveaways with `code`, `startDate`, `endDate` and `attributes`.
---@field description? string
---@field subscribedApplicationsIds? integer[] The Applications that may use it.
---@field id? integer A new one when left out.

---Adds a pool of giveaways.
---@param pool sandbox.GiveawayPool
---@return table pool
function sandbox.giveaway_pool(pool) end

---Adds codes to a pool of giveaways.
---@param codes { poolId: integer, codes: (string|table)[] }
---@return { poolId: integer, added: integer } result
function sandbox.giveaway_codes(codes) end

---A catalog of items.
---@class sandbox.Catalog
---@field name string
---@field items? { sku: string, price?: number, attributes?: table<string, any>, product?: { name: string } }[]
---@field description? string
---@field subscribedApplicationsIds? integer[] The Applications that use it.
---@field id? integer A new one when left out.

---Adds a catalog.
---@param catalog sandbox.Catalog
---@return table catalog
function sandbox.catalog(catalog) end

---A store.
---@class sandbox.Store
---@field integrationId string The shop's own id of the store.
---@field name? string
---@field description? string
---@field attributes? table<string, any> Its custom attributes.
---@field id? integer A new one when left out.

---Adds a store.
---@param store sandbox.Store
---@return table store
function sandbox.store(store) end

---A cost beside the prices of the items.
---@class sandbox.AdditionalCost
---@field name string
---@field type? "session"|"item"|"both" What it is a cost of; `session` when left out.
---@field title? string
---@field description? string
---@field id? integer A new one when left out.

---Declares an additional cost.
---@param cost sandbox.AdditionalCost
---@return table cost
function sandbox.additional_cost(cost) end

---An effect of the account's own.
---@class sandbox.CustomEffect
---@field name string
---@field params? { key: string }[] What rules give it, in order.
---@field title? string
---@field payload? string What the shop gets, as JSON text in which parameters stand.
---@field isPerItem? boolean Whether it is given for single items.
---@field enabled? boolean
---@field description? string
---@field id? integer A new one when left out.

---Declares an effect that rules call as `{"!", name, …}`.
---@param effect sandbox.CustomEffect
---@return table effect
function sandbox.custom_effect(effect) end

---A webhook.
---@class sandbox.Webhook
---@field title string
---@field id? integer A new one when left out.

---Declares a webhook that rules call as `{"!", "callApi<id>", …}`.
---@param webhook sandbox.Webhook
---@return table webhook
function sandbox.webhook(webhook) end

---A group of campaigns that compete.
---@class sandbox.EvaluationGroup
---@field name string
---@field id? integer A new one when left out.
---@field applicationId? integer
---@field parentId? integer The root when left out.
---@field evaluationMode? "stackable"|"listOrder"|"lowestDiscount"|"highestDiscount" `stackable` when left out.
---@field evaluationScope? "session"|"cartItem" `session` when left out.
---@field locked? boolean
---@field description? string

---Adds a group to the evaluation tree; campaigns name it in `evaluationGroupId`.
---@param group sandbox.EvaluationGroup
---@return table group
function sandbox.evaluation_group(group) end

---Adds a cart item filter to the Application, a list that all its rules read as `{".", name}`.
---@param filter { name: string, expression: table, description?: string, applicationId?: integer }
---@return table filter
function sandbox.cart_item_filter(filter) end

---Adds a collection of texts: the `campaignId` of its campaign, else it is the account's.
---@param collection { name: string, items: string[], campaignId?: integer, description?: string, id?: integer, subscribedApplicationsIds?: integer[] }
---@return table collection
function sandbox.collection(collection) end

---Adds a value map: a value for each identifier.
---@param map { entries: table<string, number|string|boolean>, name?: string, id?: integer, campaignId?: integer }
---@return table map
function sandbox.value_map(map) end

---Sets up everything that a bundle has, all or nothing.
---@param bundle table
---@return table result The objects as they are stored, under the same names.
function sandbox.load(bundle) end

---Forgets all data and the whole set-up; the clock stays as it is.
---@return true
function sandbox.reset() end

---The whole state of the sandbox at one moment: data, set-up and clock.
---@class sandbox.Snapshot

---Keeps the whole state at this moment; any number of snapshots may stand side by side.
---@return sandbox.Snapshot snapshot
function sandbox.snapshot() end

---Brings back the state of a snapshot, as often as wanted.
---@param snapshot sandbox.Snapshot One that this sandbox made.
---@return true
function sandbox.restore(snapshot) end

---The most recent exchanges, oldest first.
---@return table[] exchanges
function sandbox.calls() end

---A condition with what it saw.
---@class sandbox.Condition
---@field expression any As it is written.
---@field text string As one would write it.
---@field met boolean
---@field error? string Why it could not be evaluated.
---@field values { path: string, value?: any, count?: integer }[] What was read; `value` is absent where there was none.
---@field operands? table[] What was worked out, each with `expression`, `text` and `value` or `error`.
---@field parts? sandbox.Condition[] The conditions inside.

---An effect with what it was made from, or why nothing was given.
---@class sandbox.GivenEffect
---@field effect? talon.Effect Absent when nothing was given.
---@field expression? any As it is written; absent for the redemption of a code.
---@field text? string As one would write it.
---@field values { path: string, value?: any, count?: integer }[] What was read.
---@field operands? table[] What was worked out.
---@field wanted? number What was asked for: money, points or pieces.
---@field cuts? { by: "price"|"budget"|"coupon", from: number, to: number, budget?: table }[] What was cut off, in order.
---@field error? string Why nothing was given.
---@field budgets? table[] The limits that it did not fit into.
---@field exclusion? table How it lost an item against another campaign.

---A rule, and what became of it.
---@class sandbox.ExplainedRule
---@field title string
---@field outcome "fired"|"conditionFailed"|"effectFailed"|"unsupported"
---@field conditionIndex? integer The condition that failed, counted from 0.
---@field effectIndex? integer The effect that failed, counted from 0.
---@field details? string Why the effect failed.
---@field unsupported? string[] Functions that the sandbox does not have.
---@field gives string[] The functions of effects that it calls, given or not.
---@field needs "all"|"any" How many of its conditions must hold.
---@field bindings table[] Its named expressions that were read.
---@field conditions sandbox.Condition[]
---@field effects sandbox.GivenEffect[]

---A campaign as it was evaluated, for one coupon or for none.
---@class sandbox.CampaignRun
---@field coupon? string
---@field group? { id: integer, name: string, mode: string, scope: string } Its evaluation group.
---@field exclusion? { reason: string, group: string, mode: string, winners: string[], winnerDiscount?: number, discount?: number, details: string } How it lost against another campaign.
---@field budgets { action: string, limit: number, used: number, period?: string, entities: string[], countedFor?: string }[] Its limits, before this evaluation.
---@field bindings table[] Named expressions that were read, as cart item filters.
---@field rules sandbox.ExplainedRule[]

---Why an evaluation came out as it did. It prints as its text.
---@class sandbox.Explanation
---@field session? string The id of the session.
---@field state? string The state of the session.
---@field profile? string The customer.
---@field event string The type of the event, as in `talon_session_closed`.
---@field time string When it was decided.
---@field asDecided? boolean Whether these are the effects that the session got; absent where that cannot be told.
---@field notes string[] What to know first.
---@field codes { code: string, kind: "coupon"|"referral", outcome: "accepted"|"refused"|"unused", reason?: string, campaignExclusionReason?: string, campaignId?: integer, campaignName?: string, details: string, values: table[] }[]
---@field campaigns { id: integer, name: string, state: "triggered"|"notTriggered"|"excluded"|"notRunning", reason?: string, details?: string, runs: sandbox.CampaignRun[] }[]
---@field text string

---Tells why rules fired or did not. Nothing changes by it.
---@param what string|integer|table The id of a session, or an answer of an update of a session, an event or a profile.
---@return sandbox.Explanation explanation
function sandbox.explain(what) end

---The clock of the sandbox: schedules, expiry, pending points and periods follow it.
sandbox.clock = {}

---@return string now In RFC 3339.
function sandbox.clock.now() end

---Lets the clock stand still at a point in time.
---@param time string In RFC 3339.
---@return string now
function sandbox.clock.set(time) end

---Moves the clock forward.
---@param duration number|string Seconds, or a count with a unit: `30D`, `12h`, `90m`, `45s`, `2W`.
---@return string now
function sandbox.clock.advance(duration) end

---Lets the clock run from where it stands.
---@return string now
function sandbox.clock.run() end

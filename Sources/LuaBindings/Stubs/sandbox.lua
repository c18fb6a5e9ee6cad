---@meta sandbox
-- Part of Perch. SPDX-License-Identifier: Apache-2.0

---The embedded sandbox: what the Campaign Manager sets up on an account, and its clock. Functions that set something up take
---a table in the shape of the Management API and give it back as it is stored. What belongs to one Application goes to that of
---its `applicationId`, else to that of its campaign, else to the default one.
---@class sandbox
---@field available boolean Whether there is an embedded sandbox; false against an account.
sandbox = {}

---@class sandbox.Rule
---@field title string
---@field condition table An expression, as in `{"and", {"couponValid"}}`.
---@field effects table[] Expressions, as in `{{"setDiscount", "10 off", 10}}`.
---@field bindings? table[] `{name = …, expression = {…}}`, in their order.

---@class sandbox.Campaign
---@field name string
---@field id? integer A new one when left out.
---@field applicationId? integer
---@field state? "enabled"|"disabled"|"archived" `enabled` when left out.
---@field startTime? string
---@field endTime? string
---@field rules? sandbox.Rule[]
---@field bindings? table[] What all rules of the campaign share.
---@field ruleset? table A whole ruleset, in place of `rules` and `bindings`.
---@field coupons? (string|table)[] Codes, or coupons with their fields.
---@field limits? table[] `{action = …, limit = …, period = …, entities = {…}}`.
---@field features? string[]
---@field linkedStoreIds? integer[] Stores that the campaign is for; all when empty.
---@field linkedAudienceIds? integer[] Audiences that the campaign is for; everybody when empty.
---@field evaluationGroupId? integer The root of the evaluation tree when left out.
---@field attributes? table
---@field reevaluateOnReturn? boolean

---Adds a campaign with its rules and coupons, running at once unless it says otherwise.
---@param campaign sandbox.Campaign
---@return table campaign With `warnings` when rules use what the sandbox does not have.
function sandbox.campaign(campaign) end

---Adds coupons to a campaign: `campaignId`, then `codes`, or `numberOfCoupons` with a `couponPattern`; and the fields of a
---coupon, the same for all.
---@param coupons table
---@return table[] coupons
function sandbox.coupons(coupons) end

---Changes settings of the Application with the `id`, the default one without; an `id` that is not there yet adds an Application.
---@param application table `name`, `currency`, `timezone`, `caseSensitivity` …
---@return table application
function sandbox.application(application) end

---Declares a custom attribute: `entity`, `name`, `type` (`string` when left out), for an event also `eventType`.
---@param attribute table
---@return table attribute
function sandbox.attribute(attribute) end

---Declares a type of custom events: `name`, and on request `attributes`.
---@param event_type table
---@return table event_type
function sandbox.event_type(event_type) end

---Adds an audience: `name`, and on request `members`, the profile ids of customers to begin with.
---@param audience table
---@return table audience
function sandbox.audience(audience) end

---Adds a loyalty program: `name`, and on request `tiers`, `cardBased`, `defaultValidity`, `defaultPending` …
---@param program table
---@return table program
function sandbox.loyalty_program(program) end

---Books points by hand: `programId`, `integrationId` or `cardIdentifier`, `points` …
---@param points table
---@return table booking
function sandbox.loyalty_points(points) end

---Takes points away by hand: `programId`, `integrationId` or `cardIdentifier`, `points` …
---@param points table
---@return table booking
function sandbox.loyalty_deduction(points) end

---Adds an achievement: `name`, `target`, and the `campaignId` of its campaign; without, it is the account's.
---@param achievement table
---@return table achievement
function sandbox.achievement(achievement) end

---Adds a pool of giveaways: `name`, and `codes`.
---@param pool table
---@return table pool
function sandbox.giveaway_pool(pool) end

---Adds codes to a pool of giveaways.
---@param codes { poolId: integer, codes: (string|table)[] }
---@return { poolId: integer, added: integer } result
function sandbox.giveaway_codes(codes) end

---Adds a catalog: `name`, and on request `items` (`{sku = …, price = …}`).
---@param catalog table
---@return table catalog
function sandbox.catalog(catalog) end

---Adds a store: `integrationId` and `name`.
---@param store table
---@return table store
function sandbox.store(store) end

---Declares an additional cost: `name`, and `type`: `session`, `item` or `both`.
---@param cost table
---@return table cost
function sandbox.additional_cost(cost) end

---Declares an effect that rules call as `{"!", name, …}`: `name`, and `params` with a `key` each.
---@param effect table
---@return table effect
function sandbox.custom_effect(effect) end

---Declares a webhook that rules call as `{"!", "callApi<id>", …}`: `title`, and on request `id`.
---@param webhook table
---@return table webhook
function sandbox.webhook(webhook) end

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

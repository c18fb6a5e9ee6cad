---@meta scenario
-- Part of Perch. SPDX-License-Identifier: Apache-2.0

-- Checks.

---What a value must be. The names of checks are called with a colon: `expect(answer):to_have_discount(10)`.
---@class perch.Expectation
---@field not_ perch.Expectation The opposite of the check that follows.
---@field soft perch.Expectation The scenario goes on when the check that follows fails, and fails at its end.
local Expectation = {}

---A check that ends the scenario when it fails.
---@param value any
---@param note? string What it means, for the report.
---@return perch.Expectation
function expect(value, note) end

---A check that is noted when it fails; the scenario goes on, and fails at its end.
---@param value any
---@param note? string What it means, for the report.
---@return perch.Expectation
function check(value, note) end

---The same value; tables have the same members, all the way down.
---@param value any May have matchers in it.
function Expectation:to_equal(value) end

---The very same table.
---@param value any
function Expectation:to_be(value) end

---A number near this one: for money.
---@param number number
---@param tolerance? number 0.005 when left out.
function Expectation:to_be_near(number, tolerance) end

function Expectation:to_be_nil() end

function Expectation:to_be_true() end

function Expectation:to_be_false() end

---Anything but nil and false.
function Expectation:to_be_truthy() end

---@param limit number|string
function Expectation:to_be_greater_than(limit) end

---@param limit number|string
function Expectation:to_be_less_than(limit) end

---@param limit number|string
function Expectation:to_be_at_least(limit) end

---@param limit number|string
function Expectation:to_be_at_most(limit) end

---A text has this text in it, a list this element.
---@param value any
function Expectation:to_contain(value) end

---Letters of a text, elements of a list, members of a table.
---@param count integer
function Expectation:to_have_length(count) end

---At least these members; lists may go on.
---@param pattern table May have matchers in it.
function Expectation:to_cover(pattern) end

---At least these members, and lists with these elements and no others; or a text like a Lua pattern.
---@param pattern table|string
function Expectation:to_match(pattern) end

---The function raises an error.
---@param message? string|table A part of its message or a Lua pattern for it, or members that it has.
function Expectation:to_raise(message) end

---A call to the API is answered with this status: of a function that makes it, or of its error.
---@param status integer
---@param message? string|table A part of the message or a Lua pattern for it, or members that the error has.
function Expectation:to_fail_with(status, message) end

---The value is as it was the first time.
---@param name? string The number of the check in its scenario when left out.
function Expectation:to_match_snapshot(name) end

---@param type string As in `setDiscount`.
---@param props? table Only what is given counts; may have matchers in it.
function Expectation:to_have_effect(type, props) end

---@param type? string Any type when left out.
---@param props? table
function Expectation:to_have_no_effect(type, props) end

---These effects in this order: a type each, or `{ type, props }`.
---@param effects (string|table)[]
function Expectation:to_have_effects(effects) end

---@param code string
function Expectation:to_accept_coupon(code) end

---@param code string
---@param reason? string As in `CouponExpired`.
function Expectation:to_reject_coupon(code, reason) end

---@param code string
function Expectation:to_accept_referral(code) end

---@param code string
---@param reason? string As in `ReferralExpired`.
function Expectation:to_reject_referral(code, reason) end

---The sum of the discounts on the session and on items.
---@param total number|{ sku?: string, position?: integer, value: number } The discounts of one item, positions from 0.
function Expectation:to_have_discount(total) end

---The total of the session, before discounts.
---@param total number
function Expectation:to_have_total(total) end

---@class perch.Points
---@field program? integer|table A loyalty program or its id.
---@field customer? string|perch.Customer Who gets them.
---@field name? string

---So many points are added.
---@param points number
---@param of? perch.Points
function Expectation:to_have_points(points, of) end

---So many points are deducted.
---@param points number
---@param of? perch.Points
function Expectation:to_deduct_points(points, of) end

---An item has such an effect.
---@param of { sku?: string, position?: integer, type?: string, props?: table } Positions count from 0.
function Expectation:to_have_item_effect(of) end

---@param sku string
function Expectation:to_have_free_item(sku) end

---@param text? string|{ title?: any, body?: any, type?: any } A part of its title or body.
function Expectation:to_have_notification(text) end

---@param wanted? string|integer|table A code, the name of a pool, or a pool or its id.
function Expectation:to_award_giveaway(wanted) end

---@param campaign string|integer|table A name, an id, or a campaign.
function Expectation:to_trigger_campaign(campaign) end

-- Matchers.

---Stands in a pattern for a value that is not known exactly.
---@class perch.Matcher

---@class perch.NumberMatcher: perch.Matcher
---@overload fun(options: { min?: number, max?: number, integer?: boolean }): perch.Matcher

---@class perch.is
---@field any perch.Matcher
---@field string perch.Matcher
---@field number perch.NumberMatcher
---@field integer perch.NumberMatcher
---@field boolean perch.Matcher
---@field table perch.Matcher
---@field null perch.Matcher
---@field uuid perch.Matcher
---@field time perch.Matcher A point in time, RFC 3339.
is = {}

---@param pattern string A Lua pattern.
---@return perch.Matcher
function is.pattern(pattern) end

---@param number number
---@param tolerance? number 0.005 when left out.
---@return perch.Matcher
function is.near(number, tolerance) end

---Nothing, null, or such a value.
---@param value any
---@return perch.Matcher
function is.optional(value) end

---A list of such elements.
---@param element any
---@param options? { min?: integer, max?: integer } How many.
---@return perch.Matcher
function is.array_of(element, options) end

---A table with at least these members.
---@param pattern table
---@return perch.Matcher
function is.covering(pattern) end

---@param ... any The values, or a list of them.
---@return perch.Matcher
function is.one_of(...) end

---@param value any
---@return perch.Matcher
function is.not_(value) end

---@param ... any The patterns, or a list of them.
---@return perch.Matcher
function is.all_of(...) end

---@param ... any The patterns, or a list of them.
---@return perch.Matcher
function is.any_of(...) end

-- Customers and carts.

---An item of a cart.
---@param sku string
---@param price? number Of one unit; the catalog's when left out.
---@param more? integer|table The quantity, or fields of the item: `quantity`, `category`, `attributes` …
---@return talon.CartItem
function item(sku, price, more) end

---Items of a cart, and fields of the session by short names or by those of the API.
---@class perch.Cart
---@field [integer] talon.CartItem
---@field items? talon.CartItem[]
---@field coupons? string|string[]
---@field referral? string
---@field costs? table<string, number|table> Additional costs by name.
---@field attributes? table
---@field store? string
---@field card? string
---@field customer? string|perch.Customer
---@field session? string|table The id of the session, or an answer with it; made up when left out.

---The body of a session, for `talon.sessions.update(id, { customerSession = cart { … } })`.
---@param cart perch.Cart
---@return table body
function cart(cart) end

---A coupon for the list `coupons` of a campaign; with `campaign` it is added to that one at once.
---@param code string
---@param fields? { limit?: integer, starts?: string, expires?: string, customer?: string|perch.Customer, campaign?: integer|table }
---@return table coupon
function coupon(code, fields) end

---@class perch.Customer
---@field id string
local Customer = {}

---Makes the profile of a customer, or changes its attributes.
---@param id string
---@param attributes? table
---@return perch.Customer
function customer(id, attributes) end

---Closes a session.
---@param cart perch.Cart|talon.IntegrationStateV2 A cart, or the answer of an open session.
---@return talon.IntegrationStateV2 answer
function Customer:buys(cart) end

---Opens a session: everything is calculated, nothing is final.
---@param cart perch.Cart
---@return talon.IntegrationStateV2 answer
function Customer:opens(cart) end

---Only calculates: nothing is kept.
---@param cart perch.Cart
---@return talon.IntegrationStateV2 answer
function Customer:checks(cart) end

---Brings items back.
---@param order string|talon.IntegrationStateV2 The id of a closed session, or an answer with it.
---@param items? table `{ cup = 2 }`, or `{ "cup" }` for all of them; everything when left out.
---@return talon.IntegrationStateV2 answer
function Customer:returns(order, items) end

---Takes a closed session back.
---@param order string|talon.IntegrationStateV2
---@return talon.IntegrationStateV2 answer
function Customer:cancels(order) end

---Sends a custom event.
---@param event string Its type.
---@param attributes? table
---@return talon.IntegrationEventV2Response answer
function Customer:tracks(event, attributes) end

---The points that can be spent now.
---@param program integer|table A loyalty program or its id.
---@return number points
function Customer:points(program) end

---The name of the tier; nil for none.
---@param program integer|table A loyalty program or its id.
---@return string? tier
function Customer:tier(program) end

---The profile as the service has it.
---@return talon.CustomerProfile profile
function Customer:profile() end

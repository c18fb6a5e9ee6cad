// Part of Perch. SPDX-License-Identifier: Apache-2.0
// Generated from the operation catalogue by scripts/generate; do not edit.

public import ExactJSON

/// A session, and what the answer should hold.
public struct IntegrationRequest: JSONModel {
    /// The session as it should be.
    public var customerSession: NewCustomerSessionV2
    /// What to answer on request, by the names of the fields.
    public var responseContent: [ResponseContent]?

    public init(customerSession: NewCustomerSessionV2, responseContent: [ResponseContent]? = nil) {
        self.customerSession = customerSession
        self.responseContent = responseContent
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        customerSession = try fields.required("customerSession")
        responseContent = try fields.optional("responseContent")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("customerSession", customerSession)
        members.add("responseContent", responseContent)
        return .object(members)
    }

    /// Choices of `IntegrationRequest`.
    public struct ResponseContent: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let customerSession: Self = "customerSession"
        public static let customerProfile: Self = "customerProfile"
        public static let coupons: Self = "coupons"
        public static let triggeredCampaigns: Self = "triggeredCampaigns"
        public static let referral: Self = "referral"
        public static let loyalty: Self = "loyalty"
        public static let event: Self = "event"
        public static let awardedGiveaways: Self = "awardedGiveaways"
        public static let ruleFailureReasons: Self = "ruleFailureReasons"
        public static let previousReturns: Self = "previousReturns"
        public static let campaignEligibility: Self = "campaignEligibility"
        public static let achievements: Self = "achievements"
    }
}

/// A cart or order as it should be; a field left out keeps its stored value.
public struct NewCustomerSessionV2: JSONModel {
    /// The customer, by the shop's own profile id; empty for nobody. An unknown one is created. At most 1,000
    /// characters.
    public var profileId: String?
    /// The store, by the shop's own store id. 1 to 1,000 characters.
    public var storeIntegrationId: String?
    /// The only campaigns to evaluate, even disabled ones, by id; for a dry run.
    public var evaluableCampaignIds: [Int]?
    /// The coupon codes; a list sent replaces the stored one, an empty one takes all away. Each: at most 100
    /// characters.
    public var couponCodes: [String]?
    /// The referral code that the customer entered; an empty one takes it away. At most 100 characters.
    public var referralCode: String?
    /// The loyalty card in use, by what is printed on it. At most 1 entry.
    public var loyaltyCards: [String]?
    /// `open` only calculates, `closed` commits, `cancelled` takes a closed session back. Default: `open`.
    public var state: State?
    /// What is in the cart, at most 10,000 units; a list sent replaces the stored one. At most 1,000 entries.
    public var cartItems: [CartItem]?
    /// Which variant of an experiment the customer gets, when the shop decides it.
    public var experimentVariantAllocations: [ExperimentVariantAllocation]?
    /// Costs beside the prices, such as shipping, by name; what is sent replaces what is stored.
    public var additionalCosts: [String: AdditionalCost]?
    /// Texts that limits can count by, such as a device; a list sent replaces the stored one. At most 5 entries.
    public var identifiers: [String]?
    /// Custom attributes by name; each must exist in the account, and those left out keep their values.
    public var attributes: [String: JSONValue]?

    public init(
        profileId: String? = nil, storeIntegrationId: String? = nil, evaluableCampaignIds: [Int]? = nil,
        couponCodes: [String]? = nil, referralCode: String? = nil, loyaltyCards: [String]? = nil, state: State? = nil,
        cartItems: [CartItem]? = nil, experimentVariantAllocations: [ExperimentVariantAllocation]? = nil,
        additionalCosts: [String: AdditionalCost]? = nil, identifiers: [String]? = nil,
        attributes: [String: JSONValue]? = nil
    ) {
        self.profileId = profileId
        self.storeIntegrationId = storeIntegrationId
        self.evaluableCampaignIds = evaluableCampaignIds
        self.couponCodes = couponCodes
        self.referralCode = referralCode
        self.loyaltyCards = loyaltyCards
        self.state = state
        self.cartItems = cartItems
        self.experimentVariantAllocations = experimentVariantAllocations
        self.additionalCosts = additionalCosts
        self.identifiers = identifiers
        self.attributes = attributes
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        profileId = try fields.optional("profileId")
        storeIntegrationId = try fields.optional("storeIntegrationId")
        evaluableCampaignIds = try fields.optional("evaluableCampaignIds")
        couponCodes = try fields.optional("couponCodes")
        referralCode = try fields.optional("referralCode")
        loyaltyCards = try fields.optional("loyaltyCards")
        state = try fields.optional("state")
        cartItems = try fields.optional("cartItems")
        experimentVariantAllocations = try fields.optional("experimentVariantAllocations")
        additionalCosts = try fields.optional("additionalCosts")
        identifiers = try fields.optional("identifiers")
        attributes = try fields.optional("attributes")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("profileId", profileId)
        members.add("storeIntegrationId", storeIntegrationId)
        members.add("evaluableCampaignIds", evaluableCampaignIds)
        members.add("couponCodes", couponCodes)
        members.add("referralCode", referralCode)
        members.add("loyaltyCards", loyaltyCards)
        members.add("state", state)
        members.add("cartItems", cartItems)
        members.add("experimentVariantAllocations", experimentVariantAllocations)
        members.add("additionalCosts", additionalCosts)
        members.add("identifiers", identifiers)
        members.add("attributes", attributes)
        return .object(members)
    }

    /// Choices of `NewCustomerSessionV2`.
    public struct State: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let open: Self = "open"
        public static let closed: Self = "closed"
        public static let partiallyReturned: Self = "partially_returned"
        public static let cancelled: Self = "cancelled"
    }
}

/// An item of the cart.
public struct CartItem: JSONModel {
    /// What the item is called.
    public var name: String?
    /// The stock keeping unit. Not empty.
    public var sku: String
    /// How many units of the item. At least 1.
    public var quantity: Int
    /// How many units have come back. Set by the service.
    public var returnedQuantity: Int?
    /// How many units have not come back. Set by the service.
    public var remainingQuantity: Int?
    /// The price of one unit; needed when the catalog does not know the SKU.
    public var price: DecimalNumber?
    /// The category of the item.
    public var category: String?
    /// The product that the item is a variant of.
    public var product: Product?
    /// Weight in grams.
    public var weight: DecimalNumber?
    /// Height in millimetres.
    public var height: DecimalNumber?
    /// Width in millimetres.
    public var width: DecimalNumber?
    /// Length in millimetres.
    public var length: DecimalNumber?
    /// The place in the cart, counted from 0. Set by the service.
    public var position: DecimalNumber?
    /// Custom attributes by name; sending them replaces all of the item's, also the catalog's.
    public var attributes: [String: JSONValue]?
    /// Costs of this item beside its price, by their names in the account.
    public var additionalCosts: [String: AdditionalCost]?
    /// The item of the catalog that the SKU belongs to. Set by the service.
    public var catalogItemID: Int?
    /// The type of the price that counted. Set by the service.
    public var selectedPriceType: String?
    /// The price adjustment that the price came from. Set by the service.
    public var adjustmentReferenceId: String?
    /// When the price adjustment starts to count. Set by the service.
    public var adjustmentEffectiveFrom: Timestamp?
    /// When the price adjustment stops counting. Set by the service.
    public var adjustmentEffectiveUntil: Timestamp?
    /// The item's prices by price type. Set by the service.
    public var prices: [String: PriceDetail]?

    public init(
        name: String? = nil, sku: String, quantity: Int, returnedQuantity: Int? = nil, remainingQuantity: Int? = nil,
        price: DecimalNumber? = nil, category: String? = nil, product: Product? = nil, weight: DecimalNumber? = nil,
        height: DecimalNumber? = nil, width: DecimalNumber? = nil, length: DecimalNumber? = nil,
        position: DecimalNumber? = nil, attributes: [String: JSONValue]? = nil,
        additionalCosts: [String: AdditionalCost]? = nil, catalogItemID: Int? = nil, selectedPriceType: String? = nil,
        adjustmentReferenceId: String? = nil, adjustmentEffectiveFrom: Timestamp? = nil,
        adjustmentEffectiveUntil: Timestamp? = nil, prices: [String: PriceDetail]? = nil
    ) {
        self.name = name
        self.sku = sku
        self.quantity = quantity
        self.returnedQuantity = returnedQuantity
        self.remainingQuantity = remainingQuantity
        self.price = price
        self.category = category
        self.product = product
        self.weight = weight
        self.height = height
        self.width = width
        self.length = length
        self.position = position
        self.attributes = attributes
        self.additionalCosts = additionalCosts
        self.catalogItemID = catalogItemID
        self.selectedPriceType = selectedPriceType
        self.adjustmentReferenceId = adjustmentReferenceId
        self.adjustmentEffectiveFrom = adjustmentEffectiveFrom
        self.adjustmentEffectiveUntil = adjustmentEffectiveUntil
        self.prices = prices
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        name = try fields.optional("name")
        sku = try fields.required("sku")
        quantity = try fields.required("quantity")
        returnedQuantity = try fields.optional("returnedQuantity")
        remainingQuantity = try fields.optional("remainingQuantity")
        price = try fields.optional("price")
        category = try fields.optional("category")
        product = try fields.optional("product")
        weight = try fields.optional("weight")
        height = try fields.optional("height")
        width = try fields.optional("width")
        length = try fields.optional("length")
        position = try fields.optional("position")
        attributes = try fields.optional("attributes")
        additionalCosts = try fields.optional("additionalCosts")
        catalogItemID = try fields.optional("catalogItemID")
        selectedPriceType = try fields.optional("selectedPriceType")
        adjustmentReferenceId = try fields.optional("adjustmentReferenceId")
        adjustmentEffectiveFrom = try fields.optional("adjustmentEffectiveFrom")
        adjustmentEffectiveUntil = try fields.optional("adjustmentEffectiveUntil")
        prices = try fields.optional("prices")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("name", name)
        members.add("sku", sku)
        members.add("quantity", quantity)
        members.add("returnedQuantity", returnedQuantity)
        members.add("remainingQuantity", remainingQuantity)
        members.add("price", price)
        members.add("category", category)
        members.add("product", product)
        members.add("weight", weight)
        members.add("height", height)
        members.add("width", width)
        members.add("length", length)
        members.add("position", position)
        members.add("attributes", attributes)
        members.add("additionalCosts", additionalCosts)
        members.add("catalogItemID", catalogItemID)
        members.add("selectedPriceType", selectedPriceType)
        members.add("adjustmentReferenceId", adjustmentReferenceId)
        members.add("adjustmentEffectiveFrom", adjustmentEffectiveFrom)
        members.add("adjustmentEffectiveUntil", adjustmentEffectiveUntil)
        members.add("prices", prices)
        return .object(members)
    }
}

/// The product that items are variants of.
public struct Product: JSONModel {
    /// The name of the product.
    public var name: String

    public init(name: String) {
        self.name = name
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        name = try fields.required("name")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("name", name)
        return .object(members)
    }
}

/// A cost beside the prices of the items.
public struct AdditionalCost: JSONModel {
    /// The cost in the currency of the Application.
    public var price: DecimalNumber

    public init(price: DecimalNumber) {
        self.price = price
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        price = try fields.required("price")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("price", price)
        return .object(members)
    }
}

/// A price of an item.
public struct PriceDetail: JSONModel {
    /// The price.
    public var price: DecimalNumber?
    /// The context that the price adjustment came from.
    public var adjustmentContextId: String?
    /// The price adjustment that the price came from.
    public var adjustmentReferenceId: String?
    /// When the price adjustment starts to count.
    public var adjustmentEffectiveFrom: Timestamp?
    /// When the price adjustment stops counting.
    public var adjustmentEffectiveUntil: Timestamp?

    public init(
        price: DecimalNumber? = nil, adjustmentContextId: String? = nil, adjustmentReferenceId: String? = nil,
        adjustmentEffectiveFrom: Timestamp? = nil, adjustmentEffectiveUntil: Timestamp? = nil
    ) {
        self.price = price
        self.adjustmentContextId = adjustmentContextId
        self.adjustmentReferenceId = adjustmentReferenceId
        self.adjustmentEffectiveFrom = adjustmentEffectiveFrom
        self.adjustmentEffectiveUntil = adjustmentEffectiveUntil
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        price = try fields.optional("price")
        adjustmentContextId = try fields.optional("adjustmentContextId")
        adjustmentReferenceId = try fields.optional("adjustmentReferenceId")
        adjustmentEffectiveFrom = try fields.optional("adjustmentEffectiveFrom")
        adjustmentEffectiveUntil = try fields.optional("adjustmentEffectiveUntil")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("price", price)
        members.add("adjustmentContextId", adjustmentContextId)
        members.add("adjustmentReferenceId", adjustmentReferenceId)
        members.add("adjustmentEffectiveFrom", adjustmentEffectiveFrom)
        members.add("adjustmentEffectiveUntil", adjustmentEffectiveUntil)
        return .object(members)
    }
}

/// The variant of an experiment that a customer gets.
public struct ExperimentVariantAllocation: JSONModel {
    /// The experiment.
    public var experimentID: Int
    /// The variant.
    public var variantID: Int

    public init(experimentID: Int, variantID: Int) {
        self.experimentID = experimentID
        self.variantID = variantID
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        experimentID = try fields.required("experimentID")
        variantID = try fields.required("variantID")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("experimentID", experimentID)
        members.add("variantID", variantID)
        return .object(members)
    }
}

/// A cart or order as it is stored.
public struct CustomerSessionV2: JSONModel {
    /// The internal id.
    public var id: Int
    /// When it was made.
    public var created: Timestamp
    /// The shop's own session id. At most 1,000 characters.
    public var integrationId: String
    /// The Application that it belongs to.
    public var applicationId: Int
    /// The customer, by the shop's own profile id; empty for an anonymous session.
    public var profileId: String?
    /// The store, by the shop's own store id. 1 to 1,000 characters.
    public var storeIntegrationId: String?
    /// The only campaigns that were evaluated.
    public var evaluableCampaignIds: [Int]?
    /// The coupon codes of the session; absent when there are none. Each: at most 100 characters.
    public var couponCodes: [String]?
    /// The referral code of the session; empty when there is none. At most 100 characters.
    public var referralCode: String?
    /// The loyalty card in use, by what is printed on it. At most 1 entry.
    public var loyaltyCards: [String]?
    /// Where the session stands. Default: `open`.
    public var state: State?
    /// What is in the cart.
    public var cartItems: [CartItem]?
    /// Which variant of an experiment the customer got.
    public var experimentVariantAllocations: [ExperimentVariantAllocation]?
    /// Costs beside the prices, such as shipping, by their names in the account.
    public var additionalCosts: [String: AdditionalCost]?
    /// Texts that limits can count by, such as a device or a postal address. At most 5 entries.
    public var identifiers: [String]?
    /// Custom attributes by name; each must exist in the account.
    public var attributes: [String: JSONValue]?
    /// Whether it is the first session of this profile; always true without a profile.
    public var firstSession: Bool
    /// How often the session was stored, 1 after the first time.
    public var updateCount: Int
    /// What the customer pays before discounts: items and additional costs together.
    public var total: DecimalNumber
    /// The sum of price times quantity over the cart, before discounts.
    public var cartItemTotal: DecimalNumber
    /// The sum of the session's additional costs, before discounts.
    public var additionalCostTotal: DecimalNumber
    /// The sum of all additional costs of items, before discounts. Set by the service.
    public var cartItemAdditionalCostTotal: DecimalNumber
    /// When it was last changed.
    public var updated: Timestamp

    public init(
        id: Int, created: Timestamp, integrationId: String, applicationId: Int, profileId: String? = nil,
        storeIntegrationId: String? = nil, evaluableCampaignIds: [Int]? = nil, couponCodes: [String]? = nil,
        referralCode: String? = nil, loyaltyCards: [String]? = nil, state: State? = nil, cartItems: [CartItem]? = nil,
        experimentVariantAllocations: [ExperimentVariantAllocation]? = nil,
        additionalCosts: [String: AdditionalCost]? = nil, identifiers: [String]? = nil,
        attributes: [String: JSONValue]? = nil, firstSession: Bool, updateCount: Int, total: DecimalNumber,
        cartItemTotal: DecimalNumber, additionalCostTotal: DecimalNumber, cartItemAdditionalCostTotal: DecimalNumber,
        updated: Timestamp
    ) {
        self.id = id
        self.created = created
        self.integrationId = integrationId
        self.applicationId = applicationId
        self.profileId = profileId
        self.storeIntegrationId = storeIntegrationId
        self.evaluableCampaignIds = evaluableCampaignIds
        self.couponCodes = couponCodes
        self.referralCode = referralCode
        self.loyaltyCards = loyaltyCards
        self.state = state
        self.cartItems = cartItems
        self.experimentVariantAllocations = experimentVariantAllocations
        self.additionalCosts = additionalCosts
        self.identifiers = identifiers
        self.attributes = attributes
        self.firstSession = firstSession
        self.updateCount = updateCount
        self.total = total
        self.cartItemTotal = cartItemTotal
        self.additionalCostTotal = additionalCostTotal
        self.cartItemAdditionalCostTotal = cartItemAdditionalCostTotal
        self.updated = updated
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        id = try fields.required("id")
        created = try fields.required("created")
        integrationId = try fields.required("integrationId")
        applicationId = try fields.required("applicationId")
        profileId = try fields.optional("profileId")
        storeIntegrationId = try fields.optional("storeIntegrationId")
        evaluableCampaignIds = try fields.optional("evaluableCampaignIds")
        couponCodes = try fields.optional("couponCodes")
        referralCode = try fields.optional("referralCode")
        loyaltyCards = try fields.optional("loyaltyCards")
        state = try fields.optional("state")
        cartItems = try fields.optional("cartItems")
        experimentVariantAllocations = try fields.optional("experimentVariantAllocations")
        additionalCosts = try fields.optional("additionalCosts")
        identifiers = try fields.optional("identifiers")
        attributes = try fields.optional("attributes")
        firstSession = try fields.required("firstSession")
        updateCount = try fields.required("updateCount")
        total = try fields.required("total")
        cartItemTotal = try fields.required("cartItemTotal")
        additionalCostTotal = try fields.required("additionalCostTotal")
        cartItemAdditionalCostTotal = try fields.required("cartItemAdditionalCostTotal")
        updated = try fields.required("updated")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("id", id)
        members.add("created", created)
        members.add("integrationId", integrationId)
        members.add("applicationId", applicationId)
        members.add("profileId", profileId)
        members.add("storeIntegrationId", storeIntegrationId)
        members.add("evaluableCampaignIds", evaluableCampaignIds)
        members.add("couponCodes", couponCodes)
        members.add("referralCode", referralCode)
        members.add("loyaltyCards", loyaltyCards)
        members.add("state", state)
        members.add("cartItems", cartItems)
        members.add("experimentVariantAllocations", experimentVariantAllocations)
        members.add("additionalCosts", additionalCosts)
        members.add("identifiers", identifiers)
        members.add("attributes", attributes)
        members.add("firstSession", firstSession)
        members.add("updateCount", updateCount)
        members.add("total", total)
        members.add("cartItemTotal", cartItemTotal)
        members.add("additionalCostTotal", additionalCostTotal)
        members.add("cartItemAdditionalCostTotal", cartItemAdditionalCostTotal)
        members.add("updated", updated)
        return .object(members)
    }

    public typealias State = NewCustomerSessionV2.State
}

/// What the update of a session brought about.
public struct IntegrationStateV2: JSONModel {
    /// The customer's profile; on request.
    public var customerProfile: CustomerProfile?
    /// The customer's loyalty balances; on request.
    public var loyalty: Loyalty?
    /// Campaigns of which a rule fired; on request.
    public var triggeredCampaigns: [Campaign]?
    /// Which campaigns apply, and why not; on request in a dry run.
    public var campaignEligibility: [CampaignEligibility]?
    /// What to do now. It is the complete list, and replaces the one of the call before.
    public var effects: [Effect]
    /// Why rules did not fire; on request.
    public var ruleFailureReasons: [RuleFailureReason]?
    /// Coupons that rules made during this call.
    public var createdCoupons: [Coupon]
    /// Referrals that rules made during this call.
    public var createdReferrals: [Referral]
    /// Giveaway codes that were handed out; on request.
    public var awardedGiveaways: [Giveaway]?
    /// Achievements that the call touched; on request.
    public var achievements: [CustomerAchievement]?
    /// The event that the call made; on request.
    public var event: Event?
    /// The referral of the session; on request.
    public var referral: InventoryReferral?
    /// The coupons of the session; on request.
    public var coupons: [IntegrationCoupon]?
    /// The event that was tracked; on request.
    public var advancedEvent: EventV3?
    /// The session; on request.
    public var customerSession: CustomerSessionV2?
    /// The return; only in the answer to one.
    public var `return`: Return?
    /// Earlier returns of this session; on request.
    public var previousReturns: [Return]?

    public init(
        customerProfile: CustomerProfile? = nil, loyalty: Loyalty? = nil, triggeredCampaigns: [Campaign]? = nil,
        campaignEligibility: [CampaignEligibility]? = nil, effects: [Effect],
        ruleFailureReasons: [RuleFailureReason]? = nil, createdCoupons: [Coupon], createdReferrals: [Referral],
        awardedGiveaways: [Giveaway]? = nil, achievements: [CustomerAchievement]? = nil, event: Event? = nil,
        referral: InventoryReferral? = nil, coupons: [IntegrationCoupon]? = nil, advancedEvent: EventV3? = nil,
        customerSession: CustomerSessionV2? = nil, `return`: Return? = nil, previousReturns: [Return]? = nil
    ) {
        self.customerProfile = customerProfile
        self.loyalty = loyalty
        self.triggeredCampaigns = triggeredCampaigns
        self.campaignEligibility = campaignEligibility
        self.effects = effects
        self.ruleFailureReasons = ruleFailureReasons
        self.createdCoupons = createdCoupons
        self.createdReferrals = createdReferrals
        self.awardedGiveaways = awardedGiveaways
        self.achievements = achievements
        self.event = event
        self.referral = referral
        self.coupons = coupons
        self.advancedEvent = advancedEvent
        self.customerSession = customerSession
        self.return = `return`
        self.previousReturns = previousReturns
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        customerProfile = try fields.optional("customerProfile")
        loyalty = try fields.optional("loyalty")
        triggeredCampaigns = try fields.optional("triggeredCampaigns")
        campaignEligibility = try fields.optional("campaignEligibility")
        effects = try fields.required("effects")
        ruleFailureReasons = try fields.optional("ruleFailureReasons")
        createdCoupons = try fields.required("createdCoupons")
        createdReferrals = try fields.required("createdReferrals")
        awardedGiveaways = try fields.optional("awardedGiveaways")
        achievements = try fields.optional("achievements")
        event = try fields.optional("event")
        referral = try fields.optional("referral")
        coupons = try fields.optional("coupons")
        advancedEvent = try fields.optional("advancedEvent")
        customerSession = try fields.optional("customerSession")
        `return` = try fields.optional("return")
        previousReturns = try fields.optional("previousReturns")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("customerProfile", customerProfile)
        members.add("loyalty", loyalty)
        members.add("triggeredCampaigns", triggeredCampaigns)
        members.add("campaignEligibility", campaignEligibility)
        members.add("effects", effects)
        members.add("ruleFailureReasons", ruleFailureReasons)
        members.add("createdCoupons", createdCoupons)
        members.add("createdReferrals", createdReferrals)
        members.add("awardedGiveaways", awardedGiveaways)
        members.add("achievements", achievements)
        members.add("event", event)
        members.add("referral", referral)
        members.add("coupons", coupons)
        members.add("advancedEvent", advancedEvent)
        members.add("customerSession", customerSession)
        members.add("return", `return`)
        members.add("previousReturns", previousReturns)
        return .object(members)
    }
}

/// A stored session with the effects that still count.
public struct IntegrationCustomerSessionResponse: JSONModel {
    /// The session as it is stored.
    public var customerSession: CustomerSessionV2?
    /// The effects that still count: those that were rolled back are left out.
    public var effects: [Effect]?

    public init(customerSession: CustomerSessionV2? = nil, effects: [Effect]? = nil) {
        self.customerSession = customerSession
        self.effects = effects
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        customerSession = try fields.optional("customerSession")
        effects = try fields.optional("effects")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("customerSession", customerSession)
        members.add("effects", effects)
        return .object(members)
    }
}

/// What reopening a session rolled back.
public struct ReopenSessionResponse: JSONModel {
    /// What was rolled back.
    public var effects: [Effect]

    public init(effects: [Effect]) {
        self.effects = effects
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        effects = try fields.required("effects")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("effects", effects)
        return .object(members)
    }
}

/// What comes back, and what the answer should hold.
public struct ReturnIntegrationRequest: JSONModel {
    /// What comes back.
    public var `return`: NewReturn
    /// What to answer on request, by the names of the fields.
    public var responseContent: [ResponseContent]?

    public init(`return`: NewReturn, responseContent: [ResponseContent]? = nil) {
        self.return = `return`
        self.responseContent = responseContent
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        `return` = try fields.required("return")
        responseContent = try fields.optional("responseContent")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("return", `return`)
        members.add("responseContent", responseContent)
        return .object(members)
    }

    /// Choices of `ReturnIntegrationRequest`.
    public struct ResponseContent: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let customerSession: Self = "customerSession"
        public static let customerProfile: Self = "customerProfile"
        public static let coupons: Self = "coupons"
        public static let triggeredCampaigns: Self = "triggeredCampaigns"
        public static let referral: Self = "referral"
        public static let loyalty: Self = "loyalty"
        public static let event: Self = "event"
        public static let previousReturns: Self = "previousReturns"
    }
}

/// Items that come back.
public struct NewReturn: JSONModel {
    /// The items that come back.
    public var returnedCartItems: [ReturnedCartItem]

    public init(returnedCartItems: [ReturnedCartItem]) {
        self.returnedCartItems = returnedCartItems
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        returnedCartItems = try fields.required("returnedCartItems")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("returnedCartItems", returnedCartItems)
        return .object(members)
    }
}

/// An item that comes back, by its place in the cart or by its SKU.
public struct ReturnedCartItem: JSONModel {
    /// The place of the item in the cart, counted from 0.
    public var position: Int?
    /// How many units come back; all that are left when absent.
    public var quantity: Int?
    /// The SKU of the item, instead of its place. Not empty.
    public var sku: String?

    public init(position: Int? = nil, quantity: Int? = nil, sku: String? = nil) {
        self.position = position
        self.quantity = quantity
        self.sku = sku
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        position = try fields.optional("position")
        quantity = try fields.optional("quantity")
        sku = try fields.optional("sku")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("position", position)
        members.add("quantity", quantity)
        members.add("sku", sku)
        return .object(members)
    }
}

/// Items that came back.
public struct Return: JSONModel {
    /// The internal id.
    public var id: Int
    /// When it was made.
    public var created: Timestamp
    /// The Application that it belongs to.
    public var applicationId: Int
    /// The account that it belongs to.
    public var accountId: Int
    /// The items that come back.
    public var returnedCartItems: [ReturnedCartItem]
    /// The event that it came from.
    public var eventId: Int
    /// The session, by the internal id.
    public var sessionId: Int
    /// The session, by the shop's own session id. At most 1,000 characters.
    public var sessionIntegrationId: String
    /// The customer, by the internal id.
    public var profileId: Int?
    /// The customer, by the shop's own profile id. At most 1,000 characters.
    public var profileIntegrationId: String?
    /// The user who registered the return; absent for a return over the Integration API.
    public var createdBy: Int?

    public init(
        id: Int, created: Timestamp, applicationId: Int, accountId: Int, returnedCartItems: [ReturnedCartItem],
        eventId: Int, sessionId: Int, sessionIntegrationId: String, profileId: Int? = nil,
        profileIntegrationId: String? = nil, createdBy: Int? = nil
    ) {
        self.id = id
        self.created = created
        self.applicationId = applicationId
        self.accountId = accountId
        self.returnedCartItems = returnedCartItems
        self.eventId = eventId
        self.sessionId = sessionId
        self.sessionIntegrationId = sessionIntegrationId
        self.profileId = profileId
        self.profileIntegrationId = profileIntegrationId
        self.createdBy = createdBy
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        id = try fields.required("id")
        created = try fields.required("created")
        applicationId = try fields.required("applicationId")
        accountId = try fields.required("accountId")
        returnedCartItems = try fields.required("returnedCartItems")
        eventId = try fields.required("eventId")
        sessionId = try fields.required("sessionId")
        sessionIntegrationId = try fields.required("sessionIntegrationId")
        profileId = try fields.optional("profileId")
        profileIntegrationId = try fields.optional("profileIntegrationId")
        createdBy = try fields.optional("createdBy")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("id", id)
        members.add("created", created)
        members.add("applicationId", applicationId)
        members.add("accountId", accountId)
        members.add("returnedCartItems", returnedCartItems)
        members.add("eventId", eventId)
        members.add("sessionId", sessionId)
        members.add("sessionIntegrationId", sessionIntegrationId)
        members.add("profileId", profileId)
        members.add("profileIntegrationId", profileIntegrationId)
        members.add("createdBy", createdBy)
        return .object(members)
    }
}

/// A cart or order as it should be, for the older session operation.
public struct NewCustomerSession: JSONModel {
    /// The customer, by the shop's own profile id; empty for an anonymous session. At most 1,000 characters.
    public var profileId: String?
    /// The coupon code that the customer entered. At most 100 characters.
    public var coupon: String?
    /// The referral code that the customer entered. At most 100 characters.
    public var referral: String?
    /// `open` only calculates, `closed` commits, `cancelled` takes a closed session back. Default: `open`.
    public var state: State?
    /// What is in the cart, at most 10,000 units; a list sent replaces the stored one. At most 1,000 entries.
    public var cartItems: [CartItemV1]?
    /// Texts that limits can count by, such as a device; a list sent replaces the stored one. At most 5 entries.
    public var identifiers: [String]?
    /// What the customer pays before discounts; taken as it is, and not worked out from the items.
    public var total: DecimalNumber?
    /// Custom attributes by name; each must exist in the account.
    public var attributes: [String: JSONValue]?

    public init(
        profileId: String? = nil, coupon: String? = nil, referral: String? = nil, state: State? = nil,
        cartItems: [CartItemV1]? = nil, identifiers: [String]? = nil, total: DecimalNumber? = nil,
        attributes: [String: JSONValue]? = nil
    ) {
        self.profileId = profileId
        self.coupon = coupon
        self.referral = referral
        self.state = state
        self.cartItems = cartItems
        self.identifiers = identifiers
        self.total = total
        self.attributes = attributes
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        profileId = try fields.optional("profileId")
        coupon = try fields.optional("coupon")
        referral = try fields.optional("referral")
        state = try fields.optional("state")
        cartItems = try fields.optional("cartItems")
        identifiers = try fields.optional("identifiers")
        total = try fields.optional("total")
        attributes = try fields.optional("attributes")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("profileId", profileId)
        members.add("coupon", coupon)
        members.add("referral", referral)
        members.add("state", state)
        members.add("cartItems", cartItems)
        members.add("identifiers", identifiers)
        members.add("total", total)
        members.add("attributes", attributes)
        return .object(members)
    }

    /// Choices of `NewCustomerSession`.
    public struct State: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let open: Self = "open"
        public static let closed: Self = "closed"
        public static let cancelled: Self = "cancelled"
    }
}

/// An item of the cart, as the older session operation has it.
public struct CartItemV1: JSONModel {
    /// What the item is called. Not empty.
    public var name: String
    /// The stock keeping unit. Not empty.
    public var sku: String
    /// How many units of the item. At least 1.
    public var quantity: Int
    /// How many units have come back. Set by the service.
    public var returnedQuantity: Int?
    /// How many units have not come back. Set by the service.
    public var remainingQuantity: Int?
    /// The price of one unit in the currency of the Application.
    public var price: DecimalNumber
    /// The category of the item.
    public var category: String?
    /// Weight in grams.
    public var weight: DecimalNumber?
    /// Height in millimetres.
    public var height: DecimalNumber?
    /// Width in millimetres.
    public var width: DecimalNumber?
    /// Length in millimetres.
    public var length: DecimalNumber?
    /// The place in the cart, counted from 0. Set by the service.
    public var position: DecimalNumber?
    /// Custom attributes by name; sending them replaces all of the item's, also the catalog's.
    public var attributes: [String: JSONValue]?
    /// Costs of this item beside its price, by their names in the account.
    public var additionalCosts: [String: AdditionalCost]?
    /// The item of the catalog that the SKU belongs to. Set by the service.
    public var catalogItemID: Int?
    /// What part of the price is paid in loyalty points.
    public var adjustment: CartItemAdjustment?

    public init(
        name: String, sku: String, quantity: Int, returnedQuantity: Int? = nil, remainingQuantity: Int? = nil,
        price: DecimalNumber, category: String? = nil, weight: DecimalNumber? = nil, height: DecimalNumber? = nil,
        width: DecimalNumber? = nil, length: DecimalNumber? = nil, position: DecimalNumber? = nil,
        attributes: [String: JSONValue]? = nil, additionalCosts: [String: AdditionalCost]? = nil,
        catalogItemID: Int? = nil, adjustment: CartItemAdjustment? = nil
    ) {
        self.name = name
        self.sku = sku
        self.quantity = quantity
        self.returnedQuantity = returnedQuantity
        self.remainingQuantity = remainingQuantity
        self.price = price
        self.category = category
        self.weight = weight
        self.height = height
        self.width = width
        self.length = length
        self.position = position
        self.attributes = attributes
        self.additionalCosts = additionalCosts
        self.catalogItemID = catalogItemID
        self.adjustment = adjustment
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        name = try fields.required("name")
        sku = try fields.required("sku")
        quantity = try fields.required("quantity")
        returnedQuantity = try fields.optional("returnedQuantity")
        remainingQuantity = try fields.optional("remainingQuantity")
        price = try fields.required("price")
        category = try fields.optional("category")
        weight = try fields.optional("weight")
        height = try fields.optional("height")
        width = try fields.optional("width")
        length = try fields.optional("length")
        position = try fields.optional("position")
        attributes = try fields.optional("attributes")
        additionalCosts = try fields.optional("additionalCosts")
        catalogItemID = try fields.optional("catalogItemID")
        adjustment = try fields.optional("adjustment")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("name", name)
        members.add("sku", sku)
        members.add("quantity", quantity)
        members.add("returnedQuantity", returnedQuantity)
        members.add("remainingQuantity", remainingQuantity)
        members.add("price", price)
        members.add("category", category)
        members.add("weight", weight)
        members.add("height", height)
        members.add("width", width)
        members.add("length", length)
        members.add("position", position)
        members.add("attributes", attributes)
        members.add("additionalCosts", additionalCosts)
        members.add("catalogItemID", catalogItemID)
        members.add("adjustment", adjustment)
        return .object(members)
    }
}

/// Paying an item with loyalty points.
public struct CartItemAdjustment: JSONModel {
    /// The loyalty program that points are paid from.
    public var payFromLoyaltyProgram: Int
    /// How many points are paid. At least 1.
    public var pointPayment: Int
    /// What is left to pay in money. At least 0.
    public var remainingPrice: DecimalNumber?

    public init(payFromLoyaltyProgram: Int, pointPayment: Int, remainingPrice: DecimalNumber? = nil) {
        self.payFromLoyaltyProgram = payFromLoyaltyProgram
        self.pointPayment = pointPayment
        self.remainingPrice = remainingPrice
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        payFromLoyaltyProgram = try fields.required("payFromLoyaltyProgram")
        pointPayment = try fields.required("pointPayment")
        remainingPrice = try fields.optional("remainingPrice")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("payFromLoyaltyProgram", payFromLoyaltyProgram)
        members.add("pointPayment", pointPayment)
        members.add("remainingPrice", remainingPrice)
        return .object(members)
    }
}

/// A cart or order, as the older session operation has it.
public struct CustomerSession: JSONModel {
    /// The shop's own session id. At most 1,000 characters.
    public var integrationId: String
    /// When it was made.
    public var created: Timestamp
    /// The Application that it belongs to.
    public var applicationId: Int
    /// The customer, by the shop's own profile id; empty for an anonymous session.
    public var profileId: String
    /// The coupon code, empty for none. At most 100 characters.
    public var coupon: String
    /// The referral code, empty for none. At most 100 characters.
    public var referral: String
    /// Where the session stands. Default: `open`.
    public var state: State
    /// What is in the cart.
    public var cartItems: [CartItemV1]
    /// Texts that limits can count by, such as a device or a postal address. At most 5 entries.
    public var identifiers: [String]?
    /// What the customer pays before discounts, as the caller sent it.
    public var total: DecimalNumber
    /// Custom attributes by name; each must exist in the account.
    public var attributes: [String: JSONValue]
    /// Whether it is the first session of this profile; always true without a profile.
    public var firstSession: Bool
    /// The sum of discounts by name.
    public var discounts: [String: DecimalNumber]
    /// When it was last changed.
    public var updated: Timestamp
    /// How often the session was stored, 1 after the first time.
    public var updateCount: Int?

    public init(
        integrationId: String, created: Timestamp, applicationId: Int, profileId: String, coupon: String,
        referral: String, state: State, cartItems: [CartItemV1], identifiers: [String]? = nil, total: DecimalNumber,
        attributes: [String: JSONValue], firstSession: Bool, discounts: [String: DecimalNumber], updated: Timestamp,
        updateCount: Int? = nil
    ) {
        self.integrationId = integrationId
        self.created = created
        self.applicationId = applicationId
        self.profileId = profileId
        self.coupon = coupon
        self.referral = referral
        self.state = state
        self.cartItems = cartItems
        self.identifiers = identifiers
        self.total = total
        self.attributes = attributes
        self.firstSession = firstSession
        self.discounts = discounts
        self.updated = updated
        self.updateCount = updateCount
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        integrationId = try fields.required("integrationId")
        created = try fields.required("created")
        applicationId = try fields.required("applicationId")
        profileId = try fields.required("profileId")
        coupon = try fields.required("coupon")
        referral = try fields.required("referral")
        state = try fields.required("state")
        cartItems = try fields.required("cartItems")
        identifiers = try fields.optional("identifiers")
        total = try fields.required("total")
        attributes = try fields.required("attributes")
        firstSession = try fields.required("firstSession")
        discounts = try fields.required("discounts")
        updated = try fields.required("updated")
        updateCount = try fields.optional("updateCount")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("integrationId", integrationId)
        members.add("created", created)
        members.add("applicationId", applicationId)
        members.add("profileId", profileId)
        members.add("coupon", coupon)
        members.add("referral", referral)
        members.add("state", state)
        members.add("cartItems", cartItems)
        members.add("identifiers", identifiers)
        members.add("total", total)
        members.add("attributes", attributes)
        members.add("firstSession", firstSession)
        members.add("discounts", discounts)
        members.add("updated", updated)
        members.add("updateCount", updateCount)
        return .object(members)
    }

    public typealias State = NewCustomerSessionV2.State
}

/// What a call of an older operation brought about.
public struct IntegrationState: JSONModel {
    /// The session.
    public var session: CustomerSession
    /// The customer's profile.
    public var profile: CustomerProfile
    /// The event that the call made, with the effects.
    public var event: Event
    /// The customer's loyalty balances.
    public var loyalty: Loyalty?
    /// The coupon of the session, if it has one.
    public var coupon: Coupon?

    public init(
        session: CustomerSession, profile: CustomerProfile, event: Event, loyalty: Loyalty? = nil, coupon: Coupon? = nil
    ) {
        self.session = session
        self.profile = profile
        self.event = event
        self.loyalty = loyalty
        self.coupon = coupon
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        session = try fields.required("session")
        profile = try fields.required("profile")
        event = try fields.required("event")
        loyalty = try fields.optional("loyalty")
        coupon = try fields.optional("coupon")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("session", session)
        members.add("profile", profile)
        members.add("event", event)
        members.add("loyalty", loyalty)
        members.add("coupon", coupon)
        return .object(members)
    }
}

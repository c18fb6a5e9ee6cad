// Part of Perch. SPDX-License-Identifier: Apache-2.0
// Generated from the operation catalogue by scripts/generate; do not edit.

public import ExactJSON

/// The changes of a catalog.
public struct CatalogSyncRequest: JSONModel {
    /// What to do, in order; all actions of one request are of the same type, and name each SKU once. 1 to 1,000
    /// entries.
    public var actions: [CatalogAction]
    /// The version that the actions apply to; an older one than the catalog has is refused. At least 1.
    public var version: Int?

    public init(actions: [CatalogAction], version: Int? = nil) {
        self.actions = actions
        self.version = version
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        actions = try fields.required("actions")
        version = try fields.optional("version")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("actions", actions)
        members.add("version", version)
        return .object(members)
    }
}

/// One change of a catalog.
public struct CatalogAction: JSONModel {
    /// What to do.
    public var type: Kind
    /// What the action needs; `type` decides which fields it has.
    public var payload: Payload

    public init(type: Kind, payload: Payload) {
        self.type = type
        self.payload = payload
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        type = try fields.required("type")
        let variant: JSONValue = try fields.required("payload")
        payload = try Payload(
            json: variant, type: type.rawValue, at: .field("payload", of: path))
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("type", type)
        members.add("payload", payload.json)
        return .object(members)
    }

    /// Choices of `CatalogAction`.
    public struct Kind: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let add: Self = "ADD"
        public static let patch: Self = "PATCH"
        public static let patchMany: Self = "PATCH_MANY"
        public static let remove: Self = "REMOVE"
        public static let removeMany: Self = "REMOVE_MANY"
        public static let addPriceAdjustment: Self = "ADD_PRICE_ADJUSTMENT"
    }

    /// What `payload` holds: `type` decides.
    public enum Payload: Sendable, Hashable {
        case add(AddItemCatalogAction)
        case patch(PatchItemCatalogAction)
        case patchMany(PatchManyItemsCatalogAction)
        case remove(RemoveItemCatalogAction)
        case removeMany(RemoveManyItemsCatalogAction)
        case addPriceAdjustment(AddPriceAdjustmentCatalogAction)
        /// Of a kind that is not known here.
        case other(JSONValue)

        init(json: JSONValue, type: String, at path: JSONPath) throws {
            switch type {
            case "ADD":
                self = .add(try AddItemCatalogAction(json: json, at: path))
            case "PATCH":
                self = .patch(try PatchItemCatalogAction(json: json, at: path))
            case "PATCH_MANY":
                self = .patchMany(try PatchManyItemsCatalogAction(json: json, at: path))
            case "REMOVE":
                self = .remove(try RemoveItemCatalogAction(json: json, at: path))
            case "REMOVE_MANY":
                self = .removeMany(try RemoveManyItemsCatalogAction(json: json, at: path))
            case "ADD_PRICE_ADJUSTMENT":
                self = .addPriceAdjustment(try AddPriceAdjustmentCatalogAction(json: json, at: path))
            default:
                self = .other(json)
            }
        }

        public var json: JSONValue {
            switch self {
            case .add(let object): object.json
            case .patch(let object): object.json
            case .patchMany(let object): object.json
            case .remove(let object): object.json
            case .removeMany(let object): object.json
            case .addPriceAdjustment(let object): object.json
            case .other(let json): json
            }
        }
    }
}

/// Adds an item to the catalog.
public struct AddItemCatalogAction: JSONModel {
    /// The stock keeping unit.
    public var sku: String
    /// The price.
    public var price: DecimalNumber?
    /// Custom attributes of the item; the catalog must know them.
    public var attributes: [String: JSONValue]?
    /// The product that the item is a variant of; taken away when left out and the item is replaced.
    public var product: Product?
    /// Whether an item that is there already is replaced; an error otherwise. Default: `false`.
    public var replaceIfExists: Bool?

    public init(
        sku: String, price: DecimalNumber? = nil, attributes: [String: JSONValue]? = nil, product: Product? = nil,
        replaceIfExists: Bool? = nil
    ) {
        self.sku = sku
        self.price = price
        self.attributes = attributes
        self.product = product
        self.replaceIfExists = replaceIfExists
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        sku = try fields.required("sku")
        price = try fields.optional("price")
        attributes = try fields.optional("attributes")
        product = try fields.optional("product")
        replaceIfExists = try fields.optional("replaceIfExists")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("sku", sku)
        members.add("price", price)
        members.add("attributes", attributes)
        members.add("product", product)
        members.add("replaceIfExists", replaceIfExists)
        return .object(members)
    }
}

/// Changes an item of the catalog.
public struct PatchItemCatalogAction: JSONModel {
    /// The stock keeping unit.
    public var sku: String
    /// The price.
    public var price: DecimalNumber?
    /// Custom attributes to set; those left out keep their values.
    public var attributes: [String: JSONValue]?
    /// The product that the item is a variant of.
    public var product: Product?
    /// Whether an item that the catalog lacks is added. Default: `false`.
    public var createIfNotExists: Bool?

    public init(
        sku: String, price: DecimalNumber? = nil, attributes: [String: JSONValue]? = nil, product: Product? = nil,
        createIfNotExists: Bool? = nil
    ) {
        self.sku = sku
        self.price = price
        self.attributes = attributes
        self.product = product
        self.createIfNotExists = createIfNotExists
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        sku = try fields.required("sku")
        price = try fields.optional("price")
        attributes = try fields.optional("attributes")
        product = try fields.optional("product")
        createIfNotExists = try fields.optional("createIfNotExists")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("sku", sku)
        members.add("price", price)
        members.add("attributes", attributes)
        members.add("product", product)
        members.add("createIfNotExists", createIfNotExists)
        return .object(members)
    }
}

/// Changes all items of the catalog that meet some conditions.
public struct PatchManyItemsCatalogAction: JSONModel {
    /// The price.
    public var price: DecimalNumber?
    /// Which items: all conditions must hold; every item when there are none.
    public var filters: [CatalogActionFilter]?
    /// Attributes to set on the items that match.
    public var attributes: [String: JSONValue]?

    public init(
        price: DecimalNumber? = nil, filters: [CatalogActionFilter]? = nil, attributes: [String: JSONValue]? = nil
    ) {
        self.price = price
        self.filters = filters
        self.attributes = attributes
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        price = try fields.optional("price")
        filters = try fields.optional("filters")
        attributes = try fields.optional("attributes")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("price", price)
        members.add("filters", filters)
        members.add("attributes", attributes)
        return .object(members)
    }
}

/// Removes an item from the catalog.
public struct RemoveItemCatalogAction: JSONModel {
    /// The stock keeping unit.
    public var sku: String

    public init(sku: String) {
        self.sku = sku
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        sku = try fields.required("sku")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("sku", sku)
        return .object(members)
    }
}

/// Removes all items of the catalog that meet some conditions.
public struct RemoveManyItemsCatalogAction: JSONModel {
    /// Which items: all conditions must hold; every item when there are none.
    public var filters: [CatalogActionFilter]?

    public init(filters: [CatalogActionFilter]? = nil) {
        self.filters = filters
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        filters = try fields.optional("filters")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("filters", filters)
        return .object(members)
    }
}

/// Gives an item new prices.
public struct AddPriceAdjustmentCatalogAction: JSONModel {
    /// The stock keeping unit.
    public var sku: String
    /// The new prices.
    public var adjustments: [NewPriceAdjustment]

    public init(sku: String, adjustments: [NewPriceAdjustment]) {
        self.sku = sku
        self.adjustments = adjustments
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        sku = try fields.required("sku")
        adjustments = try fields.required("adjustments")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("sku", sku)
        members.add("adjustments", adjustments)
        return .object(members)
    }
}

/// A new price of an item.
public struct NewPriceAdjustment: JSONModel {
    /// The price type that gets a new price.
    public var priceType: String
    /// The new price of one unit; null takes the adjustment away. May be null.
    public var price: Nullable<DecimalNumber>?
    /// The caller's own id of it. Not empty.
    public var referenceId: String
    /// When the new price was worked out.
    public var calculatedAt: Timestamp?
    /// When the price starts to count.
    public var effectiveFrom: Timestamp?
    /// When the price stops counting.
    public var effectiveUntil: Timestamp?
    /// The context of the price.
    public var contextId: String?

    public init(
        priceType: String, price: Nullable<DecimalNumber>? = nil, referenceId: String, calculatedAt: Timestamp? = nil,
        effectiveFrom: Timestamp? = nil, effectiveUntil: Timestamp? = nil, contextId: String? = nil
    ) {
        self.priceType = priceType
        self.price = price
        self.referenceId = referenceId
        self.calculatedAt = calculatedAt
        self.effectiveFrom = effectiveFrom
        self.effectiveUntil = effectiveUntil
        self.contextId = contextId
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        priceType = try fields.required("priceType")
        price = try fields.nullable("price")
        referenceId = try fields.required("referenceId")
        calculatedAt = try fields.optional("calculatedAt")
        effectiveFrom = try fields.optional("effectiveFrom")
        effectiveUntil = try fields.optional("effectiveUntil")
        contextId = try fields.optional("contextId")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("priceType", priceType)
        members.add("price", price)
        members.add("referenceId", referenceId)
        members.add("calculatedAt", calculatedAt)
        members.add("effectiveFrom", effectiveFrom)
        members.add("effectiveUntil", effectiveUntil)
        members.add("contextId", contextId)
        return .object(members)
    }
}

/// A condition that an item of the catalog must meet.
public struct CatalogActionFilter: JSONModel {
    /// The item attribute to look at.
    public var attr: String
    /// How to compare: equal, less, less or equal, greater, greater or equal, one of.
    public var op: Op
    /// The value to compare with.
    public var value: JSONValue

    public init(attr: String, op: Op, value: JSONValue) {
        self.attr = attr
        self.op = op
        self.value = value
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        attr = try fields.required("attr")
        op = try fields.required("op")
        value = try fields.required("value")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("attr", attr)
        members.add("op", op)
        members.add("value", value)
        return .object(members)
    }

    /// Choices of `CatalogActionFilter`.
    public struct Op: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let eq: Self = "EQ"
        public static let lt: Self = "LT"
        public static let le: Self = "LE"
        public static let gt: Self = "GT"
        public static let ge: Self = "GE"
        public static let `in`: Self = "IN"
    }
}

/// A catalog of items.
public struct ItemCatalog: JSONModel {
    /// The internal id.
    public var id: Int
    /// When it was made.
    public var created: Timestamp
    /// The account that it belongs to.
    public var accountId: Int
    /// When it was last changed.
    public var modified: Timestamp
    /// The name.
    public var name: String
    /// What it is for.
    public var description: String
    /// The Applications that may use it; all when empty.
    public var subscribedApplicationsIds: [Int]?
    /// The version, which goes up with each change.
    public var version: Int
    /// Who made it.
    public var createdBy: Int

    public init(
        id: Int, created: Timestamp, accountId: Int, modified: Timestamp, name: String, description: String,
        subscribedApplicationsIds: [Int]? = nil, version: Int, createdBy: Int
    ) {
        self.id = id
        self.created = created
        self.accountId = accountId
        self.modified = modified
        self.name = name
        self.description = description
        self.subscribedApplicationsIds = subscribedApplicationsIds
        self.version = version
        self.createdBy = createdBy
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        id = try fields.required("id")
        created = try fields.required("created")
        accountId = try fields.required("accountId")
        modified = try fields.required("modified")
        name = try fields.required("name")
        description = try fields.required("description")
        subscribedApplicationsIds = try fields.optional("subscribedApplicationsIds")
        version = try fields.required("version")
        createdBy = try fields.required("createdBy")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("id", id)
        members.add("created", created)
        members.add("accountId", accountId)
        members.add("modified", modified)
        members.add("name", name)
        members.add("description", description)
        members.add("subscribedApplicationsIds", subscribedApplicationsIds)
        members.add("version", version)
        members.add("createdBy", createdBy)
        return .object(members)
    }
}

/// Which items and which span of time to look at.
public struct BestPriorPriceRequest: JSONModel {
    /// The items to look up. Not empty.
    public var skus: [String]
    /// The last point in time to look at.
    public var timeframeEndDate: Timestamp
    /// How many days to look back, as text: `30`.
    public var timeframe: String
    /// What ends the time: exactly the given date, or the last price change or sale before it.
    public var timeframeEndDateType: TimeframeEndDateType?
    /// What ends the time, for older clients: with true `strict`, with false `sale`. Deprecated.
    public var strictEndDate: Bool?
    /// Whom the prices must have been meant for; everyone when left out.
    public var target: BestPriorTarget?

    public init(
        skus: [String], timeframeEndDate: Timestamp, timeframe: String,
        timeframeEndDateType: TimeframeEndDateType? = nil, strictEndDate: Bool? = nil, target: BestPriorTarget? = nil
    ) {
        self.skus = skus
        self.timeframeEndDate = timeframeEndDate
        self.timeframe = timeframe
        self.timeframeEndDateType = timeframeEndDateType
        self.strictEndDate = strictEndDate
        self.target = target
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        skus = try fields.required("skus")
        timeframeEndDate = try fields.required("timeframeEndDate")
        timeframe = try fields.required("timeframe")
        timeframeEndDateType = try fields.optional("timeframeEndDateType")
        strictEndDate = try fields.optional("strictEndDate")
        target = try fields.optional("target")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("skus", skus)
        members.add("timeframeEndDate", timeframeEndDate)
        members.add("timeframe", timeframe)
        members.add("timeframeEndDateType", timeframeEndDateType)
        members.add("strictEndDate", strictEndDate)
        members.add("target", target)
        return .object(members)
    }

    /// Choices of `BestPriorPriceRequest`.
    public struct TimeframeEndDateType: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let strict: Self = "strict"
        public static let price: Self = "price"
        public static let sale: Self = "sale"
    }
}

/// Whose prices to look at.
public struct BestPriorTarget: JSONModel {
    /// Whether the prices of one audience count, or those for everyone.
    public var targetType: TargetType
    /// The audience whose prices count; only with the target type `AUDIENCE`.
    public var audienceID: Int?

    public init(targetType: TargetType, audienceID: Int? = nil) {
        self.targetType = targetType
        self.audienceID = audienceID
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        targetType = try fields.required("targetType")
        audienceID = try fields.optional("audienceID")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("targetType", targetType)
        members.add("audienceID", audienceID)
        return .object(members)
    }

    /// Choices of `BestPriorTarget`.
    public struct TargetType: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let none: Self = "NONE"
        public static let audience: Self = "AUDIENCE"
    }
}

/// The lowest price of an item in a span of time.
public struct BestPriorPrice: JSONModel {
    /// The internal id.
    public var id: Int
    /// The stock keeping unit.
    public var sku: String
    /// When the price was seen.
    public var observedAt: Timestamp
    /// The contexts that the price was seen in.
    public var contextIds: [String]
    /// The context of the price. Default: ``. Deprecated.
    public var contextId: String?
    /// The lowest price in that time.
    public var price: DecimalNumber
    /// How the price came about.
    public var metadata: BestPriorPriceMetadata
    /// Whom the price was meant for.
    public var target: BestPriorPriceTarget

    public init(
        id: Int, sku: String, observedAt: Timestamp, contextIds: [String], contextId: String? = nil,
        price: DecimalNumber, metadata: BestPriorPriceMetadata, target: BestPriorPriceTarget
    ) {
        self.id = id
        self.sku = sku
        self.observedAt = observedAt
        self.contextIds = contextIds
        self.contextId = contextId
        self.price = price
        self.metadata = metadata
        self.target = target
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        id = try fields.required("id")
        sku = try fields.required("sku")
        observedAt = try fields.required("observedAt")
        contextIds = try fields.required("contextIds")
        contextId = try fields.optional("contextId")
        price = try fields.required("price")
        metadata = try fields.required("metadata")
        target = try fields.required("target")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("id", id)
        members.add("sku", sku)
        members.add("observedAt", observedAt)
        members.add("contextIds", contextIds)
        members.add("contextId", contextId)
        members.add("price", price)
        members.add("metadata", metadata)
        members.add("target", target)
        return .object(members)
    }
}

/// How a price came about.
public struct BestPriorPriceMetadata: JSONModel {
    /// Campaigns that changed the price.
    public var influencingCampaignDetails: [InfluencingCampaignDetails]
    /// The price adjustment that counted, if there was one.
    public var adjustmentDetails: AdjustmentDetails?

    public init(influencingCampaignDetails: [InfluencingCampaignDetails], adjustmentDetails: AdjustmentDetails? = nil) {
        self.influencingCampaignDetails = influencingCampaignDetails
        self.adjustmentDetails = adjustmentDetails
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        influencingCampaignDetails = try fields.required("influencingCampaignDetails")
        adjustmentDetails = try fields.optional("adjustmentDetails")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("influencingCampaignDetails", influencingCampaignDetails)
        members.add("adjustmentDetails", adjustmentDetails)
        return .object(members)
    }
}

/// A campaign that changed a price.
public struct InfluencingCampaignDetails: JSONModel {
    /// The campaign.
    public var campaignId: Int
    /// The discount that the campaign gave.
    public var discountValue: DecimalNumber

    public init(campaignId: Int, discountValue: DecimalNumber) {
        self.campaignId = campaignId
        self.discountValue = discountValue
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        campaignId = try fields.required("campaignId")
        discountValue = try fields.required("discountValue")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("campaignId", campaignId)
        members.add("discountValue", discountValue)
        return .object(members)
    }
}

/// The price adjustment behind a price.
public struct AdjustmentDetails: JSONModel {
    /// The caller's own id of it.
    public var referenceId: String
    /// The type of the price that counted.
    public var selectedPriceType: String
    /// The adjusted price.
    public var value: DecimalNumber

    public init(referenceId: String, selectedPriceType: String, value: DecimalNumber) {
        self.referenceId = referenceId
        self.selectedPriceType = selectedPriceType
        self.value = value
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        referenceId = try fields.required("referenceId")
        selectedPriceType = try fields.required("selectedPriceType")
        value = try fields.required("value")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("referenceId", referenceId)
        members.add("selectedPriceType", selectedPriceType)
        members.add("value", value)
        return .object(members)
    }
}

/// Whom a price was meant for.
public struct BestPriorPriceTarget: JSONModel {
    /// Whether the price was meant for an audience, or for everyone.
    public var type: Kind
    /// The audience that the price was meant for; absent when it was meant for everyone.
    public var audience: AudienceReference?

    public init(type: Kind, audience: AudienceReference? = nil) {
        self.type = type
        self.audience = audience
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        type = try fields.required("type")
        audience = try fields.optional("audience")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("type", type)
        members.add("audience", audience)
        return .object(members)
    }

    /// Choices of `BestPriorPriceTarget`.
    public struct Kind: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let none: Self = "NONE"
        public static let audience: Self = "AUDIENCE"
    }
}

/// An audience, by its ids.
public struct AudienceReference: JSONModel {
    /// The internal id.
    public var id: Int
    /// The partner platform that the audience comes from, as in `braze` or `segment`.
    public var integration: String?
    /// The id of the audience on the other platform. 1 to 1,000 characters.
    public var integrationId: String?

    public init(id: Int, integration: String? = nil, integrationId: String? = nil) {
        self.id = id
        self.integration = integration
        self.integrationId = integrationId
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        id = try fields.required("id")
        integration = try fields.optional("integration")
        integrationId = try fields.optional("integrationId")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("id", id)
        members.add("integration", integration)
        members.add("integrationId", integrationId)
        return .object(members)
    }
}

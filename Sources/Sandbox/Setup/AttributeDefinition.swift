// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// A declared custom attribute.
struct AttributeDefinition {
    let id: Int64
    /// `CustomerSession`, `CartItem` …
    let entity: String
    /// For attributes of events the type of the events; empty for other entities.
    let eventType: String
    let name: String
    let type: ValueType
    /// The only values allowed; any when nil.
    let allowed: [JSONValue]?
    let document: JSONObject

    /// What `Setup.attributes` has it under: attributes of events stand apart by their type.
    var key: String { Self.key(entity, eventType: eventType) }

    static func key(_ entity: String, eventType: String) -> String {
        eventType.isEmpty ? entity : "\(entity)/\(eventType)"
    }

    enum ValueType: String, CaseIterable {
        case string, number, boolean, time, location
        case strings = "(list string)"
        case numbers = "(list number)"
        case times = "(list time)"
        case locations = "(list location)"

        /// What a value of the type is, with an article.
        var noun: String {
            switch self {
            case .string: "a string"
            case .number: "a number"
            case .boolean: "a boolean"
            case .time: "a time"
            case .location: "a location"
            case .strings: "a list of strings"
            case .numbers: "a list of numbers"
            case .times: "a list of times"
            case .locations: "a list of locations"
            }
        }

        /// An allowed value as attributes have it: lists of them are lists of texts in the API, for any type.
        func meant(by value: JSONValue) -> JSONValue {
            switch self {
            case .number, .numbers: value.string.flatMap { DecimalNumber(text: $0) }.map { JSONValue($0) } ?? value
            default: value
            }
        }

        func accepts(_ value: JSONValue) -> Bool {
            switch self {
            case .string: value.string != nil
            case .number: value.decimal != nil
            case .boolean: value.bool != nil
            case .time: value.moment != nil
            case .location: Self.isLocation(value)
            case .strings: value.array?.allSatisfy { $0.string != nil } ?? false
            case .numbers: value.array?.allSatisfy { $0.decimal != nil } ?? false
            case .times: value.array?.allSatisfy { $0.moment != nil } ?? false
            case .locations: value.array?.allSatisfy(Self.isLocation) ?? false
            }
        }

        /// `{"lat": …, "lon": …}`, or the text `lat,lon`.
        private static func isLocation(_ value: JSONValue) -> Bool {
            if let text = value.string {
                let parts = text.split(separator: ",", omittingEmptySubsequences: false)
                return parts.count == 2 && parts.allSatisfy { DecimalNumber(text: $0) != nil }
            }
            return value["lat"]?.decimal != nil && value["lon"]?.decimal != nil
        }
    }

    static let entities = [
        "Application", "Campaign", "CustomerProfile", "CustomerSession", "CartItem", "Coupon", "Event", "Giveaway",
        "LoyaltyCard", "Referral", "Store",
    ]

    static let fields = [
        "entity", "eventType", "name", "title", "type", "description", "suggestions", "hasAllowedList",
        "restrictedBySuggestions", "editable", "subscribedApplicationsIds", "subscribedCatalogsIds",
        "allowedSubscriptions", "id", "created", "accountId", "eventTypeId", "usedAt", "monitored", "isProtected",
    ]

    init(_ value: JSONValue, id: Int64) throws {
        let read = try SetupDocument("an attribute", value, fields: Self.fields)
        self.id = id
        document = read.members
        entity = try read.required("entity", read.choice("entity", Self.entities))
        eventType = entity == "Event" ? try read.string("eventType") ?? "" : ""
        name = try read.required("name", read.string("name"))
        guard let first = name.utf8.first, (first | 0x20) >= 97, (first | 0x20) <= 122,
            name.utf8.allSatisfy({ $0 == 95 || (48...57).contains($0) || (97...122).contains($0 | 0x20) })
        else {
            throw PerchError(
                .invalidArgument, "`\(name)` is no name of an attribute",
                hint: "begin with a letter; letters, digits and underscores may follow")
        }
        type = try read.choice("type", ValueType.allCases.map(\.rawValue)).flatMap(ValueType.init) ?? .string
        let restricted =
            try read.bool("restrictedBySuggestions") ?? false || read.bool("hasAllowedList") ?? false
        let type = type
        allowed = restricted ? try (read.list("suggestions") ?? []).map { type.meant(by: $0) } : nil
    }

    /// The attribute as the Management API shows it.
    func json(account: Int64) -> JSONObject {
        var object: JSONObject = [
            "id": .integer(id), "created": JSONValue(Moment(microseconds: 0)), "accountId": .integer(account),
            "title": .string(name), "description": "", "suggestions": [], "editable": true,
        ]
        object.merge(document) { $1 }
        object["type"] = .string(type.rawValue)
        object["suggestions"] = .array(
            (object["suggestions"]?.elements ?? []).map { .string($0.string ?? $0.description) })
        return object
    }
}

/// A declared additional cost.
struct AdditionalCostDefinition {
    let id: Int64
    let name: String
    /// `session`, `item` or `both`.
    let type: String
    let document: JSONObject

    static let fields = [
        "name", "title", "description", "type", "id", "created", "accountId", "subscribedApplicationsIds",
    ]

    init(_ value: JSONValue, id: Int64) throws {
        let read = try SetupDocument("an additional cost", value, fields: Self.fields)
        self.id = id
        document = read.members
        name = try read.required("name", read.string("name"))
        type = try read.choice("type", ["session", "item", "both"]) ?? "session"
    }

    /// The additional cost as the Management API shows it.
    func json(account: Int64) -> JSONObject {
        var object: JSONObject = [
            "id": .integer(id), "created": JSONValue(Moment(microseconds: 0)), "accountId": .integer(account),
            "title": .string(name), "description": "",
        ]
        object.merge(document) { $1 }
        object["type"] = .string(type)
        return object
    }
}

/// Checks the attributes of requests.
extension Call {
    /// Adds what is wrong with an attribute map to `errors`.
    mutating func check(
        _ attributes: JSONObject?, of entity: String, eventType: String = "", at pointer: String,
        into errors: inout [Failure.Detail]
    ) {
        guard let attributes, !attributes.isEmpty else { return }
        guard let declared = setup.attributes[AttributeDefinition.key(entity, eventType: eventType)] else {
            assume(.undeclaredEntityAcceptsAnyAttribute)
            return
        }
        for (name, value) in attributes {
            let place = Failure.Detail.Source.pointer("\(pointer)/\(name)")
            guard let attribute = declared[name] else {
                errors.append(
                    Failure.Detail(
                        title: "Unknown", details: "The attribute \"\(name)\" is not defined on \(entity) entities.",
                        source: place))
                continue
            }
            if value.isNull { continue }
            guard attribute.type.accepts(value) else {
                errors.append(
                    Failure.Detail(
                        title: "Invalid type",
                        details: "Value of \"\(name)\" attribute (\(value)) is not \(attribute.type.noun)",
                        source: place))
                continue
            }
            guard let allowed = attribute.allowed else { continue }
            let values = value.array ?? [value]
            if !values.allSatisfy(allowed.contains) {
                assume(.suggestionsRestrictValues)
                errors.append(
                    Failure.Detail(
                        title: "enum",
                        details: "\(name) must be one of the following: "
                            + allowed.map(\.description).joined(separator: ", "),
                        source: place))
            }
        }
        if !errors.isEmpty { assume(.attributePointersNameTheNestedPlace) }
    }

    /// Throws when an attribute map is wrong.
    mutating func check(
        _ attributes: JSONObject?, of entity: String, eventType: String = "", at pointer: String
    ) throws {
        var errors: [Failure.Detail] = []
        check(attributes, of: entity, eventType: eventType, at: pointer, into: &errors)
        guard errors.isEmpty else { throw Failure.invalid(errors) }
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON
import OperationCatalog

/// The custom attributes that the account has declared. Empty when they cannot be asked for: then an attribute is a text
/// unless somebody says otherwise.
public struct AttributeTypes: Sendable {
    /// By entity, as in `CustomerProfile`, then by name.
    private var types: [String: [String: CellType]] = [:]

    public init() {}

    /// - Parameter attributes: As the Management API lists them.
    public init(_ attributes: [JSONValue]) {
        for attribute in attributes {
            guard let entity = attribute["entity"]?.string, let name = attribute["name"]?.string else { continue }
            types[entity, default: [:]][name] = CellType(attribute: attribute["type"]?.string ?? "") ?? .text
        }
    }

    /// The names of an entity's attributes, in order.
    func names(of entity: String) -> [String] { (types[entity] ?? [:]).keys.sorted() }

    func type(of name: String, in entity: String) -> CellType? { types[entity]?[name] }

    /// Whether the account has declared any for the entity, so that others are refused.
    func declares(_ entity: String) -> Bool { types[entity]?.isEmpty == false }

    /// What the attributes below an object of the API belong to.
    static func entity(of object: String) -> String? {
        switch object {
        case "CartItem", "CartItemV1": "CartItem"
        case let name where name.hasSuffix("CatalogAction"): "CartItem"
        case let name where name.contains("CustomerProfile"): "CustomerProfile"
        case let name where name.contains("CustomerSession"): "CustomerSession"
        case let name where name.contains("Event"): "Event"
        case let name where name.contains("Referral"): "Referral"
        default: nil
        }
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import OperationCatalog

/// Where the cursor is in the arguments of a function that is known: which argument, which field of it, and what may stand
/// there.
struct ValuePosition {
    var function: Declarations.Function
    /// Counted from 0.
    var argument: Int
    var parameter: Declarations.Parameter
    /// What the value at the cursor must be; nil at the place of a key, and where nothing is known.
    var schema: Schema?
    /// The field that the value belongs to.
    var field: Field?
    /// The names from the argument to that field.
    var fieldPath: [String] = []
    /// The objects that the table around the cursor may be; their fields are the keys.
    var objects: [ObjectSchema] = []
    /// The keys that are written already.
    var written: Set<String> = []
    /// The entity whose custom attributes are the keys.
    var attributesOf: String?
    /// The attribute that the value belongs to.
    var attribute: String?
    /// The thing that an id at the cursor names.
    var thing: LiveThing?

    init?(_ context: CursorContext, _ declarations: Declarations) {
        var index = context.frames.count - 1
        while index >= 0, context.frames[index].isInValue { index -= 1 }
        guard index >= 0, case .call(let path?, false) = context.frames[index].kind,
            let function = declarations.functions[path.joined(separator: ".")]
        else { return nil }
        let argument = context.frames[index].position
        let isVariadic = function.parameters.last?.name == "..."
        guard argument < function.parameters.count || isVariadic else { return nil }
        self.function = function
        self.argument = argument
        parameter = function.parameters[min(argument, function.parameters.count - 1)]
        schema = parameter.schema
        thing = Self.thing(named: parameter.name, in: function)
        let tables = context.frames[(index + 1)...].filter { $0.kind == .table }
        for (depth, table) in tables.enumerated() {
            enter(table, inside: depth > 0 ? tables[depth - 1] : nil, declarations)
        }
        // An empty item of a table may still become a field.
        if let last = tables.last {
            written = last.keys
            if last.key != nil || !(context.isAtKey || context.isBracketedKey) {
                objects = []
                if attribute == nil { attributesOf = nil }
            } else if !objects.isEmpty || attributesOf != nil {
                schema = nil
            }
        }
    }

    // MARK: - Tables

    private mutating func enter(
        _ table: CursorContext.Frame, inside outer: CursorContext.Frame?, _ declarations: Declarations
    ) {
        objects = []
        attributesOf = nil
        attribute = nil
        guard let schema else { return }
        switch schema {
        case .object(let name): enter(declarations.object(named: name).map { [$0] } ?? [], table)
        case .variant(let key, let names):
            let chosen = outer?.texts[key].flatMap { names[$0] }.map { [$0] } ?? names.values.sorted()
            enter(chosen.compactMap { declarations.object(named: $0) }, table)
        case .array(let element, _, _, _):
            self.schema = element
        // An element that is an object of its own is entered by its own brackets.
        case .map(let value):
            self.schema = value
            if field?.name == "attributes" {
                attributesOf = entity
                attribute = table.key
            }
            if let key = table.key { fieldPath.append(key) }
        default: self.schema = nil
        }
    }

    /// The object that the field stands in.
    private var entity: String?

    private mutating func enter(_ objects: [ObjectSchema], _ table: CursorContext.Frame) {
        self.objects = objects
        entity = objects.lazy.compactMap { Self.entity(ofObject: $0.name) }.first
        guard let key = table.key else {
            schema = nil
            return
        }
        field = objects.lazy.compactMap { $0.field(named: key) }.first
        schema = field?.schema
        fieldPath.append(key)
        thing = Self.thing(named: key, in: function)
    }

    // MARK: - Meanings of names

    /// The entity whose custom attributes the `attributes` of an object hold.
    private static func entity(ofObject name: String) -> String? {
        let entities: [(part: String, entity: String)] = [
            ("CustomerSession", "CustomerSession"), ("CartItem", "CartItem"), ("CatalogAction", "CartItem"),
            ("CustomerProfile", "CustomerProfile"), ("ProfileIntegrationRequest", "CustomerProfile"),
            ("Event", "Event"), ("Coupon", "Coupon"), ("Referral", "Referral"), ("Campaign", "Campaign"),
            ("Store", "Store"), ("Giveaway", "Giveaway"), ("Application", "Application"),
        ]
        return entities.first { name.contains($0.part) }?.entity
    }

    private static func thing(named name: String, in function: Declarations.Function) -> LiveThing? {
        switch name {
        case "customerSessionId", "sessionId": .session
        case "profileId", "advocateProfileIntegrationId", "friendProfileIntegrationId", "recipientIntegrationId",
            "profileIntegrationId", "customerProfileIds", "advocateProfileIntegrationIds":
            .profile
        case "integrationId": function.operation == nil && function.name != "sandbox.loyalty_points" ? nil : .profile
        case "couponValue", "couponCodes", "coupon": .coupon
        case "referralCode", "referral": .referral
        case "audienceId": .audience
        case "loyaltyProgramId", "programId": .loyaltyProgram
        case "loyaltyCardId", "loyaltyCards", "cardIdentifier": .loyaltyCard
        case "eventId", "integrationEventId": .event
        case "catalogId": .catalog
        case "achievementId": .achievement
        case "what" where function.name == "sandbox.explain": .session
        default: nil
        }
    }
}

extension CursorContext.Frame {
    /// Whether it is a part of a value, rather than a call or a block with statements.
    fileprivate var isInValue: Bool {
        switch kind {
        case .table, .index(of: nil): true
        default: false
        }
    }
}

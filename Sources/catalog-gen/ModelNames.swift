// Part of Perch. SPDX-License-Identifier: Apache-2.0

import OperationCatalog

/// The Swift types of the objects and choices of the API.
struct ModelNames {
    /// A set of texts, and the type that stands for it.
    struct Choice {
        let choices: [String]
        /// The name without its owner.
        let name: String
        /// The object that it is declared in; nil for the choices of parameters.
        let owner: String?
    }

    private var choices: [Choice] = []

    init() {
        for resource in Catalog.resources {
            for (_, object) in resource.objects {
                let object = object()
                for field in object.fields { add(field.schema, name: Self.choiceName(field), owner: object.name) }
            }
        }
        for operation in Catalog.operations {
            for parameter in operation.query {
                add(parameter.schema, name: Self.parameterNames[parameter.name] ?? parameter.name, owner: nil)
            }
        }
    }

    /// The choices of parameters, which stand in no object.
    var parameterChoices: [Choice] { choices.filter { $0.owner == nil } }

    /// The type of an object. The catalogue itself has the name that a catalog of items would have.
    func type(ofObject name: String) -> String {
        name == "Catalog" ? "ItemCatalog" : name
    }

    /// The type of a schema; `owner` and `field` say where it stands.
    func type(of schema: Schema, owner: String? = nil, name: String = "") -> String {
        switch schema {
        case .any: "JSONValue"
        case .boolean: "Bool"
        case .integer: "Int"
        case .number: "DecimalNumber"
        case .string, .uuid, .duration: "String"
        case .dateTime: "Timestamp"
        case .choice(["yes", "no"]): "Bool"
        case .choice(let choices): type(ofChoice: choices, owner: owner, name: name)
        case .array(let element, _, _, _): "[\(type(of: element, owner: owner, name: name))]"
        case .map(let value): "[String: \(type(of: value, owner: owner, name: name))]"
        case .object(let name): type(ofObject: name)
        case .variant: SwiftText.type(name)
        }
    }

    /// The choices that are declared in an object, each with the object that has it first.
    func choices(in object: ObjectSchema) -> [(name: String, choice: Choice)] {
        var result: [(name: String, choice: Choice)] = []
        for field in object.fields {
            guard let texts = Self.choices(in: field.schema), let choice = first(texts, Self.choiceName(field)),
                !result.contains(where: { $0.name == choice.name })
            else { continue }
            result.append((choice.name, choice))
        }
        return result
    }

    /// The type of a choice in the words of its field: `Feature` for `features`. `Type` has a meaning in Swift.
    static func choiceName(_ field: Field) -> String {
        if field.name == "type" { return "Kind" }
        let name = SwiftText.type(field.name)
        guard case .array = field.schema else { return name }
        if name.hasSuffix("ies") { return name.dropLast(3) + "y" }
        return name.hasSuffix("s") ? String(name.dropLast()) : name
    }

    /// Names of parameters say too little on their own.
    private static let parameterNames = [
        "status": "PointsStatus", "sort": "PointsOrder", "achievementStatus": "AchievementStatus",
        "currentProgressStatus": "CurrentProgressStatus", "progressStatus": "PastProgressStatus",
        "loyaltyTransactionType": "LoyaltyTransactionType",
    ]

    private func type(ofChoice texts: [String], owner: String?, name: String) -> String {
        guard let owner, let object = Catalog.schema(named: owner), let field = object.field(named: name) else {
            return first(texts, Self.parameterNames[name] ?? name)?.name ?? "String"
        }
        return Self.choiceName(field)
    }

    private func first(_ texts: [String], _ name: String) -> Choice? {
        choices.first { $0.choices == texts && $0.name == name }
    }

    private mutating func add(_ schema: Schema, name: String, owner: String?) {
        guard let texts = Self.choices(in: schema), texts != ["yes", "no"], first(texts, name) == nil else { return }
        choices.append(Choice(choices: texts, name: name, owner: owner))
    }

    private static func choices(in schema: Schema) -> [String]? {
        switch schema {
        case .choice(let texts): texts
        case .array(let element, _, _, _): choices(in: element)
        default: nil
        }
    }
}

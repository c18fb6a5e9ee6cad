// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import OperationCatalog

/// What a column means for a call.
enum Target: Sendable, Hashable {
    /// The path parameter of this index.
    case path(Int)
    case query(String)
    /// A field of what one row is: the body, or an element of its list.
    case row(FieldPath)
    /// The whole element, which is a text.
    case element
    /// A field of the body that all rows of a call share.
    case shared(FieldPath)
}

/// A column that was found, with the type of its cells.
struct FoundField: Sendable {
    var target: Target
    var type: CellType
}

/// Finds what the name of a column means for an operation: a parameter of the path, a field of the body by its dotted name,
/// or an option of the query.
struct FieldFinder: Sendable {
    let operation: Operation
    let form: BatchForm?
    let attributes: AttributeTypes

    init(_ operation: Operation, _ attributes: AttributeTypes) {
        self.operation = operation
        form = BatchForm(operation)
        self.attributes = attributes
    }

    /// Why a name means nothing.
    enum Failure: Error, Equatable {
        /// With the name that was probably meant.
        case unknown(nearest: String?)
        /// An attribute that the account has not declared.
        case undeclared(name: String, nearest: String?)
        /// It names an object, whose fields are columns of their own.
        case notAPath
    }

    /// The schema of what one row is: the body, or one element of its list.
    var rowSchema: Schema? { form.map(\.element) ?? operation.body?.schema }

    func find(_ name: String) throws(Failure) -> FoundField {
        if let index = operation.pathParameters.firstIndex(where: { $0.name == name }) {
            return FoundField(target: .path(index), type: CellType(operation.pathParameters[index].schema))
        }
        if let path = FieldPath(name) {
            if let form, form.isText, Self.plain(name) == Self.plain(form.textColumn) {
                return FoundField(target: .element, type: .text)
            }
            if let found = try rowField(path) { return found }
            if let form, let body = operation.body?.schema, path.steps.first != .key(form.list),
                let type = try type(of: path, in: body)
            {
                return FoundField(target: .shared(path), type: type)
            }
        }
        if let option = operation.query.first(where: { $0.name == name }) {
            return FoundField(target: .query(name), type: CellType(option.schema))
        }
        if let found = alias(name) { return found }
        throw .unknown(nearest: Suggestion.nearest(to: name, among: names) ?? attributeName(name))
    }

    /// What an attribute is called as a column, for a name that could be one.
    private func attributeName(_ name: String) -> String? {
        guard let entity = entityOfRow, let first = name.utf8.first, (97...122).contains(first | 0x20),
            name.utf8.allSatisfy({ $0 == 95 || (48...57).contains($0) || (97...122).contains($0 | 0x20) })
        else { return nil }
        guard attributes.declares(entity) else { return "attributes.\(name)" }
        return Suggestion.nearest(to: name, among: attributes.names(of: entity)).map { "attributes.\($0)" }
    }

    // MARK: - Fields of the body

    private func rowField(_ path: FieldPath) throws(Failure) -> FoundField? {
        guard let schema = rowSchema, form?.isText != true else { return nil }
        if let type = try type(of: path, in: schema) { return FoundField(target: .row(path), type: type) }
        // One level may be left out: `profileId` for `customerSession.profileId`.
        for field in Self.fields(of: schema) {
            switch field.schema {
            case .object, .variant: break
            default: continue
            }
            if let type = try type(of: path, in: field.schema) {
                return FoundField(target: .row(FieldPath([.key(field.name)] + path.steps)), type: type)
            }
        }
        return nil
    }

    /// The type of what stands at a path; nil when nothing can stand there.
    private func type(of path: FieldPath, in schema: Schema) throws(Failure) -> CellType? {
        var schema = schema
        var object: String?
        for (place, step) in path.steps.enumerated() {
            switch (schema, step) {
            case (.object(let name), .key(let key)):
                guard let field = Catalog.schema(named: name)?.field(named: key),
                    !field.options.contains(.readOnly)
                else { return nil }
                object = name
                schema = field.schema
            case (.variant(_, let names), .key(let key)):
                let found = names.values.sorted().lazy
                    .compactMap { name in Catalog.schema(named: name)?.field(named: key).map { (name, $0) } }.first
                guard let (name, field) = found else { return nil }
                object = name
                schema = field.schema
            case (.map(let element), .key(let key)):
                let isLast = place == path.steps.count - 1
                if isLast, place > 0, path.steps[place - 1] == .key("attributes"), let object,
                    let entity = AttributeTypes.entity(of: object)
                {
                    return try attribute(key, of: entity)
                }
                schema = element
            case (.array(let element, _, _, _), .index): schema = element
            case (.any, _): return .text
            default: return nil
            }
        }
        return CellType(schema)
    }

    private func attribute(_ name: String, of entity: String) throws(Failure) -> CellType {
        if let type = attributes.type(of: name, in: entity) { return type }
        guard attributes.declares(entity) else { return .text }
        throw .undeclared(name: name, nearest: Suggestion.nearest(to: name, among: attributes.names(of: entity)))
    }

    private static func fields(of schema: Schema) -> [Field] {
        switch schema {
        case .object(let name): Catalog.schema(named: name)?.fields ?? []
        case .variant(_, let names):
            names.values.sorted().flatMap { Catalog.schema(named: $0)?.fields ?? [] }
        default: []
        }
    }

    // MARK: - Other names

    /// What exports call the id of a customer, of a session and of a coupon.
    private static let aliases: [(kind: Operation.Subject.Kind, names: Set<String>)] = [
        (.profile, ["customerid", "customerprofileid", "integrationid", "profileid", "profileintegrationid"]),
        (.session, ["customersessionid", "integrationid", "sessionid"]),
        (.coupon, ["code", "coupon", "couponcode", "couponvalue"]),
    ]

    private func alias(_ name: String) -> FoundField? {
        let plain = Self.plain(name)
        for alias in Self.aliases where alias.names.contains(plain) {
            for subject in operation.subjects where subject.kind == alias.kind {
                switch subject.source {
                case .path(let index): return FoundField(target: .path(index), type: .text)
                case .body(let keys):
                    guard let form else {
                        return FoundField(target: .row(FieldPath(keys.map { .key($0) })), type: .text)
                    }
                    if keys == [form.list] { return FoundField(target: .element, type: .text) }
                    if keys.first == form.list {
                        return FoundField(target: .row(FieldPath(keys.dropFirst().map { .key($0) })), type: .text)
                    }
                }
            }
        }
        return nil
    }

    private static func plain(_ name: String) -> String {
        name.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " }
    }

    // MARK: - All names

    /// The columns that a table for the operation may have: needed ones first; without the insides of lists.
    var columns: [(name: String, isNeeded: Bool)] {
        var found: [(name: String, isNeeded: Bool)] = operation.pathParameters.map { ($0.name, true) }
        if let form, let body = operation.body?.schema {
            if form.isText { found.append((form.textColumn, true)) }
            for field in Self.fields(of: body) where field.name != form.list {
                found += Self.columns(of: field, in: self)
            }
        }
        if form?.isText != true, let schema = rowSchema {
            for field in Self.fields(of: schema) {
                switch field.schema {
                case .object, .variant:
                    var seen: Set<String> = []
                    for inner in Self.fields(of: field.schema) where seen.insert(inner.name).inserted {
                        found += Self.columns(of: inner, in: self)
                    }
                default: found += Self.columns(of: field, in: self)
                }
            }
        }
        var seen: Set<String> = []
        let unique = found.filter { seen.insert($0.name).inserted }
        return unique.filter(\.isNeeded) + unique.filter { !$0.isNeeded }
    }

    private static func columns(of field: Field, in finder: FieldFinder) -> [(name: String, isNeeded: Bool)] {
        guard field.options.isDisjoint(with: [.readOnly, .deprecated]) else { return [] }
        switch field.schema {
        case .map:
            guard field.name == "attributes", let entity = finder.entityOfRow else { return [] }
            return finder.attributes.names(of: entity).map { ("attributes.\($0)", false) }
        case .array(.object(let name), _, _, _):
            return (Catalog.schema(named: name)?.fields ?? []).filter(\.isRequired)
                .map { ("\(field.name)[0].\($0.name)", false) }
        case .object, .variant, .any: return []
        default: return [(field.name, field.isRequired)]
        }
    }

    /// What the attributes of a row belong to.
    private var entityOfRow: String? {
        let schemas = [rowSchema, operation.body?.schema].compactMap(\.self)
        for schema in schemas {
            for candidate in [schema] + Self.fields(of: schema).map(\.schema) {
                if case .object(let name) = candidate, Catalog.schema(named: name)?.field(named: "attributes") != nil {
                    return AttributeTypes.entity(of: name)
                }
            }
        }
        return nil
    }

    /// Every name that can be meant, for suggestions.
    private var names: [String] { columns.map(\.name) + operation.query.map(\.name) }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Synchronization

/// A schema with its objects looked up and its limits filled in, so that checking a value needs no search.
indirect enum Shape: Sendable {
    case any
    case boolean
    case integer(ClosedRange<Int64>)
    case number(minimum: DecimalNumber?, maximum: DecimalNumber?)
    case string(lengths: ClosedRange<Int>, pattern: String?)
    case choice([String])
    case dateTime
    case uuid
    case duration(words: [String])
    case array(of: Shape, counts: ClosedRange<Int>, unique: Bool)
    case map(of: Shape)
    case object(ObjectShape)
    case variant(by: String, [String: ObjectShape])

    init(_ schema: Schema) {
        self = Self.cache.withLock { Shape(schema, known: &$0) }
    }

    private static let cache = Mutex<[String: ObjectShape]>([:])

    private init(_ schema: Schema, known: inout [String: ObjectShape]) {
        self =
            switch schema {
            case .any: .any
            case .boolean: .boolean
            case .integer(let minimum, let maximum): .integer((minimum ?? .min)...(maximum ?? .max))
            case .number(let minimum, let maximum): .number(minimum: minimum, maximum: maximum)
            case .string(let minimum, let maximum, let pattern):
                .string(lengths: (minimum ?? 0)...(maximum ?? .max), pattern: pattern)
            case .choice(let choices): .choice(choices)
            case .dateTime: .dateTime
            case .uuid: .uuid
            case .duration(let words): .duration(words: words)
            case .array(let element, let minimum, let maximum, let unique):
                .array(
                    of: Shape(element, known: &known), counts: (minimum ?? 0)...(maximum ?? .max), unique: unique)
            case .map(let value): .map(of: Shape(value, known: &known))
            case .object(let name): Self.object(name, known: &known).map { .object($0) } ?? .any
            case .variant(let key, let names):
                .variant(by: key, names.compactMapValues { Self.object($0, known: &known) })
            }
    }

    private static func object(_ name: String, known: inout [String: ObjectShape]) -> ObjectShape? {
        if let shape = known[name] { return shape }
        guard let schema = Catalog.schema(named: name) else { return nil }
        var fields: [String: ObjectShape.Field] = [:]
        for field in schema.fields {
            fields[field.name] = ObjectShape.Field(shape: Shape(field.schema, known: &known), options: field.options)
        }
        let shape = ObjectShape(schema: schema, fields: fields)
        known[name] = shape
        return shape
    }
}

/// An object of the API with its fields by name.
final class ObjectShape: Sendable {
    struct Field: Sendable {
        let shape: Shape
        let options: OperationCatalog.Field.Options
    }

    let schema: ObjectSchema
    let fields: [String: Field]
    /// How many fields a request must have.
    let requiredCount: Int
    /// How many fields an answer must have.
    let answeredCount: Int

    init(schema: ObjectSchema, fields: [String: Field]) {
        self.schema = schema
        self.fields = fields
        requiredCount = schema.fields.count { $0.options.contains(.required) }
        answeredCount = schema.fields.count { !$0.options.isDisjoint(with: [.required, .answered]) }
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Locking

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

    private static let cache = Guarded<[String: ObjectShape]>([:])

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
        let fields = schema.fields.map {
            ObjectShape.Field(name: $0.name, shape: Shape($0.schema, known: &known), options: $0.options)
        }
        let shape = ObjectShape(schema: schema, fields: fields)
        known[name] = shape
        return shape
    }
}

/// An object of the API with its fields by name.
final class ObjectShape: Sendable {
    final class Field: Sendable {
        let name: String
        let shape: Shape
        let options: OperationCatalog.Field.Options

        init(name: String, shape: Shape, options: OperationCatalog.Field.Options) {
            self.name = name
            self.shape = shape
            self.options = options
        }
    }

    let schema: ObjectSchema
    /// How many fields a request must have.
    let requiredCount: Int
    /// How many fields an answer must have.
    let answeredCount: Int
    /// In order of the length of their names, which tells most of them apart: quicker than a hash.
    private let fields: [Field]
    /// Where the names of each length begin in `fields`.
    private let starts: [Int]

    init(schema: ObjectSchema, fields: [Field]) {
        self.schema = schema
        requiredCount = schema.fields.count { $0.options.contains(.required) }
        answeredCount = schema.fields.count { !$0.options.isDisjoint(with: [.required, .answered]) }
        let sorted = fields.sorted { $0.name.utf8.count < $1.name.utf8.count }
        let longest = sorted.last?.name.utf8.count ?? 0
        starts = (0...longest + 1).map { length in
            sorted.firstIndex { $0.name.utf8.count >= length } ?? sorted.count
        }
        self.fields = sorted
    }

    func field(named name: String) -> Field? {
        let length = name.utf8.count
        guard length + 1 < starts.count else { return nil }
        var index = starts[length]
        while index < starts[length + 1] {
            if fields[index].name == name { return fields[index] }
            index += 1
        }
        return nil
    }
}

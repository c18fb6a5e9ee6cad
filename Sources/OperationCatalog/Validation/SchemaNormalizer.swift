// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// Brings a value into the form that its schema means, where a script could not say it.
///
/// - An empty Lua table is an array where the schema has one, and an object where it has one of these.
/// - A whole number written as `2.0` is an integer where the schema has one.
public enum SchemaNormalizer {
    /// The value in the form that the schema means. A value that does not fit the schema stays as it is.
    public static func normalized(_ value: JSONValue, as schema: Schema) -> JSONValue {
        changed(value, as: Shape(schema)) ?? value
    }

    /// The new form; nil when it is the old one, so that nothing is copied in vain.
    private static func changed(_ value: JSONValue, as shape: Shape) -> JSONValue? {
        switch (shape, value) {
        case (.integer, .decimal(let number)):
            return number.integer.map { .integer($0) }
        case (.array(let element, _, _), .array(let elements)):
            return changed(elements, as: element).map { .array($0) }
        case (.array, .object(let members)):
            return members.isEmpty ? .array([]) : nil
        case (.object, .array(let elements)), (.map, .array(let elements)), (.variant, .array(let elements)):
            return elements.isEmpty ? .object([:]) : nil
        case (.map(of: .any), _):
            return nil
        case (.map(let element), .object(let members)):
            return changed(members) { _ in element }.map { .object($0) }
        case (.object(let object), .object(let members)):
            return changed(members) { key in
                guard let field = object.fields[key]?.shape else { return nil }
                guard case .variant(let by, let shapes) = field else { return field }
                if case .string(let choice)? = members[by], let shape = shapes[choice] { return .object(shape) }
                return field
            }.map { .object($0) }
        default:
            return nil
        }
    }

    private static func changed(_ elements: [JSONValue], as shape: Shape) -> [JSONValue]? {
        var result: [JSONValue]?
        var index = 0
        for element in elements {
            if let new = changed(element, as: shape) {
                if result == nil { result = elements }
                result?[index] = new
            }
            index += 1
        }
        return result
    }

    private static func changed(_ members: JSONObject, shape: (String) -> Shape?) -> JSONObject? {
        var result: JSONObject?
        for (key, member) in members {
            guard let shape = shape(key), let new = changed(member, as: shape) else { continue }
            if result == nil { result = members }
            result?[key] = new
        }
        return result
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

/// An expression with holes: `["setTemplate", "twice(Decimal)Decimal", ["*", 2, ["#", 0]]]`, called as
/// `["!", "twice", 21]`. What is called is put into the holes as it is written, not its value.
struct Template: Sendable {
    let signature: TemplateSignature
    let body: JSONValue

    /// The body with the arguments in its holes. A hole without an argument stays.
    func filled(with arguments: [JSONValue]) -> JSONValue {
        Self.filled(body, arguments)
    }

    private static func filled(_ json: JSONValue, _ arguments: [JSONValue]) -> JSONValue {
        guard case .array(let elements) = json else { return json }
        if elements.count > 1, elements[0] == "#", let place = place(elements[1]), arguments.indices.contains(place) {
            return arguments[place]
        }
        return .array(elements.map { filled($0, arguments) })
    }

    /// The number of a hole, which may stand in quotes.
    private static func place(_ json: JSONValue) -> Int? {
        switch json {
        case .integer(let number): Int(exactly: number)
        case .string(let text): Int(text).flatMap { String($0) == text ? $0 : nil }
        default: nil
        }
    }
}

/// As `twice(Decimal)Decimal`: a name, the kinds of the arguments, and the kind of the result, which nothing checks.
struct TemplateSignature: Sendable, Equatable {
    /// In lower case: names of templates are found in any case.
    let name: String
    private let kinds: [Kinds]
    /// The last argument may stand any number of times, also never: `join(String...)`.
    private let isVariadic: Bool

    init(_ text: String) throws {
        guard let open = text.firstIndex(of: "("), open > text.startIndex, let close = text.firstIndex(of: ")"),
            open < close
        else {
            throw EvaluationError("`\(text)` is no signature of a template, as in twice(Decimal)Decimal")
        }
        name = Self.trimmed(text[..<open]).lowercased()
        let parts = text[text.index(after: open)..<close].split(separator: ",").map(Self.trimmed).filter { !$0.isEmpty }
        isVariadic = parts.last?.hasSuffix("...") ?? false
        kinds = parts.map { part in
            let alternatives = (part.hasSuffix("...") ? part.dropLast(3) : part[...]).split(separator: "|")
            return Kinds(alternatives.compactMap { Self.kinds[Self.trimmed($0).lowercased()] })
        }
    }

    /// Whether a template is meant by a name and takes arguments as they are written.
    func accepts(_ name: String, _ arguments: [JSONValue]) -> Bool {
        guard self.name == name.lowercased() else { return false }
        guard isVariadic ? arguments.count >= kinds.count - 1 : arguments.count == kinds.count else { return false }
        return arguments.enumerated().allSatisfy { place, argument in
            kinds[min(place, kinds.count - 1)].contains(Self.kind(argument))
        }
    }

    private static func kind(_ argument: JSONValue) -> Kinds {
        switch argument {
        case .array: .token
        case .object(let members): members.count == 1 && members["$time"] != nil ? .time : .map
        default: Value(argument).kind
        }
    }

    private static let kinds: [String: Kinds] = [
        "decimal": .number, "string": .string, "boolean": .boolean, "time": .time, "null": .null, "list": .list,
        "map": .map, "token": .token, "atom": .atom, "collection": .collection, "any": [.any, .token],
    ]

    private static func trimmed(_ text: some StringProtocol) -> String {
        var rest = Substring(text)
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}

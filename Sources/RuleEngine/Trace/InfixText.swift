// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// Expressions as people read them: `Session.Total × 10%` for `["*", [".", "Session", "Total"], ["/", 10, 100]]`.
///
/// It is for reading, not for reading back: what is long is cut short with `…`.
public struct InfixText {
    /// The text of an expression.
    public static func text(of expression: JSONValue) -> String {
        var printer = InfixText()
        let text = printer.term(expression).text
        return text.count > 160 ? text.prefix(160) + "…" : text
    }

    /// How many terms are still written.
    private var allowance = 200
    private var depth = 0

    /// A text, and how strongly it holds together; what holds less than its surroundings gets parentheses.
    private typealias Term = (text: String, strength: Strength)

    private enum Strength: Int, Comparable {
        case or, and, not, comparison, sum, product, atom

        static func < (a: Strength, b: Strength) -> Bool { a.rawValue < b.rawValue }
        var next: Strength { Strength(rawValue: rawValue + 1) ?? .atom }
    }

    private mutating func term(_ json: JSONValue) -> Term {
        allowance -= 1
        guard allowance >= 0, depth < 40 else { return ("…", .atom) }
        depth += 1
        defer { depth -= 1 }
        switch json {
        case .null, .array([]): return ("nothing", .atom)
        case .string(let text): return (Phrase.quoted(text), .atom)
        case .bool, .integer, .decimal, .longNumber: return (Phrase.value(Value(json)), .atom)
        case .object(let members):
            let parts = members.prefix(20).map { "\($0.key): \(term($0.value).text)" }
            return ("{" + parts.joined(separator: ", ") + "}", .atom)
        case .array(let elements):
            guard case .string(let name) = elements[0] else {
                if let (parameter, body) = json.lambda { return ("\(parameter) → \(term(body).text)", .or) }
                return (elements.prefix(20).map { term($0).text }.joined(separator: "; "), .or)
            }
            return call(name, Array(elements.dropFirst()))
        }
    }

    private mutating func text(_ json: JSONValue, _ strength: Strength) -> String {
        let term = term(json)
        return term.strength < strength ? "(\(term.text))" : term.text
    }

    // MARK: - Calls

    private mutating func call(_ name: String, _ arguments: [JSONValue]) -> Term {
        let key = name.lowercased()
        if let strength = Self.operators[key]?.strength, let sign = Self.operators[key]?.sign, !arguments.isEmpty {
            return infix(sign, strength, arguments)
        }
        if let words = Self.words[key], arguments.count == 2 {
            return ("\(text(arguments[0], .sum)) \(words) \(text(arguments[1], .sum))", .comparison)
        }
        switch (key, arguments.count) {
        case (".", 1...): return (path(arguments), .atom)
        case ("not", 1): return ("not \(text(arguments[0], .sum))", .not)
        case ("parsetime", 1):
            guard let time = arguments[0].string.flatMap({ Moment(text: $0) }) else { return term(arguments[0]) }
            return (Phrase.moment(time), .atom)
        case ("identity", 1), ("tostring", 1): return term(arguments[0])
        case ("catch", 2), (".|", 2):
            let inner = term(arguments[1])
            return ([false, ["noop"]] as [JSONValue]).contains(arguments[0])
                ? inner : ("\(inner.text), or else \(term(arguments[0]).text)", .or)
        case ("onfailure", 1...): return term(arguments[0])
        case ("couponvalid", _):
            return ("the coupon is valid" + (arguments.first == false ? ", without redeeming it" : ""), .not)
        case ("referralvalid", _):
            return ("the referral is valid" + (arguments.first == false ? ", without redeeming it" : ""), .not)
        case ("between", 3), ("betweentimes", 3), ("within", 3...):
            let (low, high) = (text(arguments[1], .sum), text(arguments[2], .sum))
            return ("\(text(arguments[0], .sum)) is between \(low) and \(high)", .comparison)
        case ("isempty", 1), ("isemptyvalue", 1): return ("\(text(arguments[0], .sum)) is empty", .comparison)
        case ("attributeexists", 1): return ("\(text(arguments[0], .sum)) exists", .comparison)
        case ("~", 2):
            return ("\(text(arguments[1], .sum)) matches \(text(arguments[0], .sum))", .comparison)
        case ("oneof", 2...):
            let values = arguments.count == 2 && arguments[1].call.name == "list" ? arguments[1].call.arguments : nil
            let list = (values ?? Array(arguments.dropFirst())).prefix(20).map { term($0).text }
            return ("\(text(arguments[0], .sum)) is one of \(list.joined(separator: ", "))", .comparison)
        case ("incollection", 2):
            return ("\(text(arguments[0], .sum)) is in the collection \(term(arguments[1]).text)", .comparison)
        case ("audiencemember", 1...), ("audiencejustjoined", 1...), ("audiencejustleft", 1...):
            let who = arguments.count > 1 && arguments[1] == "AdvocateProfile" ? "the advocate" : "the customer"
            let verb = ["audiencemember": "is in", "audiencejustjoined": "has just joined"][key] ?? "has just left"
            return ("\(who) \(verb) the audience \(term(arguments[0]).text)", .comparison)
        case ("list", _): return ("[" + texts(arguments).joined(separator: ", ") + "]", .atom)
        default: return lambdaCall(key, arguments) ?? (fallback(name, arguments), .atom)
        }
    }

    private static let operators: [String: (sign: String, strength: Strength)] = [
        "or": ("or", .or), "and": ("and", .and), "=": ("=", .comparison), "!=": ("≠", .comparison),
        "<": ("<", .comparison), "<=": ("≤", .comparison), ">": (">", .comparison), ">=": ("≥", .comparison),
        "+": ("+", .sum), "-": ("-", .sum), "*": ("×", .product), "/": ("÷", .product),
    ]

    private static let words = [
        "contains": "contains", "notcontains": "does not contain", "startswith": "starts with",
        "endswith": "ends with", "before": "is before", "after": "is after", "containsanyof": "contains any of",
        "containsallof": "contains all of", "containsnoneof": "contains none of",
    ]

    private mutating func infix(_ sign: String, _ strength: Strength, _ arguments: [JSONValue]) -> Term {
        guard arguments.count > 1 else { return term(arguments[0]) }
        if sign == "÷", arguments.count == 2, arguments[1] == 100, arguments[0].decimal != nil {
            return (term(arguments[0]).text + "%", .atom)
        }
        // On the left the same strength needs no parentheses: 3 - 2 - 1.
        let parts = arguments.prefix(20).enumerated().map {
            text($1, $0 == 0 && strength > .comparison ? strength : strength.next)
        }
        guard strength == .comparison, parts.count > 2 else {
            return (parts.joined(separator: " \(sign) "), strength)
        }
        return ("\(parts[0]) \(sign) each of \(parts.dropFirst().joined(separator: ", "))", strength)
    }

    private mutating func path(_ steps: [JSONValue]) -> String {
        var text = ""
        for step in steps {
            switch step {
            case .string(let name): text += text.isEmpty ? name : "." + name
            default: text += "[\(term(step).text)]"
            }
        }
        return text
    }

    // MARK: - Lambdas

    private mutating func lambdaCall(_ name: String, _ arguments: [JSONValue]) -> Term? {
        guard let list = arguments.first else { return nil }
        let body: (parameter: String, body: JSONValue)
        if arguments.count == 2, let lambda = arguments[1].lambda {
            body = lambda
        } else if arguments.count == 3, case .string(let parameter) = arguments[1] {
            body = (parameter, arguments[2])
        } else {
            return nil
        }
        switch name {
        case "filter": return ("\(text(list, .atom)) where \(text(body.body, .and))", .or)
        case "exists": return ("some \(body.parameter) of \(text(list, .atom)) has \(text(body.body, .and))", .or)
        case "every": return ("every \(body.parameter) of \(text(list, .atom)) has \(text(body.body, .and))", .or)
        case "sum": return ("the sum of \(text(body.body, .sum)) over \(text(list, .atom))", .not)
        case "map": return ("\(text(body.body, .sum)) for each \(body.parameter) of \(text(list, .atom))", .or)
        default: return nil
        }
    }

    private mutating func texts(_ arguments: [JSONValue]) -> [String] {
        arguments.prefix(20).map { term($0).text } + (arguments.count > 20 ? ["…"] : [])
    }

    /// As in `count(Session.CartItems)`.
    private mutating func fallback(_ name: String, _ arguments: [JSONValue]) -> String {
        if name == "!", case .string(let called)? = arguments.first {
            return "\(called)(\(texts(Array(arguments.dropFirst())).joined(separator: ", ")))"
        }
        return "\(name)(\(texts(arguments).joined(separator: ", ")))"
    }
}

extension JSONValue {
    /// The parameter and the body of `[["Item"], body]`.
    var lambda: (parameter: String, body: JSONValue)? {
        guard case .array(let parts) = self, parts.count == 2, case .array(let names) = parts[0], names.count == 1,
            case .string(let parameter) = names[0]
        else { return nil }
        return (parameter, parts[1])
    }
}

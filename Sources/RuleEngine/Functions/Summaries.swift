// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension Function {
    /// A function as lists of functions show it.
    public struct Summary: Sendable {
        public let name: String
        /// As `+(number, number, number…)`; the last of them may stand any number of times where dots follow it, also
        /// never.
        public let signatures: [String]
        /// One line; empty for what needs none.
        public let text: String
    }

    /// All functions of a dialect, by their names.
    public static func summaries(of dialect: Dialect) -> [Summary] {
        let functions = dialect == .language ? language : all
        return functions.sorted { $0.name < $1.name }.map { function in
            let (arguments, text) = descriptions[function.name] ?? (nil, "")
            return Summary(name: function.name, signatures: arguments ?? function.signatures, text: text)
        }
    }

    /// What a function itself tells of its arguments.
    private var signatures: [String] {
        switch form {
        case .plain(let signatures):
            return signatures.map { signature in
                let dots = signature.isVariadic ? "…" : ""
                return "\(name)(\(signature.parameters.map(\.names).joined(separator: ", "))\(dots))"
            }
        case .special(let count, _):
            let upper = count.upperBound == Int.max ? " or more" : count.count > 1 ? " to \(count.upperBound)" : ""
            return ["\(name)(\(count.lowerBound)\(upper) arguments)"]
        }
    }

    /// Of functions that see their arguments as they are written also what these are.
    private static let descriptions: [String: (signatures: [String]?, text: String)] = [
        "+": (nil, "the sum; of texts one after the other"),
        "-": (nil, "the first number less all others"),
        "*": (nil, "the product"),
        "/": (nil, "the first number divided by all others, to 16 digits, half to even"),
        "mod": (nil, "the remainder, with the sign of the first number"),
        "floor": (nil, "the next whole number downwards"),
        "ceil": (nil, "the next whole number upwards"),
        "identity": (nil, "its argument"),
        "=": (nil, "whether the first value equals all others; 1 equals \"1\""),
        "!=": (nil, "whether the first value differs from each of the others"),
        "<": (nil, "whether the first value is below each of the others"),
        "<=": (nil, "whether the first value is above none of the others"),
        ">": (nil, "whether the first value is above each of the others"),
        ">=": (nil, "whether the first value is below none of the others"),
        "between": (nil, "whether all but the last two values lie between these, and are neither"),
        "and": (["and(boolean|list|map…)"], "whether all hold; all are evaluated, lists and maps hold"),
        "or": (["or(boolean|list|map…)"], "whether one holds; all are evaluated, lists and maps hold"),
        "not": (nil, "the opposite"),
        "concat": (nil, "texts one after the other"),
        "contains": (nil, "whether the first text holds all others"),
        "notContains": (nil, "whether the first text holds none of the others"),
        "startsWith": (nil, "whether the first text starts with all others"),
        "endsWith": (nil, "whether the first text ends with all others"),
        "~": (nil, "whether the regular expression (RE2) is found in all texts"),
        "toString": (nil, "the value as a text"),
        "firstName": (nil, "the text up to its first space"),
        "lastName": (nil, "the text behind its last space"),
        "split": (nil, "the parts of a text between separators; its characters when that is empty"),
        "join": (nil, "the texts of a list with another one between them"),
        "list": (nil, "a list of these values"),
        "head": (nil, "the first element, or null"),
        "tail": (nil, "all but the first element"),
        "drop": (nil, "all but the last element"),
        "item": (nil, "the element at a place; 0 is the first"),
        "push": (nil, "the list with more elements"),
        "append": (nil, "the list with more elements"),
        "count": (nil, "how many elements a list has"),
        "isEmpty": (nil, "whether a list has no elements"),
        "reverse": (nil, "the list from its end"),
        "min": (nil, "the smallest number of a list"),
        "max": (nil, "the largest number of a list"),
        "sort": (nil, "the list in the order of its texts; downwards when true"),
        "sortByNumber": (["sortByNumber(list, lambda, boolean)"], "by a number of each element; downwards when true"),
        "sortByString": (["sortByString(list, lambda, boolean)"], "by a text of each element; downwards when true"),
        "map": (["map(list, lambda)"], "what the lambda gives for each element"),
        "filter": (["filter(list, lambda)"], "the elements for which the lambda is true"),
        "exists": (["exists(list, lambda)"], "whether the lambda is true for an element"),
        "every": (["every(list, lambda)"], "whether the lambda is true for all elements"),
        "sum": (["sum(list, lambda)"], "the sum of what the lambda gives for each element"),
        "kv": (["kv([key, value]…)"], "a map"),
        ".": ([".(name, name…)"], "the value with a name; of a map its member, and so on"),
        ".|": ([".|(fallback, expression)"], "the value, or the fallback when it has none; both of one kind"),
        "set": (["set(name, name…, value)"], "sets a name in the present scope"),
        "catch": (["catch(fallback, expression)"], "the value, or the fallback when there is an error"),
        "do": (["do(value, lambda)"], "what the lambda gives for the value"),
        "!": (["!(name, argument…)"], "a template with its arguments put in as they are written"),
        "setTemplate": (["setTemplate(signature, expression)"], "registers a template, as twice(Decimal)Decimal"),
        "#": (["#(number)"], "in a template: the argument with this number, from 0"),
        "noop": (nil, "null"),
        "parseTime": (nil, "the time that a text stands for; the second text is its layout, as yyyy-MM-dd"),
        "formatTime": (nil, "the time in RFC 3339"),
        "matchTime": (nil, "whether two times print alike in a layout"),
        "hour": (nil, "the hour, as a text"),
        "minute": (nil, "the minute, as a text"),
        "month": (nil, "the month from 1, as a text"),
        "monthDay": (nil, "the day of the month, as a text"),
        "year": (nil, "the year, as a text"),
        "weekday": (nil, "the day of the week from 0, which is Sunday, as a text"),
        "date": (nil, "the date, as 2026-03-10"),
        "before": (nil, "whether the first time is before the second"),
        "after": (nil, "whether the first time is after the second"),
        "betweenTimes": (nil, "whether the first time lies between the others, and is neither"),
        "addDuration": (nil, "the time so many minutes, hours or days later"),
        "subDuration": (nil, "the time so many minutes, hours or days earlier"),
        "days": (nil, "the days from now to a time"),
        "daysBetween": (nil, "the days from the first time to the second"),
    ]
}

extension Kinds {
    /// As `number|string`.
    fileprivate var names: String {
        let known: [(Kinds, String)] = [
            (.any, "any"), (.atom, "atom"), (.collection, "list|map"), (.number, "number"), (.string, "string"),
            (.boolean, "boolean"), (.time, "time"), (.null, "null"), (.list, "list"), (.map, "map"),
        ]
        var rest = self
        var names: [String] = []
        for (kinds, name) in known where rest.isSuperset(of: kinds) {
            names.append(name)
            rest.subtract(kinds)
        }
        return names.joined(separator: "|")
    }
}

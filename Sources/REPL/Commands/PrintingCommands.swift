// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import LuaRuntime
import Recording

extension ReplCommand {
    /// What shows values in other ways.
    static let printing: [ReplCommand] = [
        ReplCommand(
            "more [all]", [.choice(["all"])], "shows what the last result left out",
            details: "`:more all` shows all of it, a screen at a time."
        ) { session, argument in
            guard argument.isEmpty || argument == "all" else {
                throw PerchError(.invalidArgument, "`:more` does not know `\(argument)`", hint: "write `:more all`")
            }
            if argument == "all" {
                session.surroundings.page(try session.wholeText())
                return .done
            }
            guard let text = try session.moreText() else {
                session.surroundings.note("nothing was left out\n")
                return .done
            }
            session.surroundings.write(text + "\n")
            return .done
        },
        ReplCommand(
            "table [EXPRESSION]", [.entry],
            "shows a list of objects, or the last result, as a table"
        ) { session, expression in
            for picture in try session.pictures(try session.chosen(expression)) {
                let list = picture.table.flatMap { table in
                    table.itemCount > 0
                        ? table : table.fields.lazy.compactMap(\.value.table).first { $0.itemCount > 0 }
                }
                guard let list, let table = TableLayout(list, session.layout, indent: 0, isAsked: true) else {
                    throw PerchError(
                        .invalidArgument, "this is no list of objects",
                        hint: "give one: :table answer.effects")
                }
                session.surroundings.write(table.lines.map { session.paint($0) + "\n" }.joined())
            }
            return .done
        },
        ReplCommand(
            "plot [EXPRESSION]", [.entry],
            "draws numbers: a loyalty history, discounts by campaign, any list",
            details: "In Lua: plot(values, { x = \"name\", y = \"amount\" }), where x and y name fields."
        ) { session, expression in
            for reference in try session.chosen(expression) {
                guard let value = session.data(reference) else {
                    throw PerchError(
                        .invalidArgument, "this is no data that could be drawn", hint: "give a table of numbers")
                }
                let connections = session.connections
                let plot = try Plot(value, campaign: { connections.campaignName($0) })
                session.surroundings.write(plot.text(width: session.surroundings.width(), paint: session.paint) + "\n")
            }
            return .done
        },
        ReplCommand(
            "diff A B", [.name, .name], "compares two values, path by path",
            details: "A and B are variables or paths; with a comma between them any expressions: `:diff f(1), f(2)`."
        ) { session, argument in
            let values = try session.values(of: separated(argument)).map(session.data)
            guard values.count == 2, let a = values[0], let b = values[1] else {
                throw PerchError(
                    .invalidArgument, "`:diff` compares two values that are data, got `\(argument)`",
                    hint: "write `:diff before after`")
            }
            let differences = PathDifference.all(between: a.sorted, and: b.sorted)
            guard !differences.isEmpty else {
                session.surroundings.note("they are the same\n")
                return .done
            }
            let paint = session.paint
            for difference in differences {
                let path = difference.path.isEmpty ? "value" : difference.path
                let before = difference.recorded.map { LuaText.value($0) }
                let after = difference.actual.map { LuaText.value($0) }
                session.surroundings.write(
                    "\(path): \(paint(before ?? "nothing", .bad)) → \(paint(after ?? "nothing", .good))\n")
            }
            return .done
        },
    ]

    /// `a b` as `a, b`; a text with a comma outside of brackets stays as it is.
    private static func separated(_ text: String) -> String {
        let source = LuaSource(text)
        var depth = 0
        var spaces: [Int] = []
        var end = 0
        for token in source.tokens {
            if depth == 0, token.range.lowerBound > end, end > 0 { spaces.append(end) }
            end = token.range.upperBound
            switch source.text(token) {
            case "(", "{", "[": depth += 1
            case ")", "}", "]": depth -= 1
            case "," where depth == 0: return text
            default: break
            }
        }
        guard spaces.count == 1 else { return text }
        return source.text(0..<spaces[0]) + "," + source.text(spaces[0]..<source.bytes.count)
    }
}

extension ReplSession {
    /// The values of an expression; of nothing, those of the last entry.
    fileprivate func chosen(_ expression: String) throws -> [LuaReference] {
        if !expression.isEmpty { return try values(of: expression) }
        guard !lastResults.isEmpty else {
            throw PerchError(
                .invalidArgument, "there is no result yet", hint: "enter an expression first, or name one here")
        }
        return [lastResults[0]]
    }

    /// What the last picture left out; nil when it was nothing.
    fileprivate func moreText() throws -> String? {
        guard case .array(let parts)? = try call("more").first, parts.count == 2 else { return nil }
        return ValueLayout.text(Picture(parts[0]), layout)
    }

    /// The last results with everything in them.
    fileprivate func wholeText() throws -> String {
        _ = try call("limit", LuaValues(.integer(60), .integer(1_000_000), .integer(2_000_000)))
        defer { _ = try? call("limit", LuaValues(.integer(6), .integer(50), .integer(4_000))) }
        return try pictures(lastResults).map { ended(ValueLayout.text($0, layout)) }.joined()
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import OperationCatalog

/// The help of one thing as text, of up to 100 columns.
enum HelpPage {
    private static let width = 100

    static func function(_ function: Declarations.Function, _ declarations: Declarations) -> String {
        if let operation = function.operation { return HelpText.render(operation) }
        var sections = [function.signature, function.summary.wrapped(width)]
        let parameters = function.parameters.filter { !$0.summary.isEmpty || $0.schema != .any }
        sections.append(
            section("Arguments", table(parameters.map { ($0.name, $0.schema.typeText, $0.summary) })))
        for object in parameters.flatMap(\.schema.objectNames).compactMap({ declarations.object(named: $0) }) {
            sections.append(section("Fields (* required)", fields(of: object)))
        }
        sections.append(section("Gives", table(function.results.map { ($0.name, $0.schema.typeText, $0.summary) })))
        return page(sections)
    }

    static func module(_ module: Declarations.Module, _ declarations: Declarations) -> String {
        let members = (declarations.members[module.name] ?? []).map { name in
            let full = "\(module.name).\(name)"
            let summary = declarations.functions[full]?.summary ?? declarations.modules[full]?.summary ?? ""
            return (full, summary.firstSentence)
        }
        let hint = members.first.map { "`?\($0.0)` tells more." } ?? ""
        return page([module.name, module.summary.wrapped(width), table(members), hint])
    }

    static func object(_ object: ObjectSchema, _ declarations: Declarations) -> String {
        page([object.name, object.summary.wrapped(width), section("Fields (* required)", fields(of: object))])
    }

    static func field(_ field: Field, path: String, objects: [ObjectSchema]) -> String {
        let type = field.schema.typeText + (field.isRequired ? ", required" : "")
        let sections = objects.map { section("Fields of \($0.name) (* required)", fields(of: $0)) }
        return page(["\(path)\n\(type)", field.fullSummary.wrapped(width)] + sections)
    }

    static func effect(_ effect: EffectType) -> String {
        let props = effect.props.map { ($0.name + ($0.isRequired ? " *" : ""), $0.schema.typeText, $0.fullSummary) }
        let example = """
              for _, effect in ipairs(answer.effects) do
                if effect.effectType == "\(effect.name)" then print(perch.inspect(effect.props)) end
              end
            """
        return page([
            "\(effect.name)\nan effect", effect.summary.wrapped(width),
            section("Props (* always there)", table(props)), section("Example", example),
        ])
    }

    static var effects: String {
        page([
            "Effects are what an answer asks for: each has an `effectType` and its `props`.",
            table(EffectType.all.map { ($0.name, $0.summary) }), "`?setDiscount` tells more.",
        ])
    }

    static func ruleFunction(_ function: RuleFunctions.Summary) -> String {
        let call = "{ \"\(function.name)\", … }"
        return page([
            "\(function.name)\na function of rules, written \(call)", sentence(function.text).wrapped(width),
            section("Arguments", function.signatures.map { "  \($0)" }.joined(separator: "\n")),
        ])
    }

    static var rules: String {
        page([
            "Functions of conditions and effects: an expression is a table with the name of its function first.",
            table(RuleFunctions.all.map { ($0.name, $0.text) }), "`?couponValid` tells more.",
        ])
    }

    private static func sentence(_ text: String) -> String {
        text.isEmpty ? "" : text.prefix(1).uppercased() + text.dropFirst() + "."
    }

    static func error(_ error: ErrorTopic) -> String {
        page(["\(error.name)\n\(error.kind.title)", error.summary.wrapped(width), error.remedy.wrapped(width)])
    }

    static var errors: String {
        let sections = ErrorTopic.Kind.allCases.map { kind in
            section(
                kind.heading,
                table(ErrorTopics.all.filter { $0.kind == kind }.map { ($0.name, $0.summary) }))
        }
        return page(sections + ["`?invalid_argument` tells what to do about it."])
    }

    static func command(_ command: CommandShape) -> String {
        page([command.usage, command.summary.wrapped(width), command.discussion.wrapped(width)])
    }

    static func commands(_ commands: [CommandShape]) -> String {
        page([table(commands.map { ($0.usage, $0.summary) }), "`?:NAME` tells more about one."])
    }

    // MARK: - Parts

    private static func page(_ sections: [String]) -> String {
        sections.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private static func section(_ title: String, _ content: String) -> String {
        content.isEmpty ? "" : "\(title)\n\(content)"
    }

    private static func fields(of object: ObjectSchema) -> String {
        table(
            object.fields.filter { !$0.options.contains(.readOnly) }.map {
                ($0.name + ($0.isRequired ? " *" : ""), $0.schema.typeText, $0.fullSummary)
            })
    }

    static func table(_ rows: [(String, String)]) -> String {
        let names = min(rows.map(\.0.count).max() ?? 0, 40)
        return rows.map { name, text in
            let start = "  " + name.padded(to: names) + "  "
            return start + text.wrapped(max(width - start.count, 40), indent: names + 4)
        }.joined(separator: "\n")
    }

    private static func table(_ rows: [(String, String, String)]) -> String {
        let types = min(rows.map(\.1.count).max() ?? 0, 32)
        let names = rows.map(\.0.count).max() ?? 0
        return rows.map { name, type, text in
            let start = "  " + name.padded(to: names) + "  " + type.padded(to: types) + "  "
            let indent = names + types + 6
            return (start + text.wrapped(max(width - indent, 40), indent: indent)).trimmedEnd
        }.joined(separator: "\n")
    }
}

extension String {
    /// Up to its first full stop.
    var firstSentence: String {
        range(of: ". ").map { String(self[..<$0.lowerBound]) + "." } ?? self
    }

    fileprivate var trimmedEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}

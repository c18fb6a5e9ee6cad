// Part of Perch. SPDX-License-Identifier: Apache-2.0

import OperationCatalog

/// The line below an entry: what is called around the cursor, or what the field there holds.
struct LuaHint {
    let names: any LiveNames
    let declarations: Declarations

    func hint(_ context: CursorContext) -> String? {
        guard context.place != .comment else { return nil }
        if let position = ValuePosition(context, declarations) {
            return field(position, context) ?? argument(position)
        }
        if let function = function(named: context) { return "\(function.signature)  \(function.summary)" }
        return call(context)
    }

    /// Of the field whose value the cursor is in, or whose name is written in full.
    private func field(_ position: ValuePosition, _ context: CursorContext) -> String? {
        if let entity = position.attributesOf, let name = position.attribute,
            let attribute = names.attributes(of: entity).first(where: { $0.name == name })
        {
            let choices = attribute.choices.isEmpty ? "" : ": \(attribute.choices.joined(separator: ", "))"
            return "\(name)  \(attribute.type)\(choices)"
        }
        let named = position.objects.lazy.compactMap { $0.field(named: context.word) }.first
        guard let field = named ?? (position.objects.isEmpty ? position.field : nil) else { return nil }
        // What there is to choose from comes first: the line may be cut off.
        let type = field.schema.choices.map { $0.joined(separator: " | ") } ?? field.schema.typeText
        let mark = field.isRequired ? ", required" : ""
        return "\(field.name)  \(type)\(mark). \(field.fullSummary(withChoices: false))"
    }

    /// The signature with the present argument marked, and what that is.
    private func argument(_ position: ValuePosition) -> String {
        let signature = position.function.signature(marking: position.argument)
        let summary =
            position.objects.first.map(\.summary).flatMap { $0.isEmpty ? nil : $0 } ?? position.parameter.summary
        return summary.isEmpty ? signature : "\(signature)  \(summary)"
    }

    /// Of a name that is a function's, before it is called.
    private func function(named context: CursorContext) -> Declarations.Function? {
        switch context.receiver {
        case .none:
            guard !context.isAtKey, !context.word.isEmpty, !context.hasLocal(context.word)
            else { return nil }
            return declarations.functions[context.word]
        case .field(let path): return declarations.functions[(path + [context.word]).joined(separator: ".")]
        case .text: return declarations.functions["string.\(context.word)"]
        case .method, .unknown: return nil
        }
    }

    /// Of the innermost call whose function is known, when the cursor is in something else inside of it.
    private func call(_ context: CursorContext) -> String? {
        for frame in context.frames.reversed() {
            if frame.kind == .block { return nil }
            guard case .call(let path?, let isMethod) = frame.kind, !isMethod,
                let function = declarations.functions[path.joined(separator: ".")]
            else { continue }
            return function.signature(marking: frame.position)
        }
        return nil
    }
}

extension Schema {
    /// The texts that a value, or each element of a list, is one of.
    fileprivate var choices: [String]? {
        switch self {
        case .choice(let choices), .array(of: .choice(let choices), _, _, _): choices
        default: nil
        }
    }
}

/// The line below a command: how it is written.
enum CommandHint {
    static func hint(in text: String, _ commands: [CommandShape]) -> String? {
        guard EntryKind(text) == .command else { return nil }
        let name = text.drop { $0 == " " }.dropFirst().prefix { !$0.isWhitespace }
        return commands.first { $0.name == name }.map { "\($0.usage)  \($0.summary)" }
    }
}

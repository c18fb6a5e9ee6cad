// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI

extension ReplCommand {
    /// What reads and writes files.
    static let files: [ReplCommand] = [
        ReplCommand(
            "load FILE", [.file], "runs a script in this session",
            details: "Its local variables at the top level live on, as those of an entry do."
        ) { session, path in
            var bytes = try session.surroundings.readFile(path)
            // The first line may be for the shell.
            if bytes.first == UInt8(ascii: "#") {
                for place in bytes.indices.prefix(while: { bytes[$0] != UInt8(ascii: "\n") }) {
                    bytes[place] = UInt8(ascii: " ")
                }
            }
            return try session.evaluate(String(decoding: bytes, as: UTF8.self), as: path)
        },
        ReplCommand(
            "reload", [], "requires modules again whose files have changed",
            details: "Variables that hold such a module have its new contents."
        ) { session, _ in
            let names = try session.reloadModules()
            session.surroundings.note(
                names.isEmpty ? "no module has changed\n" : "reloaded \(names.joined(separator: ", "))\n")
            return .done
        },
        ReplCommand(
            "edit [N]", [.other], "opens an entry in your editor, and runs what you make of it",
            details: "N is the number that errors name, as in `entry 3`; the last one when left out."
        ) { session, argument in
            guard argument.isEmpty || Int(argument) != nil else {
                throw PerchError(
                    .invalidArgument, "`:edit` takes the number of an entry, not `\(argument)`", hint: "write `:edit 3`"
                )
            }
            let entry = session.record.entry(Int(argument))
            guard entry != nil || argument.isEmpty else {
                throw PerchError(
                    .invalidArgument, "there is no entry \(argument)",
                    hint: "the last one is \(session.record.entry(nil)?.number ?? 0)")
            }
            guard let text = try session.surroundings.edit(entry?.text ?? ""),
                text.contains(where: { !$0.isWhitespace })
            else { return .done }
            session.surroundings.note(session.ended(text))
            return session.submit(text)
        },
        ReplCommand(
            "save [--scenario] FILE", [.file, .file], "writes what succeeded as a script, or as a scenario",
            details: """
                A script runs with `perch run`. With `--scenario` the values that you saw become expectations, without those \
                that differ from run to run, and `perch test` runs it.
                """
        ) { session, argument in
            let (path, isScenario) = try Self.file(argument)
            guard !session.record.kept.isEmpty else {
                throw PerchError(
                    .invalidArgument, "there is nothing to save yet", hint: "enter something that succeeds first")
            }
            let text =
                isScenario
                ? try SavedScenario(session, path: path).text
                : SavedScript(
                    session.record.kept, environment: session.prompt.environment, isStatement: session.isStatement
                ).text
            try session.surroundings.writeFile(path, Array(text.utf8))
            session.surroundings.note(
                isScenario ? "saved; `perch test \(path)` runs it\n" : "saved; `perch run \(path)` runs it\n")
            return .done
        },
    ]

    private static func file(_ argument: String) throws -> (path: String, isScenario: Bool) {
        let words = argument.split(separator: " ").map(String.init)
        let paths = words.filter { !$0.hasPrefix("--") }
        if let unknown = words.first(where: { $0.hasPrefix("--") && $0 != "--scenario" }) {
            throw PerchError(
                .invalidArgument, "`:save` has no option `\(unknown)`", hint: "write `:save --scenario FILE`")
        }
        guard let path = paths.first, paths.count == 1 else {
            throw PerchError(
                .invalidArgument, "`:save` takes one file, got `\(argument)`", hint: "write `:save FILE`")
        }
        return (path, words.contains("--scenario"))
    }
}

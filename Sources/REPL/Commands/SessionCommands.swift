// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import LineEditing
import OperationCatalog

extension ReplCommand {
    /// What is about the session and its environment.
    static let session: [ReplCommand] = [
        ReplCommand(
            "env [NAME]", [.environment], "shows the environments, or goes to one",
            details: "Variables stay as they are; calls go to the other environment."
        ) { session, name in
            guard !name.isEmpty else {
                let now = session.prompt.environment
                let names = session.surroundings.environments
                for name in names.isEmpty ? [now] : names {
                    session.surroundings.write((name == now ? "→ " : "  ") + name + "\n")
                }
                return .done
            }
            let known = session.surroundings.environments
            guard known.contains(name) || known.isEmpty else {
                throw PerchError(
                    .configuration, "there is no environment `\(name)`",
                    hint: Suggestion.nearest(to: name, among: known).map { "did you mean `\($0)`?" }
                        ?? "there are: \(known.joined(separator: ", "))")
            }
            try session.move(to: try session.surroundings.environment(name))
            session.surroundings.note("environment \(name)\n")
            return .done
        },
        ReplCommand("trace [on|off]", onOff, "shows every call, without secrets") { session, argument in
            let isOn = try isOn(argument, of: "trace") ?? !session.connections.isTracing
            session.connections.isTracing = isOn
            session.reconnect()
            session.surroundings.note("calls are \(isOn ? "shown" : "not shown")\n")
            return .done
        },
        ReplCommand(
            "dry [on|off]", onOff, "changes nothing from now on",
            details: """
                In the sandbox what follows works on a copy, which is dropped with `:dry off`. On an account calls are made in \
                the service's own dry mode, and those that have none are refused. What is entered meanwhile is not saved.
                """
        ) { session, argument in
            let isOn = try isOn(argument, of: "dry") ?? !session.connections.isDry
            try session.connections.setDry(isOn)
            session.reconnect()
            session.surroundings.note(isOn ? "nothing changes until `:dry off`\n" : "changes are made again\n")
            return .done
        },
        ReplCommand("time ENTRY", [.entry], "says how long an entry takes") { session, entry in
            let clock = ContinuousClock()
            let start = clock.now
            let submission = session.submit(entry)
            let microseconds = Int((clock.now - start) / .microseconds(1))
            let text =
                microseconds < 1_000
                ? "\(microseconds) µs"
                : microseconds < 1_000_000
                    ? "\(microseconds / 1_000).\(microseconds % 1_000 / 100) ms"
                    : "\(microseconds / 1_000_000).\(microseconds % 1_000_000 / 10_000 / 10)\(microseconds / 10_000 % 10) s"
            session.surroundings.note(text + "\n")
            return submission
        },
        ReplCommand("vars", [], "lists the variables that you have made") { session, _ in
            guard case .array(let variables)? = try session.call("variables").first else {
                session.surroundings.note("there are none yet\n")
                return .done
            }
            let longest = variables.map { DisplayWidth.of($0[0].string ?? "") }.max() ?? 0
            for variable in variables {
                let name = DisplayWidth.padded(variable[0].string ?? "", to: longest)
                let value = ValueLayout.line(Picture(variable[2]), session.layout)
                session.surroundings.write(
                    session.paint(([Span(name + "  ")] + value).cut(to: session.layout.width)) + "\n")
            }
            return .done
        },
        ReplCommand("traceback", [], "shows how the last error came about") { session, _ in
            guard !session.lastTraceback.isEmpty else {
                session.surroundings.note("the last entry had no error\n")
                return .done
            }
            for frame in session.lastTraceback { session.surroundings.write("from \(frame)\n") }
            return .done
        },
        ReplCommand(
            "reset", [], "begins anew",
            details: """
                All variables are gone, and the sandbox is as its environment has it at the beginning; a sandbox with a \
                database keeps what stands there.
                """
        ) { session, _ in
            try session.reset()
            session.surroundings.note("everything is as it was at the beginning\n")
            return .done
        },
    ]

    static let ending: [ReplCommand] = [
        ReplCommand(
            "help [NAME]", [.command], "lists the commands, or explains one",
            details: "It explains what `?NAME` does, too."
        ) { session, name in
            let isCommand = named(String(name.drop { $0 == ":" })) != nil
            let question = isCommand ? ":" + name.drop { $0 == ":" } : name
            session.surroundings.page(session.ended(name.isEmpty ? overview : try session.answer(to: question)))
            return .done
        },
        ReplCommand("quit", [], "ends the session") { _, _ in .quit(0) },
    ]

    /// The commands in two columns, and how entries work.
    private static var overview: String {
        let longest = shapes.map(\.usage.count).max() ?? 0
        let commands = shapes.map { "  " + DisplayWidth.padded($0.usage, to: longest) + "  " + $0.summary }
        return (commands + ["", entries]).joined(separator: "\n")
    }

    private static let entries = """
        An expression shows its value; `;` at its end keeps it quiet.
        `_` is the last value, `_2` the second of several.
        `local` at the top level lives on in later entries, as a global of this
        session; in blocks and functions it is local.
        `?name` explains an operation, a function or a field, and `?` tells what
        there is to ask for.
        """
}

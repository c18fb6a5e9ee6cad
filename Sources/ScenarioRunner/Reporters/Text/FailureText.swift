// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON

/// Tells in lines what went wrong in a scenario: for terminals, and without colours for plain reports.
struct FailureText {
    var style = TextStyle(isColored: false)
    var width = 100
    /// More than so many lines of one kind are not shown.
    var limit = 40

    /// All failures of the attempt that counts, what it printed, and how to run it again.
    func lines(_ result: ScenarioResult, rerun: String? = nil) -> [String] {
        guard let attempt = result.failedAttempt else { return [] }
        var blocks: [[String]] = []
        var facts: [String] = []
        var shownCall: Int?
        for (place, failure) in attempt.failures.enumerated() {
            if !facts.isEmpty { blocks.append(facts) }
            let count = attempt.failures.count
            let head = count > 1 ? [style.paint("failure \(place + 1) of \(count)", .dim)] : []
            blocks.append(head + source(failure))
            blocks += [message(failure), differences(failure)]
            facts = self.facts(failure, in: attempt, showsCall: failure.call != shownCall)
            shownCall = failure.call
        }
        let output = TerminalText.lines(attempt.output)
        if !output.isEmpty { facts += labelled("printed", shortened(output, keepingEnd: true)) }
        if let rerun { facts += labelled("rerun", [style.paint(TerminalText.oneLine(rerun), .cyan)]) }
        blocks.append(facts)
        return Array(blocks.filter { !$0.isEmpty }.joined(separator: [""]))
    }

    /// What kind of failure it is, where the message alone does not say so: `error in before_each`.
    static func kind(_ failure: Failure) -> String? {
        let phase = failure.phase == .body ? "" : " in \(failure.phase.rawValue)"
        return switch failure.kind {
        case .check: phase.isEmpty ? nil : "check" + phase
        case .error: "error" + phase
        case .timeout: "timeout" + phase
        case .exit: "exit" + phase
        case .crash: "crash" + phase
        case .interrupted: "interrupted" + phase
        }
    }

    // MARK: - Parts

    private func facts(_ failure: Failure, in attempt: Attempt, showsCall: Bool) -> [String] {
        var facts: [String] = []
        if !failure.steps.isEmpty {
            facts += labelled("step", [TerminalText.oneLine(failure.steps.joined(separator: " › "))])
        }
        if showsCall, let index = failure.call, attempt.calls.indices.contains(index) {
            facts += call(attempt.calls[index])
        }
        if let why = failure.explanation { facts += labelled("why", shortened(TerminalText.lines(why)).map(judged)) }
        if let hint = failure.hint { facts += labelled("hint", TerminalText.lines(hint)) }
        if failure.kind != .check, !failure.traceback.isEmpty {
            let frames = shortened(failure.traceback.map(TerminalText.oneLine))
            facts += labelled("trace", frames.map { style.paint($0, .dim) })
        }
        return facts
    }

    private func source(_ failure: Failure) -> [String] {
        guard let location = failure.location else { return [] }
        var lines = [style.paint(TerminalText.oneLine(location.description), .dim)]
        guard let source = failure.source, let text = TerminalText.lines(source).first(where: { !$0.isEmpty }) else {
            return lines
        }
        let number = String(location.line)
        let gutter = String(repeating: " ", count: number.count) + style.paint(" │ ", .dim)
        lines.append(style.paint(number + " │ ", .dim) + text.drop { $0 == " " })
        let names = failure.values.map { TerminalText.width($0.name) }.max() ?? 0
        for (name, value) in failure.values {
            let values = shortened(TerminalText.lines(value))
            let head = TerminalText.pad(TerminalText.oneLine(name), to: names) + " = "
            for (place, value) in values.enumerated() {
                let start = place == 0 ? head : String(repeating: " ", count: names + 3)
                lines.append(gutter + style.paint(start, .dim) + value)
            }
        }
        return lines
    }

    private func message(_ failure: Failure) -> [String] {
        var lines: [String] = []
        if let note = failure.note { lines += TerminalText.lines(note).map { style.paint($0, .bold) } }
        var message = TerminalText.lines(failure.message)
        if let kind = Self.kind(failure) {
            message = ["\(kind): \(message.first ?? "it does not say why")"] + message.dropFirst()
        }
        lines += shortened(message).map { style.paint($0, .red) }
        return lines
    }

    private func differences(_ failure: Failure) -> [String] {
        var lines: [String] = []
        for difference in failure.differences.prefix(limit / 2) {
            if !difference.path.isEmpty { lines.append(TerminalText.oneLine(difference.path)) }
            let sides = (difference.expected.map(TerminalText.lines), difference.actual.map(TerminalText.lines))
            let (expected, actual) = marked(sides.0, sides.1)
            lines += side("expected", expected, .green) + side("actual  ", actual, .red)
        }
        let more = failure.differences.count - limit / 2
        if more > 0 { lines.append(style.paint("… and \(more) more", .dim)) }
        return lines
    }

    private func side(_ name: String, _ value: [String]?, _ look: TextStyle.Look) -> [String] {
        guard let value, !value.isEmpty else {
            return ["  \(style.paint(name, .dim))  " + style.paint(value == nil ? "nothing" : "an empty text", .dim)]
        }
        return shortened(value).enumerated().map { place, line in
            "  " + style.paint(place == 0 ? name : "        ", .dim) + "  " + line
        }
    }

    /// Both sides in their colours; where both are one line, what differs stands out.
    private func marked(_ expected: [String]?, _ actual: [String]?) -> ([String]?, [String]?) {
        guard style.isColored else { return (expected, actual) }
        guard let left = expected, let right = actual, left.count == 1, right.count == 1 else {
            return (expected?.map { style.paint($0, .green) }, actual?.map { style.paint($0, .red) })
        }
        let start = zip(left[0], right[0]).prefix { $0 == $1 }.count
        let end = zip(left[0].dropFirst(start).reversed(), right[0].dropFirst(start).reversed()).prefix { $0 == $1 }
            .count
        func paint(_ text: String, _ look: TextStyle.Look) -> [String] {
            let middle = String(text.dropFirst(start).dropLast(end))
            return [
                style.paint(String(text.prefix(start)), look) + style.paint(middle, look, .bold, .underline)
                    + style.paint(String(text.suffix(end)), look)
            ]
        }
        return (paint(left[0], .green), paint(right[0], .red))
    }

    private func call(_ call: Call) -> [String] {
        let isGood = call.status.map { (200..<400).contains($0) } ?? false
        let result = call.status.map(String.init) ?? "no answer"
        let head =
            style.paint("\(call.method) \(TerminalText.oneLine(call.target))", .bold) + " → "
            + style.paint(result, isGood ? .green : .red) + " in \(DurationText.short(call.duration))"
        var lines = [head]
        if let error = call.error { lines += TerminalText.lines(error).map { style.paint($0, .red) } }
        if !isGood, let response = call.response, !response.isEmpty {
            lines.append(TerminalText.cut(TerminalText.oneLine(response), to: 600))
        }
        lines += TerminalText.lines(call.curl).map { style.paint($0, .dim) }
        var facts = labelled("call", lines)
        let effects = EffectText.lines(call.effects, width: width - 14, style: style)
        if !effects.isEmpty { facts += labelled("effects", shortened(effects)) }
        return facts
    }

    /// The marks of an explanation in their colours.
    private func judged(_ line: String) -> String {
        guard let mark = line.first(where: { $0 != " " }) else { return line }
        return switch mark {
        case "✗": style.paint(line, .red)
        case "✓": style.paint(line, .green)
        default: line
        }
    }

    private func labelled(_ label: String, _ lines: [String]) -> [String] {
        lines.enumerated().map { place, line in
            line.isEmpty ? "" : style.paint(TerminalText.pad(place == 0 ? label : "", to: 9), .dim) + line
        }
    }

    private func shortened(_ lines: [String], keepingEnd: Bool = false) -> [String] {
        guard lines.count > limit else { return lines }
        let more = style.paint("… \(lines.count - limit) more lines", .dim)
        return keepingEnd ? [more] + lines.suffix(limit) : lines.prefix(limit) + [more]
    }
}

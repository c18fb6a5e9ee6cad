// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

extension Trace {
    /// The trace for people: what became of codes, then the campaigns with their rules, conditions and effects. `✓` and
    /// `✗` stand before what was met and what was not, `→` before what was given.
    public var text: String {
        var lines: [String] = []
        if !codes.isEmpty {
            lines += Line.aligned(codes.map(line), indent: 0) + [""]
        }
        let campaigns = campaigns
        for campaign in campaigns where campaign.absence == nil {
            lines += self.lines(of: campaign) + [""]
        }
        let absent = campaigns.compactMap { campaign in campaign.absence.map { (campaign.name, $0) } }
        if !absent.isEmpty {
            lines.append("took no part")
            lines += Line.aligned(
                absent.map { Line(mark: "✗", left: $0, right: Phrase.absence($1, now: now)) }, indent: 2)
            lines.append("")
        }
        if campaigns.isEmpty { lines += ["there are no campaigns", ""] }
        return lines.dropLast().joined(separator: "\n")
    }

    /// The time of the evaluation for people.
    public var nowText: String { Phrase.moment(now) }

    private func line(_ code: Code) -> Line {
        let mark =
            switch code.outcome {
            case .accepted: "✓"
            case .refused: "✗"
            case .unused: "·"
            }
        return Line(mark: mark, left: "\(code.kind.rawValue) \(code.code)", right: code.details)
    }

    private func lines(of campaign: Summary) -> [String] {
        campaign.runs.flatMap { run -> [String] in
            var title = "\(run.isTriggered ? "✓" : "✗") \(run.campaignName)"
            if let coupon = run.coupon { title += ", with the coupon \(coupon)" }
            var lines = [title]
            if let loss = run.loss { lines.append("  excluded: \(Phrase.loss(loss))") }
            if run.rules.isEmpty, run.loss == nil { lines.append("  it has no rules") }
            for rule in run.rules { lines += self.lines(of: rule, run) }
            return lines
        }
    }

    // MARK: - Rules

    private func lines(of rule: Rule, _ run: Run) -> [String] {
        var parts: [Line] = []
        if rule.isAny, rule.conditions.count > 1 { parts.append(Line(mark: "", left: "one of these is enough:")) }
        for condition in rule.conditions { parts += lines(of: condition, run, depth: 0) }
        let isMet = rule.outcome == .matched
        parts += lines(of: rule.effects, isLost: run.loss != nil)
        var lines = ["  \(isMet ? "✓" : "✗") \(rule.title)"]
        if case .unsupported(let names) = rule.outcome {
            lines.append("      it uses what the sandbox does not have: \(names.joined(separator: ", "))")
        }
        return lines + Line.aligned(parts, indent: 6) + filters(run, rule)
    }

    /// The cart item filters that the rule reads, with their expressions.
    private func filters(_ run: Run, _ rule: Rule) -> [String] {
        let read = Set((rule.conditions.flatMap(\.reads) + rule.effects.flatMap(\.reads)).map(\.path))
        return (run.bindings + rule.bindings).filter { read.contains($0.name) }.map {
            "      \($0.name) = \(InfixText.text(of: $0.expression))"
        }
    }

    private func lines(of condition: Condition, _ run: Run, depth: Int) -> [Line] {
        let mark = String(repeating: "  ", count: depth) + (condition.isMet ? "✓" : "✗")
        let (name, _) = condition.expression.call
        switch name {
        case "and" where condition.parts.count > 1, "or" where condition.parts.count > 1:
            let head = Line(mark: mark, left: name == "and" ? "all of these" : "one of these")
            return [head] + condition.parts.flatMap { lines(of: $0, run, depth: depth + 1) }
        case "not" where condition.parts.first.map({ ["and", "or"].contains($0.expression.call.name) }) == true:
            let head = Line(mark: mark, left: "not")
            return [head] + condition.parts.flatMap { lines(of: $0, run, depth: depth + 1) }
        default: break
        }
        let text =
            switch condition.expression {
            case true: "always"
            case false: "never"
            default: InfixText.text(of: condition.expression)
            }
        return [Line(mark: mark, left: text, right: facts(of: condition, run).joined(separator: "; "))]
    }

    /// What a condition saw.
    private func facts(of condition: Condition, _ run: Run) -> [String] {
        let inner = condition.innermost
        var facts = Self.facts(inner.operands, condition.reads)
        switch inner.expression.call.name {
        case "couponvalid": facts.append(fact(of: .coupon, run.coupon, run))
        case "referralvalid": facts.append(fact(of: .referral, inner.isMet ? codes.last?.code : nil, run))
        default: break
        }
        if let error = (condition.error ?? inner.error).map(Phrase.plain), !facts.contains(error) {
            facts.append(error)
        }
        return facts
    }

    static func facts(_ operands: [Operand], _ reads: [Read]) -> [String] {
        operands.compactMap { operand in
            operand.result.map { "\(InfixText.text(of: operand.expression)) is \(Phrase.value($0))" }
        }
            + reads.phrases
    }

    /// Which code is valid, or why none is.
    private func fact(of kind: Code.Kind, _ valid: String?, _ run: Run) -> String {
        if let valid { return valid }
        let refused = codes.filter { $0.kind == kind && $0.campaignID == run.campaignID }
        guard !refused.isEmpty else {
            return "the session has no \(kind == .coupon ? "coupon" : "referral code") of this campaign"
        }
        return refused.map { "\($0.code): \($0.details)" }.joined(separator: "; ")
    }

    // MARK: - Effects

    private func lines(of effects: [Given], isLost: Bool) -> [Line] {
        var lines: [Line] = []
        var rest = effects[...]
        while let first = rest.first {
            // Effects of one expression on many items are told together.
            let count = first.isPerItem ? rest.prefix { first.isAlike($0) }.count : 1
            let alike = Array(rest.prefix(count))
            rest = rest.dropFirst(count)
            guard let effect = first.effect else {
                lines.append(
                    Line(
                        mark: "✗", left: InfixText.text(of: first.expression),
                        right: ([Phrase.plain(first.error ?? "it gives no effect")]
                            + first.budgets.map(Phrase.used)
                            + Self.facts(first.operands, first.reads.filter { $0.value != nil }))
                            .joined(separator: "; ")))
                continue
            }
            var notes = first.sources + first.cuts.map(\.phrase)
            if let loss = first.loss {
                notes.append("not given: \(Phrase.loss(loss))")
            } else if isLost {
                notes.append("not given")
            }
            let text = count > 1 ? EffectText.text(alike.compactMap(\.effect)) : EffectText.text(effect)
            lines.append(
                Line(mark: isLost || first.loss != nil ? "✗" : "→", left: text, right: notes.joined(separator: "; ")))
        }
        return lines
    }
}

extension [Trace.Read] {
    /// As in `Session.Total is 150`. The cart as a whole tells little beside other values, such as filters of it.
    fileprivate var phrases: [String] {
        filter { count == 1 || $0.path != "Session.CartItems" }.map { read in
            read.value.map { "\(read.path) is \(Phrase.value($0))" } ?? "\(read.path) has no value"
        }
    }
}

extension Trace.Condition {
    /// The condition without what stands around it and keeps its meaning.
    fileprivate var innermost: Trace.Condition {
        guard parts.count == 1, let part = parts.first else { return self }
        return part.innermost
    }
}

extension Trace.Given {
    fileprivate var isPerItem: Bool { effect?.unit != nil }

    fileprivate func isAlike(_ other: Trace.Given) -> Bool {
        other.effect?.type == effect?.type && other.expression == expression && other.isPerItem
            && (other.loss == nil) == (loss == nil)
    }

    /// The expressions that amounts came from, and what they read.
    fileprivate var sources: [String] {
        var inner = expression
        while case ("catch", let arguments) = inner.call, arguments.count == 2 { inner = arguments[1] }
        let lambdas = inner.call.arguments.compactMap(\.lambda).map { InfixText.text(of: $0.body) }
        return lambdas + operands.map { InfixText.text(of: $0.expression) }
            + reads.phrases
    }
}

extension Trace.Cut {
    fileprivate var phrase: String {
        let (from, to) = (Phrase.number(from), Phrase.number(to))
        switch cause {
        case .price: return "\(from) was asked for, \(to) is what is left to take off"
        case .coupon: return "cut from \(from) to \(to) by the discount limit of the coupon"
        case .budget(let budget):
            return "cut from \(from) to \(to) by \(Phrase.used(budget))"
        }
    }
}

/// A line with a mark and, in a column of its own, what explains it.
private struct Line {
    var mark: String
    var left: String
    var right = ""

    /// The lines with their right sides in one column; what is too long on the left has its right side below.
    static func aligned(_ lines: [Line], indent: Int) -> [String] {
        let widest = 48
        func width(_ line: Line) -> Int { line.mark.count + 1 + line.left.count }
        let column = lines.filter { !$0.right.isEmpty }.map(width).filter { $0 <= widest }.max() ?? 0
        let margin = String(repeating: " ", count: indent)
        return lines.flatMap { line -> [String] in
            let left = line.mark.isEmpty ? line.left : "\(line.mark) \(line.left)"
            guard !line.right.isEmpty else { return [margin + left] }
            guard width(line) <= widest else {
                let inset = line.mark.prefix { $0 == " " }.count + 4
                return [margin + left, margin + String(repeating: " ", count: inset) + line.right]
            }
            return [margin + left + String(repeating: " ", count: column - width(line) + 3) + line.right]
        }
    }
}

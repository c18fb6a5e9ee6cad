// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ExactJSON
import Foundation
import IntegrationAPI
import RuleEngine

/// `perch talang`: evaluates expressions of the rule language.
struct Talang: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "talang",
        abstract: "Evaluate an expression of the rule language.",
        discussion: """
            An expression is JSON, [">", [".", "Session", "Total"], 100], or stands in parentheses, \
            (> (. Session Total) 100). Its value is printed as JSON, with the digits that it has.
            Without --rules it is the language alone, as its open-source interpreter has it.
            """)

    @Argument(help: ArgumentHelp("The expression; - to read it from the standard input.", valueName: "expr"))
    var expression: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A JSON object with the names that the expression may read; {\"$time\": \"…\"} is a time.",
            valueName: "file"))
    var scope: String?

    @Flag(name: .long, help: "Take everything that may stand in rulesets.")
    var rules = false

    @Option(
        name: .long,
        help: ArgumentHelp("Check the expressions of a file: their values, or that they fail.", valueName: "file"))
    var vectors: String?

    @Flag(name: .long, help: "List the functions with their arguments.")
    var functions = false

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard [expression != nil, vectors != nil, functions].filter({ $0 }).count == 1 else {
            throw ValidationError("one of an expression, --vectors and --functions is needed")
        }
    }

    func run() throws {
        if functions { return list() }
        if let vectors { return try check(vectors) }
        let text = expression == "-" ? try Self.standardInput() : expression ?? ""
        let json = try ExpressionText.read(text)
        var unknown: [String] = []
        let expression = Expression(json, dialect: dialect, unknown: &unknown)
        var evaluation = Evaluation(now: .now, scope: try names(), dialect: dialect)
        do {
            let value = try evaluation.evaluate(expression)
            Terminal.write("\(value.exactJSON)\n")
        } catch let error as EvaluationError {
            let isOfRulesets = unknown.contains { Function.names.contains($0) }
            throw PerchError(
                .script, error.description,
                hint: isOfRulesets
                    ? "with --rules it may use what rulesets have besides the language"
                    : "`perch talang --functions` lists the functions and their arguments",
                location: "the expression")
        }
    }

    private var dialect: Dialect { rules ? .rulesets : .language }

    private func names() throws -> [String: Value] {
        guard let scope else { return [:] }
        let json: JSONValue
        do {
            json = try JSONValue(parsing: Self.read(scope))
        } catch let error as JSONError {
            throw PerchError(
                .invalidArgument, "\(Terminal.relative(scope)) is \(error)",
                hint: #"write an object, as {"Session": {"Total": 100}}"#, location: scope)
        }
        guard let members = json.object else {
            throw PerchError(
                .invalidArgument, "a scope is an object, not a JSON \(json.typeName)",
                hint: #"write the names with their values, as {"Session": {"Total": 100}}"#, location: scope)
        }
        return Dictionary(uniqueKeysWithValues: members.map { ($0.key, Value(scope: $0.value)) })
    }

    // MARK: - Vectors

    private func check(_ path: String) throws {
        let vectors: [ExpressionVector]
        do {
            vectors = try ExpressionVector.read(try Self.read(path))
        } catch var error as PerchError {
            error.location = error.location ?? Terminal.relative(path)
            throw error
        }
        var failed = 0
        for vector in vectors {
            do {
                try vector.check(now: .now)
            } catch {
                failed += 1
                let wanted = vector.wanted.map(\.description) ?? "an error"
                Terminal.write("failed: \(vector.expression)\n  wanted \(wanted)\n  got    \(error)\n")
            }
        }
        Terminal.write("\(vectors.count - failed) passed, \(failed) failed\n")
        if failed > 0 { throw ExitCode.failed }
    }

    // MARK: - Functions

    private func list() {
        for function in Function.summaries(of: dialect) {
            var text = function.text
            for signature in function.signatures {
                let padded = signature.padding(toLength: max(44, signature.count + 2), withPad: " ", startingAt: 0)
                Terminal.write((text.isEmpty ? signature : padded + text) + "\n")
                text = ""
            }
        }
    }

    // MARK: - Files

    private static func read(_ path: String) throws -> String {
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw PerchError(
                .invalidArgument, "\(path) cannot be read", hint: "give the path of a file in UTF-8", location: path)
        }
    }

    private static func standardInput() throws -> String {
        guard let text = String(data: FileHandle.standardInput.readDataToEndOfFile(), encoding: .utf8) else {
            throw PerchError(
                .invalidArgument, "the standard input is not UTF-8", hint: "write the expression in UTF-8",
                location: "the standard input")
        }
        return text
    }
}

extension Moment {
    fileprivate static var now: Moment {
        Moment(microseconds: Int64(Date.now.timeIntervalSince1970 * 1_000_000))
    }
}

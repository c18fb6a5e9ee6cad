// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import Locking
import OperationCatalog
import Rows

/// Makes of each row what the operation takes. Made once for a file, from its columns.
struct RowMapping: Sendable {
    /// A column that was understood, or a constant.
    struct Slot: Sendable {
        /// As the file or the person calls it.
        let name: String
        let target: Target
        let type: CellType
    }

    let operation: Operation
    let form: BatchForm?
    private let job: BulkJob
    private let finder: FieldFinder
    /// Of the columns, by their places; nil for those that are ignored.
    let columns: [Slot?]
    private let constants: [(slot: Slot, value: JSONValue)]
    private let tree: ValueTree
    private let sharedTree: ValueTree
    /// Whether rows need fields that all rows of a call share.
    private let sharesNeeded: Bool
    private let rule: KeyRule
    /// The column that is the key, when a person named one.
    private let keyColumn: Int?
    private let keyPath: FieldPath?
    /// The members of rows of JSON that were understood.
    private let known = Guarded<[String: Slot]>([:])

    /// - Parameter columns: Empty for rows of JSON, whose members are looked up row by row.
    /// - Throws: `MappingProblem` with everything that is wrong with the columns.
    init(_ job: BulkJob, columns: [String]) throws(MappingProblem) {
        self.job = job
        operation = job.operation
        let finder = FieldFinder(job.operation, job.attributes)
        self.finder = finder
        form = finder.form
        var findings: [RowFinding] = []

        var slots: [Slot?] = []
        for name in columns {
            guard !job.ignored.contains(name) else {
                slots.append(nil)
                continue
            }
            do {
                slots.append(try Self.slot(name, job, finder))
            } catch {
                findings.append(error.finding)
                slots.append(nil)
            }
        }
        var constants: [(Slot, JSONValue)] = []
        for constant in job.constants {
            do {
                let slot = try Self.slot(constant.field, job, finder, isConstant: true)
                constants.append((slot, try slot.type.value(of: constant.text)))
            } catch let error as ColumnProblem {
                findings.append(error.finding)
            } catch let error as CellProblem {
                findings.append(
                    RowFinding(
                        column: constant.field, message: "--set \(constant.field): \(error.message)", hint: error.hint))
            } catch {}
        }
        findings += Self.stray(names: job.map.keys.sorted(), "--map", columns)
        findings += Self.stray(names: job.ignored.sorted(), "--ignore-column", columns)
        findings += Self.doubles(slots.compactMap(\.self) + constants.map(\.0))

        self.columns = slots
        self.constants = constants
        var tree = ValueTree()
        var shared = ValueTree()
        for (place, slot) in (slots + constants.map(\.0)).enumerated() {
            switch slot?.target {
            case .row(let path): tree.add(path, place)
            case .shared(let path): shared.add(path, place)
            default: break
            }
        }
        self.tree = tree
        sharedTree = shared
        rule = KeyRule(operation, form)
        let list = form?.list
        sharesNeeded = form != nil && Self.needed(operation.body?.schema).contains { $0 != list }
        if let key = job.key {
            keyColumn = columns.firstIndex(of: key)
            keyPath = columns.isEmpty ? FieldPath(key) : nil
            if keyColumn == nil, !columns.isEmpty {
                findings.append(
                    RowFinding(
                        column: key, message: "there is no column `\(key)` for --key",
                        hint: Suggestion.nearest(to: key, among: columns).map { "did you mean `\($0)`?" }
                            ?? "name one of the file's columns"))
            }
        } else {
            keyColumn = nil
            keyPath = nil
        }
        if !columns.isEmpty { findings += missing(findings) }
        guard findings.isEmpty else { throw MappingProblem(findings: findings) }
    }

    // MARK: - Columns

    private struct ColumnProblem: Error {
        let finding: RowFinding
    }

    private static func slot(
        _ name: String, _ job: BulkJob, _ finder: FieldFinder, isConstant: Bool = false
    ) throws(ColumnProblem) -> Slot {
        let field = isConstant ? name : job.map[name] ?? name
        do {
            let found = try finder.find(field)
            return Slot(name: name, target: found.target, type: job.types[name] ?? job.types[field] ?? found.type)
        } catch {
            let what = isConstant ? "--set" : "column"
            let lists = "`perch bulk \(finder.operation.lua) --template` lists the columns"
            let skip =
                isConstant
                ? "" : "; --map \(quoted(name))=FIELD says what it is, --ignore-column \(quoted(name)) skips it"
            switch error {
            case .unknown(let nearest):
                throw ColumnProblem(
                    finding: RowFinding(
                        column: name,
                        message: "\(what) `\(name)` is no field of \(finder.operation.lua)"
                            + (field == name ? "" : ": there is no `\(field)`"),
                        hint: (nearest.map { "did you mean `\($0)`? " } ?? "") + lists + skip))
            case .undeclared(let attribute, let nearest):
                throw ColumnProblem(
                    finding: RowFinding(
                        column: name, message: "\(what) `\(name)`: the account has no attribute `\(attribute)`",
                        hint: (nearest.map { "did you mean `\($0)`? " } ?? "declare it in the account first; ") + lists
                            + skip))
            case .notAPath:
                throw ColumnProblem(
                    finding: RowFinding(column: name, message: "\(what) `\(name)` cannot be read", hint: lists))
            }
        }
    }

    private static func quoted(_ name: String) -> String { name.contains(" ") ? "\"\(name)\"" : name }

    private static func stray(names: [String], _ option: String, _ columns: [String]) -> [RowFinding] {
        guard !columns.isEmpty else { return [] }
        return names.filter { !columns.contains($0) }.map { name in
            RowFinding(
                column: name, message: "there is no column `\(name)` for \(option)",
                hint: Suggestion.nearest(to: name, among: columns).map { "did you mean `\($0)`?" }
                    ?? "the file has \(columns.joined(separator: ", "))")
        }
    }

    private static func doubles(_ slots: [Slot]) -> [RowFinding] {
        var names: [Target: String] = [:]
        return slots.compactMap { slot in
            guard let other = names.updateValue(slot.name, forKey: slot.target) else { return nil }
            return RowFinding(
                column: slot.name, message: "`\(other)` and `\(slot.name)` mean the same field",
                hint: "leave one out, or skip it with --ignore-column")
        }
    }

    /// What no column and no constant gives, and every call needs.
    private func missing(_ found: [RowFinding]) -> [RowFinding] {
        let targets = Set((columns.compactMap(\.self) + constants.map(\.slot)).map(\.target))
        var needed: [(name: String, target: Target)] = operation.pathParameters.enumerated().map {
            ($0.element.name, .path($0.offset))
        }
        if let form {
            if form.isText { needed.append((form.textColumn, .element)) }
            needed += Self.needed(operation.body?.schema).filter { $0 != form.list }
                .map { ($0, .shared(FieldPath([.key($0)]))) }
            if !form.isText { needed += Self.needed(form.element).map { ($0, .row(FieldPath([.key($0)]))) } }
        } else {
            needed += Self.needed(operation.body?.schema).map { ($0, .row(FieldPath([.key($0)]))) }
        }
        return needed.filter { need in !targets.contains { Self.covers($0, need.target) } }.map { need in
            RowFinding(
                column: need.name, message: "column `\(need.name)` is missing: \(operation.lua) needs it",
                hint: "add it, name another column with --map COLUMN=\(need.name), or give all rows one value with "
                    + "--set \(need.name)=VALUE")
        }
    }

    private static func needed(_ schema: Schema?) -> [String] {
        guard case .object(let name)? = schema else { return [] }
        return (Catalog.schema(named: name)?.fields ?? []).filter(\.isRequired).map(\.name)
    }

    /// Whether a target gives what is needed, or a part of it.
    private static func covers(_ target: Target, _ need: Target) -> Bool {
        switch (target, need) {
        case (.row(let given), .row(let needed)), (.shared(let given), .shared(let needed)):
            given.steps.starts(with: needed.steps)
        default: target == need
        }
    }

    // MARK: - Rows

    /// What the operation takes for a row, and what is wrong with it. It can be sent when nothing is wrong.
    func item(_ row: Row) -> (item: BulkItem, findings: [RowFinding]) {
        var findings: [RowFinding] = []
        var item = BulkItem(row: row.number, line: row.line, key: RowKey(identity: nil, order: 0))
        item.pathArguments = [String](repeating: "", count: operation.pathParameters.count)
        var element: JSONValue?
        switch row.content {
        case .fields(let fields): element = read(fields, into: &item, &findings)
        case .value(let value): element = read(value, into: &item, &findings)
        }
        if form?.isText == true {
            item.value = element
            if element?.string?.isEmpty ?? true { findings.append(empty(form?.textColumn ?? "", item)) }
        }
        for (index, parameter) in operation.pathParameters.enumerated() where item.pathArguments[index].isEmpty {
            let column = columns.compactMap(\.self).first { $0.target == .path(index) }?.name ?? parameter.name
            findings.append(empty(column, item))
        }
        if findings.isEmpty { validate(&item, &findings) }
        item.key = key(of: row, item)
        return (item, findings)
    }

    private func empty(_ column: String, _ item: BulkItem) -> RowFinding {
        RowFinding(
            row: item.row, line: item.line, column: column, message: "`\(column)` is empty",
            hint: "every row needs one: \(operation.lua) is about it")
    }

    private func read(_ fields: [String], into item: inout BulkItem, _ findings: inout [RowFinding]) -> JSONValue? {
        var values = [JSONValue?](repeating: nil, count: columns.count + constants.count)
        var element: JSONValue?
        for (place, constant) in constants.enumerated() {
            values[columns.count + place] = constant.value
            put(constant.value, constant.slot, into: &item, &element)
        }
        for place in columns.indices where place < fields.count {
            guard let slot = columns[place], !fields[place].isEmpty else { continue }
            if fields[place] == job.null {
                values[place] = .null
                continue
            }
            do {
                let value = try slot.type.value(of: fields[place])
                values[place] = value
                put(value, slot, into: &item, &element)
            } catch {
                findings.append(
                    RowFinding(
                        row: item.row, line: item.line, column: slot.name, message: error.message, hint: error.hint))
            }
        }
        if operation.body != nil, form?.isText != true { item.value = tree.object(values) }
        if form != nil, case .object(let shared) = sharedTree.object(values) { item.shared = shared }
        return element
    }

    /// What does not stand in the body.
    private func put(_ value: JSONValue, _ slot: Slot, into item: inout BulkItem, _ element: inout JSONValue?) {
        switch slot.target {
        case .path(let index): item.pathArguments[index] = value.cellText
        case .query(let name):
            guard let parameter = operation.query.first(where: { $0.name == name }) else { return }
            item.query += parameter.texts(of: value).map { .init(name, $0) }
        case .element: element = .string(value.cellText)
        case .row, .shared: break
        }
    }

    private func read(_ value: JSONValue, into item: inout BulkItem, _ findings: inout [RowFinding]) -> JSONValue? {
        var element: JSONValue?
        var body: JSONValue = .object([:])
        var shared: JSONValue = .object([:])
        for constant in constants {
            put(constant.value, constant.slot, into: &item, &element)
            switch constant.slot.target {
            case .row(let path): body.set(constant.value, at: path.steps[...])
            case .shared(let path): shared.set(constant.value, at: path.steps[...])
            default: break
            }
        }
        guard case .object(let members) = value else {
            if form?.isText == true, value.string != nil { return value }
            findings.append(
                RowFinding(
                    row: item.row, line: item.line,
                    message:
                        "the row is \(value.typeName == "array" ? "a list" : "a \(value.typeName)"), not an object",
                    hint: "write each row as in {\"\(finder.columns.first?.name ?? "id")\": …}"))
            return nil
        }
        for (name, value) in members where !job.ignored.contains(name) {
            do {
                let slot = try knownSlot(name)
                put(value, slot, into: &item, &element)
                switch slot.target {
                case .row(let path): body.set(value, at: path.steps[...])
                case .shared(let path): shared.set(value, at: path.steps[...])
                default: break
                }
            } catch {
                var finding = error.finding
                (finding.row, finding.line) = (item.row, item.line)
                findings.append(finding)
            }
        }
        if operation.body != nil, form?.isText != true { item.value = body }
        if form != nil, case .object(let shared) = shared { item.shared = shared }
        return element
    }

    private func knownSlot(_ name: String) throws(ColumnProblem) -> Slot {
        if let slot = known.withLock({ $0[name] }) { return slot }
        let slot = try Self.slot(name, job, finder)
        known.withLock { $0[name] = slot }
        return slot
    }

    // MARK: - Checks

    private func validate(_ item: inout BulkItem, _ findings: inout [RowFinding]) {
        var problems: [Problem] = []
        if let form, sharesNeeded || !item.shared.isEmpty, let schema = operation.body?.schema {
            var body = item.shared
            body[form.list] = .array([item.value ?? .null])
            let (prepared, found) = SchemaValidator(.strict).prepare(.object(body), as: schema)
            item.value = prepared[form.list]?[0] ?? item.value
            problems += found
        } else if let schema = finder.rowSchema, let value = item.value {
            let (prepared, found) = SchemaValidator(.strict).prepare(value, as: schema)
            item.value = prepared
            problems += found
        }
        if !item.pathArguments.isEmpty {
            problems += operation.check(pathArguments: item.pathArguments.map { .string($0) })
        }
        if !item.query.isEmpty {
            for name in Set(item.query.map(\.name)) {
                guard let parameter = operation.query.first(where: { $0.name == name }) else { continue }
                let texts = item.query.filter { $0.name == name }.map(\.value)
                problems += operation.check(options: [name: parameter.value(of: texts)])
            }
        }
        guard !problems.isEmpty else { return }
        findings += problems.map { problem in
            var problem = problem
            // Of a call of this row alone; the list has the one element.
            if let list = form?.list, problem.path.first == list, problem.path.count > 1 {
                problem = Problem(
                    problem.kind, path: Array(problem.path.dropFirst(2)), message: problem.message, hint: problem.hint)
            }
            let path = problem.path.joined(separator: ".")
            return RowFinding(
                row: item.row, line: item.line, column: columnName(of: problem.path) ?? (path.isEmpty ? nil : path),
                message: problem.message, hint: problem.hint ?? "`perch ops \(operation.lua)` describes the fields")
        }
    }

    /// The column that gives what stands at a path.
    private func columnName(of path: [String]) -> String? {
        let slots = columns.compactMap(\.self) + constants.map(\.slot)
        return slots.first { slot in
            switch slot.target {
            case .row(let own), .shared(let own):
                own.steps.map { step in
                    switch step {
                    case .key(let key): key
                    case .index(let index): String(index)
                    }
                } == path
            case .path(let index): [operation.pathParameters[index].name] == path
            case .query(let name): [name] == path
            case .element: path.isEmpty
            }
        }?.name
    }

    // MARK: - Keys

    private func key(of row: Row, _ item: BulkItem) -> RowKey {
        if job.key != nil {
            var text: String?
            switch row.content {
            case .fields(let fields): text = keyColumn.map { $0 < fields.count ? fields[$0] : "" }
            case .value(let value): text = keyPath.flatMap { value.value(at: $0)?.cellText }
            }
            let hash = RowKey.hash([text ?? ""])
            return RowKey(identity: hash, order: hash)
        }
        let texts = rule.identity.map { text(at: $0, in: item) }
        // A row without the last of them, such as a card that gets its number from the service, is like no other.
        let identity = texts.last?.isEmpty ?? true ? nil : RowKey.hash(texts)
        if rule.order == rule.identity, let identity { return RowKey(identity: identity, order: identity) }
        let order = rule.order.map { text(at: $0, in: item) }
        // A row about nothing in particular has only its number.
        let isAboutNothing = order.allSatisfy(\.isEmpty)
        return RowKey(identity: identity, order: RowKey.hash(isAboutNothing ? [String(item.row)] : order))
    }

    private func text(at target: Target, in item: BulkItem) -> String {
        switch target {
        case .path(let index): item.pathArguments[index]
        case .row(let path): item.value?.value(at: path)?.cellText ?? ""
        case .element: item.value?.string ?? ""
        case .shared(let path): JSONValue.object(item.shared).value(at: path)?.cellText ?? ""
        case .query(let name): item.query.first { $0.name == name }?.value ?? ""
        }
    }
}

/// Everything that is wrong with the columns of a file.
struct MappingProblem: Error {
    let findings: [RowFinding]
}

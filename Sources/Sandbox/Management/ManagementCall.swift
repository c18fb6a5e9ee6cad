// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import OperationCatalog
internal import RuleEngine

/// What handlers of the Management API share. `call.setup` and `call.store` are seen from the Application of the path;
/// what a handler changes in the set-up holds when the request does.
extension Call {
    /// Sees the set-up from the Application of the path, if there is one in it.
    mutating func enterApplication() throws {
        guard operation.pathParameters.first?.name == "applicationId" else { return }
        let id = try number(0)
        guard setup.hasApplication(id) else { throw Failure.notFound("There is no Application \(id)") }
        try setup.select(id)
        store = store.of(id)
    }

    // MARK: - Requests

    /// A path argument by the name of its parameter.
    func text(_ name: String) -> String {
        operation.pathParameters.firstIndex { $0.name == name }.map(argument) ?? ""
    }

    /// A path argument that is an id number, by the name of its parameter.
    func id(_ name: String) throws -> Int64 {
        guard let index = operation.pathParameters.firstIndex(where: { $0.name == name }) else {
            throw Failure.notFound("There is no \(name) in the path")
        }
        return try number(index)
    }

    /// The campaign of the path.
    func campaign() throws -> Campaign {
        let id = try id("campaignId")
        guard let campaign = setup.campaign(id) else { throw Failure.notFound("There is no campaign \(id)") }
        return campaign
    }

    /// The fields of the body that the operation has; the service ignores others.
    var fields: JSONObject {
        guard case .object(let name)? = operation.body?.schema else { return body.members }
        return body.members.only(name)
    }

    /// The fields of the body without those that are null.
    var givenFields: JSONObject { fields.filter { !$0.value.isNull } }

    /// Runs a step of the set-up, as the functions of `Sandbox` do; what is wrong with the document is refused.
    @discardableResult
    mutating func setUp(_ document: JSONObject, _ step: SetupSteps.Step) throws -> JSONValue {
        try refusing { call in try step(.object(document), call.store, &call.setup, call.now) }
    }

    /// Runs work of the set-up; what is wrong with its documents is refused.
    mutating func refusing<T>(_ work: (inout Call) throws -> T) throws -> T {
        do {
            return try work(&self)
        } catch let error as PerchError where error.code == .invalidArgument {
            throw Failure.invalid("", "Invalid", error.message)
        }
    }

    // MARK: - Filters

    /// Whether a text contains that of a query parameter, in any case; it does when the parameter is left out.
    func isFound(_ name: String, in text: String?) -> Bool {
        guard let part = request.queryValue(name).nonEmpty else { return true }
        return text?.lowercased().contains(part.lowercased()) ?? false
    }

    /// Whether a moment is in the range of two query parameters; what has no moment is in no range.
    func isIn(_ moment: Moment?, after: String, before: String) throws -> Bool {
        if let limit = try self.moment(after), moment.map({ $0 <= limit }) ?? true { return false }
        if let limit = try self.moment(before), moment.map({ $0 >= limit }) ?? true { return false }
        return true
    }

    // MARK: - Answers

    /// The part of a list that is asked for, in the form that the operation declares: sorted, counted or with `hasMore`,
    /// and each entry with the fields that it has in the API.
    func list(_ entries: [JSONValue]) throws -> APIResponse {
        let page = try listPage()
        let sorted = try sorted(entries)
        let (shown, hasMore) = page.cut(sorted)
        return answer(shown, total: Int64(sorted.count), hasMore: hasMore)
    }

    /// Which part of a list is asked for; its size is the operation's own when nothing is said.
    func listPage() throws -> Page {
        let size = operation.query.first { $0.name == "pageSize" }?.fallback.flatMap { Int($0) }
        return try page(default: size ?? 1_000)
    }

    /// A part of a list in the form that the operation declares.
    func answer(_ entries: [JSONValue], total: Int64, hasMore: Bool) -> APIResponse {
        let list = listSchema
        let entry = entrySchema
        var body: JSONObject = ["data": .array(entries.map { shown($0, as: entry) })]
        let isCounted =
            list?.field(named: "totalResultSize") != nil
            && (list?.field(named: "hasMore") == nil || request.queryValue("withTotalResultSize") == "true")
        if isCounted {
            body["totalResultSize"] = .integer(total)
        } else if list?.field(named: "hasMore") != nil {
            body["hasMore"] = .bool(hasMore)
        }
        return .ok(.object(body))
    }

    /// What the operation answers with on success.
    private var listSchema: ObjectSchema? {
        guard case .object(let name)? = operation.responses.first?.schema else { return nil }
        return Catalog.schema(named: name)
    }

    /// The name of the objects in the list that the operation answers with.
    var entrySchema: String? {
        guard case .array(.object(let name), _, _, _)? = listSchema?.field(named: "data")?.schema else { return nil }
        return name
    }

    /// An object with the fields that it and the objects in it have in the API, and without nulls.
    func shown(_ value: JSONValue, as name: String?) -> JSONValue {
        name.map { value.shown(as: .object($0)) } ?? value
    }

    private func sorted(_ entries: [JSONValue]) throws -> [JSONValue] {
        guard let (key, isDescending) = try sortKey() else { return entries }
        return entries.enumerated().sorted { a, b in
            let order = JSONValue.order(a.element[key], b.element[key])
            return order == 0 ? a.offset < b.offset : isDescending ? order > 0 : order < 0
        }.map(\.element)
    }

    /// The field of `sort`, and whether a minus stands before it.
    func sortKey() throws -> (key: String, isDescending: Bool)? {
        guard let text = request.queryValue("sort").nonEmpty else { return nil }
        let key = String(text.drop { $0 == "-" })
        if let name = entrySchema, let schema = Catalog.schema(named: name), schema.field(named: key) == nil {
            throw Failure.invalid(parameter: "sort", "Invalid", "There is no field \(key) to sort by")
        }
        return (key, text.hasPrefix("-"))
    }

    /// A file as the answer.
    static func csv(_ columns: [String], _ rows: [[String]]) -> APIResponse {
        APIResponse(
            status: 200, headers: [.init("Content-Type", "application/csv")],
            body: .bytes(Array(CSVFile.text([columns] + rows).utf8)))
    }

    /// What an import answers with.
    func imported(_ amount: Int, _ entity: String) throws -> APIResponse {
        .ok([
            "id": .integer(try store.next("import")), "created": JSONValue(now),
            "accountId": .integer(setup.application.accountID), "userId": 1, "entity": .string(entity),
            "amount": .integer(Int64(amount)),
        ])
    }
}

extension JSONObject {
    /// The fields that an object of the API has.
    func only(_ name: String) -> JSONObject {
        guard let schema = Catalog.schema(named: name) else { return self }
        return filter { schema.field(named: $0.key) != nil }
    }
}

extension JSONValue {
    /// What a schema has of the value; nulls are left out of its objects.
    fileprivate func shown(as schema: Schema) -> JSONValue {
        switch (schema, self) {
        case (.object(let name), .object(let members)):
            guard let object = Catalog.schema(named: name) else { return self }
            var shown: JSONObject = [:]
            for (key, value) in members where !value.isNull {
                guard let field = object.field(named: key) else { continue }
                shown[key] = value.shown(as: field.schema)
            }
            return .object(shown)
        case (.array(let element, _, _, _), .array(let elements)):
            return .array(elements.map { $0.shown(as: element) })
        default: return self
        }
    }

    /// Below, at or above 0: numbers by value, texts and times by text, what is missing last.
    static func order(_ a: JSONValue?, _ b: JSONValue?) -> Int {
        switch (a?.unlessNull, b?.unlessNull) {
        case (nil, nil): return 0
        case (nil, _): return 1
        case (_, nil): return -1
        case (let a?, let b?):
            if let a = a.decimal, let b = b.decimal { return a == b ? 0 : a < b ? -1 : 1 }
            if let a = a.moment, let b = b.moment { return a == b ? 0 : a < b ? -1 : 1 }
            let (a, b) = (a.string ?? a.description, b.string ?? b.description)
            return a == b ? 0 : a < b ? -1 : 1
        }
    }
}

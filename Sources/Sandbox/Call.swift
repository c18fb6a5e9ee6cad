// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import OperationCatalog
internal import RuleEngine

/// A request being handled, inside its transaction.
struct Call {
    let request: APIRequest
    /// The body; null when there is none.
    let body: JSONValue
    let now: Moment
    /// Handlers of the Management API may see it from another Application.
    var store: Store
    /// Handlers of the Management API may change it.
    var setup: Setup
    /// The password of logins to the Management API; any will do when nil.
    var managementKey: String?
    /// Whether the transaction is kept. A dry request sets it to false and is otherwise handled like any other.
    var keeps = true
    /// Ids of a customer's things whose personal data was deleted: exchanges that name them are forgotten.
    var erased: Set<String> = []
    /// The guesses followed so far.
    var assumptions = Assumptions()
    /// Whether the evaluation is to be explained, and what was evaluated then.
    var explains = false
    var explained: (occasion: Occasion, outcome: Outcome)?
    /// Told of what evaluations exercise.
    var observer: RuleObserver?

    typealias Handler = @Sendable (inout Call) throws -> APIResponse

    init(_ request: APIRequest, now: Moment, store: Store, setup: Setup) {
        self.request = request
        body = request.body ?? .null
        self.now = now
        self.store = store
        self.setup = setup
    }

    var operation: OperationCatalog.Operation { request.operation }

    /// Marks a guess about the service that the code is about to follow.
    mutating func assume(_ assumption: Assumption) { assumptions.insert(assumption) }

    /// Runs the handler, or replays the answer that the request's idempotency key had before.
    mutating func answer(with handler: Handler) throws -> APIResponse {
        guard operation.repetition == .keyed, let key = request.header("Idempotency-Key") else {
            return try handler(&self)
        }
        guard key.count <= 255 else {
            throw Failure.refused("The Idempotency-Key must have at most 255 characters")
        }
        assume(.identicalKeyPerOperation)
        if let stored = try store.storedAnswer(key: key, target: request.target, now: now) {
            assume(.keyedReplayIgnoresBody)
            return stored
        }
        let response = try handler(&self)
        if keeps { try store.storeAnswer(response, key: key, target: request.target, now: now) }
        return response
    }
}

// MARK: - Arguments

extension Call {
    /// A path argument; the sandbox has checked their number.
    func argument(_ index: Int) -> String { request.pathArguments[index] }

    /// A path argument that is an id number.
    func number(_ index: Int) throws -> Int64 {
        guard let number = Int64(argument(index)) else {
            throw Failure.refused("\(operation.pathParameters[index].name) must be a number, not `\(argument(index))`")
        }
        return number
    }

    /// A query parameter `true` or `false`.
    func flag(_ name: String, default fallback: Bool = false) throws -> Bool {
        guard let text = request.queryValue(name), !text.isEmpty else { return fallback }
        guard let flag = OperationCatalog.Operation.Parameter.flag(text) else {
            throw Failure.invalid(parameter: name, "Invalid type", "\(name) must be true or false, not \(text)")
        }
        return flag
    }

    /// A query parameter that is a whole number.
    func integer(_ name: String) throws -> Int64? {
        guard let text = request.queryValue(name), !text.isEmpty else { return nil }
        guard let number = Int64(text) else {
            throw Failure.invalid(parameter: name, "Invalid type", "\(name) must be a number, not \(text)")
        }
        return number
    }

    /// A query parameter that is a point in time.
    func moment(_ name: String) throws -> Moment? {
        guard let text = request.queryValue(name), !text.isEmpty else { return nil }
        guard let moment = Moment(parameter: text) else {
            throw Failure.invalid(parameter: name, "Invalid type", "\(name) must be a time, not \(text)")
        }
        return moment
    }

    /// All values of a query parameter that may stand several times, or once with commas.
    func list(_ name: String) -> [String] {
        request.query.lazy.filter { $0.name == name }
            .flatMap { $0.value.split(separator: ",").map(String.init) }
    }

    /// All values of a query parameter that may stand several times; empty text is a value.
    func values(_ name: String) -> [String] {
        request.query.lazy.filter { $0.name == name }.map(\.value)
    }

    /// A query parameter that is one of some texts.
    func choice(_ name: String, _ choices: [String]) throws -> String? {
        guard let text = request.queryValue(name), !text.isEmpty else { return nil }
        try check([text], of: name, choices)
        return text
    }

    /// A list in the query whose entries are some of the given texts; empty when it is left out.
    func choices(_ name: String, _ choices: [String]) throws -> [String] {
        let texts = list(name)
        try check(texts, of: name, choices)
        return texts
    }

    private func check(_ texts: [String], of name: String, _ choices: [String]) throws {
        guard let wrong = texts.first(where: { !choices.contains($0) }) else { return }
        let list = choices.map { "\"\($0)\"" }.joined(separator: ", ")
        throw Failure.invalid(
            parameter: name, "enum", "\(name) must be one of the following: \(list), not \"\(wrong)\"")
    }

    /// A list of id numbers in the query.
    func numbers(_ name: String) throws -> [Int64] {
        try list(name).map { text in
            guard let number = Int64(text) else {
                throw Failure.invalid(parameter: name, "Invalid type", "\(name) must be numbers, not \(text)")
            }
            return number
        }
    }

    /// Which part of a list is asked for: `pageSize` (1 to 1,000) and `skip`.
    func page(default size: Int = 50) throws -> Page {
        let pageSize = try integer("pageSize") ?? Int64(size)
        guard (1...1_000).contains(pageSize) else {
            throw Failure.invalid(parameter: "pageSize", "Out of range", "pageSize must be from 1 to 1000")
        }
        let skip = try integer("skip") ?? 0
        guard skip >= 0 else {
            throw Failure.invalid(parameter: "skip", "Out of range", "skip must not be negative")
        }
        return Page(size: Int(pageSize), skip: Int(skip))
    }

    struct Page {
        let size: Int
        let skip: Int

        /// The page of a whole list, and whether more follows.
        func cut<T>(_ all: [T]) -> (page: [T], hasMore: Bool) {
            (Array(all.dropFirst(skip).prefix(size)), all.count - size > skip)
        }

        /// The page as `{"hasMore": …, "data": […]}`.
        func answer(_ all: [JSONValue]) -> JSONValue {
            let (page, hasMore) = cut(all)
            return ["hasMore": .bool(hasMore), "data": .array(page)]
        }

        /// The page as `{"totalResultSize": …, "data": […]}`.
        func countedAnswer(_ all: [JSONValue]) -> JSONValue {
            ["totalResultSize": .integer(Int64(all.count)), "data": .array(cut(all).page)]
        }
    }
}

// MARK: - Answers

extension APIResponse {
    static func ok(_ body: JSONValue) -> APIResponse { APIResponse(status: 200, body: .value(body)) }
    static func created(_ body: JSONValue) -> APIResponse { APIResponse(status: 201, body: .value(body)) }
    static var noContent: APIResponse { APIResponse(status: 204) }
}

extension JSONValue {
    /// A point in time as the API writes it: RFC 3339 in UTC.
    init(_ moment: Moment) { self = .string(moment.at(offset: 0).description) }

    /// The value when it is text that is a point in time.
    var moment: Moment? { string.flatMap { Moment(text: $0) } }

    /// The value, or nothing for a null.
    var unlessNull: JSONValue? { isNull ? Optional.none : self }

    /// An object's members, or none.
    var members: JSONObject { object ?? [:] }

    /// An array's elements, or none.
    var elements: [JSONValue] { array ?? [] }

    /// The texts of an array.
    var strings: [String] { elements.compactMap(\.string) }
}

extension Moment {
    /// Reads a time as it may stand in a query: without a zone it counts as UTC, and a zone may lack its colon, as in `+0100`.
    init?(parameter text: String) {
        let hours = text.dropLast(2)
        guard let moment = Moment(text: text) ?? Moment(text: text + "Z") ?? Moment(text: hours + ":" + text.suffix(2))
        else { return nil }
        self = moment
    }
}

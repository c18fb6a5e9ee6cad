// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import GRDB
public import IntegrationAPI
internal import Locking
internal import OperationCatalog
internal import RuleEngine

/// An offline Talon.One account in this process: its Applications, campaigns and customers, on SQLite.
///
/// It answers every operation of the catalogue. Requests are handled one after the other, from whichever threads they
/// come; each is one transaction, all or nothing. Campaigns, attributes and the like come in through operations of the
/// Management API, or through the functions of `Sandbox+Setup.swift`.
public final class Sandbox: ImmediateTransport {
    public let clock: SandboxClock
    let configuration: SandboxConfiguration
    let identity: Identity
    private let state: Guarded<State>
    private let published: Guarded<Setup>

    /// What one request at a time may touch, under the lock: so it need not be safe for several.
    struct State: @unchecked Sendable {
        let file: StoreFile
        var database: DatabaseQueue { file.queue }
        let parser = JSONParser()
        var setup: Setup { didSet { published.withLock { $0 = setup } } }
        /// The set-up once more, for those who must not wait for a request.
        let published: Guarded<Setup>
        var log: ExchangeLog
    }

    /// - Throws: `PerchError(.storage)` when the database cannot be opened, is none or another program's, is damaged, is
    ///   of a later version, or is in use by another sandbox;
    ///   `PerchError(.invalidArgument)` for a configuration that cannot be.
    public convenience init(_ configuration: SandboxConfiguration = SandboxConfiguration()) throws {
        let clock = SandboxClock()
        if let time = configuration.time { try clock.set(time) }
        let now = clock.now
        let file = try StoreFile.open(configuration.storage)
        let setup = try Store.guarded {
            try file.queue.write { database in
                try Setup.start(Store(database), application: configuration.application, now: now)
            }
        }
        self.init(configuration, file, setup, clock)
    }

    /// A sandbox of a database that is open, and of what is set up in it.
    init(_ configuration: SandboxConfiguration, _ file: StoreFile, _ setup: Setup, _ clock: SandboxClock) {
        self.configuration = configuration
        self.clock = clock
        identity = Identity(configuration.storage)
        published = Guarded(setup)
        state = Guarded(
            State(
                file: file, setup: setup, published: published,
                log: ExchangeLog(capacity: configuration.rememberedCalls)))
    }

    /// Answers a request to the default Application. A refused request is an answer too, with a status of 400 or above.
    /// - Throws: `PerchError(.storage)` when the database fails, `PerchError(.unsupported)` for an operation that the
    ///   sandbox does not know, `PerchError(.invalidArgument)` for a wrong number of path arguments.
    public func respond(to request: APIRequest) throws -> APIResponse {
        try respond(to: request, application: nil, checking: configuration.checksRequests)
    }

    /// Answers a request.
    /// - Parameters:
    ///   - request: an operation with its arguments.
    ///   - application: the id of the Application that it is for; the default one when nil.
    ///   - checking: whether the request must be checked against the catalogue first.
    /// - Throws: as `respond(to:)`, and `PerchError(.invalidArgument)` for an unknown Application.
    public func respond(to request: APIRequest, application: Int64?, checking: Bool) throws -> APIResponse {
        guard let handler = Handlers.table[request.operation.id] else {
            throw PerchError(
                .unsupported, "the embedded sandbox does not answer `\(request.operation.id)`",
                hint: "run it against an account with `--env`")
        }
        guard request.pathArguments.count == request.operation.pathParameters.count else {
            throw PerchError(
                .invalidArgument,
                "`\(request.operation.id)` takes \(request.operation.pathParameters.count) path arguments, "
                    + "got \(request.pathArguments.count)",
                hint: "`perch ops \(request.operation.lua)` names them")
        }
        return try state.withLock { state in
            let now = clock.now
            var setup = state.setup
            try setup.select(application)
            var assumptions = Assumptions()
            var erased: Set<String> = []
            let response: APIResponse
            switch checking ? RequestCheck.checked(request) : .success(request) {
            case .failure(let failure):
                response = failure.response(for: request.operation)
            case .success(let request):
                let isManagement = request.operation.api == .management
                response = try state.transact(setup.application.id) { store in
                    var call = Call(request, now: now, store: store, setup: setup)
                    defer { (assumptions, erased) = (call.assumptions, call.erased) }
                    call.observer = configuration.ruleObserver
                    if isManagement {
                        call.managementKey = configuration.managementKey
                        try call.enterApplication()
                    }
                    let response = try call.answer(with: handler)
                    if isManagement { setup = call.setup }
                    return (response, keep: call.keeps && response.isSuccess)
                } recovering: { failure in
                    failure.response(for: request.operation)
                }
                if isManagement, response.isSuccess {
                    try setup.select(nil)
                    state.setup = setup
                }
            }
            if !erased.isEmpty, response.isSuccess { try state.forget(erased) }
            // A login holds a password, and its answer a token.
            if request.operation.id != "createSession" { state.remember(request, response, now, assumptions) }
            return response
        }
    }

    /// Runs set-up work for an Application, the default one when nil, in one transaction; what it makes of the set-up
    /// holds when the transaction does.
    func configure<T: Sendable>(
        application: Int64? = nil, _ work: (Store, inout Setup, Moment) throws -> T
    ) throws -> T {
        try state.withLock { state in
            var setup = state.setup
            try setup.select(application)
            let result = try Store.guarded {
                try state.database.write { database in
                    try work(Store(database, state.parser, application: setup.application.id), &setup, clock.now)
                }
            }
            try setup.select(nil)
            state.setup = setup
            return result
        }
    }

    /// Reads in one transaction, seen from an Application, the default one when nil.
    func read<T: Sendable>(application: Int64? = nil, _ work: (Store, Setup) throws -> T) throws -> T {
        try state.withLock { state in
            var setup = state.setup
            try setup.select(application)
            return try Store.guarded {
                try state.database.write { database in
                    try work(Store(database, state.parser, application: setup.application.id), setup)
                }
            }
        }
    }

    /// Looks at the set-up, without the database and without waiting for a request that runs.
    func look<T: Sendable>(_ work: (Setup) -> T) -> T {
        published.withLock { work($0) }
    }

    /// Does work in one transaction that is rolled back, seen from an Application, the default one when nil.
    func rehearse<T: Sendable>(
        application: Int64? = nil, _ work: (Store, Setup) throws -> T
    ) throws -> T {
        try state.withLock { state in
            var setup = state.setup
            try setup.select(application)
            return try Store.guarded {
                try state.database.writeWithoutTransaction { database in
                    let store = Store(database, state.parser, application: setup.application.id)
                    try store.run("BEGIN IMMEDIATE")
                    defer { if database.isInsideTransaction { try? store.run("ROLLBACK") } }
                    return try work(store, setup)
                }
            }
        }
    }

    /// Gives the database outside of any transaction.
    func withDatabase<T: Sendable>(_ work: (Store) throws -> T) throws -> T {
        try state.withLock { state in
            try Store.guarded { try state.database.writeWithoutTransaction { try work(Store($0, state.parser)) } }
        }
    }

    /// Works on everything at once, while no request runs.
    func locked<T: Sendable>(_ work: (inout State) throws -> T) rethrows -> T {
        try state.withLock { try work(&$0) }
    }

    /// Forgets all data and the whole set-up; the clock stays as it is.
    public func reset() throws {
        let application = configuration.application
        try configure { store, setup, now in
            try store.eraseAll()
            setup = try Setup.start(store, application: application, now: now)
        }
        state.withLock { $0.log.removeAll() }
    }

    /// The most recent exchanges, oldest first; `SandboxConfiguration.rememberedCalls` tells how many at most.
    public func calls() -> [Exchange] {
        state.withLock { $0.log.exchanges }
    }
}

extension Sandbox.State {
    /// One transaction, kept or rolled back; a `Failure` rolls it back and becomes an answer.
    func transact(
        _ application: Int64, _ work: (Store) throws -> (APIResponse, keep: Bool), recovering: (Failure) -> APIResponse
    ) throws -> APIResponse {
        try Store.guarded {
            try database.writeWithoutTransaction { database in
                let store = Store(database, parser, application: application)
                try store.run("BEGIN IMMEDIATE")
                do {
                    let (response, keep) = try work(store)
                    try store.run(keep ? "COMMIT" : "ROLLBACK")
                    return response
                } catch {
                    if database.isInsideTransaction { try store.run("ROLLBACK") }
                    guard let failure = error as? Failure else { throw error }
                    return recovering(failure)
                }
            }
        }
    }

    /// Takes personal data that was deleted out of the exchanges and out of the database's file.
    mutating func forget(_ ids: Set<String>) throws {
        log.removeAll { $0.mentions(anyOf: ids) }
        guard database.path != ":memory:" else { return }
        // Rewriting is the only sure way: a page keeps remnants of rows that were moved, also with `secure_delete`.
        let isBusy = try Store.guarded {
            try database.writeWithoutTransaction { database in
                try database.execute(sql: "VACUUM")
                return try Store(database, parser).number("PRAGMA wal_checkpoint(TRUNCATE)") == 1
            }
        }
        guard !isBusy else {
            throw PerchError(
                .storage, "the data is deleted, but another program keeps it in the journal of the database",
                hint: "close the other program and delete the data once more")
        }
    }

    /// Notes an exchange.
    mutating func remember(
        _ request: APIRequest, _ response: APIResponse, _ now: Moment, _ assumptions: Assumptions
    ) {
        guard log.capacity > 0 else { return }
        var answer: JSONValue?
        if case .value(let value) = response.body { answer = value }
        log.append(
            Exchange(
                request: request, status: response.status, answer: answer, time: now, assumptions: assumptions))
    }
}

extension Exchange {
    /// Whether one of some ids stands anywhere in the exchange.
    func mentions(anyOf ids: Set<String>) -> Bool {
        func mentions(_ value: JSONValue) -> Bool {
            switch value {
            case .string(let text): ids.contains(text)
            case .array(let elements): elements.contains(where: mentions)
            case .object(let members): members.values.contains(where: mentions)
            default: false
            }
        }
        return request.pathArguments.contains(where: ids.contains) || request.body.map(mentions) ?? false
            || answer.map(mentions) ?? false
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import IntegrationClient
import Locking
import LuaBindings
import LuaRuntime
import REPL
import Sandbox
import Testing

/// Types entries into a session and keeps what comes of each.
struct ReplHarness {
    struct Turn: Sendable {
        var submission: Submission
        /// Results.
        var output = ""
        /// Words beside them.
        var notes = ""
        var error: PerchError?
    }

    var width = 80
    var hasColours = false
    var isInteractive = true
    /// Files by their path; what sessions write comes here, too.
    var files: [String: String] = [:]
    var moduleRoots: [String] = []
    var limits = LuaLimits(wallTime: .seconds(300))
    /// What the editor makes of a text.
    var edit: @Sendable (String) -> String? = { $0 }
    var initFile: String?

    /// A session that the test may ask, too.
    struct Running {
        let session: ReplSession
        fileprivate let sink: Sink

        func type(_ entry: String) -> Turn {
            sink.clear()
            let submission = session.submit(entry)
            return sink.turn(submission)
        }

        var written: [String: String] { sink.files }
        func change(_ path: String, to text: String) { sink.put(path, text) }
    }

    fileprivate final class Sink: Sendable {
        private let state: Guarded<(turn: Turn, files: [String: String])>
        init(_ files: [String: String]) { state = Guarded((Turn(submission: .done), files)) }
        var files: [String: String] { state.withLock { $0.files } }
        func put(_ path: String, _ text: String) { state.withLock { $0.files[path] = text } }
        func clear() { state.withLock { $0.turn = Turn(submission: .done) } }
        func write(_ text: String) { state.withLock { $0.turn.output += text } }
        func note(_ text: String) { state.withLock { $0.turn.notes += text } }
        func report(_ error: PerchError) { state.withLock { $0.turn.error = error } }
        func turn(_ submission: Submission) -> Turn {
            state.withLock { state in
                state.turn.submission = submission
                return state.turn
            }
        }
    }

    /// Works with a session on a thread of its own.
    func session<Value: Sendable>(_ body: @escaping @Sendable (Running) throws -> Value) async throws -> Value {
        try await ScriptThread.run { Result { try body(try start()) } }.get()
    }

    /// What each of some entries gives.
    func type(_ entries: String...) async throws -> [Turn] {
        try await session { running in entries.map { running.type($0) } }
    }

    /// What the last of some entries shows.
    func shown(_ entries: String...) async throws -> String {
        try await session { running in
            var last = Turn(submission: .done)
            for entry in entries {
                last = running.type(entry)
                if let error = last.error { throw error }
            }
            return last.output
        }
    }

    private func start() throws -> Running {
        let sink = Sink(files)
        var surroundings = ReplSurroundings()
        surroundings.write = { sink.write($0) }
        surroundings.note = { sink.note($0) }
        surroundings.report = { sink.report($0) }
        surroundings.page = { sink.write($0) }
        surroundings.exitCode = { $0.code == .script ? 3 : 7 }
        surroundings.width = { [width] in width }
        surroundings.hasColours = hasColours
        surroundings.isInteractive = isInteractive
        surroundings.environments = ["sandbox", "other", "live"]
        surroundings.environment = { Self.environment($0) }
        surroundings.edit = { [edit] in edit($0) }
        surroundings.readFile = { path in
            guard let text = sink.files[path] else {
                throw PerchError(.configuration, "there is no file \(path)", hint: "check the path")
            }
            return Array(text.utf8)
        }
        surroundings.writeFile = { sink.put($0, String(decoding: $1, as: UTF8.self)) }
        var lua = LuaConfiguration()
        lua.limits = limits
        lua.moduleRoots = moduleRoots
        lua.output = { stream, bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            if stream == .output { sink.write(text) } else { sink.note(text) }
        }
        let session = try ReplSession(
            Script(source: [], name: "repl", environment: Self.environment("sandbox"), lua: lua),
            surroundings: surroundings)
        if let initFile { session.runInitFile(Array(initFile.utf8), name: "init.lua") }
        return Running(session: session, sink: sink)
    }

    /// `live` stands for an account: nothing of its sandbox is to be seen.
    private static func environment(_ name: String) -> ScriptEnvironment {
        ScriptEnvironment(name: name, isEmbedded: name != "live", isProtected: name == "other") {
            let sandbox = try Sandbox()
            return Connection(
                client: IntegrationClient(transport: sandbox), sandbox: name == "live" ? nil : sandbox)
        }
    }

    /// Sets up a campaign and updates a session, as a first entry.
    static let summer = """
        sandbox.campaign {
          name = "Summer", coupons = { "SUMMER10" },
          rules = { { title = "10% off with a coupon", condition = { "and", { "couponValid" } },
            effects = { { "setDiscount", "10% off", { "*", { ".", "Session", "Total" }, { "/", 10, 100 } } } } } },
        };
        """

    static let order = """
        answer = talon.sessions.update("s1", { customerSession = {
          couponCodes = { "SUMMER10" }, cartItems = { { sku = "kettle", quantity = 1, price = 39.90 } } } })
        """
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON
public import IntegrationAPI
import LuaBindings
import LuaRuntime
import OperationCatalog

extension PluginRegistry {
    /// A transport with the plugins' middleware and hooks of calls before it; the very same one when no plugin has any.
    ///
    /// A plugin sees operation, arguments, query, body and answer of a call, and no key. What it gives back of `before_call` are
    /// headers to add.
    ///
    /// - Parameter tellsHooks: Whether the hooks are told of each call; false where somebody else tells them of it.
    public func transport(over base: any Transport, tellsHooks: Bool = true) -> any Transport {
        guard let listeners = try? CallListeners(self, tellsHooks: tellsHooks), !listeners.isEmpty else { return base }
        if let immediate = base as? any ImmediateTransport {
            return ImmediatePluginTransport(base: immediate, listeners: listeners)
        }
        return PluginTransport(base: base, listeners: listeners)
    }
}

/// The functions that calls pass.
private struct CallListeners: Sendable {
    private struct Listener: Sendable {
        let plugin: PluginInstance
        let before: LuaReference?
        let after: LuaReference?
    }

    private let registry: PluginRegistry
    private let listeners: [Listener]
    private let hasHooks: Bool

    init(_ registry: PluginRegistry, tellsHooks: Bool) throws(PerchError) {
        self.registry = registry
        listeners = try registry.all(adding: .middleware).map {
            Listener(plugin: $0, before: $0.manifest.middleware.before, after: $0.manifest.middleware.after)
        }.filter { $0.before != nil || $0.after != nil }
        hasHooks = tellsHooks ? try !registry.hooks().isDisjoint(with: [.callFinished, .effect]) : false
    }

    var isEmpty: Bool { listeners.isEmpty && !hasHooks }

    /// Lets each see the call, and adds the headers that it wants.
    func before(_ request: inout APIRequest) {
        for listener in listeners {
            guard let function = listener.before else { continue }
            do {
                let results = try listener.plugin.callBlocking(
                    function, LuaValues(ValueTape(.object(registry.seen(request)))))
                for (name, value) in try Self.headers(results, listener.plugin) {
                    request.headers.removeAll { $0.name.lowercased() == name.lowercased() }
                    request.headers.append(.init(name, value))
                }
            } catch {
                registry.leaveOut(listener.plugin, because: error)
            }
        }
    }

    func after(_ request: APIRequest, _ response: APIResponse, took duration: Duration) {
        let call = AnsweredCall(
            request: request, status: response.status, body: try? response.json(), duration: duration)
        var arguments = ValueTape(.object(registry.seen(request)))
        arguments.append(contentsOf: ValueTape(.object(registry.seen(call))))
        for listener in listeners {
            guard let function = listener.after else { continue }
            do {
                _ = try listener.plugin.callBlocking(function, LuaValues(arguments, count: 2))
            } catch {
                registry.leaveOut(listener.plugin, because: error)
            }
        }
        if hasHooks { registry.tell(call) }
    }

    /// `{ headers = { name = value } }`, or nothing.
    private static func headers(_ results: LuaValues, _ plugin: PluginInstance) throws(PerchError) -> [(String, String)]
    {
        let result = results.list.first ?? .nil
        guard result != .nil, result != .emptyTable else { return [] }
        guard case .table(let fields) = result, fields.keys.allSatisfy({ $0 == "headers" }),
            case .table(let headers)? = fields["headers"]
        else {
            throw PerchError(
                .script, "plugin `\(plugin.manifest.name)`: before_call gave back something else than headers",
                hint: "return { headers = { [\"X-Name\"] = \"value\" } }, or nothing")
        }
        var sent: [(String, String)] = []
        for (name, value) in headers {
            guard let name = name.string, let text = value.string, name.wholeMatch(of: /[A-Za-z0-9-]+/) != nil,
                text.unicodeScalars.allSatisfy({ $0.isASCII && $0.value >= 32 })
            else {
                throw PerchError(
                    .script, "plugin `\(plugin.manifest.name)`: before_call gave back a header that cannot be sent",
                    hint: "names have letters, digits and -, values one line of ASCII")
            }
            guard !["authorization", "content-signature", "host", "content-length"].contains(name.lowercased()) else {
                throw PerchError(
                    .permission, "plugin `\(plugin.manifest.name)` may not set the header `\(name)`",
                    hint: "add a header of its own, as in X-Correlation-Id")
            }
            sent.append((name, text))
        }
        return sent.sorted { $0.0 < $1.0 }
    }
}

extension Transport {
    /// What is below the plugins: a plugin that waits for its own middleware would wait for ever.
    var withoutPlugins: any Transport {
        switch self {
        case let transport as PluginTransport: transport.base
        case let transport as ImmediatePluginTransport: transport.base
        default: self
        }
    }
}

private struct PluginTransport: Transport {
    let base: any Transport
    let listeners: CallListeners

    func send(_ request: APIRequest) async throws -> APIResponse {
        // Plugins are waited for on a thread that may block.
        let passed = await ScriptThread.run { [listeners] in
            var request = request
            listeners.before(&request)
            return request
        }
        let clock = ContinuousClock()
        let start = clock.now
        let response = try await base.send(passed)
        let duration = clock.now - start
        await ScriptThread.run { [listeners] in listeners.after(passed, response, took: duration) }
        return response
    }
}

private struct ImmediatePluginTransport: ImmediateTransport {
    let base: any ImmediateTransport
    let listeners: CallListeners

    func respond(to request: APIRequest) throws -> APIResponse {
        var request = request
        listeners.before(&request)
        let clock = ContinuousClock()
        let start = clock.now
        let response = try base.respond(to: request)
        listeners.after(request, response, took: clock.now - start)
        return response
    }
}

/// A call that was answered, for ``PluginRegistry/tell(_:)``.
public struct AnsweredCall: Sendable {
    public var request: APIRequest
    /// The HTTP status.
    public var status: Int
    /// The answer; nil when it is no JSON.
    public var body: JSONValue?
    public var duration: Duration

    public init(request: APIRequest, status: Int, body: JSONValue?, duration: Duration) {
        self.request = request
        self.status = status
        self.body = body
        self.duration = duration
    }
}

extension PluginRegistry {
    /// Tells `call_finished`, and `effect` for each effect in the answer.
    public func tell(_ call: AnsweredCall) {
        var event = seen(call.request)
        let answer = seen(call)
        event["answer"] = .object(answer)
        tell(.callFinished, ValueTape(.object(event)))
        for effect in answer["body"]?["effects"]?.array ?? [] { tell(.effect, ValueTape(effect)) }
    }

    /// An answer as plugins see it: status, microseconds and body.
    fileprivate func seen(_ call: AnsweredCall) -> JSONObject {
        var answer: JSONObject = [
            "status": .integer(Int64(call.status)),
            "microseconds": .integer(Int64(call.duration / .microseconds(1))),
        ]
        if let body = call.body { answer["body"] = hidingSecrets(body) }
        return answer
    }

    /// A call as plugins see it: operation, arguments, query and body.
    fileprivate func seen(_ request: APIRequest) -> JSONObject {
        let operation = request.operation
        var object: JSONObject = [
            "operation": .string(operation.lua), "id": .string(operation.id),
            "method": .string(operation.method.rawValue), "path": .string(operation.path),
        ]
        object["arguments"] = .object(
            JSONObject(
                uniqueKeysWithValues: zip(operation.pathParameters, request.pathArguments).map {
                    ($0.name, .string(host.redaction.redact($1)))
                }))
        object["query"] = .object(
            JSONObject(
                request.query.map { ($0.name, .string(host.redaction.redact($0.value))) },
                uniquingKeysWith: { first, _ in first }))
        if let body = request.body { object["body"] = hidingSecrets(body) }
        return object
    }

    func hidingSecrets(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(host.redaction.redact(text))
        case .array(let elements): .array(elements.map(hidingSecrets))
        case .object(let members): .object(members.mapValues(hidingSecrets))
        default: value
        }
    }
}

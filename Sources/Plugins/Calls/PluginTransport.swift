// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
public import IntegrationAPI
import LuaBindings
import LuaRuntime
import OperationCatalog

extension PluginRegistry {
    /// A transport with the plugins' middleware and hooks of calls before it; the very same one when no plugin has any.
    ///
    /// A plugin sees operation, arguments, query, body and answer of a call, and no key. What it gives back of `before_call` are
    /// headers to add.
    public func transport(over base: any Transport) -> any Transport {
        guard let listeners = try? CallListeners(self), !listeners.isEmpty else { return base }
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

    init(_ registry: PluginRegistry) throws(PerchError) {
        self.registry = registry
        let plugins = try registry.all()
        listeners = plugins.map {
            Listener(plugin: $0, before: $0.manifest.middleware.before, after: $0.manifest.middleware.after)
        }.filter { $0.before != nil || $0.after != nil }
        hasHooks = plugins.contains { $0.manifest.hooks[.callFinished] != nil || $0.manifest.hooks[.effect] != nil }
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
        guard let body = try? response.json() else { return tell(request, response, nil, duration) }
        tell(request, response, body, duration)
    }

    private func tell(_ request: APIRequest, _ response: APIResponse, _ body: JSONValue?, _ duration: Duration) {
        var answer: JSONObject = [
            "status": .integer(Int64(response.status)),
            "microseconds": .integer(Int64(duration / .microseconds(1))),
        ]
        if let body { answer["body"] = registry.hidingSecrets(body) }
        var call = registry.seen(request)
        var arguments = ValueTape(.object(call))
        arguments.append(contentsOf: ValueTape(.object(answer)))
        for listener in listeners {
            guard let function = listener.after else { continue }
            do {
                _ = try listener.plugin.callBlocking(function, LuaValues(arguments, count: 2))
            } catch {
                registry.leaveOut(listener.plugin, because: error)
            }
        }
        guard hasHooks else { return }
        call["answer"] = .object(answer)
        registry.tell(.callFinished, ValueTape(.object(call)))
        for effect in answer["body"]?["effects"]?.array ?? [] { registry.tell(.effect, ValueTape(effect)) }
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

extension PluginRegistry {
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

    fileprivate func hidingSecrets(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(host.redaction.redact(text))
        case .array(let elements): .array(elements.map(hidingSecrets))
        case .object(let members): .object(members.mapValues(hidingSecrets))
        default: value
        }
    }
}

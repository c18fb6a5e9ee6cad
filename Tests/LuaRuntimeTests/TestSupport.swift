// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Locking
import LuaRuntime

/// Runs the body of a test on a thread for scripts.
func onScriptThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await ScriptThread.run { Result { try body() } }.get()
}

/// The error that running `source` ends with.
func failure(
    _ source: String, name: String = "test.lua", configuration: LuaConfiguration = LuaConfiguration()
) async throws -> LuaError {
    try await onScriptThread {
        let state = try LuaState.forTests(configuration)
        do {
            let values = try state.run(source, name: name)
            throw Unexpected(message: "the script returned \(values.list)")
        } catch let error as LuaError {
            return error
        }
    }
}

/// What running `source` returns.
func result(_ source: String, configuration: LuaConfiguration = LuaConfiguration()) async throws -> [LuaValue] {
    try await onScriptThread { try LuaState.forTests(configuration).run(source, name: "test.lua").list }
}

struct Unexpected: Error {
    var message: String
}

struct TeapotError: LuaErrorConvertible, Equatable {
    var number: Int

    func errorFields() -> ValueTape {
        ValueTape(["code": "teapot", "message": "short and stout", "number": .integer(Int64(number))])
    }
}

/// Text that a script prints.
final class Transcript: Sendable {
    private let bytes = Guarded<[UInt8]>([])

    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }

    func append(_ more: UnsafeRawBufferPointer) { bytes.withLock { $0.append(contentsOf: more) } }
}

extension LuaState {
    /// A state with host functions to play with, under `host` and `perch`.
    static func forTests(_ configuration: LuaConfiguration = LuaConfiguration()) throws -> LuaState {
        let state = try LuaState(configuration: configuration)
        try state.install(hostFunctions)
        try state.installScheduler(into: "perch")
        try state.installValues(into: "perch")
        return state
    }

    static let hostFunctions = HostLibrary([
        .init(
            ["host"],
            [
                // Gives back its arguments.
                HostFunction("echo") { call in .values(try call.values(allowingFunctions: true)) },
                HostFunction("copy") { call in .value(try call.tape(at: 0, name: "value")) },
                // Gives back its arguments, after a while.
                HostFunction("wait") { call in
                    let values = try call.values()
                    return .suspend {
                        await Task.yield()
                        return values
                    }
                },
                HostFunction("forever") { _ in
                    .suspend {
                        try await Task.sleep(for: .seconds(3600))
                        return .none
                    }
                },
                HostFunction("fail") { call in throw TeapotError(number: Int(call.integer(at: 0) ?? 0)) },
                HostFunction("fail_later") { call in
                    let number = Int(call.integer(at: 0) ?? 0)
                    return .suspend {
                        await Task.yield()
                        throw TeapotError(number: number)
                    }
                },
                HostFunction("is_yieldable") { call in .boolean(call.isYieldable) },
                HostFunction("location") { call in .string(call.location?.description ?? "nowhere") },
                // Calls a function of Lua from the host.
                HostFunction("call") { call in
                    guard let function = try call.reference(at: 0) else { return .none }
                    return .values(try call.state.call(function, call.values(from: 1, allowingFunctions: true)))
                },
                HostFunction("kind") { call in .string("\(call.kind(at: 0))") },
            ])
    ])
}

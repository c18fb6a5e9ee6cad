// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LuaRuntime
import Testing

@Suite struct LifetimeTests {
    /// Lives as long as something refers to it.
    final class Witness: HostObject {
        static let luaTypeName = "witness"
        static let luaText = "witness"
    }

    struct WitnessError: Error {
        let witness: Witness
    }

    @Test func `a host function is let go with the last state`() throws {
        weak var weakWitness: Witness?
        do {
            let witness = Witness()
            weakWitness = witness
            let state = try LuaState()
            try state.install(
                HostLibrary([.init([], [HostFunction("f") { _ in withExtendedLifetime(witness) { .none } }])]))
            try state.run("f()")
        }
        #expect(weakWitness == nil)
    }

    @Test func `a caught error is let go when its table is collected`() throws {
        weak var weakWitness: Witness?
        let state = try LuaState()
        do {
            let witness = Witness()
            weakWitness = witness
            let error = WitnessError(witness: witness)
            try state.set("kept", to: .nil)
            try state.install(HostLibrary([.init([], [HostFunction("fail") { _ in throw error }])]))
        }
        try state.run("for i = 1, 100 do kept = select(2, pcall(fail)) end")
        try state.run("kept = nil")
        state.collectGarbage()
        #expect(state.heldObjects == 0)
        withExtendedLifetime(state) {}
        #expect(weakWitness != nil)  // the function still has it
    }

    @Test func `an error that came out is held by the host alone`() throws {
        weak var weakWitness: Witness?
        let state = try LuaState()
        try state.install(
            HostLibrary([.init([], [HostFunction("fail") { _ in throw WitnessError(witness: Witness()) }])]))
        do {
            let error = #expect(throws: LuaError.self) { try state.run("fail()") }
            weakWitness = (error?.cause as? WitnessError)?.witness
            #expect(weakWitness != nil)
        }
        state.collectGarbage()
        state.collectGarbage()
        #expect(weakWitness == nil)
    }

    @Test func `an object is let go when Lua drops it`() throws {
        weak var weakWitness: Witness?
        let state = try LuaState()
        do {
            let witness = Witness()
            weakWitness = witness
            var tape = ValueTape()
            tape.append(object: witness)
            try state.set("witness", to: tape)
        }
        state.collectGarbage()
        #expect(weakWitness != nil)
        try state.run("witness = nil")
        state.collectGarbage()
        #expect(weakWitness == nil)
    }

    @Test func `a state lets go of everything when it goes`() throws {
        weak var weakWitness: Witness?
        do {
            let state = try LuaState()
            let witness = Witness()
            weakWitness = witness
            var tape = ValueTape()
            tape.append(object: witness)
            try state.set("witness", to: tape)
            try state.install(
                HostLibrary([.init([], [HostFunction("fail") { _ in throw WitnessError(witness: witness) }])]))
            try state.run("e = select(2, pcall(fail))")
        }
        #expect(weakWitness == nil)
    }

    @Test func `a function that the host dropped is collected`() throws {
        let state = try LuaState.forTests()
        try state.run("gone = setmetatable({}, {__mode = 'k'})")
        do {
            let list = try state.run("local f = {} gone[f] = true return function() return f end").list
            #expect(list.count == 1)
        }
        state.collectGarbage()
        #expect(try state.run("return next(gone)").list == [nil])
    }

    @Test func `a reference outlives its state harmlessly`() throws {
        var function: LuaReference?
        do { function = try LuaState().load("return 1", name: "x") }
        function = nil
        #expect(function == nil)
    }

    @Test func `an interrupter outlives its state harmlessly`() throws {
        let interrupter = try LuaState().interrupter
        #expect(!interrupter.interrupt())
    }

    @Test func `a dropped state cancels what it waits for`() async throws {
        let error = try await failure("perch.parallel{function() error('x') end, function() perch.sleep(0.01) end}")
        #expect(error.message == "x")
    }

    @Test func `memory stays level over many calls`() throws {
        let state = try LuaState.forTests()
        let source = """
            for i = 1, 2000 do
              local t = host.copy({a = i, b = {1, 2, 3}})
              pcall(host.fail, i)
              host.echo(function() end)
            end
            """
        try state.run(source)
        state.collectGarbage()
        let before = state.memoryUsed
        for _ in 1...5 { try state.run(source) }
        state.collectGarbage()
        state.collectGarbage()
        #expect(state.memoryUsed < before + 20_000)
    }
}

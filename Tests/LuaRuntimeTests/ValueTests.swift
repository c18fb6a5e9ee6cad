// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LuaRuntime
import Testing

@Suite struct ValueTests {
    @Test(
        arguments: [
            nil, true, false, 0, 1, -1, .integer(.max), .integer(.min), .integer(1 << 53 + 1), 0.5, -0.0, 1e300,
            .number(.infinity), .number(.leastNonzeroMagnitude), .number(1), "", "text", "a\0b",
            .string(LuaString(bytes: 0...255)),
            .null, [], ["a": 1], [1, 2, 3], [[], [[]], ["x": []]], ["deep": ["er": ["still": [1, .null, "x"]]]],
        ] as [LuaValue])
    func `a value comes back as it went in`(_ value: LuaValue) throws {
        let state = try LuaState.forTests()
        try state.set("value", to: value)

        let back = try state.run("return host.copy(value)").list

        #expect(back == [value])
    }

    @Test func `not a number stays not a number`() throws {
        let state = try LuaState.forTests()
        try state.set("value", to: .number(.nan))

        #expect(try state.run("return value ~= value, math.type(value)").list == [true, "float"])
    }

    @Test func `integers and floats of the same value stay apart`() throws {
        let state = try LuaState.forTests()
        #expect(
            try state.run("return host.copy(1), host.copy(1.0), host.copy(2^53)").list == [
                1, .number(1), .number(0x1p53),
            ])
    }

    @Test func `negative zero keeps its sign`() throws {
        let list = try LuaState.forTests().run("return host.copy(-0.0)").list
        guard case .number(let zero) = list[0] else { throw Unexpected(message: "\(list)") }
        #expect(zero.sign == .minus)
    }

    @Test func `an empty table is neither list nor object until it is marked`() throws {
        let state = try LuaState.forTests()
        let list = try state.run("return host.copy({}), host.copy(perch.array()), host.copy(perch.array{})").list
        #expect(list == [.emptyTable, [], []])
    }

    @Test func `a marked list stays a list when it is emptied`() throws {
        let state = try LuaState.forTests()
        #expect(try state.run("local t = perch.array{1}; t[1] = nil; return host.copy(t)").list == [[]])
    }

    @Test func `a list built out of order is still a list`() throws {
        let state = try LuaState.forTests()
        let source = "local t = {}; t[3] = 'c'; t[2] = 'b'; t[1] = 'a'; return host.copy(t)"
        #expect(try state.run(source).list == [["a", "b", "c"]])
    }

    @Test func `null prints as null and equals itself`() throws {
        let state = try LuaState.forTests()
        let source = "return tostring(perch.null), perch.null == host.copy(perch.null), type(perch.null)"
        #expect(try state.run(source).list == ["null", true, "userdata"])
    }

    @Test(
        arguments: [
            ("{a = {1, 2, {x = print}}}", "value.a[3].x is a function, which is not data"),
            ("{['two words'] = coroutine.create(print)}", "value[\"two words\"] is a thread, which is not data"),
            ("{io.stdout}", "value[1] is a userdata, which is not data"),
            ("{1, 2, x = 3}", "value is a mixed table: it has both names and positions as keys"),
            ("{k = {x = 3, 1}}", "value.k is a mixed table: it has both names and positions as keys"),
            ("{list = {1, 2, nil, 4}}", "value.list[3] is missing or misplaced"),
            ("{[0] = 1}", "value[0] is missing or misplaced"),
            ("{[1.5] = 1}", "value has a number as a key"),
            ("{[true] = 1}", "value has a boolean as a key"),
        ])
    func `what is not data is refused by its path`(_ value: String, _ message: String) async throws {
        let error = try await failure("host.copy(\(value))")
        #expect(error.message.hasPrefix(message))
    }

    @Test func `a circle is refused by its path`() async throws {
        let error = try await failure("local t = {a = {{}}}; t.a[1].b = t; host.copy(t)")
        #expect(error.message == "value.a[1].b contains itself")
    }

    @Test func `the same table twice is no circle`() throws {
        let state = try LuaState.forTests()
        #expect(try state.run("local t = {1}; return host.copy({t, t})").list == [[[1], [1]]])
    }

    @Test(arguments: [199, 200, 201, 10_000])
    func `tables cross up to 200 levels deep`(_ depth: Int) async throws {
        let source = "local t = 1; for _ = 1, \(depth) do t = {t} end; return pcall(host.copy, t)"
        let list = try await result("local ok = (function() \(source) end)(); return ok")
        #expect(list == [.boolean(depth <= 200)])
    }

    @Test func `a tape that is too deep is refused on its way in`() throws {
        let state = try LuaState.forTests()
        var tape = ValueTape()
        for _ in 0..<10_000 { tape.beginArray(count: 1) }
        tape.append(integer: 1)

        let error = #expect(throws: LuaError.self) { try state.set("value", to: tape) }
        #expect(error?.message.contains("nested deeper than 200") == true)
        #expect(state.stackHeight == 0)
    }

    @Test func `a tape that ends too early is refused`() throws {
        let state = try LuaState.forTests()
        var tape = ValueTape()
        tape.beginArray(count: 4_000_000_000)
        tape.append(integer: 1)

        #expect(throws: LuaError.self) { try state.set("value", to: tape) }
    }

    @Test func `objects of the host pass through Lua unseen`() throws {
        final class Secret: HostObject {
            static let luaTypeName = "secret"
            static let luaText = "secret(hidden)"
        }
        let state = try LuaState.forTests()
        let secret = Secret()
        var tape = ValueTape()
        tape.beginObject(count: 1)
        tape.append(string: "key")
        tape.append(object: secret)
        try state.set("value", to: tape)

        let back = try state.run("return value, tostring(value.key), getmetatable(value.key), value.key == value.key")

        back.tape.withCursor { cursor in
            guard case .object(1) = cursor.next() else { return #expect(Bool(false)) }
            #expect(Array(cursor.nextText()) == Array("key".utf8))
            guard case .hostObject(let object) = cursor.next() else { return #expect(Bool(false)) }
            #expect(object === secret)
        }
        #expect(Array(back.list.dropFirst()) == ["secret(hidden)", "secret", true])
    }

    @Test func `objects of the host are found where they are borrowed`() throws {
        final class Secret: HostObject {
            static let luaTypeName = "secret"
            static let luaText = "secret(hidden)"
        }
        let state = try LuaState()
        let secret = Secret()
        var tape = ValueTape()
        tape.append(object: secret)
        try state.set("secret", to: tape)
        let look = HostFunction("look") { call in
            try call.withCursor(at: 0, name: "value") { cursor in
                guard case .array(2) = cursor.next(), case .string = cursor.next(),
                    case .hostObject(let object) = cursor.next()
                else { return .boolean(false) }
                return .boolean(object === secret && cursor.isAtEnd)
            }
        }
        try state.install(HostLibrary([.init([], [look])]))

        #expect(try state.run("return look{'x', secret}").list == [true])
    }

    @Test func `functions inside of tables can be kept as references`() throws {
        let state = try LuaState.forTests()
        let list = try state.run("return {f = function(x) return x * 2 end}").list
        guard case .reference(let function) = list[0]["f"] else { throw Unexpected(message: "\(list)") }
        #expect(try state.call(function, LuaValues(21)).list == [42])
    }

    @Test func `a tape appended to another keeps its text`() throws {
        var tape = ValueTape(["a": "one"])
        tape.append(contentsOf: ValueTape("two"))
        #expect(LuaValues(tape, count: 2).list == [["a": "one"], "two"])
    }

    @Test func `a cursor passes over whole values`() {
        let tape = LuaValues([1, [2, ["x": 3]]], "end").tape
        tape.withCursor { cursor in
            cursor.skip()
            #expect(cursor.nextValue() == "end")
            #expect(cursor.isAtEnd)
        }
    }

    @Test func `globals are set and got by path`() throws {
        let state = try LuaState.forTests()
        try state.set("perch.version.major", to: 1)
        #expect(try state.run("return perch.version.major").list == [1])
        #expect(try state.get("perch.version") == ["major": 1])
        #expect(try state.get("nowhere.at.all") == nil)
    }

    @Test func `a result that is nil is kept and passed on as nil`() throws {
        let state = try LuaState()
        let results = try state.callKeepingResults(state.load("return nil, 2", name: "two"))
        var tape = ValueTape()
        for result in results { tape.append(reference: result) }
        let seen = try state.run("return select('#', ...), ...", arguments: LuaValues(tape, count: results.count))
        #expect(seen.list == [2, .nil, 2])
    }
}

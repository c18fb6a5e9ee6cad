// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import IntegrationClient
import Locking
import LuaBindings
import LuaRuntime
import Sandbox
import Testing

@testable import REPL

/// What help and completion know of functions, beside what scripts really have.
@Suite struct KnownNamesTests {
    /// What a script prints.
    func output(_ source: String) throws -> [String] {
        let sandbox = try Sandbox()
        let environment = ScriptEnvironment(name: "test", isEmbedded: true) {
            Connection(client: IntegrationClient(transport: sandbox), sandbox: sandbox)
        }
        let printed = Guarded("")
        var lua = LuaConfiguration()
        lua.output = { _, bytes in printed.withLock { $0 += String(decoding: bytes, as: UTF8.self) } }
        let outcome = Script(source: Array(source.utf8), name: "test", environment: environment, lua: lua).runBlocking()
        if case .failed(let error, _) = outcome { throw error }
        return printed.withLock { $0.split(separator: "\n").map(String.init) }
    }

    @Test func `each function that scripts have is known, and there is no other`() throws {
        let real = try output(
            """
            local function walk(path, value)
              if type(value) == "function" then print(path) end
              if type(value) ~= "table" or path == "package.loaded" or path == "package.preload" then return end
              for key, inner in next, value do
                if type(key) == "string" and inner ~= _G and key:sub(1, 2) ~= "__" then
                  walk(path == "" and key or path .. "." .. key, inner)
                end
              end
            end
            walk("", _G)
            """)
        let known = Set(Declarations.shared.functions.keys)
        // What Lua 5.4 keeps of its older versions, where it is built so.
        let older = ["atan2", "cosh", "frexp", "ldexp", "log10", "pow", "sinh", "tanh"].map { "math.\($0)" }
        #expect(Set(real).subtracting(known).subtracting(older).sorted() == [])
        // What `perch run` alone has, and methods of what a function gives.
        let elsewhere = ["perch.bulk"] + known.filter { $0.contains(":") }
        #expect(known.subtracting(real).subtracting(elsewhere).sorted() == [])
    }

    @Test func `each field that is declared for a function of the sandbox is one that it takes`() throws {
        var checked = 0
        for function in Declarations.shared.functions.values where function.name.hasPrefix("sandbox.") {
            for object in function.parameters.flatMap(\.schema.objectNames).compactMap(Declarations.shared.object) {
                guard function.name != "sandbox.restore" else { continue }
                let given = object.fields.map { "{ \($0.name) = 1 }" }.joined(separator: ", ")
                let complaints = try output(
                    """
                    for _, given in ipairs { \(given) } do
                      local ok, err = pcall(\(function.name), given)
                      if not ok and err.message:find("unknown field") then print(err.message) end
                    end
                    """)
                #expect(complaints == [], "\(function.name)")
                checked += object.fields.count
            }
        }
        #expect(checked > 100)
    }
}

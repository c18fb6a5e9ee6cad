// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LuaBindings

@Suite struct PerchStubsTests {
    @Test func `the declarations are Lua, and have every function of perch`() async throws {
        let result = try await ScriptHarness().run(
            """
            local names = {}
            for name, value in pairs(perch) do
              if type(value) == "function" then names[#names + 1] = name end
              if type(value) == "table" and getmetatable(value) == nil then
                for inner, below in pairs(value) do
                  if type(below) == "function" then names[#names + 1] = name .. "." .. inner end
                end
              end
            end
            print(table.concat(names, "\\n"))
            assert(load([====[\(PerchStubs.text)]====]))
            """)
        #expect(result.error == nil)
        let names = result.output.split(separator: "\n")
        #expect(names.count > 20)
        for name in names { #expect(PerchStubs.text.contains("\nfunction perch.\(name)("), "\(name)") }
    }
}

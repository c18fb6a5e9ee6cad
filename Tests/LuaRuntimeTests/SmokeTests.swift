// Part of Perch. SPDX-License-Identifier: Apache-2.0
import LuaRuntime
import Testing

@Suite struct SmokeTests {
    @Test func `a script runs and returns`() throws {
        let state = try LuaState()
        let r = try state.run("return 1 + 1, 'x', {a = {1,2,3}}")
        #expect(r.list == [2, "x", ["a": [1, 2, 3]]])
    }
}

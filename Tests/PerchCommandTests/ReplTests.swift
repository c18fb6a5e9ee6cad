// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `perch repl` in a pseudo-terminal, driven by the keys that a person types.
@Suite struct ReplTests {
    typealias Keys = PseudoTerminal

    /// A folder with a project in it, so that the history has its place.
    static func project() throws -> String {
        let folder = try PerchBinary.temporaryFolder().path
        try "".write(toFile: folder + "/perch.toml", atomically: true, encoding: .utf8)
        return folder
    }

    static func open(_ folder: String? = nil, environment: [String: String] = [:]) async throws -> PseudoTerminal {
        let terminal = try PseudoTerminal(folder: try folder ?? project(), environment: environment)
        try await terminal.see("sandbox> ")
        return terminal
    }

    // MARK: - Entries

    @Test func `an expression shows its value, and Ctrl-D ends`() async throws {
        let terminal = try await Self.open()
        terminal.type("6 * 7", Keys.enter)
        try await terminal.see("\n42\n")
        try await terminal.see("sandbox> ")
        terminal.type(Keys.control("d"))

        #expect(await terminal.finish() == 0)
        #expect(terminal.isOrdinary)
    }

    @Test func `an error is shown in its lines, and the session goes on`() async throws {
        let terminal = try await Self.open()
        terminal.type("x = 1", Keys.enter, "talon.sessions.updat('s1')", Keys.enter)
        try await terminal.see("error: ")
        try await terminal.see("did you mean `talon.sessions.update`?")
        terminal.type("x + 41", Keys.enter)
        try await terminal.see("\n42\n")
    }

    @Test func `os.exit and :quit end with their codes`() async throws {
        let first = try await Self.open()
        first.type("os.exit(5)", Keys.enter)
        #expect(await first.finish() == 5)
        let second = try await Self.open()
        second.type(":quit", Keys.enter)
        #expect(await second.finish() == 0)
        #expect(second.isOrdinary)
    }

    @Test func `a function of five lines comes back as one entry`() async throws {
        let folder = try Self.project()
        let terminal = try await Self.open(folder)
        for line in ["function total(a, b)", "local sum = a", "sum = sum + b", "return sum * 2", "end"] {
            terminal.type(line, Keys.enter)
        }
        terminal.type("total(20, 1)", Keys.enter)
        try await terminal.see("\n42\n")
        terminal.type(Keys.control("d"))
        _ = await terminal.finish()

        let next = try await Self.open(folder)
        next.type("total = nil", Keys.enter, Keys.up, Keys.up, Keys.up, Keys.enter, "total(30, 3)", Keys.enter)
        try await next.see("\n66\n")
        let history = try String(contentsOfFile: folder + "/.perch/history", encoding: .utf8)
        #expect(history.split(separator: "\n").count == 5)
        #expect(history.contains("function total(a, b)\\n  local sum = a\\n"))
    }

    @Test func `an earlier entry is searched for`() async throws {
        let terminal = try await Self.open()
        terminal.type("first = 'found' .. ' it'", Keys.enter, "second = 2", Keys.enter)
        terminal.type(Keys.control("r"), "fou")
        try await terminal.see("search: fou")
        terminal.type(Keys.control("e"), " .. '!'", Keys.enter, "first", Keys.enter)
        try await terminal.see("found it!")
    }

    // MARK: - Completion

    @Test func `names of operations are completed`() async throws {
        let terminal = try await Self.open()
        terminal.type("type(talon.ses", Keys.tab, ") .. '!'", Keys.enter)
        try await terminal.see("table!")
    }

    @Test func `a field of a body and a value of an enumeration are completed`() async throws {
        let terminal = try await Self.open()
        terminal.type("talon.sessions.update('s1', { customerSession = { sta", Keys.tab)
        terminal.type(" = 'clo", Keys.tab, " } });", Keys.enter)
        terminal.type("'it is ' .. talon.sessions.get('s1').customerSession.state .. '!'", Keys.enter)
        try await terminal.see("it is closed!")
    }

    @Test func `several candidates are listed, and Tab goes through them`() async throws {
        let terminal = try await Self.open()
        terminal.type("talon.sessions.", Keys.tab)
        try await terminal.see("reopen")
        terminal.type(Keys.control("g"), Keys.control("c"))
        try await terminal.see("^C")
    }

    // MARK: - Paste

    @Test func `five hundred lines are pasted as one entry`() async throws {
        let terminal = try await Self.open()
        let lines = ["total = 0"] + (1...498).map { "total = total + \($0) -- line \($0) of what was pasted" }
        terminal.type(Keys.paste((lines + ["total = total .. ' in all'"]).joined(separator: "\n") + "\n"))
        terminal.type("total .. '!'", Keys.enter)
        try await terminal.see("124251 in all!")
    }

    // MARK: - Interrupting

    @Test func `Ctrl-C ends a loop without an end, and keeps the session`() async throws {
        let terminal = try await Self.open()
        terminal.type("x = 'still here'", Keys.enter, "print('looping') while true do end", Keys.enter)
        try await terminal.see("\nlooping\n")
        terminal.type(Keys.control("c"))
        try await terminal.see("interrupted")
        try await terminal.see("sandbox> ")
        terminal.type("x .. '!'", Keys.enter)
        try await terminal.see("still here!")
    }

    @Test func `Ctrl-C gives up what is being typed`() async throws {
        let terminal = try await Self.open()
        terminal.type("while true do", Keys.enter, Keys.control("c"))
        try await terminal.see("^C")
        terminal.type("'new ' .. 'entry'", Keys.enter)
        try await terminal.see("new entry")
    }

    @Test func `an entry that nothing stops ends with the process, at the second Ctrl-C`() async throws {
        let terminal = try await Self.open()
        terminal.type("print('stuck') s = ('a'):rep(40):find(('a?'):rep(40) .. ('a'):rep(41))", Keys.enter)
        try await terminal.see("\nstuck\n")
        terminal.type(Keys.control("c"))
        try await terminal.see("Ctrl-C once more")
        terminal.type(Keys.control("c"))
        #expect(await terminal.finish() == 130)
        #expect(terminal.isOrdinary)
    }

    @Test func `the terminal is as it was when the process is ended from elsewhere`() async throws {
        let terminal = try await Self.open()
        terminal.send(SIGTERM)

        #expect(await terminal.finish() == 130)
        #expect(terminal.isOrdinary)
    }

    @Test func `a new size is drawn for`() async throws {
        let terminal = try await Self.open()
        terminal.type("'0123456789abcdef'")
        try await terminal.see("abcdef'")
        terminal.resize(width: 20, height: 10)
        try await terminal.see("'0123456789")
        terminal.type(" .. '!'", Keys.enter)
        try await terminal.see("\n\"0123456789abcdef!\"")
    }

    // MARK: - Saving

    @Test func `a session is saved as a script that runs`() async throws {
        let folder = try Self.project()
        let terminal = try await Self.open(folder)
        terminal.type("local price = 40", Keys.enter, "print(price + 2)", Keys.enter)
        try await terminal.see("\n42\n")
        terminal.type("nonsense(", Keys.control("c"), "error('left out')", Keys.enter, ":save x.lua", Keys.enter)
        try await terminal.see("x.lua")
        terminal.type(Keys.control("d"))
        _ = await terminal.finish()

        let run = try await PerchBinary.run("run", "x.lua", folder: folder)
        #expect(run.output == "42\n")
        #expect(run.status == 0)
    }

    @Test func `a session is saved as a scenario that passes, and that fails when something changes`() async throws {
        let folder = try Self.project()
        let terminal = try await Self.open(folder)
        terminal.type(
            Keys.paste(
                """
                sandbox.campaign { name = "Summer", coupons = { "SUMMER10" }, rules = { { title = "10% off",
                  condition = { "and", { "couponValid" } },
                  effects = { { "setDiscount", "10% off", { "*", { ".", "Session", "Total" }, { "/", 10, 100 } } } } } } }

                """))
        terminal.type(
            "talon.sessions.update('s1', { customerSession = { couponCodes = { 'SUMMER10' }, ",
            "cartItems = { { sku = 'kettle', quantity = 1, price = 40 } } } })", Keys.enter)
        try await terminal.see("setDiscount")
        terminal.type(":save --scenario x_test.lua", Keys.enter)
        try await terminal.see("x_test.lua")
        try await terminal.see("sandbox> ")
        terminal.type(Keys.control("d"))
        _ = await terminal.finish()

        let passed = try await PerchBinary.run("test", "x_test.lua", folder: folder)
        #expect(passed.status == 0, "\(passed.output)\(passed.errors)")
        let path = folder + "/x_test.lua"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.contains("price = 40 "))
        try text.replacing("price = 40 ", with: "price = 41 ").write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try await PerchBinary.run("test", "x_test.lua", folder: folder).status == 1)
    }

    // MARK: - Surroundings

    @Test func `the user's own file runs first, an error in it is shown, and --safe leaves it alone`() async throws {
        let folder = try Self.project()
        let home = try PerchBinary.temporaryFolder().path
        try FileManager.default.createDirectory(atPath: home + "/perch", withIntermediateDirectories: true)
        try "mine = 'of my own'\nerror('broken')".write(
            toFile: home + "/perch/init.lua", atomically: true, encoding: .utf8)

        let terminal = try await Self.open(folder, environment: ["XDG_CONFIG_HOME": home])
        #expect(terminal.shown.contains("broken"))
        terminal.type("mine .. '!'", Keys.enter)
        try await terminal.see("of my own!")
        let safe = try await PerchBinary.run(
            "repl", "--safe", input: "mine", folder: folder, environment: ["XDG_CONFIG_HOME": home])
        #expect(safe.output == "nil\n")
        #expect(safe.errors == "")
    }

    @Test func `the editor of the user takes the entry`() async throws {
        let folder = try Self.project()
        try "echo \"'from ' .. 'elsewhere'\" > \"$1\"\n".write(
            toFile: folder + "/editor", atomically: true, encoding: .utf8)
        let terminal = try await Self.open(folder, environment: ["VISUAL": "sh editor"])
        terminal.type("x", Keys.control("x"), Keys.control("e"))
        try await terminal.see("'from ' .. 'elsewhere'")
        terminal.type(Keys.enter)
        try await terminal.see("\n\"from elsewhere\"")
    }

    @Test func `perch alone opens it at a terminal, and shows help elsewhere`() async throws {
        let terminal = try PseudoTerminal([], folder: try Self.project())
        try await terminal.see("sandbox> ")
        terminal.type(Keys.control("d"))
        #expect(await terminal.finish() == 0)

        let elsewhere = try await PerchBinary.run()
        #expect(elsewhere.output.contains("USAGE: perch"))
        #expect(elsewhere.status == 0)
    }

    @Test func `a terminal that knows nothing has plain lines`() async throws {
        let terminal = try await Self.open(environment: ["TERM": "dumb", "NO_COLOR": "1"])
        terminal.type("do print('a'", "\n", ")", "\n", "print(6 * 7) end", "\n")
        try await terminal.see("\n42\n")
        terminal.type(Keys.control("d"))
        #expect(await terminal.finish() == 0)
        #expect(!terminal.bytes.contains(0x1B))
    }

    // MARK: - Pipes

    @Test func `what is piped in runs without decoration`() async throws {
        let result = try await PerchBinary.run("repl", input: "local x = 6\nfunction f(a)\n  return a * 7\nend\nf(x)\n")
        #expect(result.output == "42\n")
        #expect(result.errors == "")
        #expect(result.status == 0)
    }

    @Test(arguments: [
        ("error('x')\n1\n", Int32(3)), ("talon.sessions.get('none')\n", 7), ("f(\n", 3), ("os.exit(9)\n", 9),
        ("1\n", 0),
        ("error('x')\nos.exit(0)\n", 3), ("io.open('/etc/passwd')\n", 6), (":nonsense\n", 3), ("", 0),
    ])
    func `a failure never exits with 0`(_ input: String, _ status: Int32) async throws {
        #expect(try await PerchBinary.run("repl", input: input).status == status)
    }

    @Test func `a limit ends the entry, not the session`() async throws {
        let result = try await PerchBinary.run(
            "repl", "--timeout", "0.2", input: "while true do end\n'on' .. 'wards'\n")
        #expect(result.output.contains("onwards"))
        #expect(result.status == 8)
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import OperationCatalog
import Testing

/// `perch run` as people and scripts of other people use it.
@Suite struct RunTests {
    @Test func `code, files and standard input run, with arguments`() async throws {
        let folder = try PerchBinary.temporaryFolder()
        try "#!/usr/bin/env perch run\nprint(arg[0], arg[1], ...)\n"
            .write(to: folder.appending(path: "s.lua"), atomically: true, encoding: .utf8)

        #expect(try await PerchBinary.run("run", "-e", "print(1 + 1, ...)", "x").output == "2\tx\n")
        #expect(
            try await PerchBinary.run("run", "s.lua", "--flag", "b", folder: folder.path).output
                == "s.lua\t--flag\t--flag\tb\n")
        #expect(try await PerchBinary.run("run", "-", input: "print 'in'").output == "in\n")
    }

    @Test func `modules of the project are found beside the script`() async throws {
        let folder = try PerchBinary.temporaryFolder()
        try FileManager.default.createDirectory(at: folder.appending(path: "shop"), withIntermediateDirectories: true)
        try "return { price = talon and 5 }".write(
            to: folder.appending(path: "shop/prices.lua"), atomically: true, encoding: .utf8)
        try "print(require('shop.prices').price)".write(
            to: folder.appending(path: "main.lua"), atomically: true, encoding: .utf8)

        let result = try await PerchBinary.run("run", folder.path + "/main.lua")

        #expect(result.output == "5\n")
        #expect(result.status == 0)
    }

    /// What goes wrong, the exit code, and words that the message must have.
    static let failures: [(code: String, status: Int32, words: [String])] = [
        ("print(1", 3, ["expected near <eof>", "at -e:1", "an `end`, a bracket or a quote is missing"]),
        ("x = = 1", 3, ["unexpected symbol", "at -e:1"]),
        ("\n\nerror('boom')", 3, ["error: boom", "at -e:3"]),
        ("error({ message = 'own table', hint = 'own hint' })", 3, ["own table"]),
        ("local x = nil; x.y = 1", 3, ["attempt to index a nil value (local 'x')"]),
        ("talon.session.get('a')", 3, ["there is no `talon.session`", "did you mean `talon.sessions`?"]),
        ("talon.sessions.updat('a', {})", 3, ["there is no `talon.sessions.updat`", "`talon.sessions.update`"]),
        ("sandbox.campain {}", 3, ["there is no `sandbox.campain`", "`sandbox.campaign`"]),
        (
            "talon.sessions.update('s1', {customerSession={cartitems={}}})", 3,
            ["unknown field `cartitems` in sessions.update", "at -e:1", "did you mean `cartItems`?"]
        ),
        ("talon.sessions.update('s1', {customerSession={state='opn'}})", 3, ["state", "`open`"]),
        (
            "talon.sessions.update('s1', {customerSession={couponCodes='A'}})", 3,
            ["couponCodes", "must be an array, not a string"]
        ),
        ("talon.sessions.update('s1', {})", 3, ["customerSession"]),
        ("talon.sessions.update('s1')", 3, ["body"]),
        ("talon.sessions.update(nil, {customerSession={}})", 3, ["customerSessionId"]),
        ("talon.sessions.update({}, {customerSession={}})", 3, ["customerSessionId is a table"]),
        ("talon.sessions.get('s1', {}, 3)", 3, ["at most 2 arguments", "talon.sessions.get(customerSessionId)"]),
        (
            "talon.sessions.update('s1', {customerSession={}}, {dri=true})", 3,
            ["unknown option `dri`", "did you mean `dry`?"]
        ),
        (
            "talon.sessions.update('s1', {customerSession={attributes={f=print}}})", 3,
            ["body.customerSession.attributes.f is a function"]
        ),
        (
            "talon.sessions.update('s1', {customerSession={attributes={a='\\xff'}}})", 3,
            ["body.customerSession.attributes.a", "UTF-8"]
        ),
        ("local t = {}; t.t = t; talon.sessions.update('s1', t)", 3, ["contains itself"]),
        ("talon.sessions.get('nobody')", 7, ["nobody", "hint:"]),
        ("os.execute('true')", 6, ["running `true` is not allowed", "--allow-run"]),
        ("io.open('/etc/passwd')", 6, ["reading `/etc/passwd` is not allowed", "--allow-read=/etc/passwd"]),
        ("io.open('x', 'w')", 6, ["writing `x` is not allowed", "--allow-write=x"]),
        ("os.getenv('HOME')", 6, ["`HOME` is not allowed", "--allow-env=HOME"]),
        ("perch.env.get('HOME')", 6, ["`HOME` is not allowed", "--allow-env=HOME"]),
        ("require('nothing')", 3, ["nothing"]),
        ("perch.json.decode('{')", 3, ["not JSON", "byte"]),
    ]

    @Test(arguments: failures.indices)
    func `a mistake is named in three lines with its exit code`(index: Int) async throws {
        let (code, status, words) = Self.failures[index]

        let result = try await PerchBinary.run("run", "-e", code)

        #expect(result.status == status, "\(code)\n\(result.errors)")
        #expect(result.output == "")
        for word in words { #expect(result.errors.contains(word), "\(code)\n\(result.errors)") }
        let lines = result.errors.split(separator: "\n")
        #expect(lines.count == 3, "\(code)\n\(result.errors)")
        #expect(lines.first?.hasPrefix("error: ") == true)
        #expect(lines.last?.hasPrefix("  hint: ") == true)
    }

    @Test(arguments: [
        (["run"], "needs a script"), (["run", "--timeout", "x", "-e", "1"], "x"),
        (["run", "--nope", "a.lua"], "--nope"),
        (["frobnicate"], "frobnicate"), (["run", "--timeout", "-1", "-e", "1"], "--timeout"),
        (["run", "--memory", "0", "-e", "1"], "--memory"), (["ops", "--color", "pink"], "pink"),
    ])
    func `a wrong command line is refused with exit code 2`(arguments: [String], word: String) async throws {
        let result = try await PerchBinary.run(arguments)

        #expect(result.status == 2)
        #expect(result.errors.contains(word), "\(result.errors)")
        #expect(result.errors.contains("\n  at the command line\n  hint: "))
        #expect(result.output == "")
    }

    @Test(arguments: [
        ["--help"], ["run", "--help"], ["run", "-h"], ["ops", "--help"], ["help", "run"], ["--version"],
    ])
    func `help and version are no mistakes`(arguments: [String]) async throws {
        let result = try await PerchBinary.run(arguments)

        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors == "")
        #expect(result.output.contains(arguments == ["--version"] ? "." : "OPTIONS:"))
    }

    @Test func `the operations of the Management API are listed and described on request`() async throws {
        let list = try await PerchBinary.run("ops", "--management")
        let one = try await PerchBinary.run("ops", "--management", "createCoupons")
        let json = try JSONValue(parsing: try await PerchBinary.run("ops", "--management", "--json").output)
        let misplaced = try await PerchBinary.run("ops", "createCoupons")

        #expect(list.output.contains("\n  createCoupons "))
        #expect(one.output.hasPrefix("createCoupons: POST /v1/applications/{applicationId}/campaigns/"))
        #expect(json.array?.count == ManagementCatalog.operations.count)
        #expect(json[0]?["lua"] == nil)
        #expect(misplaced.errors.contains("hint: add --management"))
        #expect(misplaced.status != 0)
    }

    @Test func `a script chooses its own exit code`() async throws {
        #expect(try await PerchBinary.run("run", "-e", "io.write('last words'); os.exit(42)").status == 42)
        #expect(try await PerchBinary.run("run", "-e", "io.write('last words'); os.exit(42)").output == "last words")
        #expect(try await PerchBinary.run("run", "-e", "os.exit(true)").status == 0)
        #expect(try await PerchBinary.run("run", "-e", "os.exit(false)").status == 1)
    }

    @Test func `a missing script and a folder are configuration errors`() async throws {
        let missing = try await PerchBinary.run("run", "nothing.lua")
        #expect(missing.status == 5)
        #expect(missing.errors.contains("there is no script nothing.lua\n  at the command line\n  hint: "))
        let folder = try await PerchBinary.run("run", "/tmp")
        #expect(folder.status == 5)
        #expect(folder.errors.contains("cannot read the script /tmp"))
    }

    @Test func `a traceback is shown when it is asked for, and names the lines of the script`() async throws {
        let code = "local function inner() error('deep') end\nlocal function outer() inner() end\nouter()"

        let plain = try await PerchBinary.run("run", "-e", code)
        let traced = try await PerchBinary.run("run", "--traceback", "-e", code)

        #expect(!plain.errors.contains("from"))
        #expect(traced.errors.contains("from -e:1: in function 'inner'") || traced.errors.contains("from -e:1: in"))
        #expect(traced.errors.contains("-e:3: in main chunk"))
    }

    @Test func `allowed things are allowed`() async throws {
        let folder = try PerchBinary.temporaryFolder().path
        let script = "local f <close> = assert(io.open(arg[1], 'w')); f:write('x'); print(os.getenv('SHOP'))"

        let result = try await PerchBinary.run(
            "run", "--allow-write", folder, "--allow-env", "SHOP", "-e", script, folder + "/out.txt",
            environment: ["SHOP": "tea"])

        #expect(result.errors == "")
        #expect(result.output == "tea\n")
        #expect(try String(contentsOfFile: folder + "/out.txt", encoding: .utf8) == "x")
    }

    @Test func `logs and traces go to the standard error`() async throws {
        let result = try await PerchBinary.run(
            "run", "--trace", "-e",
            "perch.log.info('hello', { a = 1 }); talon.profiles.update('ada', {}); print('done')")

        #expect(result.output == "done\n")
        #expect(result.errors.contains("info: hello { a = 1 }"))
        let quiet = try await PerchBinary.run(
            "run", "--quiet", "-e", "perch.log.info('hello') perch.log.error('trouble')")
        #expect(quiet.errors == "error: trouble\n")
        #expect(result.errors.contains("PUT /v2/customer_profiles/ada → 200"))
    }
}

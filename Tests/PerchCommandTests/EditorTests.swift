// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What editors, luacheck and shells get from Perch.
@Suite struct EditorTests {
    private static func path(_ program: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(program)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// What a program writes, with `perch` on its path.
    private func output(_ program: String, _ arguments: [String], in folder: String) throws -> (Int32, String) {
        let process = Process()
        process.executableURL = URL(filePath: try #require(Self.path(program)))
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder)
        process.environment = [
            "PATH": (PerchBinary.path as NSString).deletingLastPathComponent + ":/usr/local/bin:/usr/bin:/bin",
            "HOME": folder, "LC_ALL": "C.UTF-8",
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    private func project() async throws -> String {
        let folder = try PerchBinary.temporaryFolder().path
        let made = try await PerchBinary.run("init", "shop", "--quiet", folder: folder)
        try #require(made.status == 0, "\(made.errors)")
        return folder + "/shop"
    }

    // MARK: - Projects

    @Test(.enabled(if: path("luacheck") != nil, "luacheck is not installed"))
    func `luacheck has no complaint about a new project`() async throws {
        let folder = try await project()
        let (status, text) = try output("luacheck", ["--no-color", "."], in: folder)
        #expect(status == 0 && text.contains("Total: 0 warnings / 0 errors in 2 files"), "\(text)")

        // It does look: what is no global of Perch, it finds.
        try "print(tallon, expect)\n".write(toFile: folder + "/slip.lua", atomically: true, encoding: .utf8)
        let (found, complaints) = try output("luacheck", ["--no-color", "."], in: folder)
        #expect(found == 1 && complaints.contains("tallon") && complaints.contains("expect"), "\(complaints)")
    }

    @Test func `the declarations are Lua, and have every function of the API`() async throws {
        let result = try await PerchBinary.run(
            "run", "-e",
            """
            local declared = {}
            for _, name in ipairs { "talon", "sandbox", "perch", "scenario" } do
              assert(loadfile(".perch/stubs/" .. name .. ".lua", "t", declared))()
            end
            local function count(real, stub, path)
              local functions = 0
              for name, value in next, real do
                if type(value) == "function" then
                  assert(type(stub[name]) == "function", path .. "." .. name)
                  functions = functions + 1
                elseif type(value) == "table" and type(stub[name]) == "table" then
                  functions = functions + count(value, stub[name], path .. "." .. name)
                end
              end
              return functions
            end
            print(count(talon.api, declared.talon.api, "talon.api"))
            print(count(talon, declared.talon, "talon") == 2 * 42 + 1)
            print(count(sandbox, declared.sandbox, "sandbox") > 25, count(perch, declared.perch, "perch") > 10)
            """, folder: try await project())
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output == "42\ntrue\ntrue\ttrue\n")
    }

    @Test func `the globals that tools are told of are those of scenarios`() async throws {
        let folder = try await project()
        let settings = try String(contentsOfFile: folder + "/.luarc.json", encoding: .utf8)
        let names = settings.split(separator: "\"").filter { $0.allSatisfy { $0.isLetter || $0 == "_" } }.map(
            String.init)
        #expect(names.count > 30)
        try """
        scenario("globals", function()
          for _, name in ipairs { \(names.map { "\"\($0)\"" }.joined(separator: ", ")) } do
            check(_G[name], name).not_:to_be_nil()
          end
        end)
        """.write(toFile: folder + "/globals_test.lua", atomically: true, encoding: .utf8)
        let result = try await PerchBinary.run("test", "globals_test.lua", folder: folder)
        #expect(result.status == 0, "\(result.output)")
    }

    // MARK: - Shells

    @Test(arguments: ["bash", "zsh", "fish"])
    func `the completions of a shell are one of its scripts`(shell: String) async throws {
        let result = try await PerchBinary.run("completions", shell)
        #expect(result.status == 0 && result.output.contains("perch"), "\(result.errors)")
        guard Self.path(shell) != nil else { return }
        let folder = try PerchBinary.temporaryFolder()
        try result.output.write(to: folder.appending(path: "script"), atomically: true, encoding: .utf8)
        let (status, text) = try output(shell, ["-n", "script"], in: folder.path)
        #expect(status == 0, "\(text)")
    }

    @Test func `another shell is a mistake of usage`() async throws {
        let result = try await PerchBinary.run("completions", "tcsh")
        #expect(result.status == 2)
        #expect(result.errors.contains("tcsh"))
    }

    @Test(arguments: [
        (["comp"], ["completions"]),
        (["ops", "sessions."], ["sessions.update", "sessions.get", "sessions.reopen"]),
        (["ops", "updateCustomerSe"], ["updateCustomerSessionV2", "updateCustomerSession"]),
        (
            ["ops", "--management", "createCamp"],
            [
                "createCampaign", "createCampaignEvaluationGroup", "createCampaignFromTemplate",
                "createCampaignStoreBudget", "createCampaignTemplate",
            ]
        ),
        (["run", "--env", "sta"], ["staging"]),
        (["test", "--env", ""], ["sandbox", "staging"]),
        (["run", "--allow-r"], ["--allow-read", "--allow-run"]),
        (["run", "fi"], ["first-session.lua"]),
        (["bundle", "ch"], ["check"]),
    ])
    func `bash completes commands, options, environments and operations`(words: [String], expected: [String])
        async throws
    {
        let folder = try await project()
        let settings = FileHandle(forWritingAtPath: folder + "/perch.toml")
        try settings?.seekToEnd()
        try settings?.write(
            contentsOf: Data(
                "[environments.staging]\nbase_url = \"https://x.talon.one\"\napi_key = { env = \"K\" }\n".utf8))
        try settings?.close()

        // As bash itself asks: all words, which of them, and that one with the one before it.
        let all = ["perch"] + words
        let (_, text) = try output(
            "bash",
            [
                "-c",
                """
                source <(perch completions bash)
                COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
                _perch perch "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
                printf '%s\\n' "${COMPREPLY[@]}"
                """, "bash",
            ] + all, in: folder)
        #expect(text.split(separator: "\n").map(String.init).sorted() == expected.sorted())
    }
}

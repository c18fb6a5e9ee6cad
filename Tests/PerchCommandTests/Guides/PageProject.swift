// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The project that the reader of a page has in front of them: a folder with the files that the page shows, `perch` on the
/// path, and where the page needs an account, a sandbox that is served in its place.
final class PageProject: @unchecked Sendable {
    let page: PageOfCode
    let folder: URL
    /// The account of the page.
    private let account: PerchBinary.Running?
    private let accountPort: Int
    /// The chat of the page.
    private let chat: RawServer?
    /// What `perch serve` of the page started.
    private var served: PerchBinary.Running?
    private let servedPort: Int
    private var keys = ["KEY": key, "MANAGEMENT_KEY": managementKey]
    /// What the last block was, for one that goes on.
    private var script = ""
    /// What was typed at the prompt of the last `perch repl`, and what came.
    private var session = (command: "", entries: "", output: "", exit: Int32(0))

    init(_ page: PageOfCode) async throws {
        self.page = page
        folder = try PerchBinary.temporaryFolder()
        accountPort = try LoopbackPort.free()
        servedPort = try LoopbackPort.free()
        try FileManager.default.createDirectory(at: folder.appending(path: ".bin"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/.bin/perch", withDestinationPath: PerchBinary.path)
        chat =
            page.text.contains("chat.example.com")
            ? try RawServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok") : nil
        guard page.text.contains("yourbaseurl") else {
            account = nil
            return
        }
        let bundle = folder.appending(path: ".account.json")
        try Self.accountBundle.write(to: bundle, atomically: true, encoding: .utf8)
        let server = try PerchBinary.start([
            "serve", "--port", "\(accountPort)", "--api-key", Self.key, "--management-key", Self.managementKey,
            "--bundle", bundle.path,
        ])
        account = server
        _ = try await Self.firstWords(of: server)
    }

    func tearDown() {
        account?.process.terminate()
        served?.process.terminate()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Runs a block, and says what went wrong.
    func run(_ block: PageOfCode.Block) async throws -> [String] {
        let place = "\(page.path):\(block.line)"
        for path in block.given { try give(path) }
        guard block.notRun == nil else { return [] }
        let problems: [String]
        if let unknown = block.unknown {
            problems = ["nobody understands `\(unknown)`"]
        } else if block.isHidden {
            problems = try await runHidden(block)
        } else if let command = block.command {
            problems = try await type(command, said: block.text, exit: block.exit)
        } else if block.isPosted {
            let body = chat?.bodies.last ?? ""
            let message = try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: String]
            problems =
                SaidOutput(text: block.text).is(message?["text"] ?? "") ? [] : ["was not sent, but:\n\(body)"]
        } else if let name = block.container {
            let whole = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            problems = SaidOutput(text: block.text).isPart(of: whole) ? [] : ["is not in \(name):\n\(whole)"]
        } else {
            switch block.language {
            case "lua": problems = try await runLua(block)
            case "console": problems = try await runConsole(block)
            case "toml": problems = try await keepConfiguration(block)
            case "json": problems = try keepJSON(block)
            case "csv": problems = try keep(block)
            case "python": problems = try await parsePython(block)
            case "swift": problems = try compiled(block)
            case "yaml", "groovy": problems = try await runCommands(of: block)
            case "": problems = ["nothing says what prints it"]
            default: problems = ["nobody knows how to run `\(block.language)`"]
            }
        }
        return problems.map { "\(place): \($0)" }
    }

    // MARK: - Kinds of blocks

    private func runHidden(_ block: PageOfCode.Block) async throws -> [String] {
        guard let command = block.command else { return try keep(block) }
        return try await type(command, said: "", exit: 0)
    }

    private func runLua(_ block: PageOfCode.Block) async throws -> [String] {
        var text = block.text
        if block.isInScenario { text = "scenario('of the page', function()\n\(text)end)\n" }
        script = block.continues ? script + "\n" + text : text
        let isScenario = script.contains(/(^|\n)(scenario|describe|it)[ (.{]/)
        let name = block.file ?? (isScenario ? "block_\(block.line)_test.lua" : "block_\(block.line).lua")
        try write(script, to: name)
        // A module is run by what requires it.
        if script.contains(/(^|\n)return [A-Za-z{]/) { return [] }
        let command = isScenario ? "perch test \(name) --history .history" : "perch run \(name)"
        return try await type(command, said: block.output ?? "", exit: block.exit)
    }

    /// Lines that begin with `$` are typed, the others are what comes. A session of `perch repl` goes on in later blocks, which
    /// begin with its prompt.
    private func runConsole(_ block: PageOfCode.Block) async throws -> [String] {
        var problems: [String] = []
        var lines = block.text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        if lines.first?.contains(Self.prompt) == true { return try await talk(lines, exit: block.exit) }
        if lines.first?.hasPrefix("$ ") != true { problems.append("does not begin with a command") }
        while let first = lines.popFirst() {
            guard first.hasPrefix("$ ") else { continue }
            var command = String(first.dropFirst(2))
            while command.hasSuffix("\\") || command.filter({ $0 == "'" }).count % 2 == 1, let more = lines.popFirst() {
                command = (command.hasSuffix("\\") ? String(command.dropLast()) : command + "\n") + more
            }
            let said = lines.prefix { !$0.hasPrefix("$ ") }.joined(separator: "\n")
            let isLast = !lines.contains { $0.hasPrefix("$ ") }
            let output = isLast ? said + (block.output ?? "") : said
            if command.contains("perch repl"), said.contains(Self.prompt) {
                session = (command, "", "", 0)
                problems += try await talk(said.split(separator: "\n")[...], exit: isLast ? block.exit : 0)
            } else if command.contains("perch serve"), !command.contains("--assumptions") {
                problems += try await serve(command, said: output)
            } else {
                problems += try await type(command, said: output, exit: isLast ? block.exit : 0)
            }
        }
        return problems
    }

    /// As in `sandbox> `, at the beginning of a line.
    private static var prompt: Regex<(Substring, Substring?)> { #/(?m)^[a-z]+( \(dry\))?> /# }

    /// Types entries at the prompt, after those of the session before.
    private func talk(_ lines: ArraySlice<Substring>, exit: Int32) async throws -> [String] {
        var isInEntry = false
        for line in lines {
            if let found = line.prefixMatch(of: Self.prompt) {
                session.entries += line[found.range.upperBound...] + "\n"
                isInEntry = true
            } else if isInEntry, line.hasPrefix("… ") {
                session.entries += line.dropFirst(2) + "\n"
            } else {
                session.output += line + "\n"
                isInEntry = false
            }
        }
        try write(session.entries, to: ".entries")
        // It ends with the code of the last entry that failed.
        if exit != 0 { session.exit = exit }
        return try await type("\(session.command) < .entries", said: session.output, exit: session.exit)
    }

    /// Types a command, and compares what it prints, unless nothing is said of it.
    private func type(_ command: String, said: String, exit: Int32) async throws -> [String] {
        let result = try await shell(command)
        if result.status != exit {
            return ["`\(command)` ended with \(result.status), not \(exit):\n\(result.output)"]
        }
        if !said.isEmpty, !SaidOutput(text: said).is(result.output) {
            return ["`\(command)` printed:\n\(result.output)and not:\n\(said)"]
        }
        return []
    }

    /// A server goes on for as long as the page, or until the next one.
    private func serve(_ command: String, said: String) async throws -> [String] {
        if let served {
            served.process.terminate()
            _ = await served.finish()
        }
        let running = try PerchBinary.start(
            ["-c", "exec \(stoodIn(command)) --port \(servedPort)"], folder: folder.path, environment: variables,
            program: "/bin/bash")
        served = running
        let output = try await Self.firstWords(of: running)
        for (name, start) in [("KEY", "api-key: "), ("MANAGEMENT_KEY", "management-key: ")] {
            if let line = output.split(separator: "\n").first(where: { $0.hasPrefix(start) }) {
                keys[name] = String(line.dropFirst(start.count))
            }
        }
        guard running.process.isRunning, said.isEmpty || SaidOutput(text: said).is(asShown(output)) else {
            return ["`\(command)` printed:\n\(output)and not:\n\(said)"]
        }
        return []
    }

    /// What a server says when it is ready: its address, and the keys that it made.
    private static func firstWords(of server: PerchBinary.Running) async throws -> String {
        for _ in 0..<1_200 where server.process.isRunning {
            let said = (try? String(contentsOf: server.output, encoding: .utf8)) ?? ""
            let log = (try? String(contentsOf: server.errors, encoding: .utf8)) ?? ""
            // The keys come at once after the address.
            if said.hasPrefix("http://"), said.hasSuffix("\n"), !said.contains("api-key") || said.contains("management")
            {
                return said + log
            }
            try await Task.sleep(for: .milliseconds(25))
        }
        return (try? String(contentsOf: server.errors, encoding: .utf8)) ?? ""
    }

    private func keep(_ block: PageOfCode.Block) throws -> [String] {
        if let file = block.file { try write(block.text, to: file) }
        return []
    }

    private func keepJSON(_ block: PageOfCode.Block) throws -> [String] {
        do {
            _ = try JSONSerialization.jsonObject(with: Data(block.text.utf8))
        } catch {
            return ["is not JSON: \(error.localizedDescription)"]
        }
        return try keep(block)
    }

    /// Every environment of the file is read, whichever is used.
    private func keepConfiguration(_ block: PageOfCode.Block) async throws -> [String] {
        let problems = try keep(block)
        return try await problems
            + type("perch run --env sandbox --config \(block.file ?? "") -e ''", said: "", exit: 0)
    }

    private func parsePython(_ block: PageOfCode.Block) async throws -> [String] {
        try write(block.text, to: ".check.py")
        return try await type(
            "python3 -c 'import ast, sys; ast.parse(sys.stdin.read())' < .check.py", said: "", exit: 0)
    }

    /// The commands in the settings of a CI system.
    private func runCommands(of block: PageOfCode.Block) async throws -> [String] {
        let commands = block.text.matches(of: /(?:run: |script: |sh ')(perch [^\n']+)/).map { String($0.1) }
        if commands.isEmpty { return ["has no command of perch"] }
        var problems: [String] = []
        for command in commands { problems += try await type(command, said: "", exit: block.exit) }
        return problems
    }

    /// Swift of a page stands in a file that the tests compile and run, word for word.
    private func compiled(_ block: PageOfCode.Block) throws -> [String] {
        func lines(_ text: String) -> [String] {
            text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        }
        let source = try String(
            contentsOfFile: PerchBinary.root + "/Tests/PerchCommandTests/Guides/SwiftOfTheGuides.swift", encoding: .utf8
        )
        let all = lines(source)
        let wanted = lines(block.text)
        let isThere = all.indices.contains { start in all[start...].starts(with: wanted) }
        return isThere ? [] : ["is not in SwiftOfTheGuides.swift, so nothing has compiled it"]
    }

    // MARK: - The surroundings

    private static let key = "1f2e3d4c5b6a79880011223344556677"
    private static let managementKey = "management-key-of-the-guides"
    private static let accountBundle = """
        {"application": {"id": 77, "name": "Shop", "timezone": "Europe/Berlin", "currency": "EUR"},
         "campaigns": [{"id": 501, "name": "Spring", "state": "enabled", "activeRulesetId": 9001}],
         "rulesets": [{"id": 9001, "campaignId": 501, "bindings": [], "rules": [
           {"title": "10% off", "condition": ["and", ["couponValid"]],
            "effects": [["setDiscount", "10% off", ["*", [".", "Session", "Total"], ["/", 10, 100]]]]}]}],
         "coupons": [{"id": 88, "campaignId": 501, "value": "SPRING26"}]}
        """

    private func write(_ text: String, to name: String) throws {
        let place = folder.appending(path: name)
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try stoodIn(text).write(to: place, atomically: true, encoding: .utf8)
    }

    private var standIns: [(shown: String, real: String)] {
        [
            ("https://yourbaseurl.talon.one", "http://127.0.0.1:\(accountPort)"),
            ("127.0.0.1:8080", "127.0.0.1:\(servedPort)"),
        ]
            + (chat.map { chat in
                ["https://chat.example.com", "chat.example.com"].map {
                    ($0, ($0.hasPrefix("https") ? "http://" : "") + "127.0.0.1:\(chat.port)")
                }
            } ?? [])
    }

    /// The account of the page is a server here, and the page's server has a port of its own.
    private func stoodIn(_ text: String) -> String {
        standIns.reduce(text.replacing("scripts/perch ", with: "perch ")) { $0.replacing($1.shown, with: $1.real) }
    }

    private func asShown(_ output: String) -> String {
        standIns.reduce(output) { $0.replacing($1.real, with: $1.shown) }
    }

    private func give(_ path: String) throws {
        let words = path.components(separatedBy: " as ")
        let source = PerchBinary.root + "/" + words[0]
        let name = words.count > 1 ? words[1] : (source as NSString).lastPathComponent
        let place = folder.appending(path: name)
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: source, toPath: place.path)
    }

    private var variables: [String: String] {
        let settings = [
            "PATH": folder.path + "/.bin:" + (ProcessInfo.processInfo.environment["PATH"] ?? ""),
            "HOME": folder.path, "XDG_CONFIG_HOME": "", "XDG_DATA_HOME": "", "LC_ALL": "C.UTF-8", "NO_COLOR": "1",
            "CI": "", "GITHUB_ACTIONS": "", "PAGER": "cat", "TALON_STAGING_KEY": Self.key,
            "TALON_LIVE_KEY": Self.key, "TALON_MANAGEMENT_KEY": Self.managementKey,
        ]
        return settings.merging(keys) { $1 }
    }

    /// What a shell prints and ends with, both outputs in the order in which they come.
    private func shell(_ command: String) async throws -> (status: Int32, output: String) {
        // `cd` and `export` hold for the rest of the page, as they do for a reader.
        let state = folder.path + "/.state"
        let text = """
            [ -f \(state) ] && . \(state)
            exec 2>&1
            \(stoodIn(command))
            code=$?; { echo "cd '$PWD'"; export -p | grep -v -e ' PATH=' -e 'KEY='; } > \(state); exit $code
            """
        let result = try await PerchBinary.run(
            ["-c", text], folder: folder.path, environment: variables, program: "/bin/bash")
        return (result.status, asShown(result.output + result.errors))
    }
}

/// Ports of this machine that nobody listens on.
enum LoopbackPort {
    static func free() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, size) == 0 && getsockname(descriptor, pointer, &size) == 0
            }
        }
        try #require(isBound)
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

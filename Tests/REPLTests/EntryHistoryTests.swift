// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import IntegrationAPI
import IntegrationClient
import REPL
import Testing

@Suite struct EntryHistoryTests {
    let folder = FileManager.default.temporaryDirectory.appending(path: "perch-history-\(UUID().uuidString)")

    var path: String { folder.appending(path: "project/history").path }

    func history(limit: Int = 5_000, secrets: [Secret] = []) -> EntryHistory {
        EntryHistory(path: path, limit: limit, redaction: Redaction(secrets))
    }

    func loaded(limit: Int = 5_000) throws -> [String] {
        let history = history(limit: limit)
        try history.load()
        return history.entries
    }

    @Test func `entries come back whole and in order`() throws {
        let first = history()
        try first.load()
        try first.add("function f()\n  return \"a\\n\"\nend")
        try first.add(":vars")

        #expect(try loaded() == ["function f()\n  return \"a\\n\"\nend", ":vars"])
    }

    @Test func `only the owner can read the file`() throws {
        try history().add("x")

        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test(arguments: [" x", "", " \n", "talon.attempt(f, 'tea-key-1')", "last"])
    func `some entries are left out`(_ entry: String) throws {
        let history = history(secrets: [Secret("tea-key-1")])
        try history.add("last")
        try history.add(entry)

        #expect(history.entries == ["last"])
        #expect(try loaded() == ["last"])
    }

    @Test func `the oldest go when there are too many, and the file is shortened when it is worth it`() throws {
        let writer = history(limit: 10)
        for number in 1...13 { try writer.add("\(number)") }
        #expect(writer.entries == (4...13).map { "\($0)" })

        #expect(try loaded(limit: 10) == (4...13).map { "\($0)" })
        #expect(try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").count == 10)
    }

    @Test func `two sessions write to one file, also while one of them shortens it`() async throws {
        try history().add("0")
        await withTaskGroup(of: Void.self) { group in
            for session in 1...4 {
                group.addTask {
                    let mine = history(limit: 60)
                    for number in 1...40 {
                        try? mine.load()
                        try? mine.add("\(session)/\(number)")
                    }
                }
            }
        }

        let entries = try loaded()
        for session in 1...4 {
            let mine = entries.filter { $0.hasPrefix("\(session)/") }
            #expect(mine == mine.sorted { $0.count == $1.count ? $0 < $1 : $0.count < $1.count })
        }
        #expect((60...70).contains(entries.count))
    }

    @Test func `a line that is no entry is passed over`() throws {
        try history().add("a")
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.seekToEnd()
        try file.write(contentsOf: Data("7\n{\"entry\":\"b\"}\n{\"ent".utf8))
        try history().add("c")

        #expect(try loaded() == ["a", "b", "c"])
    }

    @Test func `a file that cannot be written is told, and the session has its entries`() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data().write(to: folder.appending(path: "project"))
        let history = history()

        #expect(throws: PerchError.self) { try history.add("x") }
        #expect(history.entries == ["x"])
    }
}

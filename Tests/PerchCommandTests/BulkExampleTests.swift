// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Every recipe of examples/bulk works as its README says, and leaves what its check.lua prints.
@Suite struct BulkExampleTests {
    static let folder = PerchBinary.root + "/examples/bulk"
    static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        .filter { FileManager.default.fileExists(atPath: folder + "/\($0)/README.md") }.sorted()

    @Test func `there is a recipe for what people do in bulk, and each is in the list`() throws {
        #expect(Self.names.count >= 7)
        let list = try String(contentsOfFile: Self.folder + "/README.md", encoding: .utf8)
        for name in Self.names { #expect(list.contains("(\(name))"), "\(name)") }
    }

    @Test(arguments: names) func `a recipe works as it says`(name: String) async throws {
        let place = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        try FileManager.default.copyItem(atPath: Self.folder + "/" + name, toPath: place)
        defer { try? FileManager.default.removeItem(atPath: place) }

        var last: PerchBinary.Result?
        for command in try Self.commands(in: place + "/README.md") {
            let result = try await PerchBinary.run(command.words, folder: place)
            #expect(result.status == command.status, "\(command.words): \(result.errors)\(result.output)")
            last = result
        }

        let check = try String(contentsOfFile: place + "/check.lua", encoding: .utf8)
        let expected = try #require(
            check.components(separatedBy: "\n--[[ prints\n").last?.components(separatedBy: "]]").first)
        #expect(last?.output == expected)
    }

    private struct Command {
        var words: [String]
        /// What it ends with: 0, or what `# ends with` says behind it.
        var status: Int32
    }

    /// The lines of the console that begin with `$ perch`.
    private static func commands(in readme: String) throws -> [Command] {
        let text = try String(contentsOfFile: readme, encoding: .utf8)
        let commands = text.split(separator: "\n").compactMap { line -> Command? in
            guard line.hasPrefix("$ perch ") else { return nil }
            let parts = line.dropFirst("$ perch ".count).components(separatedBy: "  # ends with ")
            return Command(
                words: words(parts[0]), status: parts.count > 1 ? Int32(parts[1].prefix { $0.isNumber }) ?? 0 : 0)
        }
        #expect(commands.last?.words == ["run", "check.lua"])
        return commands
    }

    /// As a shell splits them, as far as recipes need it.
    private static func words(_ line: String) -> [String] {
        var words: [String] = []
        var word = ""
        var isQuoted = false
        for character in line + " " {
            if character == "\"" {
                isQuoted.toggle()
            } else if character == " ", !isQuoted {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.append(character)
            }
        }
        return words
    }
}

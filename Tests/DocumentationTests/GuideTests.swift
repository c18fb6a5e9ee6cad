// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Documentation
import Foundation
import Testing

@Suite struct GuideTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources/Documentation/Documentation.docc")

    @Test func `every guide of the folder is in the command, and the other way round`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path + "/Guides")
        let topics = files.filter { $0.hasSuffix(".md") }.map { $0.dropLast(3).lowercased() }

        #expect(topics.sorted() == Guide.all.map(\.topic).sorted())
    }

    @Test(arguments: Guide.all.map(\.topic))
    func `a guide says what it is about, and has no line that is too long for a terminal`(topic: String) throws {
        let guide = try #require(Guide.named(topic).first)
        let page = TerminalPage(width: 100).text(Markdown(guide.text))

        #expect(!guide.title.isEmpty)
        #expect((20...160).contains(guide.summary.count), "\(guide.summary)")
        #expect(page.contains(guide.title.uppercased()))
    }

    @Test func `guides are found by words of their names`() {
        #expect(Guide.named("coverage").map(\.topic) == ["coverage"])
        #expect(Guide.named("Write Scenarios").map(\.topic) == ["write-scenarios"])
        #expect(Guide.named("not fire").map(\.topic) == ["why-did-a-rule-not-fire"])
        #expect(Guide.named("scenarios").count >= 3)
        #expect(Guide.named("bicycles").isEmpty)
        #expect(Guide.named("").isEmpty)
    }

    @Test func `the front page leads to every guide`() throws {
        let front = try String(contentsOf: Self.folder.appending(path: "Perch.md"), encoding: .utf8)
        for guide in Guide.all {
            #expect(front.lowercased().contains("<doc:\(guide.topic)>"), "\(guide.topic)")
        }
    }
}

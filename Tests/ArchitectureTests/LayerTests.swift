// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Testing

/// Data flows one way: a target may import only what stands here. The package manager does not check it.
@Suite struct LayerTests {
    /// What every target may import.
    static let platform: Set<String> = [
        "Swift", "Foundation", "FoundationEssentials", "Glibc", "Darwin", "Dispatch", "Locking",
    ]

    static let vocabulary: Set<String> = ["ExactJSON", "OperationCatalog", "IntegrationAPI"]

    static let allowed: [String: Set<String>] = [
        "Locking": [],
        "LuaRuntime": ["CLuaShim"],
        "ExactJSON": ["CSimdJSON", "OrderedCollections"],
        "Rows": ["CCSV", "CZlib", "Crypto", "ExactJSON"],
        "OperationCatalog": ["ExactJSON"],
        "IntegrationAPI": vocabulary,
        "IntegrationClient": vocabulary.union(["Crypto"]),
        "Recording": vocabulary.union(["IntegrationClient"]),
        "HTTPTransport": vocabulary.union([
            "AsyncHTTPClient", "NIOCore", "NIOFoundationCompat", "NIOHTTP1", "NIOHTTPCompression", "NIOPosix",
            "NIOSSL",
        ]),
        "RuleEngine": vocabulary,
        "Sandbox": vocabulary.union(["RuleEngine", "Rows", "Crypto", "GRDB", "GRDBSQLite"]),
        "SandboxServer": vocabulary.union([
            "RuleEngine", "Crypto", "HTTPTypes", "Hummingbird", "Logging", "NIOCore", "NIOHTTPTypes",
            "NIOPosix", "ServiceLifecycle",
        ]),
        "LuaBindings": vocabulary.union(["LuaRuntime", "IntegrationClient", "Rows", "Sandbox"]),
        "ScenarioRunner": vocabulary.union([
            "Rows", "LuaBindings", "LuaRuntime", "IntegrationClient", "Plugins", "Recording", "Sandbox", "RuleEngine",
        ]),
        "Plugins": vocabulary.union(["LuaBindings", "LuaRuntime", "IntegrationClient", "Sandbox"]),
        "PerchKit": vocabulary.union([
            "LuaBindings", "Plugins", "LuaRuntime", "IntegrationClient", "HTTPTransport", "Sandbox",
        ]),
        "Documentation": [],
        "LineEditing": [],
        "REPL": vocabulary.union([
            "LuaBindings", "LineEditing", "LuaRuntime", "IntegrationClient", "Recording", "Sandbox", "RuleEngine",
        ]),
        "BulkRunner": vocabulary.union([
            "LuaBindings", "Rows", "LuaRuntime", "IntegrationClient", "Sandbox", "GRDB",
        ]),
        "PerchCommand": vocabulary.union([
            "LuaBindings", "Plugins", "ScenarioRunner", "BulkRunner", "REPL", "LineEditing", "Documentation",
            "LuaRuntime", "IntegrationClient", "Recording", "HTTPTransport", "RuleEngine", "Rows",
            "Sandbox", "SandboxServer",
            "ArgumentParser", "TOMLKit",
        ]),
        "perch": ["PerchCommand"],
        "benchmark": vocabulary.union([
            "HTTPTransport", "IntegrationClient", "AsyncHTTPClient", "NIOCore", "NIOHTTP1", "NIOPosix",
        ]),
        "catalog-gen": ["OperationCatalog", "ExactJSON", "RuleEngine"],
    ]

    static func violations(in tree: SourceTree) -> [String] {
        tree.files.flatMap { file -> [String] in
            guard let mine = allowed[file.target] else { return ["\(file.path): the target has no row in LayerTests"] }
            return file.imports.filter { !mine.contains($0) && !platform.contains($0) }
                .map { "\(file.path) may not import \($0)" }
        }
    }

    @Test func `no target imports a layer above it or beside it`() {
        #expect(!SourceTree.sources.files.isEmpty)
        #expect(Self.violations(in: .sources) == [])
    }

    @Test func `the check finds what it is for`() {
        let planted = SourceTree(files: [
            .init(target: "RuleEngine", path: "a.swift", text: "import GRDB\nimport Foundation"),
            .init(target: "Sandbox", path: "b.swift", text: "@testable public import struct LuaRuntime.LuaValue"),
        ])
        #expect(Self.violations(in: planted) == ["a.swift may not import GRDB", "b.swift may not import LuaRuntime"])
    }
}

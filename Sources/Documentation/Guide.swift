// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A guide: a page of the documentation that people read from top to bottom.
public struct Guide: Sendable {
    /// What `perch docs` calls it, as in `write-scenarios`.
    public let topic: String
    /// The Markdown of its file.
    public let text: String

    init(_ topic: String, _ bytes: [UInt8]) {
        self.topic = topic
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// The first line.
    public var title: String {
        String(text.split(separator: "\n").first?.drop { $0 == "#" || $0 == " " } ?? "")
    }

    /// The sentence below the title.
    public var summary: String {
        for case .paragraph(let inlines) in Markdown(text).blocks { return inlines.text }
        return ""
    }

    /// All, in the order in which one reads them.
    public static let all: [Guide] = [
        Guide("guided-tour", PackageResources.Guided_Tour_md),
        Guide("write-scenarios", PackageResources.Write_Scenarios_md),
        Guide("run-scenarios", PackageResources.Run_Scenarios_md),
        Guide("reports-of-scenarios", PackageResources.Reports_Of_Scenarios_md),
        Guide("coverage", PackageResources.Coverage_md),
        Guide("record-and-replay", PackageResources.Record_And_Replay_md),
        Guide("rules-explained", PackageResources.Rules_Explained_md),
        Guide("why-did-a-rule-not-fire", PackageResources.Why_Did_A_Rule_Not_Fire_md),
        Guide("the-sandbox", PackageResources.The_Sandbox_md),
        Guide("serve-the-sandbox", PackageResources.Serve_The_Sandbox_md),
        Guide("set-up-through-the-management-api", PackageResources.Set_Up_Through_The_Management_API_md),
        Guide("bundles", PackageResources.Bundles_md),
        Guide("environments-and-secrets", PackageResources.Environments_And_Secrets_md),
        Guide("migrating-from-busted", PackageResources.Migrating_From_Busted_md),
        Guide("migrating-from-postman", PackageResources.Migrating_From_Postman_md),
        Guide("swift-library", PackageResources.Swift_Library_md),
        Guide("plugins", PackageResources.Plugins_md),
        Guide("exit-and-error-codes", PackageResources.Exit_And_Error_Codes_md),
        Guide("assumptions", PackageResources.Assumptions_md),
    ]

    /// Guides that a name may mean: the one of that name, or those whose name or title has all its words.
    public static func named(_ name: String) -> [Guide] {
        let words = name.lowercased().split { $0 == "-" || $0 == " " || $0 == "_" }
        if let exact = all.first(where: { $0.topic == words.joined(separator: "-") }) { return [exact] }
        guard !words.isEmpty else { return [] }
        return all.filter { guide in
            let heading = guide.topic + " " + guide.title.lowercased()
            return words.allSatisfy { heading.contains($0) }
        }
    }

    /// Lines outside of code that hold a text, whatever its case.
    public func lines(with text: String) -> [String] {
        var isInCode = false
        return self.text.split(separator: "\n").filter { line in
            if line.hasPrefix("```") { isInCode.toggle() }
            return !isInCode && line.lowercased().contains(text.lowercased())
        }.map { String($0) }
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import IntegrationAPI

/// A report that someone asked for: `-r junit:report.xml`.
public struct ReportRequest: Sendable, Hashable {
    /// The name of its kind.
    public var name: String
    /// Nil for its stream.
    public var file: String?

    public init(_ name: String, file: String? = nil) {
        self.name = name
        self.file = file
    }

    /// Reads `NAME` or `NAME:FILE`; the file `-` is the standard output.
    public init(parsing text: String) throws(PerchError) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard !parts[0].isEmpty, parts.count == 1 || !parts[1].isEmpty else {
            throw PerchError(
                .invalidArgument, "`\(text)` is not a report",
                hint: "write NAME or NAME:FILE, as in `-r junit:report.xml`")
        }
        self.init(parts[0], file: parts.count == 1 || parts[1] == "-" ? nil : parts[1])
    }
}

extension ReporterRegistry {
    /// The reports of a run: those asked for, the usual one when nothing else is on the standard output, and annotations
    /// where GitHub reads along.
    ///
    /// - Parameters:
    ///   - texts: As they stand behind each `-r`.
    ///   - environment: The variables of the process.
    public func requests(
        _ texts: [String], environment: [String: String] = [:]
    ) throws(PerchError) -> [ReportRequest] {
        var requests: [ReportRequest] = []
        var places: Set<String> = []
        var onResults: String?
        for text in texts {
            let request = try ReportRequest(parsing: text)
            let kind = try self.kind(named: request.name)
            guard !requests.contains(request) else { continue }
            if let file = request.file {
                guard places.insert(Self.plain(file)).inserted else {
                    throw PerchError(
                        .invalidArgument, "two reports go to `\(file)`", hint: "give each a file of its own")
                }
            } else if kind.stream == .results {
                if let other = onResults {
                    throw PerchError(
                        .invalidArgument, "the reports `\(other)` and `\(kind.name)` both go to the standard output",
                        hint: "give one of them a file, as in `-r \(kind.name):FILE`")
                }
                onResults = kind.name
            }
            requests.append(request)
        }
        if onResults == nil, let usual = kinds.first(where: { $0.stream == .results }) {
            requests.insert(ReportRequest(usual.name), at: 0)
        }
        if Self.isReadByGitHub(environment), !requests.contains(where: { $0.name == "github" }),
            kinds.contains(where: { $0.name == "github" })
        {
            requests.append(ReportRequest("github"))
        }
        return requests
    }

    /// The same for `a`, `./a` and `.//a`.
    private static func plain(_ path: String) -> String {
        (path.hasPrefix("/") ? "/" : "") + path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }

    /// Whether a run is a step of GitHub Actions.
    public static func isReadByGitHub(_ environment: [String: String]) -> Bool {
        environment["GITHUB_ACTIONS"] == "true"
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a script may reach outside of Lua. By default nothing.
///
/// Paths are compared after `..` and symbolic links have been resolved, so that neither leads out of what is allowed.
public struct LuaPermissions: Sendable {
    /// Files and folders that may be read, with all that is below them.
    public let readPaths: [String]
    /// Files and folders that may be written, renamed and removed, with all that is below them.
    public let writePaths: [String]
    /// Whether `os.execute` and `io.popen` work.
    public let run: Bool
    /// The environment variables that `os.getenv` gives.
    public let environment: Set<String>
    /// The environment variables that may be used as secrets, without being read.
    public let secrets: Set<String>

    private let resolvedReadPaths: [String]
    private let resolvedWritePaths: [String]

    public init(
        readPaths: [String] = [], writePaths: [String] = [], run: Bool = false, environment: Set<String> = [],
        secrets: Set<String> = []
    ) {
        self.secrets = secrets
        self.readPaths = readPaths
        self.writePaths = writePaths
        self.run = run
        self.environment = environment
        resolvedReadPaths = readPaths.compactMap(Self.resolve)
        resolvedWritePaths = writePaths.compactMap(Self.resolve)
    }

    public static let none = LuaPermissions()

    public func allowsReading(_ path: String) -> Bool { Self.contains(resolvedReadPaths, path) }

    public func allowsWriting(_ path: String) -> Bool { Self.contains(resolvedWritePaths, path) }

    private static func contains(_ roots: [String], _ path: String) -> Bool {
        guard !roots.isEmpty, let path = resolve(path) else { return false }
        return roots.contains { root in
            root == "/" || path == root || (path.hasPrefix(root) && path.utf8.dropFirst(root.utf8.count).first == 0x2F)
        }
    }

    /// The absolute path without `..` and links. What does not exist yet is placed in its folder, which must exist as
    /// far as links can be followed; `nil` when it cannot be told where it would be.
    static func resolve(_ path: String) -> String? {
        guard !path.isEmpty, !path.utf8.contains(0) else { return nil }
        if let found = realpath(path, nil) {
            defer { free(found) }
            return String(cString: found)
        }
        // A link that leads nowhere would be followed when the file is made.
        var status = stat()
        if lstat(path, &status) == 0 { return nil }
        var parts = path.split(separator: "/", omittingEmptySubsequences: true)
        guard let last = parts.popLast(), last != "..", last != "." else { return nil }
        let parent = (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
        guard let folder = resolve(parent.isEmpty ? "." : parent) else { return nil }
        return folder == "/" ? "/\(last)" : "\(folder)/\(last)"
    }
}

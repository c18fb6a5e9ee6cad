// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
public import IntegrationAPI

/// The files with cases that the paths of a command line name.
public struct TestFiles: Sendable {
    /// In order, each once, as they were named or found.
    public private(set) var paths: [String] = []
    /// Lines that were asked for (`file.lua:12`), by file. A file that was also named without a line is not in it.
    public private(set) var lines: [String: Set<Int>] = [:]

    /// What the names of files with cases end with, where a folder is searched.
    public static let endings = ["_test.lua", "_spec.lua", ".scenario.lua"]

    /// - Parameter arguments: files, `FILE:LINE`, or folders, which are searched; none means the working directory.
    /// - Throws: `PerchError(.configuration)` for what is not there.
    public init(_ arguments: [String]) throws(PerchError) {
        var seen: Set<String> = []
        var whole: Set<String> = []
        func add(_ path: String) {
            if seen.insert(path).inserted { paths.append(path) }
        }
        for argument in arguments.isEmpty ? ["."] : arguments {
            let (named, line) = Self.splitLine(argument)
            let path = Self.normal(named)
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw PerchError(
                    .configuration, "there is no file or folder \(path)",
                    hint: "check the path; it starts from \(FileManager.default.currentDirectoryPath)")
            }
            if isFolder.boolValue {
                for found in Self.search(path) {
                    add(found)
                    whole.insert(found)
                }
            } else {
                add(path)
                if let line { lines[path, default: []].insert(line) } else { whole.insert(path) }
            }
        }
        for path in whole { lines[path] = nil }
    }

    /// The files that a condition holds for.
    public func filter(_ isIncluded: (String) -> Bool) -> TestFiles {
        var copy = self
        copy.paths = paths.filter(isIncluded)
        return copy
    }

    private static func splitLine(_ argument: String) -> (path: String, line: Int?) {
        guard let colon = argument.lastIndex(of: ":"), let line = Int(argument[argument.index(after: colon)...]),
            line > 0, !FileManager.default.fileExists(atPath: argument)
        else { return (argument, nil) }
        return (String(argument[..<colon]), line)
    }

    /// A path without `.` and needless slashes, so that a file has one name however it was given.
    static func normal(_ path: String) -> String {
        let parts = path.split(separator: "/").filter { $0 != "." }
        if path.hasPrefix("/") { return "/" + parts.joined(separator: "/") }
        return parts.isEmpty ? "." : parts.joined(separator: "/")
    }

    /// All files with cases below a folder, by name; hidden folders are passed over.
    private static func search(_ folder: String) -> [String] {
        var found: [String] = []
        var folders = [folder]
        while let next = folders.popLast() {
            guard let directory = opendir(next) else { continue }
            defer { closedir(directory) }
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                guard !name.hasPrefix(".") else { continue }
                let path = next == "." ? name : next.hasSuffix("/") ? next + name : "\(next)/\(name)"
                if endings.contains(where: name.hasSuffix) {
                    found.append(path)
                } else if entry.pointee.d_type == UInt8(DT_DIR), name != "node_modules" {
                    folders.append(path)
                }
            }
        }
        return found.sorted()
    }
}

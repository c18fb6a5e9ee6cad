// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import IntegrationAPI

/// Where a user keeps things for programs, by the XDG Base Directory Specification.
enum UserFolders {
    static var configuration: String { folder("XDG_CONFIG_HOME", or: ".config") }
    static var data: String { folder("XDG_DATA_HOME", or: ".local/share") }

    private static func folder(_ variable: String, or usual: String) -> String {
        // A path that is not absolute is to be ignored, says the specification.
        if let given = ProcessInfo.processInfo.environment[variable], given.hasPrefix("/") { return given }
        return NSHomeDirectory() + "/" + usual
    }
}

/// Files that the user names in the REPL.
enum UserFiles {
    static func read(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: expanded(path)) else {
            throw PerchError(
                .configuration, "cannot read \(path)",
                hint: FileManager.default.fileExists(atPath: expanded(path))
                    ? "check that it is a file, and its permissions"
                    : "check the path; it starts from \(FileManager.default.currentDirectoryPath)")
        }
        return Array(data)
    }

    static func write(_ bytes: [UInt8], to path: String) throws {
        do {
            try OutputFile.write(bytes, to: expanded(path))
        } catch {
            throw PerchError(
                .configuration, "cannot write \(path)", hint: "check that the folder is there and can be written to")
        }
    }

    /// The files and folders whose path begins with a text; folders end with a slash.
    static func beginning(with text: String) -> [String] {
        let slash = text.lastIndex(of: "/")
        let folder = slash.map { String(text[...$0]) } ?? ""
        let start = slash.map { text[text.index(after: $0)...] } ?? text[...]
        let place = folder.isEmpty ? "." : expanded(folder)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        return names.filter { $0.hasPrefix(start) && ($0.first != "." || start.first == ".") }.sorted().map { name in
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: place + "/" + name, isDirectory: &isFolder)
            return folder + name + (isFolder.boolValue ? "/" : "")
        }
    }

    private static func expanded(_ path: String) -> String { (path as NSString).expandingTildeInPath }
}

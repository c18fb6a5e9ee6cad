// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import LuaRuntime

/// What suites ask of folders, as LuaFileSystem, a module in C that cannot be loaded, would give it. It shows what scripts may
/// read, and nothing else.
struct FolderFunctions: Sendable {
    let permissions: LuaPermissions

    var functions: [HostFunction] { [currentFolder, attributes, entries] }

    private var currentFolder: HostFunction {
        HostFunction("current_folder") { _ in .string(FileManager.default.currentDirectoryPath) }
    }

    /// attributes(path, followsLinks): mode, size and the time of the last change; nothing when there is no such file.
    private var attributes: HostFunction {
        HostFunction("attributes") { [permissions] call in
            guard let path = call.string(at: 0) else { return .none }
            guard permissions.allowsReading(path) else { throw PermissionError(action: .read(path: path)) }
            var status = stat()
            guard (call.boolean(at: 1) == false ? lstat(path, &status) : stat(path, &status)) == 0 else { return .none }
            let mode =
                switch status.st_mode & S_IFMT {
                case S_IFDIR: "directory"
                case S_IFREG: "file"
                case S_IFLNK: "link"
                default: "other"
                }
            return .values(
                LuaValues([
                    .table([
                        "mode": .string(LuaString(mode)), "size": .integer(Int64(status.st_size)),
                        "modification": .integer(Int64(status.st_mtim.tv_sec)),
                    ])
                ]))
        }
    }

    /// The names in a folder, in order; nothing when there is no such folder.
    private var entries: HostFunction {
        HostFunction("entries") { [permissions] call in
            guard let path = call.string(at: 0) else { return .none }
            guard permissions.allowsReading(path) else { throw PermissionError(action: .read(path: path)) }
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else { return .none }
            return .values(LuaValues([.array(names.sorted().map { .string(LuaString($0)) })]))
        }
    }
}

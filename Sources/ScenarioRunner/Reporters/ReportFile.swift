// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import IntegrationAPI

/// A file that a report is written to.
final class ReportFile {
    enum Mode {
        /// Appears complete when it is closed, in the place of what was there.
        case replace
        /// Is there from the start and grows.
        case live
        /// Goes on behind what is there.
        case append
    }

    private let path: String
    private let written: String
    private let mode: Mode
    private let handle: FileHandle
    private var buffer: [UInt8] = []
    private var failure: PerchError?
    private var isClosed = false

    init(_ path: String, mode: Mode) throws(PerchError) {
        self.path = path
        // A device or a pipe is written as it is: putting a file in its place would take it from everybody.
        let isSpecial = Self.isSpecial(path)
        let mode = isSpecial ? .live : mode
        self.mode = mode
        let url = URL(filePath: path)
        let folder = url.deletingLastPathComponent()
        // Beside the file, since a file is only renamed within its disk.
        written = mode == .replace ? folder.path + "/.\(url.lastPathComponent).\(getpid())" : path
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
                throw CocoaError(.fileWriteFileExists)
            }
            if !isSpecial, mode != .append || !FileManager.default.fileExists(atPath: written) {
                try Data().write(to: URL(filePath: written))
            }
            handle = try FileHandle(forWritingTo: URL(filePath: written))
            if !isSpecial { try handle.seekToEnd() }
        } catch {
            throw Self.failure(path, error)
        }
    }

    /// Whether something is there that is neither a file nor a folder.
    private static func isSpecial(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
    }

    func write(_ text: String) {
        buffer.append(contentsOf: text.utf8)
        if mode == .live || buffer.count > 1 << 16 { flush() }
    }

    /// Ends the file.
    func close() throws(PerchError) {
        guard !isClosed else { return }
        flush()
        isClosed = true
        do {
            try handle.close()
            if mode == .replace, failure == nil, rename(written, path) != 0 {
                throw CocoaError(.fileWriteUnknown)
            }
        } catch {
            failure = failure ?? Self.failure(path, error)
        }
        guard let failure else { return }
        if mode == .replace { unlink(written) }
        throw failure
    }

    /// Leaves what was there before.
    func abandon() {
        guard !isClosed else { return }
        isClosed = true
        try? handle.close()
        if mode == .replace { unlink(written) }
    }

    deinit { abandon() }

    private func flush() {
        guard failure == nil, !buffer.isEmpty else { return }
        do {
            try handle.write(contentsOf: buffer)
        } catch {
            failure = Self.failure(path, error)
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private static func failure(_ path: String, _ error: any Error) -> PerchError {
        PerchError(
            .configuration, "the report `\(path)` cannot be written", hint: reason(error) + "; name another file",
            location: path)
    }

    private static func reason(_ error: any Error) -> String {
        switch (error as? CocoaError)?.code {
        case .fileWriteFileExists?: "there is a folder of this name, or a file where a folder has to be"
        case .fileWriteNoPermission?: "you may not write there"
        case .fileWriteOutOfSpace?: "the disk is full"
        case .fileNoSuchFile?: "its folder does not exist"
        default: "the system does not write there"
        }
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation

/// A file that is written as a whole.
enum OutputFile {
    /// Writes the bytes, so that the file appears complete, in the place of what was there. A device or a pipe is written as it
    /// is: putting a file in its place would take it from everybody.
    static func write(_ bytes: some Collection<UInt8>, to path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0, ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) else {
            return try Data(bytes).write(to: URL(filePath: path), options: .atomic)
        }
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CocoaError(.fileWriteNoPermission) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: Data(bytes))
        try handle.close()
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation

/// Tells which case a worker is at, in eight bytes of a file: so the runner knows it of a worker that is gone, and nobody
/// needs to be woken for each case.
struct CaseMark {
    let path: String
    private let descriptor: Int32

    /// The side of the runner, which makes the file.
    static func make() -> CaseMark {
        let path = NSTemporaryDirectory() + "perch-case-\(UUID().uuidString)"
        return CaseMark(path: path, descriptor: open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600))
    }

    /// The side of the worker.
    init(path: String) { self.init(path: path, descriptor: open(path, O_WRONLY | O_CLOEXEC)) }

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    func set(_ number: Int) {
        var number = Int64(number)
        _ = pwrite(descriptor, &number, 8, 0)
    }

    /// Nil when no case was begun, or when there is no file.
    func get() -> Int? {
        var number: Int64 = 0
        return pread(descriptor, &number, 8, 0) == 8 && number >= 0 ? Int(number) : nil
    }

    func remove() {
        close(descriptor)
        unlink(path)
    }
}

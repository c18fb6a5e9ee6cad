// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON
import Foundation

/// Writes rows as CSV or as JSON Lines.
///
/// A file stands under its name only once it is whole: until ``close()`` it is written beside it, as `NAME.part`. So a file can
/// be read while another takes its place, and no half file is taken for a whole one.
public final class RowWriter {
    public let path: String
    private let dialect: CSVDialect
    private let width: Int?
    /// What is written to, and the name it gets at the end.
    private var file: Int32
    private var part: (path: String, goal: String)?
    private var buffer: [UInt8] = []

    /// Opens a file for CSV and writes its header; `-` is the standard output.
    ///
    /// - Throws: ``RowProblem`` when it cannot be written.
    public convenience init(csv path: String, columns: [String], dialect: CSVDialect = .comma) throws(RowProblem) {
        try self.init(path, dialect: dialect, width: columns.count)
        if dialect.hasMark { buffer += [0xEF, 0xBB, 0xBF] }
        dialect.append(columns, to: &buffer)
    }

    /// Opens a file for JSON Lines; `-` is the standard output.
    ///
    /// - Throws: ``RowProblem`` when it cannot be written.
    public convenience init(jsonLines path: String) throws(RowProblem) {
        try self.init(path, dialect: .comma, width: nil)
    }

    private init(_ path: String, dialect: CSVDialect, width: Int?) throws(RowProblem) {
        self.path = path
        self.dialect = dialect
        self.width = width
        guard path != "-" else {
            file = 1
            return
        }
        guard !path.lowercased().hasSuffix(".gz") else {
            file = -1
            throw RowProblem(
                path: path, message: "`\(path)` would be written unpacked, whatever its name says",
                hint: "leave out .gz, and pack the file afterwards")
        }
        // A device or a pipe is written as it is; a link leads to the file that is replaced.
        let real = realpath(path, nil)
        defer { free(real) }
        let goal = real.map { String(cString: $0) } ?? path
        var status = stat()
        let isThere = stat(goal, &status) == 0
        if isThere, status.st_mode & S_IFMT != S_IFREG {
            file = open(goal, O_WRONLY | O_CLOEXEC)
        } else {
            part = (goal + ".part", goal)
            file = open(
                goal + ".part", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, isThere ? status.st_mode & 0o777 : 0o666)
        }
        if file < 0 {
            part = nil
            throw problem()
        }
    }

    /// What was not closed is thrown away.
    deinit {
        if file > 1 { Foundation.close(file) }
        if let part { unlink(part.path) }
    }

    /// Writes a row of CSV, which must have as many fields as there are columns.
    public func write(_ fields: [String]) throws(RowProblem) {
        precondition(fields.count == width, "a row has as many fields as there are columns")
        dialect.append(fields, to: &buffer)
        if buffer.count >= InputBytes.pieceSize { try flush() }
    }

    /// Writes a line of JSON.
    public func write(_ value: JSONValue) throws(RowProblem) {
        try write(json: JSONPrinter.bytes(value))
    }

    /// Writes a line of JSON that was printed before, in one line.
    public func write(json: [UInt8]) throws(RowProblem) {
        buffer += json
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count >= InputBytes.pieceSize { try flush() }
    }

    /// Writes what is left, and gives the file its name.
    ///
    /// - Throws: ``RowProblem``, as when the disk is full; then the file is as it was before.
    public func close() throws(RowProblem) {
        guard file > 0 else { return }
        try flush()
        guard file != 1 else { return }
        let status = Foundation.close(file)
        file = -1
        guard status == 0 else { throw problem() }
        guard let part else { return }
        guard rename(part.path, part.goal) == 0 else { throw problem() }
        self.part = nil
    }

    private func flush() throws(RowProblem) {
        var done = 0
        while done < buffer.count {
            let count = buffer.withUnsafeBytes { Foundation.write(file, $0.baseAddress! + done, $0.count - done) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw problem() }
            done += count
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private func problem() -> RowProblem {
        let isFull = errno == ENOSPC || errno == EDQUOT || errno == EFBIG
        let name = path == "-" ? "the standard output" : "`\(path)`"
        return RowProblem(
            path: path, message: "\(name) cannot be written: \(InputBytes.reason())",
            hint: isFull ? "make room on the disk" : "look at whether its folder is there, and who may write to it")
    }
}

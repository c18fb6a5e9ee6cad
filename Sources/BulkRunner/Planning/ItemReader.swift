// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Rows

/// Reads the rows of a job as the operation takes them, one after the other.
struct ItemReader {
    private let reader: RowReader
    private let mapping: RowMapping
    private let job: BulkJob

    /// - Throws: `RowProblem` for a file that cannot be read, `MappingProblem` for columns that mean nothing.
    init(_ job: BulkJob) throws {
        self.job = job
        reader = try RowReader(job.input)
        mapping = try RowMapping(job, columns: reader.columns)
    }

    var columns: [String] { reader.columns }
    /// How the columns were understood; nil for one that is ignored.
    var slots: [RowMapping.Slot?] { mapping.columns }

    enum Entry {
        case item(BulkItem)
        case findings([RowFinding])
    }

    /// The next row of this share, or what is wrong with one; nil at the end.
    func next() throws -> Entry? {
        while true {
            do {
                guard let row = try reader.next() else { return nil }
                let (item, findings) = mapping.item(row)
                guard findings.isEmpty else { return .findings(findings) }
                guard job.share.contains(item.key) else { continue }
                return .item(item)
            } catch {
                guard !error.endsReading else { throw error }
                return .findings([RowFinding(error)])
            }
        }
    }

    /// The SHA-256 of all bytes of the file, after its last row.
    var fingerprint: String { reader.fingerprint }
}

extension RowFinding {
    init(_ problem: RowProblem) {
        self.init(line: problem.line, column: problem.column, message: problem.message, hint: problem.hint)
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
public import IntegrationAPI

/// A folder of cassettes: one file for each case or script.
public struct CassetteFolder: Sendable {
    public let path: String

    public init(_ path: String) { self.path = path }

    /// Where the cassette of a case is.
    public func file(of id: String) -> String { (path as NSString).appendingPathComponent(CassetteName.name(of: id)) }

    /// Makes the folder when it is not there.
    /// - Throws: `PerchError(.configuration)` when it cannot be written to.
    public func prepare() throws(PerchError) {
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        guard FileManager.default.isWritableFile(atPath: path), isFolder else { throw unwritable(path) }
    }

    /// - Throws: `PerchError(.configuration)` when there is no such folder.
    public func check() throws(PerchError) {
        guard isFolder else {
            throw PerchError(
                .configuration, "there is no folder of cassettes \(path)",
                hint: "make a recording with --record \(path)", location: path)
        }
    }

    private var isFolder: Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    /// The cassette of a case; nil when there is none.
    /// - Throws: `PerchError(.configuration)` for a file that is no cassette.
    public func cassette(of id: String) throws(PerchError) -> Cassette? {
        let file = file(of: id)
        return FileManager.default.fileExists(atPath: file) ? try read(file) : nil
    }

    /// All cassettes with the names of their files, in the order of these.
    /// - Throws: As `cassette(of:)` does.
    public func cassettes() throws(PerchError) -> [(name: String, cassette: Cassette)] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        var result: [(name: String, cassette: Cassette)] = []
        for name in names.sorted() where name.hasSuffix(CassetteName.ending) && !name.hasPrefix(".") {
            result.append((name, try read((path as NSString).appendingPathComponent(name))))
        }
        return result
    }

    private func read(_ file: String) throws(PerchError) -> Cassette {
        guard let data = FileManager.default.contents(atPath: file),
            let text = String(validating: data, as: UTF8.self)
        else {
            throw PerchError(
                .configuration, "cannot read the cassette \(file)", hint: "check its permissions; it is text in UTF-8",
                location: file)
        }
        return try Cassette(text: text, path: file)
    }

    /// Puts a cassette in the place of the one that was there, at once: nobody sees half of it.
    func write(_ cassette: Cassette) throws(PerchError) {
        let file = file(of: cassette.head.id)
        do {
            try Data(cassette.text.utf8).write(to: URL(filePath: file), options: .atomic)
        } catch {
            throw unwritable(file)
        }
    }

    func remove(id: String) {
        // Mostly there is none.
        try? FileManager.default.removeItem(atPath: file(of: id))
    }

    private func unwritable(_ path: String) -> PerchError {
        PerchError(
            .configuration, "cannot write the recording \(path)",
            hint: "check that the folder can be written to and has room", location: path)
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import CLuaShim

/// Host functions and the tables they stand in. Made once and installed into any number of states, which takes
/// microseconds.
///
/// ```swift
/// let library = HostLibrary([
///     .init(["talon", "sessions"], [HostFunction("get") { call in … }]),
/// ])
/// try state.install(library)   // talon.sessions.get(…)
/// ```
// Unchecked: the pointers are made in `init`, never written again and freed in `deinit`.
public final class HostLibrary: @unchecked Sendable {
    public struct Module: Sendable {
        public let path: [String]
        public let functions: [HostFunction]

        /// - Parameters:
        ///   - path: the tables from the outside in; empty for globals.
        ///   - functions: what is in the innermost.
        public init(_ path: [String], _ functions: [HostFunction]) {
            self.path = path
            self.functions = functions
        }
    }

    let functions: [HostFunction]
    private let text: UnsafeMutableRawPointer
    let entries: [plua_function]

    public init(_ modules: [Module]) {
        var names: [UInt8] = []
        var places: [(module: Range<Int>, name: Range<Int>)] = []
        var functions: [HostFunction] = []
        func add(_ string: String) -> Range<Int> {
            let start = names.count
            names.append(contentsOf: string.utf8)
            return start..<names.count
        }
        for module in modules {
            let path = add(module.path.joined(separator: "."))
            for function in module.functions {
                places.append((path, add(function.name)))
                functions.append(function)
            }
        }
        let text = UnsafeMutableRawPointer.allocate(byteCount: max(names.count, 1), alignment: 1)
        names.withUnsafeBytes { bytes in
            if let start = bytes.baseAddress { text.copyMemory(from: start, byteCount: bytes.count) }
        }
        let characters = text.assumingMemoryBound(to: CChar.self)
        entries = places.enumerated().map { index, place in
            plua_function(
                module: characters + place.module.lowerBound, module_length: place.module.count,
                name: characters + place.name.lowerBound, name_length: place.name.count, id: Int64(index))
        }
        self.text = text
        self.functions = functions
    }

    deinit { text.deallocate() }
}

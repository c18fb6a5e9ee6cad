// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A line of a script.
public struct LuaLocation: Sendable, Hashable, CustomStringConvertible {
    /// The file, as it was named when it was loaded.
    public var source: String
    /// Counted from 1.
    public var line: Int

    public init(source: String, line: Int) {
        self.source = source
        self.line = line
    }

    public var description: String { "\(source):\(line)" }
}

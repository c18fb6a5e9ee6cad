// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Plugins
import Testing

@Suite struct VersionTests {
    @Test(arguments: [
        ("^0.1", "0.1.9", true), ("^0.1", "0.2.0", false), ("^1.2", "1.9.0", true), ("^1.2", "2.0.0", false),
        ("~1.2.3", "1.2.9", true), ("~1.2.3", "1.3.0", false), (">=0.1 <0.3", "0.2.5", true),
        (">=0.1 <0.3", "0.3.0", false),
        ("1.2.3", "1.2.3", true), ("1.2.3", "1.2.4", false), (">1", "1.0.0", false),
    ])
    func `a range holds what it says`(range: String, version: String, isIn: Bool) throws {
        #expect(try #require(VersionRange(range)).contains(#require(Version(version))) == isIn)
    }

    @Test(arguments: ["", "latest", "^", "1.x", "1.2.3.4", ">> 1", "-1"])
    func `what is no range is refused`(text: String) {
        #expect(VersionRange(text) == nil)
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import RuleEngine

/// The guide that lists what the embedded sandbox guesses, as `perch serve --assumptions` does.
enum AssumptionPage {
    static func file() -> GeneratedFile {
        let sections = Assumption.groups.map { group in
            "## \(group.title)\n\n"
                + group.assumptions.map { "- `\($0.name)`: \($0.sentence)" }.joined(separator: "\n")
        }
        return GeneratedFile(
            path: "Sources/Documentation/Documentation.docc/Guides/Assumptions.md",
            text: ([head] + sections + ["<!-- Generated from Assumption.swift by scripts/generate; do not edit. -->"])
                .joined(separator: "\n\n") + "\n")
    }

    private static let head = """
        # Assumptions

        What the embedded sandbox guesses, because the vendor's public documentation does not say it.

        ## Overview

        There are \(Assumption.allCases.count). Where an account answers otherwise, the account is right:
        <doc:Record-And-Replay> shows how to compare the two. Each guess is one name in the code, so it is changed in one \
        place.
        `perch serve --assumptions` prints the same list.
        """
}

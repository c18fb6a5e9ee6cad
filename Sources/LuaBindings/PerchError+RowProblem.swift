// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import IntegrationAPI
public import Rows

extension PerchError {
    /// What is wrong with a file of rows, as people see it.
    public init(_ problem: RowProblem) {
        let place = problem.column.map { ", in column `\($0)`" } ?? ""
        self.init(
            .configuration, problem.message + place, hint: problem.hint,
            location: problem.line == nil ? nil : problem.location)
    }
}

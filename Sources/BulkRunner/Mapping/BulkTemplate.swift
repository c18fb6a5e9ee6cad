// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import OperationCatalog

/// The columns that a file for an operation can have.
public enum BulkTemplate {
    /// One line of CSV: what is needed first.
    public static func header(_ operation: OperationCatalog.Operation, _ attributes: AttributeTypes) -> String {
        FieldFinder(operation, attributes).columns.map(\.name).joined(separator: ",")
    }
}

extension BulkJob {
    /// The fields of answers that people want to know of what was made: its id and its code.
    public static func usuallyKept(_ operation: OperationCatalog.Operation) -> [String] {
        switch operation.id {
        case "createReferral", "createReferralsForMultipleAdvocates": ["id", "code"]
        case "createAudienceV2": ["id"]
        case "generateLoyaltyCard": ["id", "identifier"]
        default: []
        }
    }
}

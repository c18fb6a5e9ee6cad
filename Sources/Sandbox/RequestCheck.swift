// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import OperationCatalog

/// Checks requests against the catalogue.
enum RequestCheck {
    /// All that is wrong with a request, as one answer; nil when nothing is.
    static func failure(of request: APIRequest) -> Failure? {
        nil
    }
}

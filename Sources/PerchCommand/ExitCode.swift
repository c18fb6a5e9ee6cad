// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// What the shell gets to see. Nothing that failed ever exits with 0.
enum ExitCode: Int32, Error, CaseIterable {
    case success = 0
    /// A scenario or a bulk row failed.
    case failed = 1
    /// The command line is wrong.
    case usage = 2
    /// The script raised an error.
    case script = 3
    /// Nothing was selected.
    case nothing = 4
    /// A setting, a file or a key is missing or wrong.
    case configuration = 5
    /// A protected environment, or something scripts may not do.
    case refused = 6
    /// The service, or the way to it, ended the script.
    case service = 7
    /// A limit of time or memory was hit.
    case limit = 8
    case interrupted = 130

    /// For people.
    var meaning: String {
        switch self {
        case .success: "All went well."
        case .failed: "A scenario or a row of bulk work failed, or a check found something."
        case .usage: "The command line is wrong."
        case .script: "The script raised an error."
        case .nothing: "Nothing was selected."
        case .configuration: "A setting, a file or a key is missing or wrong."
        case .refused: "A protected environment without consent, or something that scripts may not do."
        case .service: "The service, or the way to it, ended the work."
        case .limit: "A limit of time or memory was hit."
        case .interrupted: "Interrupted with Ctrl-C."
        }
    }
}

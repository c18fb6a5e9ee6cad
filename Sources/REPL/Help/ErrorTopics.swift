// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI

/// An error as people meet it: a code of Perch, or a status of the service.
struct ErrorTopic: Sendable {
    enum Kind: Sendable, CaseIterable {
        case code, status

        var title: String { self == .code ? "a code of errors: `err.code`" : "a status of an answer: `err.status`" }
        var heading: String { self == .code ? "Codes (err.code)" : "Status (err.status, where err.code is api)" }
    }

    var kind: Kind
    var name: String
    var summary: String
    /// What to do about it.
    var remedy: String

    fileprivate init(_ code: PerchError.Code, _ summary: String, _ remedy: String) {
        self.init(kind: .code, name: code.rawValue, summary: summary, remedy: remedy)
    }

    fileprivate init(_ status: Int, _ summary: String, _ remedy: String) {
        self.init(kind: .status, name: String(status), summary: summary, remedy: remedy)
    }

    private init(kind: Kind, name: String, summary: String, remedy: String) {
        self.kind = kind
        self.name = name
        self.summary = summary
        self.remedy = remedy
    }
}

enum ErrorTopics {
    static func named(_ name: String) -> ErrorTopic? { all.first { $0.name == name } }

    static let all: [ErrorTopic] = [
        ErrorTopic(
            .invalidArgument, "An argument is wrong; nothing was sent.",
            "The message names the field. `err.errors` has every problem with its path."),
        ErrorTopic(
            .unknownName, "There is no function, operation or field of that name.",
            "Look at the suggestion; `?talon` lists what there is."),
        ErrorTopic(
            .api, "The service answered with a status of 400 or above.",
            "`err.status` is the status, `err.message` what the service says, `err.errors` its single findings."),
        ErrorTopic(
            .connection, "There was no connection, or it was cut.",
            "`perch doctor` tries each step on the way to the account."),
        ErrorTopic(.timeout, "No answer came in time.", "The call may have counted: ask before you make it again."),
        ErrorTopic(
            .tls, "The other side could not prove who it is.",
            "Check `base_url`, and the certificates of this machine. The check cannot be switched off."),
        ErrorTopic(
            .badAnswer, "The answer cannot be read.", "Check that `base_url` is that of the API, with `perch doctor`."),
        ErrorTopic(
            .configuration, "A setting, a file or a key is missing or wrong.", "`perch doctor` checks perch.toml."),
        ErrorTopic(
            .storage, "The database of the embedded sandbox cannot be read or written.",
            "Check the file that `database` names, and the room on the disk."),
        ErrorTopic(
            .protected, "The environment is protected, and nobody said yes.",
            "Say yes when asked, or run with --yes; deletions need --allow-destructive too."),
        ErrorTopic(
            .permission, "Scripts may not do this.",
            "Allow it: --allow-read=PATH, --allow-write=PATH, --allow-env=NAME, --allow-run."),
        ErrorTopic(
            .unsupported, "The embedded sandbox does not know how to do this, or there is none.",
            "`perch serve --assumptions` lists what the sandbox guesses; `sandbox.available` tells whether there is one."
        ),
        ErrorTopic(.syntax, "The text is not Lua.", "Correct the line that the message names."),
        ErrorTopic(.script, "The script raised an error.", "`:traceback` shows how it came there."),
        ErrorTopic(.limit, "The script ran too long, or used too much memory.", "Allow more: --timeout, --memory."),
        ErrorTopic(.interrupted, "Interrupted by Ctrl-C.", "What was answered before has happened."),
        ErrorTopic(
            400, "The request does not fit, or the thing is in the wrong state.",
            "`err.message` and `err.errors` say what; the help of the operation has its limits."),
        ErrorTopic(401, "The key is missing, wrong or expired.", "Check `api_key` in perch.toml, with `perch doctor`."),
        ErrorTopic(403, "The key may not do this.", "Use a key of the right Application and API."),
        ErrorTopic(404, "There is no such thing.", "Check the id, and the environment that the prompt names."),
        ErrorTopic(
            409, "Other calls for the same session or customer are under way.",
            "Perch makes such calls one after the other; look for another program that does not."),
        ErrorTopic(429, "Too many calls.", "Perch waits as long as the service asks, and tries again."),
    ]
}

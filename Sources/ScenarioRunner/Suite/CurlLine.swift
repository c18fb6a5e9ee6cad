// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import IntegrationClient

/// A command line that makes a call again. Address and key are variables of the shell, so that it can be shown.
struct CurlLine {
    let text: String

    init(_ exchange: IntegrationClient.Exchange) {
        var parts = ["curl"]
        if exchange.method != "GET" { parts.append("-X \(exchange.method)") }
        parts.append("\"$TALON_URL\"" + Self.quoted(exchange.target))
        parts.append("-H \"Authorization: ApiKey-v1 $TALON_KEY\"")
        if let body = exchange.requestBody {
            parts.append("-H 'Content-Type: application/json'")
            parts.append("-d " + Self.quoted(body))
        }
        text = parts.joined(separator: " ")
    }

    static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}

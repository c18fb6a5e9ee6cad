// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON
public import IntegrationClient

/// What a script does while it runs.
public enum ScriptEvent: Sendable {
    /// An attempt of a call and its answer, without secrets.
    case call(IntegrationClient.Exchange)
    /// An effect in the answer of a call, as the API has it: `effectType`, `props`, and where it comes from.
    case effect(JSONValue)
    /// Text for the standard output.
    case printed(String)
    /// Text for the standard error, that of `perch.log` included.
    case complained(String)

    static func trace(
        _ tell: @escaping @Sendable (ScriptEvent) -> Void
    ) -> @Sendable (IntegrationClient.Exchange) -> Void {
        { exchange in
            tell(.call(exchange))
            guard let text = exchange.responseBody, text.contains("\"effects\""),
                let answer = try? JSONValue(parsing: Array(text.utf8))
            else { return }
            for effect in answer["effects"]?.array ?? [] { tell(.effect(effect)) }
        }
    }
}

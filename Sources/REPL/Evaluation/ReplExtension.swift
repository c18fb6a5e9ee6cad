// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import LuaBindings
import LuaRuntime

/// `help`, `plot`, and what the session itself asks of the state.
struct ReplExtension {
    /// The text for `help(name)`.
    let help: @Sendable (String) -> String
    let surroundings: ReplSurroundings
    /// The name of a campaign by its id.
    let campaign: @Sendable (Int64) -> String?

    var scriptExtension: ScriptExtension {
        ScriptExtension(
            sources: [PackageResources.repl_lua],
            functions: [
                HostFunction("help") { [help] call in .string(help(call.string(at: 0) ?? "")) },
                HostFunction("plot") { [surroundings, campaign] call in
                    let value = try call.tape(at: 0, name: "values").json(called: "values")
                    let options = try call.tape(at: 1, name: "options").json(called: "options")
                    for name in options.object?.keys.elements ?? [] where !["x", "y"].contains(name) {
                        throw PerchError(
                            .invalidArgument, "plot has no option `\(name)`",
                            hint: "its options are x, the field with the names, and y, the field with the numbers")
                    }
                    let plot = try Plot(value, x: options["x"]?.string, y: options["y"]?.string, campaign: campaign)
                    return .string(
                        plot.text(width: surroundings.width(), paint: Paint(isOn: surroundings.hasColours)))
                },
            ],
            looksInside: true)
    }
}

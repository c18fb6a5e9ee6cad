// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// The command that runs one scenario again, in the same environment.
struct RerunLine {
    private var options = ""

    init(_ plan: RunPlan) {
        if plan.environment != "sandbox" { options += " --env " + ShellText.quoted(plan.environment) }
        // Without it the scenario would go to the account.
        if let replay = plan.replay { options += " --replay " + ShellText.quoted(replay) }
        if plan.isShuffled { options += " --seed \(plan.seed)" }
    }

    func command(_ scenario: Scenario) -> String {
        let place = scenario.kind == .file ? scenario.file : "\(scenario.file):\(scenario.line)"
        return "perch test " + ShellText.quoted(place) + options
    }
}

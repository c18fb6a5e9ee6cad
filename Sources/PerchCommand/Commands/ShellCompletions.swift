// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import IntegrationAPI
import OperationCatalog

/// `perch completions`: what a shell needs to complete command lines.
struct ShellCompletions: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Print what bash, zsh or fish needs to complete commands, options, environments and operations.",
        discussion: """
            bash: perch completions bash > ~/.local/share/bash-completion/completions/perch
            zsh:  perch completions zsh > ~/.zsh/_perch
                  with `fpath=(~/.zsh $fpath); autoload -U compinit; compinit` in ~/.zshrc
            fish: perch completions fish > ~/.config/fish/completions/perch.fish

            It takes effect in the next shell.
            """)

    enum Shell: String, CaseIterable, ExpressibleByArgument {
        case bash, zsh, fish
    }

    @Argument(help: ArgumentHelp("The shell: bash, zsh or fish.", valueName: "shell"))
    var shell: Shell

    func run() {
        let script =
            switch shell {
            case .bash: Perch.completionScript(for: .bash)
            case .zsh: Perch.completionScript(for: .zsh)
            case .fish: Perch.completionScript(for: .fish)
            }
        Terminal.write(script.hasSuffix("\n") ? script : script + "\n")
    }
}

/// What shells ask while a command line is being written. Nothing is complained about here: the line is not finished.
extension CompletionKind {
    /// The environments of perch.toml, of the one that `--config` names if it is on the line.
    static var environments: CompletionKind {
        .custom { words, _, _ in
            let option = words.lastIndex(of: "--config")
            let path: String? = option.flatMap { words.indices.contains($0 + 1) ? words[$0 + 1] : nil }
            let configuration = try? Configuration.load(path: path)
            return (configuration ?? Configuration()).environments.keys.sorted()
        }
    }

    /// Operations, by their Lua names; with `--management` on the line those of the other API.
    static var operations: CompletionKind {
        .custom { words, _, prefix in
            if words.contains("--management") { return ManagementCatalog.operations.map(\.id) }
            let names = Catalog.operations.map(\.lua)
            // Whoever begins with the API's own name means that.
            return names.contains { $0.hasPrefix(prefix) } ? names : Catalog.operations.map(\.id)
        }
    }

    static var scripts: CompletionKind { .file(extensions: ["lua"]) }
    static var bundles: CompletionKind { .file(extensions: ["json"]) }
}

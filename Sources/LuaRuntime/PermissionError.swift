// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Something a script tried that it was not allowed to do.
public struct PermissionError: LuaErrorConvertible, CustomStringConvertible {
    public enum Action: Sendable, Hashable {
        case read(path: String)
        case write(path: String)
        case run(command: String)
        case environment(name: String)
    }

    public var action: Action

    public init(action: Action) {
        self.action = action
    }

    public var description: String {
        switch action {
        case .read(let path): "reading `\(path)` is not allowed"
        case .write(let path): "writing `\(path)` is not allowed"
        case .run(let command):
            command.isEmpty ? "running commands is not allowed" : "running `\(command)` is not allowed"
        case .environment(let name): "reading the environment variable `\(name)` is not allowed"
        }
    }

    /// The option of the command line that would allow it.
    public var hint: String {
        switch action {
        case .read(let path): "allow it with --allow-read=\(path)"
        case .write(let path): "allow it with --allow-write=\(path)"
        case .run: "allow it with --allow-run"
        case .environment(let name): "allow it with --allow-env=\(name)"
        }
    }

    public func errorFields() -> ValueTape {
        ValueTape([
            "code": "permission", "message": .string(LuaString(description)), "hint": .string(LuaString(hint)),
        ])
    }
}

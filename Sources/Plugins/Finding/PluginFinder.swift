// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import IntegrationAPI

/// A folder with a `plugin.lua`, or a plugin that ships inside of the program. The folder's name is the plugin's, so that a list
/// of names tells who is there without running any of them.
public struct FoundPlugin: Sendable {
    public enum Origin: String, Sendable {
        case builtIn = "built in"
        case project
        case path = "PERCH_PATH"
        case user
    }

    public let name: String
    /// Empty for one that is built in.
    public let folder: String
    public let origin: Origin
    let builtIn: BuiltInPlugin?

    public init(name: String, folder: String, origin: Origin) {
        self.name = name
        self.folder = folder
        self.origin = origin
        builtIn = nil
    }

    public init(_ plugin: BuiltInPlugin) {
        name = plugin.name
        folder = ""
        origin = .builtIn
        builtIn = plugin
    }

    /// Where its manifest stands, as errors name it.
    var place: String { builtIn == nil ? folder + "/plugin.lua" : "\(name)/plugin.lua" }

    /// The text of its `plugin.lua`; nil when it cannot be read.
    var source: [UInt8]? {
        builtIn?.source ?? FileManager.default.contents(atPath: folder + "/plugin.lua").map { Array($0) }
    }
}

/// Where plugins are looked for, in this order; within a folder they come in order of their names.
public struct PluginFinder: Sendable {
    /// `plugins` of the project.
    public var project: String?
    /// The folders of `PERCH_PATH`: each a plugin, or a folder of plugins.
    public var path: [String]
    /// `perch/plugins` of the user's data folder.
    public var user: String?
    /// Those that ship inside of the program. They are found by their names only, and no other plugin may have one of these.
    public var builtIn: [FoundPlugin]

    public init(
        project: String? = nil, path: [String] = [], user: String? = nil, builtIn: [BuiltInPlugin] = []
    ) {
        self.builtIn = builtIn.map(FoundPlugin.init)
        self.project = project
        self.path = path
        self.user = user
    }

    /// All there are beside those that are built in; looks at names of files only.
    ///
    /// - Throws: `PerchError` with `configuration` for two plugins of one name, for a name that cannot be one, and for a folder
    ///   of `PERCH_PATH` that is not there.
    public func find() throws(PerchError) -> [FoundPlugin] {
        var found = Self.plugins(in: project, .project)
        for folder in path {
            guard FileManager.default.fileExists(atPath: folder) else {
                throw PerchError(
                    .configuration, "PERCH_PATH names `\(folder)`, which is not there",
                    hint: "correct PERCH_PATH, or leave it out")
            }
            found += Self.isPlugin(folder) ? [Self.plugin(folder, .path)] : Self.plugins(in: folder, .path)
        }
        found += Self.plugins(in: user, .user)
        var seen: [String: FoundPlugin] = [:]
        for plugin in found {
            guard plugin.name.wholeMatch(of: /[a-z][a-z0-9_-]*/) != nil else {
                throw PerchError(
                    .configuration, "`\(plugin.name)` cannot be the name of a plugin",
                    hint: "name the folder with small letters, digits, - and _", location: plugin.folder)
            }
            guard !builtIn.contains(where: { $0.name == plugin.name }) else {
                throw PerchError(
                    .configuration, "two plugins are called `\(plugin.name)`: one of Perch itself and \(plugin.folder)",
                    hint: "rename the folder")
            }
            if let other = seen.updateValue(plugin, forKey: plugin.name), other.folder != plugin.folder {
                throw PerchError(
                    .configuration, "two plugins are called `\(plugin.name)`: \(other.folder) and \(plugin.folder)",
                    hint: "remove or rename one of the folders")
            }
        }
        return found
    }

    private static func plugins(in folder: String?, _ origin: FoundPlugin.Origin) -> [FoundPlugin] {
        guard let folder, let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return [] }
        return names.sorted().map { folder + "/" + $0 }.filter(isPlugin).map { plugin($0, origin) }
    }

    private static func isPlugin(_ folder: String) -> Bool {
        FileManager.default.isReadableFile(atPath: folder + "/plugin.lua")
    }

    private static func plugin(_ folder: String, _ origin: FoundPlugin.Origin) -> FoundPlugin {
        FoundPlugin(name: (folder as NSString).lastPathComponent, folder: folder, origin: origin)
    }
}

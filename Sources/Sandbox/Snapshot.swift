// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import GRDB
internal import IntegrationAPI

/// The whole state of a sandbox at one moment: data, set-up and clock. What was asked (`Sandbox.calls()`) is no part of it.
///
/// It stays as it is, whatever becomes of the sandbox, and may be used any number of times, from any thread.
// Unchecked: nothing in it changes, and the set-up consists of values and of objects that do not change.
public final class Snapshot: @unchecked Sendable {
    let image: StoreImage
    let setup: Setup
    let time: SandboxClock.State
    let configuration: SandboxConfiguration
    /// The sandbox that made it.
    let origin: Sandbox.Identity

    init(
        image: StoreImage, setup: Setup, time: SandboxClock.State, configuration: SandboxConfiguration,
        origin: Sandbox.Identity
    ) {
        self.image = image
        self.setup = setup
        self.time = time
        self.configuration = configuration
        self.origin = origin
    }

    /// How many bytes it takes, without the set-up that it shares with its sandbox.
    public var byteCount: Int { image.count }
}

extension Sandbox {
    /// Tells sandboxes apart.
    final class Identity: Sendable {
        /// What a person may know the sandbox by.
        let name: String

        init(_ storage: SandboxConfiguration.Storage) {
            name = storage.path.map { "`\($0)`" } ?? "in memory"
        }
    }

    /// The whole state at this moment.
    /// - Throws: `PerchError(.storage)` when the database fails.
    public func snapshot() throws -> Snapshot {
        try locked { state in
            try Snapshot(
                image: Store.guarded { try state.database.writeWithoutTransaction(StoreImage.init(of:)) },
                setup: state.setup, time: clock.state, configuration: configuration, origin: identity)
        }
    }

    /// Brings back the state of a snapshot that this sandbox made; later ones remain as they are. With a database file
    /// this is one transaction, kept whole or not at all.
    /// - Throws: `PerchError(.invalidArgument)` for a snapshot of another sandbox, `PerchError(.storage)` when the
    ///   database fails; then nothing is changed.
    public func restore(_ snapshot: Snapshot) throws {
        guard snapshot.origin === identity else {
            throw PerchError(
                .invalidArgument,
                "the snapshot is of another sandbox (\(snapshot.origin.name)), not of this one (\(identity.name))",
                hint: "restore it in the sandbox that made it, or make a sandbox of it with `Sandbox(copyOf:)`")
        }
        try locked { state in
            try Store.guarded {
                try state.database.writeWithoutTransaction { database in
                    if state.file.isInMemory {
                        try snapshot.image.replace(memory: database)
                    } else {
                        try snapshot.image.replace(file: database)
                    }
                }
            }
            state.setup = snapshot.setup
            clock.state = snapshot.time
        }
    }

    /// A sandbox of its own in memory that begins with the state of a snapshot, whichever sandbox made that.
    /// - Throws: `PerchError(.storage)` when there is not enough memory.
    public convenience init(copyOf snapshot: Snapshot) throws {
        let file = try StoreFile.open(snapshot.image)
        var configuration = snapshot.configuration
        configuration.storage = .memory
        configuration.time = nil
        self.init(configuration, file, snapshot.setup, SandboxClock(snapshot.time))
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import CLuaShim

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// An interpreter of Lua 5.4 with its own globals.
///
/// A state belongs to one thread at a time and is not `Sendable`: make it, use it and drop it on a thread from
/// ``ScriptThread``, which has the stack that deep recursion needs and may block. Only its ``interrupter`` works from
/// elsewhere.
///
/// ```swift
/// let state = try LuaState(configuration: LuaConfiguration())
/// try state.install(library)
/// try state.run("print(math.pi)", name: "pi.lua")
/// ```
///
/// Scripts get Lua's libraries except what reaches outside without permission: see ``LuaPermissions``. They cannot load
/// bytecode, set finalizers (`__gc`), or catch the end that a limit, an interrupt or `os.exit` puts to them.
///
/// Lua manual: §4 for the model, §6 for the libraries.
public final class LuaState {
    /// Something of the layer above, to be found again in host functions.
    public var owner: AnyObject?
    public let configuration: LuaConfiguration

    let host: Host
    let handle: ContextHandle
    private var context: OpaquePointer { handle.context }

    /// - Throws: ``LuaError/Kind/memory`` when the limit does not even hold the libraries.
    public init(configuration: LuaConfiguration = LuaConfiguration()) throws(LuaError) {
        self.configuration = configuration
        let host = Host(configuration: configuration)
        self.host = host
        var path = Self.modulePath(configuration.moduleRoots)
        let scheduler = Scheduler.source
        let opened = path.withUTF8 { path in
            path.withMemoryRebound(to: CChar.self) { path in
                var options = plua_options()
                options.memory_limit = max(configuration.limits.memoryBytes, 0)
                options.line_buffered = configuration.isLineBuffered
                options.has_images = configuration.hasImages
                options.counts_lines = configuration.countsLines
                options.module_path = path.baseAddress
                options.module_path_length = path.count
                options.scheduler = UnsafeRawPointer(scheduler.utf8Start).assumingMemoryBound(to: CChar.self)
                options.scheduler_length = scheduler.utf8CodeUnitCount
                var callbacks = Host.callbacks(readsInput: configuration.input != nil)
                return plua_open(
                    &callbacks, Unmanaged.passUnretained(host).toOpaque(), &options,
                    UInt64(configuration.failingAllocation ?? 0))
            }
        }
        guard let opened else { throw LuaError(kind: .memory, message: "not enough memory for a Lua state") }
        handle = ContextHandle(owning: opened)
        host.context = opened
        host.inbox = Inbox(handle: handle)
        host.state = self
        let unstoppable = configuration.onUnstoppable.map { Unmanaged.passRetained(UnstoppableHandler($0)).toOpaque() }
        plua_set_limits(
            opened, configuration.limits.wallTime?.nanoseconds ?? 0, configuration.grace.nanoseconds, unstoppable)
    }

    deinit {
        host.inbox.cancelAll()
        plua_close(handle.context)
        plua_tape_free(&host.scratch)
    }

    private static func modulePath(_ roots: [String]) -> String {
        roots.map { root in
            let prefix = root.isEmpty || root == "." ? "" : root.hasSuffix("/") ? root : root + "/"
            return "\(prefix)?.lua;\(prefix)?/init.lua"
        }.joined(separator: ";")
    }

    // MARK: - Running

    /// Compiles the text of a script.
    ///
    /// - Parameters:
    ///   - source: UTF-8 or any other bytes. A first line that begins with `#` is for the shell and passed over.
    ///   - name: how errors name it, usually the path of the file.
    ///   - isPartOfHost: whether tracebacks and locations leave it out.
    /// - Returns: the script as a function.
    /// - Throws: ``LuaError/Kind/syntax(isIncomplete:)``.
    public func load(
        _ source: some Collection<UInt8>, name: String, isPartOfHost: Bool = false
    ) throws(LuaError) -> LuaReference {
        let stack = plua_current(context)
        let status = Self.withBytes(source) { bytes in
            bytes.withMemoryRebound(to: CChar.self) { text in
                plua_load(context, stack, text.baseAddress, text.count, isPartOfHost ? "=[perch]" : "@" + name)
            }
        }
        if status != PLUA_OK { throw takeError(status, stack) }
        defer { plua_set_top(stack, plua_top(stack) - 1) }
        guard let function = host.reference(stack, plua_top(stack)) else { throw outOfMemory() }
        return function
    }

    public func load(_ source: String, name: String) throws(LuaError) -> LuaReference {
        try load(source.utf8, name: name)
    }

    /// Runs a script.
    ///
    /// - Parameters:
    ///   - source: its text.
    ///   - name: how errors name it, usually the path of the file.
    ///   - arguments: what `...` is in the script.
    /// - Returns: what the script returns. Functions and the like come as references.
    @discardableResult
    public func run(_ source: String, name: String = "script", arguments: LuaValues = .none) throws(LuaError)
        -> LuaValues
    {
        try call(load(source, name: name), arguments)
    }

    /// Calls a function. Inside of a host function this calls back into the running script.
    ///
    /// The time limit counts for the outermost call.
    ///
    /// - Parameters:
    ///   - function: a function of this state.
    ///   - arguments: what it gets.
    ///   - allowingReferences: whether functions among the results come as references rather than as an error.
    /// - Throws: what the function raised, or why it was ended.
    @discardableResult
    public func call(
        _ function: LuaReference, _ arguments: LuaValues = .none, allowingReferences: Bool = true
    ) throws(LuaError) -> LuaValues {
        let (stack, base, count) = try enter(function, arguments)
        defer { plua_set_top(stack, base) }
        guard count > 0 else { return .none }
        do {
            let tape = try host.read(
                stack, base + 1, base + count, allowingReferences: allowingReferences, name: "result")
            return LuaValues(tape, count: Int(count))
        } catch {
            throw LuaError(kind: .conversion, message: error.description, cause: error)
        }
    }

    /// Calls a function and leaves its results where they are: each comes as a reference, whatever it is.
    public func callKeepingResults(
        _ function: LuaReference, _ arguments: LuaValues = .none
    ) throws(LuaError) -> [LuaReference] {
        let (stack, base, count) = try enter(function, arguments)
        defer { plua_set_top(stack, base) }
        var results: [LuaReference] = []
        for index in 0..<count {
            guard let result = host.reference(stack, base + 1 + index) else { throw outOfMemory() }
            results.append(result)
        }
        return results
    }

    /// Calls, and leaves `count` results above `base`.
    private func enter(
        _ function: LuaReference, _ arguments: LuaValues
    ) throws(LuaError) -> (stack: OpaquePointer?, base: Int32, count: Int32) {
        precondition(host.owns(function), "a function belongs to the state it was made in")
        host.slots.drain { plua_unreference(context, $0) }
        let stack = plua_current(context)
        let base = plua_top(stack)
        guard plua_push_reference(stack, function.slot) == PLUA_OK else { throw outOfMemory() }
        let pushed = host.push(arguments, onto: stack)
        if pushed != PLUA_OK {
            defer { plua_set_top(stack, base) }
            throw takeError(pushed, stack)
        }
        depth += 1
        let status = plua_call(context, stack, Int32(arguments.count))
        depth -= 1
        if depth == 0 {
            host.inbox.cancelAll()
            plua_flush(context)
        }
        if status != PLUA_OK {
            defer { plua_set_top(stack, base) }
            throw takeError(status, stack)
        }
        return (stack, base, plua_top(stack) - base)
    }

    private var depth = 0

    /// Ends what this state runs, from any thread.
    public var interrupter: LuaInterrupter { LuaInterrupter(handle: handle) }

    // MARK: - Globals

    /// Sets a global, or a field of nested tables (`perch.version`), which are made where they are missing.
    public func set(_ path: String, to value: ValueTape) throws(LuaError) {
        try setTop(path) { host.push(LuaValues(value), onto: $0) }
    }

    public func set(_ path: String, to value: LuaValue) throws(LuaError) { try set(path, to: ValueTape(value)) }

    /// A global, or a field of nested tables.
    public func get(_ path: String) throws(LuaError) -> LuaValue {
        let stack = plua_current(context)
        let base = plua_top(stack)
        defer { plua_set_top(stack, base) }
        let status = plua_get_path(context, stack, path, path.utf8.count)
        if status != PLUA_OK { throw takeError(status, stack) }
        do {
            return try host.read(stack, base + 1, base + 1, allowingReferences: true, name: path)
                .withCursor { $0.nextValue() }
        } catch {
            throw LuaError(kind: .conversion, message: error.description, cause: error)
        }
    }

    /// A global or a field of nested tables as it is, such as a table of functions; `nil` when it is nil.
    public func reference(_ path: String) throws(LuaError) -> LuaReference? {
        let stack = plua_current(context)
        let base = plua_top(stack)
        defer { plua_set_top(stack, base) }
        let status = plua_get_path(context, stack, path, path.utf8.count)
        if status != PLUA_OK { throw takeError(status, stack) }
        if plua_kind(context, stack, -1) == PLUA_NIL { return nil }
        guard let reference = host.reference(stack, base + 1) else { throw outOfMemory() }
        return reference
    }

    /// Adds host functions.
    public func install(_ library: HostLibrary) throws(LuaError) {
        let base = host.adopt(library)
        let entries = library.entries.map { entry in
            var entry = entry
            entry.id += base
            return entry
        }
        let status = plua_register(context, entries, entries.count)
        if status != PLUA_OK { throw takeError(status, plua_current(context)) }
    }

    /// Adds `parallel`, `map` and `sleep` to a table.
    ///
    /// - `parallel{ f, g, … }` runs functions side by side and gives the list of their first results.
    /// - `map(items, f, { concurrency = 16 })` gives the list of `f(item, index)`, so many at a time.
    /// - `sleep(seconds)` waits.
    ///
    /// When one fails, those under way finish, no new ones begin, and the error of the first in order is raised.
    public func installScheduler(into path: String) throws(LuaError) {
        try setTop("\(path).parallel") { plua_push_builtin(context, $0, "parallel") }
        try setTop("\(path).map") { plua_push_builtin(context, $0, "map") }
        try install(HostLibrary([.init(path.split(separator: ".").map(String.init), [Scheduler.sleep])]))
    }

    /// Sets `null`, and `array(t)`, which marks a table as a list even when it is empty.
    public func installValues(into path: String) throws(LuaError) {
        try set("\(path).null", to: .null)
        try setTop("\(path).array") { plua_push_builtin(context, $0, "array") }
    }

    /// Sets what the Lua of the host may need and scripts must not have: `debug`, with what looks into functions and
    /// metatables, and `observe(f)`, whose function is called with every error that nobody catches, while the functions
    /// that led to it still stand.
    public func installIntrospection(into path: String) throws(LuaError) {
        for name in ["debug", "observe"] {
            try setTop("\(path).\(name)") { plua_push_builtin(context, $0, name) }
        }
    }

    /// Makes `require(name)` give what stands at a path of the globals.
    public func provideModule(_ name: String, from path: String) throws(LuaError) {
        let stack = plua_current(context)
        var status = plua_get_path(context, stack, path, path.utf8.count)
        if status == PLUA_OK { status = plua_set_loaded(context, stack, name, name.utf8.count) }
        if status != PLUA_OK { throw takeError(status, stack) }
    }

    private func setTop(_ path: String, push: (OpaquePointer?) -> Int32) throws(LuaError) {
        let stack = plua_current(context)
        let base = plua_top(stack)
        defer { plua_set_top(stack, base) }
        var status = push(stack)
        if status == PLUA_OK { status = plua_set_path(context, stack, path, path.utf8.count) }
        if status != PLUA_OK { throw takeError(status, stack) }
    }

    // MARK: - Memory

    /// Bytes that the state holds now.
    public var memoryUsed: Int { plua_memory_used(context) }

    /// Bytes that the state held at most.
    public var memoryPeak: Int { plua_memory_peak(context) }

    /// Frees what the script cannot reach any more.
    public func collectGarbage() {
        host.slots.drain { plua_unreference(context, $0) }
        plua_collect(context)
    }

    /// For tests: makes the nth allocation from now on fail.
    package func failAllocation(_ n: Int) { plua_fail_allocation(context, UInt64(n)) }

    /// For tests: whether that has happened.
    package var hasFailedAllocation: Bool { plua_has_failed_allocation(context) }

    /// For tests: errors and objects of the host that Lua can still reach.
    package var heldObjects: Int { host.heldObjects }

    /// For tests: values on the stack, which is the same before and after every call.
    package var stackHeight: Int { Int(plua_top(plua_current(context))) }

    // MARK: - Images

    /// Keeps all that the state holds, to come back to with ``restore(_:)``. No call may be under way, and the
    /// configuration must say ``LuaConfiguration/hasImages``.
    ///
    /// - Throws: ``LuaError/Kind/memory``.
    public func image() throws(LuaError) -> LuaImage {
        precondition(
            configuration.hasImages && depth == 0, "an image is taken between the calls of a state that has images")
        let held = host.takeImage()
        guard let image = plua_take_image(context) else { throw outOfMemory() }
        return LuaImage(image, handle: handle, host: held, owner: host)
    }

    /// Puts the state back to what it was when the image was taken, in microseconds. Whatever was made since is gone: its
    /// references are dead, files are closed, and objects of the host are let go of.
    ///
    /// - Throws: ``LuaError/Kind/memory`` when the system refuses; the state is then of no use any more.
    public func restore(_ image: LuaImage) throws(LuaError) {
        precondition(image.owner === host && depth == 0, "a state goes back to an image of its own, between calls")
        guard plua_restore_image(context, image.image) else { throw outOfMemory() }
        host.restore(image.host)
    }

    /// Changes the time limit of the calls that begin from now on.
    ///
    /// - Parameter wallTime: nil for no limit.
    public func limit(wallTime: Duration?) {
        plua_set_wall_time(context, wallTime?.nanoseconds ?? 0)
    }

    // MARK: - Lines

    /// How often each line of a file was run since this was last asked, in this state and whatever images were put back. What
    /// is not from a file is left out. Nothing unless the configuration says ``LuaConfiguration/countsLines``.
    public func takeLineCounts() -> [String: [Int: Int]] {
        var result: [String: [Int: Int]] = [:]
        for index in 0..<plua_counted_files(context) {
            var counted = plua_counted()
            guard plua_counted_file(context, index, &counted) else { continue }
            let name = UnsafeRawBufferPointer(start: counted.name, count: counted.name_length)
            let counts = UnsafeBufferPointer(start: counted.counts, count: counted.line_count)
            var lines: [Int: Int] = [:]
            for (line, count) in counts.enumerated() where count > 0 { lines[line] = Int(count) }
            result[String(decoding: name, as: UTF8.self)] = lines
        }
        plua_reset_lines(context)
        return result
    }

    /// The lines of a script that hold something to run, those of the functions in it included. What only ends a function or
    /// the script is left out: it is not reached where something is returned before.
    public func activeLines(of script: LuaReference) throws(LuaError) -> Set<Int> {
        precondition(host.owns(script), "a function belongs to the state it was made in")
        let stack = plua_current(context)
        let base = plua_top(stack)
        defer { plua_set_top(stack, base) }
        guard plua_push_reference(stack, script.slot) == PLUA_OK else { throw outOfMemory() }
        var length = 0
        guard let bytes = plua_dump(stack, -1, &length) else { throw outOfMemory() }
        defer { free(bytes) }
        guard let lines = Bytecode.activeLines(UnsafeRawBufferPointer(start: bytes, count: length)) else {
            throw LuaError(kind: .conversion, message: "this Lua writes bytecode in another way than Lua 5.4 does")
        }
        return lines
    }

    // MARK: - Errors

    private func outOfMemory() -> LuaError { LuaError(kind: .memory, message: "not enough memory") }

    /// Describes the error on top of the stack, and takes it off.
    private func takeError(_ status: Int32, _ stack: OpaquePointer?) -> LuaError {
        LuaErrorReader(host: host, context: context, stack: stack).take(status)
    }

    private static func withBytes<Result>(
        _ source: some Collection<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        source.withContiguousStorageIfAvailable(body) ?? Array(source).withUnsafeBufferPointer(body)
    }
}

extension Duration {
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? Int64.max / 2 : product + attoseconds / 1_000_000_000
    }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import CLuaShim

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The host's side of a state: what the callbacks of the C side find when they are called.
///
/// Every callback runs inside of a C function that Lua called. None of them lets an error of Lua or of Swift pass: they
/// leave an error value on the stack and give back a sentinel, and C raises once they have returned.
final class Host {
    unowned var state: LuaState!
    var context: OpaquePointer!
    var inbox: Inbox!
    /// Host functions by their id, and the libraries that own their names.
    private var functions: [HostFunction] = []
    private var libraries: [HostLibrary] = []
    /// Of what is kept now, and of what the images hold, from the oldest on.
    private(set) lazy var slots = SlotQueue(owner: ObjectIdentifier(self))
    private var olderSlots: [SlotQueue] = []
    /// A buffer for values that are read and not kept.
    var scratch = plua_tape()
    let configuration: LuaConfiguration
    private let moduleRoots: LuaPermissions

    init(configuration: LuaConfiguration) {
        self.configuration = configuration
        moduleRoots = LuaPermissions(readPaths: configuration.moduleRoots)
    }

    /// Takes functions in; their ids follow the number given back.
    func adopt(_ library: HostLibrary) -> Int64 {
        defer {
            functions.append(contentsOf: library.functions)
            libraries.append(library)
        }
        return Int64(functions.count)
    }

    // MARK: - Objects held by Lua

    fileprivate enum Box {
        case free(next: Int)
        case error(any Error)
        case object(any HostObject)
    }

    private var boxes: [Box] = []
    private var firstFree = -1
    private var types: [ObjectIdentifier: UInt32] = [:]

    /// Keeps something for Lua; its id counts from 1.
    private func hold(_ box: Box) -> Int64 {
        if firstFree >= 0, case .free(let next) = boxes[firstFree] {
            let index = firstFree
            firstFree = next
            boxes[index] = box
            return Int64(index + 1)
        }
        boxes.append(box)
        return Int64(boxes.count)
    }

    func release(_ id: Int64) {
        let index = Int(id) - 1
        guard boxes.indices.contains(index) else { return }
        let released = boxes[index]
        boxes[index] = .free(next: firstFree)
        firstFree = index
        // Dropped last: what it frees may come back here.
        withExtendedLifetime(released) {}
    }

    /// Whether a reference is to something that is in the state now.
    func owns(_ reference: LuaReference) -> Bool {
        reference.slots === slots || (reference.slots.owner == ObjectIdentifier(self) && !reference.slots.isDropped)
    }

    // MARK: - Images

    /// What an image holds on this side.
    struct Image {
        fileprivate let functions: Int
        fileprivate let libraries: Int
        fileprivate let boxes: [Box]
        fileprivate let firstFree: Int
        fileprivate let types: [ObjectIdentifier: UInt32]
        fileprivate let depth: Int
    }

    func takeImage() -> Image {
        slots.drain { plua_unreference(context, $0) }
        olderSlots.append(slots)
        slots = SlotQueue(owner: ObjectIdentifier(self), depth: olderSlots.count)
        return Image(
            functions: functions.count, libraries: libraries.count, boxes: boxes, firstFree: firstFree, types: types,
            depth: olderSlots.count)
    }

    func restore(_ image: Image) {
        functions.removeSubrange(image.functions...)
        libraries.removeSubrange(image.libraries...)
        slots.drop()
        for newer in olderSlots[image.depth...] { newer.drop() }
        olderSlots.removeSubrange(image.depth...)
        slots = SlotQueue(owner: ObjectIdentifier(self), depth: olderSlots.count)
        firstFree = image.firstFree
        types = image.types
        let dropped = boxes
        boxes = image.boxes
        // Dropped last: what it frees may come back here.
        withExtendedLifetime(dropped) {}
    }

    var heldObjects: Int {
        boxes.count { if case .free = $0 { false } else { true } }
    }

    func error(_ id: Int64) -> (any Error)? {
        guard id > 0, boxes.indices.contains(Int(id) - 1), case .error(let error) = boxes[Int(id) - 1] else {
            return nil
        }
        return error
    }

    func object(_ id: Int64) -> (any HostObject)? {
        guard id > 0, boxes.indices.contains(Int(id) - 1), case .object(let object) = boxes[Int(id) - 1] else {
            return nil
        }
        return object
    }

    private func typeNumber(of object: any HostObject) -> UInt32 {
        let type = type(of: object)
        if let number = types[ObjectIdentifier(type)] { return number }
        let name = Array(type.luaTypeName.utf8CString)
        let text = Array(type.luaText.utf8CString)
        let number = UInt32(plua_opaque_type(context, name, name.count - 1, text, text.count - 1))
        if number != 0 { types[ObjectIdentifier(type)] = number }
        return number
    }

    // MARK: - Values

    /// Pushes values, or an error value when that fails.
    func push(_ values: LuaValues, onto stack: OpaquePointer?) -> Int32 {
        let tape = values.tape
        if tape.attachments.isEmpty { return push(tape.nodes, tape.bytes, values.count, stack) }

        var nodes = tape.nodes
        for index in nodes.indices {
            switch Node.Kind(rawValue: nodes[index].kind) {
            case .reference:
                let reference = tape.attachments[Int(nodes[index].payload)] as? LuaReference
                // What is nil in Lua takes no slot.
                let slot = reference.flatMap { owns($0) && $0.slot > 0 ? $0.slot : nil }
                if let slot { nodes[index].payload = UInt64(slot) } else { nodes[index] = Node(.nil) }
            case .opaque:
                guard let object = tape.attachments[Int(nodes[index].payload)] as? any HostObject else { break }
                let type = typeNumber(of: object)
                // From here on the userdata owns the id. Should making it fail, the object stays until the state goes.
                nodes[index] = Node(.opaque, count: Int(type), payload: UInt64(hold(.object(object))))
            default: break
            }
        }
        return push(nodes, tape.bytes, values.count, stack)
    }

    private func push(_ nodes: [Node], _ bytes: [UInt8], _ count: Int, _ stack: OpaquePointer?) -> Int32 {
        nodes.withUnsafeBytes { nodes in
            plua_push(
                context, stack, nodes.baseAddress?.assumingMemoryBound(to: plua_node.self),
                nodes.count / MemoryLayout<plua_node>.stride, bytes, bytes.count, Int32(count))
        }
    }

    /// Reads the values `first...last` of the stack into a tape of their own.
    func read(
        _ stack: OpaquePointer?, _ first: Int32, _ last: Int32, allowingReferences: Bool = false, name: String = "value"
    ) throws(ConversionError) -> ValueTape {
        var buffer = plua_tape()
        defer { plua_tape_free(&buffer) }
        let flags = allowingReferences ? Int32(PLUA_READ_REFERENCES) : 0
        let problem = plua_read(context, stack, first, last, flags, &buffer)
        if problem != 0 { throw conversionError(problem, name: name) }

        var tape = ValueTape()
        tape.nodes = Array(UnsafeBufferPointer(start: Self.nodes(of: buffer), count: buffer.node_count))
        tape.bytes = Array(UnsafeBufferPointer(start: buffer.bytes, count: buffer.byte_count))
        if buffer.attachment_count > 0 {
            tape.attachments = tape.nodes.withUnsafeMutableBufferPointer { attachments(of: $0) }
        }
        return tape
    }

    static func nodes(of buffer: plua_tape) -> UnsafeMutablePointer<Node>? {
        UnsafeMutableRawPointer(buffer.nodes)?.assumingMemoryBound(to: Node.self)
    }

    /// The objects behind registry slots and ids. The nodes then name them by their place in the list, which keeps
    /// them alive.
    func attachments(of nodes: UnsafeMutableBufferPointer<Node>) -> [any AnyObject & Sendable] {
        var attachments: [any AnyObject & Sendable] = []
        for index in nodes.indices where nodes[index].kind >= Node.Kind.reference.rawValue {
            let payload = Int64(bitPattern: nodes[index].payload)
            nodes[index].payload = UInt64(attachments.count)
            if nodes[index].kind == Node.Kind.reference.rawValue {
                attachments.append(LuaReference(slot: Int32(payload), slots: slots))
            } else if let object = object(payload) {
                attachments.append(object)
            } else {
                nodes[index] = Node(.nil)
            }
        }
        return attachments
    }

    func conversionError(_ problem: Int32, name: String) -> ConversionError {
        let type = String(cString: plua_problem_type(context))
        let kind: ConversionError.Problem =
            switch Int(problem) {
            case PLUA_PROBLEM_CYCLE: .cycle
            case PLUA_PROBLEM_DEPTH: .depth
            case PLUA_PROBLEM_MIXED: .mixedKeys
            case PLUA_PROBLEM_HOLE: .hole
            case PLUA_PROBLEM_KEY: .key(type)
            case PLUA_PROBLEM_MEMORY: .memory
            default: .type(type)
            }
        return ConversionError(
            problem: kind, path: name + String(cString: plua_problem_path(context)),
            index: Int(plua_problem_value(context)))
    }

    func reference(_ stack: OpaquePointer?, _ index: Int32) -> LuaReference? {
        slots.drain { plua_unreference(context, $0) }
        let slot = plua_reference(context, stack, index)
        return slot == 0 ? nil : LuaReference(slot: slot, slots: slots)
    }

    // MARK: - Calls from Lua

    func invoke(_ id: Int64, _ stack: OpaquePointer?, isYieldable: Bool) -> Int32 {
        let function = functions[Int(id)]
        var call = HostCall(host: self, stack: stack, isYieldable: isYieldable)
        do {
            switch try function.body(&call) {
            case .none: return 0
            case .boolean(let value): plua_push_boolean(stack, value)
            case .integer(let value): plua_push_integer(stack, value)
            case .number(let value): plua_push_number(stack, value)
            case .values(let values): return deliver(values, stack)
            case .suspend(let operation): return suspend(operation, stack, isYieldable: isYieldable)
            }
            return 1
        } catch {
            return raise(error, stack)
        }
    }

    func resume(_ token: Int64, _ stack: OpaquePointer?) -> Int32 {
        switch inbox.take(token) {
        case .success(let values): return deliver(values, stack)
        case .failure(let error): return raise(error, stack)
        case nil: return 0
        }
    }

    func nextCompleted() -> Int64 {
        plua_flush(context)
        while true {
            if let token = inbox.nextArrived() { return token }
            if plua_wait(context) { return -1 }
        }
    }

    private func suspend(
        _ operation: @escaping @Sendable () async throws -> LuaValues, _ stack: OpaquePointer?, isYieldable: Bool
    ) -> Int32 {
        let token = inbox.start(isScheduled: isYieldable, operation)
        if isYieldable {
            plua_suspend(context, token)
            return Int32(PLUA_SUSPEND)
        }
        plua_flush(context)
        while true {
            if let result = inbox.take(token) {
                switch result {
                case .success(let values): return deliver(values, stack)
                case .failure(let error): return raise(error, stack)
                }
            }
            if plua_wait(context) {
                inbox.cancel(token)
                return 0  // C sees that the script is being ended
            }
        }
    }

    private func deliver(_ values: LuaValues, _ stack: OpaquePointer?) -> Int32 {
        switch Int(push(values, onto: stack)) {
        case PLUA_OK: Int32(values.count)
        case PLUA_OUT_OF_MEMORY: Int32(PLUA_RAISE_MEMORY)
        default: Int32(PLUA_RAISE)
        }
    }

    /// Leaves the error value for `error` on the stack.
    func raise(_ error: any Error, _ stack: OpaquePointer?) -> Int32 {
        if let error = error as? LuaError, let outcome = raiseAgain(error, stack) { return outcome }
        var fields = (error as? any LuaErrorConvertible)?.errorFields() ?? ValueTape()
        if fields.nodes.first?.kind != Node.Kind.object.rawValue {
            fields = ValueTape(["message": .string(LuaString("\(error)"))])
        }
        let cause = hold(.error(error))
        let status = fields.nodes.withUnsafeBytes { nodes in
            plua_push_error(
                context, stack, nodes.baseAddress?.assumingMemoryBound(to: plua_node.self),
                nodes.count / MemoryLayout<plua_node>.stride, fields.bytes, fields.bytes.count, cause)
        }
        return Int32(status == PLUA_OUT_OF_MEMORY ? PLUA_RAISE_MEMORY : PLUA_RAISE)
    }

    /// An error that came out of Lua goes back as what it was.
    private func raiseAgain(_ error: LuaError, _ stack: OpaquePointer?) -> Int32? {
        if let reference = error.reference, owns(reference) {
            let status = plua_push_reference(stack, reference.slot)
            return Int32(status == PLUA_OK ? PLUA_RAISE : PLUA_RAISE_MEMORY)
        }
        if error.kind == .memory { return Int32(PLUA_RAISE_MEMORY) }
        if let cause = error.cause, !(cause is LuaError) { return raise(cause, stack) }
        guard error.kind == .runtime else { return nil }
        return deliver(LuaValues(.string(LuaString(error.description))), stack) == 1
            ? Int32(PLUA_RAISE) : Int32(PLUA_RAISE_MEMORY)
    }

    // MARK: - The outside world

    func authorize(_ action: Int32, _ text: String, _ stack: OpaquePointer?) -> Int32 {
        let permissions = configuration.permissions
        let denied: PermissionError.Action? =
            switch Int(action) {
            case PLUA_MAY_READ:
                permissions.allowsReading(text) || moduleRoots.allowsReading(text) ? nil : .read(path: text)
            case PLUA_MAY_WRITE: permissions.allowsWriting(text) ? nil : .write(path: text)
            case PLUA_MAY_RUN: permissions.run ? nil : .run(command: text)
            default: permissions.environment.contains(text) ? nil : .environment(name: text)
            }
        return denied.map { raise(PermissionError(action: $0), stack) } ?? 0
    }

    func write(_ stream: Int32, _ bytes: UnsafeRawBufferPointer) {
        if let output = configuration.output {
            output(LuaConfiguration.Stream(rawValue: stream) ?? .output, bytes)
            return
        }
        var rest = bytes
        while !rest.isEmpty {
            let written = writeBytes(stream, rest)
            if written <= 0 { return }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }
}

// MARK: - Callbacks

extension Host {
    /// The host that a callback is for; the state, which owns it, is in use for as long as the callback runs.
    private static func with<Result>(_ pointer: UnsafeMutableRawPointer?, _ body: (Host) -> Result) -> Result {
        guard let pointer else { preconditionFailure("a callback without its host") }
        return Unmanaged<Host>.fromOpaque(pointer)._withUnsafeGuaranteedRef(body)
    }

    static func callbacks(readsInput: Bool) -> plua_callbacks {
        var callbacks = plua_callbacks()
        callbacks.invoke = { host, stack, id, isYieldable in
            Host.with(host) { $0.invoke(id, stack, isYieldable: isYieldable) }
        }
        callbacks.resume = { host, stack, token in Host.with(host) { $0.resume(token, stack) } }
        callbacks.next_completed = { Host.with($0) { $0.nextCompleted() } }
        callbacks.release = { host, id in Host.with(host) { $0.release(id) } }
        callbacks.authorize = { host, stack, action, text, length in
            let bytes = UnsafeRawBufferPointer(start: text, count: length)
            let text = String(decoding: bytes, as: UTF8.self)
            return Host.with(host) { $0.authorize(action, text, stack) }
        }
        callbacks.write = { host, stream, bytes, length in
            Host.with(host) { $0.write(stream, UnsafeRawBufferPointer(start: bytes, count: length)) }
        }
        if readsInput {
            callbacks.read = { host, bytes, capacity in
                let buffer = UnsafeMutableRawBufferPointer(start: bytes, count: capacity)
                return Host.with(host) { $0.configuration.input?(buffer) ?? 0 }
            }
        }
        callbacks.unstoppable = { handle in
            guard let handle else { return }
            Unmanaged<UnstoppableHandler>.fromOpaque(handle).takeUnretainedValue().body()
        }
        callbacks.drop = { handle in
            guard let handle else { return }
            Unmanaged<UnstoppableHandler>.fromOpaque(handle).release()
        }
        return callbacks
    }
}

/// What to do about a script that does not stop; called from the watchdog's thread.
final class UnstoppableHandler: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

/// Outside of the class, whose own `write` would hide that of the system.
private func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    repeat {
        let written = write(descriptor, bytes.baseAddress, bytes.count)
        if written >= 0 || errno != EINTR { return written }
    } while true
}

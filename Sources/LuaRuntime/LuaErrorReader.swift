// Part of Perch. SPDX-License-Identifier: Apache-2.0

import CLuaShim

/// Makes a ``LuaError`` of the error value on top of the stack.
struct LuaErrorReader {
    let host: Host
    let context: OpaquePointer
    let stack: OpaquePointer?

    /// Takes the value off the stack.
    func take(_ status: Int32) -> LuaError {
        var report = plua_report()
        plua_report_error(context, stack, status, &report)
        let top = plua_top(stack)
        defer { plua_set_top(stack, top - 1) }

        let frames = self.frames(report)
        var error = LuaError(
            kind: .runtime, message: text(report.message, report.message_length), location: frames.first?.location,
            traceback: frames, isTracebackTruncated: report.truncated)
        switch Int(status) {
        case PLUA_OUT_OF_MEMORY: error.become(.memory, "not enough memory")
        case PLUA_KILLED: describeEnd(&error)
        default:
            if report.is_string || status == PLUA_SYNTAX { splitPosition(&error) }
            if status == PLUA_SYNTAX { error.kind = .syntax(isIncomplete: isIncomplete(error.message)) }
            if report.is_table {
                error.value = try? host.read(stack, top, top)
                error.reference = host.reference(stack, top)
                describeTable(&error)
            }
            if let cause = host.error(report.cause) {
                error.kind = .host
                error.cause = cause
            }
        }
        return error
    }

    private func describeEnd(_ error: inout LuaError) {
        switch Int(plua_kill_reason(context)) {
        case PLUA_KILL_EXIT: error.become(.exit(plua_exit_code(context)), "the script called os.exit")
        case PLUA_KILL_TIME: error.become(.timeLimit, "the script ran longer than it may")
        case PLUA_KILL_MEMORY: error.become(.memory, "not enough memory")
        default: error.become(.interrupted, "interrupted")
        }
    }

    /// An error table that knows its location (those of host functions do) knows better than the traceback.
    private func describeTable(_ error: inout LuaError) {
        let fields = error.value?.withCursor { $0.nextValue() }
        guard let location = fields?["location"].string, let colon = location.lastIndex(of: ":"),
            let line = Int(location[location.index(after: colon)...])
        else { return }
        error.location = LuaLocation(source: String(location[..<colon]), line: line)
    }

    private func frames(_ report: plua_report) -> [LuaFrame] {
        UnsafeBufferPointer(start: report.frames, count: report.frame_count).map { frame in
            LuaFrame(
                location: LuaLocation(
                    source: text(report.frame_text + Int(frame.source), Int(frame.source_length)),
                    line: Int(frame.line)),
                function: frame.name_length == 0
                    ? nil : text(report.frame_text + Int(frame.name), Int(frame.name_length)),
                isMainChunk: frame.kind == PLUA_FRAME_MAIN)
        }
    }

    private func text(_ start: UnsafePointer<CChar>?, _ length: Int) -> String {
        String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
    }

    /// Splits `name:12: what happened`, when `name` is that of a script: a message may have colons of its own.
    private func splitPosition(_ error: inout LuaError) {
        var sources = Set(error.traceback.map(\.location.source))
        sources.insert(String(String(cString: plua_failed_chunk(context)).dropFirst()))
        let message = error.message
        for source in sources where !source.isEmpty {
            // Lua keeps 59 bytes of a long name: its end, after three dots.
            let short =
                source.utf8.count < 60 ? source : "..." + String(decoding: source.utf8.suffix(56), as: UTF8.self)
            guard message.hasPrefix(short + ":") else { continue }
            let rest = message.dropFirst(short.count + 1)
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard let line = Int(digits), rest.dropFirst(digits.count).hasPrefix(": ") else { continue }
            error.location = LuaLocation(source: source, line: line)
            error.message = String(rest.dropFirst(digits.count + 2))
            return
        }
    }

    /// Whether the parser stopped only because the text did. A quoted string cannot go on in the next line.
    private func isIncomplete(_ message: String) -> Bool {
        message.hasSuffix("near <eof>") && !message.hasPrefix("unfinished string")
    }
}

extension LuaError {
    fileprivate mutating func become(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}

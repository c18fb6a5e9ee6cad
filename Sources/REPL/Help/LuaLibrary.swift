// Part of Perch. SPDX-License-Identifier: Apache-2.0

import OperationCatalog

/// Lua's own library in a line each, as far as scripts have it.
enum LuaLibrary {
    static let modules: KeyValuePairs = [
        "coroutine": "Functions that stop half-way and go on later.",
        "debug": "How the script came here.",
        "io": "Files, as far as the script may read and write them.",
        "math": "Numbers.",
        "os": "Time, and the few things of the system that scripts may use.",
        "string": "Texts. Each function can be called on a text: `name:upper()`.",
        "table": "Lists.",
        "utf8": "Texts by characters rather than bytes.",
        "package": "Where `require` looks.",
    ]

    static let functions: [Declarations.Function] = text.split(separator: "\n").compactMap(function)

    /// A line as in `string.rep(s, n [, separator])  The text so many times.`
    private static func function(_ line: Substring) -> Declarations.Function? {
        guard let open = line.firstIndex(of: "("), let close = line.firstIndex(of: ")") else { return nil }
        let inner = line[line.index(after: open)..<close]
        // A name is optional when more brackets were opened before it than closed.
        var depth = 0
        let parameters = inner.split(separator: ",").map { part in
            let before = part.prefix { !$0.isLetter && $0 != "." }
            depth += before.count { $0 == "[" } - before.count { $0 == "]" }
            let isOptional = depth > 0
            let after = part.dropFirst(before.count)
            depth += after.count { $0 == "[" } - after.count { $0 == "]" }
            return Declarations.Parameter(
                name: after.filter { !"[] ".contains($0) }, schema: .any, isOptional: isOptional, summary: "")
        }
        return Declarations.Function(
            name: String(line[..<open]), summary: String(line[line.index(after: close)...].drop { $0 == " " }),
            parameters: parameters,
            text: "function \(line[..<open])(\(parameters.map(\.name).joined(separator: ", "))) end",
            operation: nil)
    }

    private static let text = #"""
        assert(value [, message])  Gives the value back; an error when it is nil or false.
        collectgarbage([what])  Frees memory that is not needed, or with "count" tells how many KiB are in use.
        dofile(file)  Runs a file.
        error(message [, level])  Raises an error: a text or a table.
        getmetatable(value)  The metatable of a value.
        ipairs(list)  For loops over a list: `for index, value in ipairs(list) do … end`.
        load(text [, name [, mode [, globals]]])  Makes a function of Lua text, or gives nil and what is wrong.
        loadfile(file [, mode [, globals]])  Makes a function of a file.
        next(table [, key])  The key that follows and its value; nil after the last. `next(t) == nil`: it is empty.
        pairs(table)  For loops over all keys of a table: `for key, value in pairs(t) do … end`.
        pcall(fn [, ...])  Calls a function: true and its results, or false and the error.
        print(...)  Writes values, with tabs between them.
        rawequal(a, b)  Whether two values are the very same, without metamethods.
        rawget(table, key)  The value of a key, without metamethods.
        rawlen(value)  The length, without metamethods.
        rawset(table, key, value)  Sets a key, without metamethods.
        require(name)  Loads a module once and gives what it returned.
        select(n, ...)  The arguments from the nth on; with "#" how many there are.
        setmetatable(table, metatable)  Gives a table its metatable, and returns it.
        tonumber(value [, base])  The number that a text means; nil when it means none.
        tostring(value)  The value as text.
        type(value)  nil, boolean, number, string, table, function, thread or userdata, as text.
        warn(message [, ...])  Writes a warning.
        xpcall(fn, handler [, ...])  As pcall; the handler gets the error while the functions that led to it still stand.
        coroutine.create(fn)  A coroutine that has not begun.
        coroutine.resume(co [, ...])  Goes on until the next yield: true and what it yields, or false and the error.
        coroutine.wrap(fn)  A function that goes on with a coroutine at each call.
        coroutine.yield([...])  Stops the coroutine; its arguments are what resume gives.
        coroutine.status(co)  running, suspended, normal or dead.
        coroutine.running()  The coroutine under way, and whether it is the main one.
        coroutine.isyieldable([co])  Whether it could yield here.
        coroutine.close(co)  Ends a coroutine and closes its variables.
        debug.traceback([message [, level]])  The functions that are under way, as text.
        io.open(file [, mode])  Opens a file: "r" to read, "w" to write, "a" to add. Or nil and what is wrong.
        io.lines([file [, format]])  For loops over the lines of a file.
        io.read([format])  Reads from the standard input: "l" a line, "n" a number, "a" everything.
        io.write(...)  Writes values, with nothing between them.
        io.input([file])  The standard input, or sets it.
        io.output([file])  The standard output, or sets it.
        io.flush()  Writes what is still held back.
        io.close([file])  Closes a file.
        io.type(value)  "file", "closed file" or nil.
        io.popen(command [, mode])  Runs a command; needs --allow-run.
        io.tmpfile()  A file of its own that is deleted at the end; needs permission to write.
        math.abs(x)  Without its sign.
        math.acos(x)  The angle whose cosine it is.
        math.asin(x)  The angle whose sine it is.
        math.atan(y [, x])  The angle whose tangent is y/x.
        math.ceil(x)  The next integer upwards.
        math.cos(x)  Cosine of an angle in radians.
        math.deg(x)  Radians as degrees.
        math.exp(x)  e to the power of x.
        math.floor(x)  The next integer downwards.
        math.fmod(x, y)  What is left of x when it is divided by y; the sign is that of x.
        math.log(x [, base])  Logarithm; the natural one without a base.
        math.max(x, ...)  The greatest.
        math.min(x, ...)  The least.
        math.modf(x)  The part before the point and that after it.
        math.rad(x)  Degrees as radians.
        math.random([m [, n]])  A number of chance: from 0 to 1, from 1 to m, or from m to n.
        math.randomseed([x [, y]])  Where numbers of chance begin.
        math.sin(x)  Sine of an angle in radians.
        math.sqrt(x)  Square root.
        math.tan(x)  Tangent of an angle in radians.
        math.tointeger(x)  The same number as an integer; nil when it has a fraction.
        math.type(x)  "integer", "float", or nil for what is no number.
        math.ult(a, b)  Whether a is less than b when both are taken without sign.
        os.clock()  Seconds of processor time that were used.
        os.date([format [, time]])  A time as text; with "*t" as a table.
        os.difftime(later, earlier)  Seconds between two times.
        os.execute([command])  Runs a command; needs --allow-run.
        os.exit([code])  Ends the session with an exit code.
        os.getenv(name)  A variable of the environment; needs --allow-env.
        os.remove(file)  Deletes a file; needs permission to write.
        os.rename(from, to)  Renames a file; needs permission to write.
        os.time([table])  Seconds since 1970, now or at the time of a table with year, month and day.
        package.searchpath(name, path [, separator [, replacement]])  Where a module would be found.
        string.byte(s [, i [, j]])  The numbers of bytes.
        string.char(...)  The text of such bytes.
        string.find(s, pattern [, start [, plain]])  Where a pattern begins and ends, and what it captures.
        string.format(format, ...)  A text with values in it: %s any value, %d an integer, %.2f two decimals, %q quoted.
        string.gmatch(s, pattern [, start])  For loops over all matches of a pattern.
        string.gsub(s, pattern, replacement [, n])  The text with matches replaced, and how many there were.
        string.len(s)  How many bytes it has, as #s.
        string.lower(s)  In small letters.
        string.match(s, pattern [, start])  What a pattern captures, or all that it matches; nil when it does not.
        string.pack(format, ...)  Values as bytes.
        string.packsize(format)  How many bytes that format makes.
        string.rep(s, n [, separator])  The text so many times.
        string.reverse(s)  Backwards.
        string.sub(s, i [, j])  From the ith byte to the jth; negative ones count from the end.
        string.unpack(format, s [, start])  Values from bytes.
        string.upper(s)  In capital letters.
        table.concat(list [, separator [, i [, j]]])  The texts of a list in one.
        table.insert(list, [position,] value)  Puts a value at the end, or at a position.
        table.move(from, first, last, to [, list])  Copies elements.
        table.pack(...)  A list of its arguments; `n` is how many.
        table.remove(list [, position])  Takes the last element off, or that at a position, and gives it.
        table.sort(list [, before])  Sorts a list in place: `table.sort(list, function(a, b) return a.price < b.price end)`.
        table.unpack(list [, i [, j]])  The elements as single values.
        utf8.char(...)  The text of such code points.
        utf8.codepoint(s [, i [, j [, lax]]])  The code points of characters.
        utf8.codes(s [, lax])  For loops over the characters of a text.
        utf8.len(s [, i [, j [, lax]]])  How many characters; nil and where when it is not UTF-8.
        utf8.offset(s, n [, i])  Where the nth character begins.
        """#
}

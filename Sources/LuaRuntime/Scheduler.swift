// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Running functions side by side. It is Lua because what it handles is coroutines and errors of Lua.
///
/// A task is a coroutine that only the scheduler resumes. It yields to wait for the host, or for tasks that it started
/// itself. Whoever calls `parallel` or `map` drives a loop of its own; inside of a task, the loop of that task takes the
/// new tasks over, so that all go on together. Where a task cannot yield, as in a comparator, a nested loop blocks.
///
/// When a task fails, those under way finish, no new ones begin, and the error of the first in order is raised.
enum Scheduler {
    static let source: StaticString = """
        local host = ...
        local create, resume, can_wait = host.create, host.resume, host.can_wait
        local join, next_completed, raise = host.join, host.next_completed, host.raise
        local math_type, type, error, select = math.type, type, error, select

        local waiting = {}   -- the task that waits for a token
        local current        -- the task that runs

        local function push(loop, task)
          local last = loop.last + 1
          loop.last = last
          loop[last] = task
        end

        local function pop(loop)
          local first = loop.first
          local task = loop[first]
          if task then
            loop[first] = nil
            loop.first = first + 1
          end
          return task
        end

        -- Starts as many tasks of the group as may run together.
        local function start(group)
          while group.active < group.limit and group.started < group.count and not group.failed do
            local index = group.started + 1
            group.started = index
            group.active = group.active + 1
            local task = { group = group, index = index }
            if group.items then
              task.thread = create(group.work)
              task.item = group.items[index]
              task.has_item = true
            else
              task.thread = create(group.work[index])
            end
            push(group.loop, task)
          end
        end

        local function finish(group)
          group.active = group.active - 1
          start(group)
          if group.active == 0 and group.parent then
            push(group.loop, group.parent)
          end
        end

        local function step(task)
          local group = task.group
          local before = current
          current = task
          local status, value, trace
          if task.has_item then
            task.has_item = false
            local item = task.item
            task.item = nil
            status, value, trace = resume(task.thread, item, task.index)
          else
            status, value, trace = resume(task.thread)
          end
          current = before
          if status == "waits" then
            waiting[value] = task
          elseif status == "done" then
            group.results[task.index] = value
            finish(group)
          elseif status == "failed" then
            if not group.failed or task.index < group.failed then
              group.failed, group.error, group.trace = task.index, value, trace
            end
            finish(group)
          end
        end

        local function drive(group)
          local loop = group.loop
          while group.active > 0 do
            local task = pop(loop)
            if task then
              step(task)
            else
              local token = next_completed()
              task = waiting[token]
              waiting[token] = nil
              if task then push(task.group.loop, task) end
            end
          end
        end

        local function run(group)
          group.active, group.started, group.results = 0, 0, {}
          if current and can_wait() then
            group.loop, group.parent = current.group.loop, current
            start(group)
            if group.active > 0 then join() end
          else
            local before = current
            group.loop = { first = 1, last = 0 }
            start(group)
            drive(group)
            current = before
          end
          if group.failed then raise(group.error, group.trace) end
          return group.results
        end

        local function is_callable(value)
          if type(value) == "function" then return true end
          return false
        end

        local scheduler = {}

        function scheduler.parallel(functions, ...)
          if type(functions) ~= "table" or select("#", ...) > 0 then
            error("parallel expects one table of functions, as in parallel{ f, g }", 2)
          end
          local count = #functions
          for i = 1, count do
            if not is_callable(functions[i]) then
              error("parallel expects functions; number " .. i .. " is a " .. type(functions[i]), 2)
            end
          end
          return run { work = functions, count = count, limit = count }
        end

        function scheduler.map(items, work, options)
          if type(items) ~= "table" then error("map expects a list, not a " .. type(items), 2) end
          if not is_callable(work) then error("map expects a function, not a " .. type(work), 2) end
          local limit = 16
          if options ~= nil then
            if type(options) ~= "table" then error("the options of map are a table", 2) end
            for key in next, options do
              if key ~= "concurrency" then error("unknown option `" .. tostring(key) .. "` of map", 2) end
            end
            if options.concurrency ~= nil then limit = options.concurrency end
          end
          if math_type(limit) ~= "integer" or limit < 1 then
            error("the concurrency of map is a whole number from 1", 2)
          end
          return run { work = work, items = items, count = #items, limit = limit }
        end

        return scheduler
        """

    /// `sleep(seconds)`: in a task the others go on; elsewhere the thread waits.
    static let sleep = HostFunction("sleep") { call in
        guard let seconds = call.number(at: 0), seconds >= 0, seconds < 1e9 else {
            throw SchedulerError(message: "sleep expects a number of seconds, 0 or more")
        }
        return .suspend {
            try await Task.sleep(for: .seconds(seconds))
            return .none
        }
    }
}

struct SchedulerError: LuaErrorConvertible {
    var message: String

    func errorFields() -> ValueTape { ValueTape(["code": "usage", "message": .string(LuaString(message))]) }
}

// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation

/// How long commands take, from start to end.
enum Stopwatch {
    /// The median in microseconds.
    static func median(of runs: Int, _ command: [String]) throws -> Int {
        guard let path = command.first else { return 0 }
        let clock = ContinuousClock()
        var times: [Duration] = []
        for run in 0..<runs + 3 {
            let start = clock.now
            var child = pid_t()
            var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
            defer { for argument in arguments { free(argument) } }
            var actions = posix_spawn_file_actions_t()
            posix_spawn_file_actions_init(&actions)
            posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
            guard posix_spawnp(&child, path, &actions, nil, &arguments, environ) == 0 else {
                throw CocoaError(.fileNoSuchFile)
            }
            var status: Int32 = 0
            waitpid(child, &status, 0)
            // The first ones fill caches.
            if run >= 3 { times.append(clock.now - start) }
        }
        times.sort()
        return Int(times[times.count / 2] / .microseconds(1))
    }
}

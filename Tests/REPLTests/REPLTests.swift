// Part of Perch. SPDX-License-Identifier: Apache-2.0

import REPL
import Testing

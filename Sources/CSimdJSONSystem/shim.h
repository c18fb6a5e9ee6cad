// Part of Perch. SPDX-License-Identifier: Apache-2.0
// Deliberately empty: simdjson is C++, and only CSimdJSON includes it.

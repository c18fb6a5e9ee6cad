// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// The version of Perch: what scripts see as `perch.version`, and what plugins ask for.
public enum PerchVersion {
    /// Three numbers, as in Semantic Versioning.
    public static let text = "0.1.0"
}

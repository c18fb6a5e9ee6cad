// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import OperationCatalog

// catalog-gen ROOT: writes everything that is made from the operation catalogue, and the page of assumptions, below a folder
// with the layout of the repository. `scripts/generate` runs it.

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count == 1, let root = arguments.first else {
    FileHandle.standardError.write(Data("usage: catalog-gen ROOT\n".utf8))
    exit(2)
}

let names = ModelNames()
var files = ModelWriter(names: names).files()
files.append(ClientWriter(names: names).file())
files.append(
    GeneratedFile(
        path: "Sources/LuaBindings/Stubs/talon.lua", text: "-- \(GeneratedFile.notice)\n\n" + LuaStubs.render()))
for page in Reference.render() {
    files.append(
        GeneratedFile(
            path: "Sources/Documentation/Documentation.docc/Reference/\(page.file)",
            text: page.markdown + "\n<!-- \(GeneratedFile.notice) -->\n"))
}
files.append(AssumptionPage.file())
do {
    for file in files { try file.write(below: URL(filePath: root, directoryHint: .isDirectory)) }
} catch {
    FileHandle.standardError.write(Data("error: \(error.localizedDescription)\n".utf8))
    exit(1)
}

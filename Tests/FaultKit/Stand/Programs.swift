import Foundation

/// The programs under test, as they were built beside this one.
package enum Programs {
    /// - Throws: when it has not been built.
    package static func path(_ name: String) throws -> String {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let path = URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent(name).path
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw StandFailure("\(path) is not there: build it with `swift build --build-tests`")
        }
        return path
    }
}

/// Why a run cannot go on; not a broken promise of the runtime.
package struct StandFailure: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}

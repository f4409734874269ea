import NIOCore

/// Why a service cannot start, in words an operator can act on.
package struct StartFailure: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}

/// Runs a server; a port that cannot be had is named with the setting that chose it.
package func listening(
    on host: String,
    port: Int,
    setting: String,
    _ serve: () async throws -> Void
) async throws {
    do {
        try await serve()
    } catch let error as IOError {
        throw StartFailure(
            "\(setting): cannot listen on \(host):\(port) (error \(error.errnoCode)) → stop what uses it, or set "
                + "another port"
        )
    }
}

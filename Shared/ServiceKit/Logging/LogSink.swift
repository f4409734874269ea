import Foundation
import Synchronization

/// Takes whole log lines.
package protocol LogSink: Sendable {
    func write(_ line: [UInt8])
}

/// Writes lines to a file descriptor, one at a time; a closed pipe loses lines but never stops the service.
package final class DescriptorSink: LogSink {
    package static let standardOutput = DescriptorSink(STDOUT_FILENO)
    package static let standardError = DescriptorSink(STDERR_FILENO)

    private let descriptor: Mutex<Int32>

    package init(_ descriptor: Int32) {
        self.descriptor = Mutex(descriptor)
    }

    package func write(_ line: [UInt8]) {
        descriptor.withLock { descriptor in
            line.withUnsafeBytes { bytes in
                var rest = bytes[...]
                while !rest.isEmpty {
                    let written = Foundation.write(
                        descriptor,
                        UnsafeRawBufferPointer(rebasing: rest).baseAddress,
                        rest.count
                    )
                    if written < 0, errno == EINTR { continue }
                    guard written > 0 else { return }
                    rest = rest.dropFirst(written)
                }
            }
        }
    }
}

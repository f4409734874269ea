import Foundation
import Synchronization

/// Shows how far something is: a bar that redraws itself on a terminal, a plain line now and then elsewhere.
package final class ProgressLine: Sendable {
    private struct State {
        var lastShown: ContinuousClock.Instant?
        var isOpen = false
    }

    private let title: String
    private let isTerminal: Bool
    private let interval: Duration
    private let state = Mutex(State())

    package init(_ title: String, isTerminal: Bool = isatty(STDOUT_FILENO) == 1) {
        self.title = title
        self.isTerminal = isTerminal
        interval = isTerminal ? .milliseconds(100) : .seconds(5)
    }

    /// Shows the line unless one was shown a moment ago.
    ///
    /// - Parameter fraction: 0 to 1.
    package func show(_ fraction: Double, _ detail: String, force: Bool = false) {
        state.withLock { state in
            let now = ContinuousClock.now
            if !force, let last = state.lastShown, now - last < interval { return }
            state.lastShown = now
            state.isOpen = isTerminal
            let line = Self.line(title: title, fraction: fraction, detail: detail, isTerminal: isTerminal)
            Self.write(isTerminal ? "\r\u{1B}[K" + line : line + "\n")
        }
    }

    /// Leaves the last line standing.
    package func finish(_ detail: String) {
        show(1, detail, force: true)
        state.withLock { state in
            if state.isOpen { Self.write("\n") }
            state.isOpen = false
        }
    }

    /// Prints a line of its own without tearing the bar.
    package func note(_ text: String) {
        state.withLock { state in
            Self.write((state.isOpen ? "\r\u{1B}[K" : "") + text + "\n")
            state.lastShown = nil
        }
    }

    static func line(title: String, fraction: Double, detail: String, isTerminal: Bool) -> String {
        let bounded = min(max(fraction, 0), 1)
        let percent = "\(Int(bounded * 100)) %"
        guard isTerminal else { return "\(title): \(percent), \(detail)" }
        let width = 24
        let done = Int(bounded * Double(width))
        let bar = String(repeating: "█", count: done) + String(repeating: "░", count: width - done)
        return "\(title) \(bar) \(percent)  \(detail)"
    }

    private static func write(_ text: String) {
        try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    }
}

import Foundation
import Logging
import Messages
import Messaging
import ServiceKit
import Synchronization
import Testing
import Vocabulary

@Suite("Log lines are JSON, one object each, and cannot be forged")
struct LogTests {
    private let sink = RecordingSink()

    private var logger: Logger {
        let sink = sink
        return Logger(label: "test") { label in
            JSONLogHandler(
                label: label,
                level: .debug,
                origin: LogOrigin(service: "intake", instance: "i-1"),
                sink: sink
            )
        }
    }

    @Test("given a message with line ends, quotes and controls, when it is logged, then it stays one line")
    func injection() throws {
        logger.info("first\n{\"level\":\"critical\"}\r\u{2028}\u{1B}[31m\u{202E}\"\\\u{0}", metadata: ["a\nb": "c\nd"])
        let line = try #require(sink.lines.first)
        #expect(sink.lines.count == 1)
        #expect(line.filter(\.isNewline) == "\n")
        let object = try JSONParser.parse(Array(line.replacing("\\u0000", with: "").utf8))
        #expect(object["level"] == "info")
        #expect(
            object["message"]?.stringValue?.hasPrefix("first\n{\"level\":\"critical\"}\r\u{2028}\u{1B}[31m") == true
        )
        #expect(object["metadata"]?["a\nb"] == "c\nd")
    }

    @Test("given a line, when it is read, then time, level, service, instance, logger and trace are there")
    func fields() throws {
        let trace = TraceContext.root()
        TraceContext.$current.withValue(trace) { logger.warning("attention") }
        let object = try JSONParser.parse(Array(try #require(sink.lines.first).utf8))
        #expect(object["time"]?.stringValue.flatMap(Timestamp.init) != nil)
        #expect(object["level"] == "warning")
        #expect(object["service"] == "intake")
        #expect(object["instance"] == "i-1")
        #expect(object["logger"] == "test")
        #expect(object["message"] == "attention")
        #expect(object["metadata"]?["traceID"] == .string(trace.traceID))
    }

    @Test("given personal values, when they are logged by mistake, then they are not written")
    func personal() throws {
        logger.info(
            "call",
            metadata: ["phone": "13800000000", "nested": ["name": "Li Lei"], "who": "\(Personal("Li"))"]
        )
        let line = try #require(sink.lines.first)
        for value in ["138", "Li"] { #expect(!line.contains(value)) }
    }

    @Test("given a level below the handler's, when it is logged, then nothing is written")
    func level() {
        logger.trace("quiet")
        #expect(sink.lines.isEmpty)
    }
}

final class RecordingSink: LogSink {
    private let written = Mutex<[String]>([])

    var lines: [String] { written.withLock { $0 } }
    func write(_ line: [UInt8]) { written.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
}

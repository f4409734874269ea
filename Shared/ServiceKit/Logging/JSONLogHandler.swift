import Logging
import Messaging
import Vocabulary

/// Writes one JSON object per line: time, level, service, instance, logger, message, then the metadata.
///
/// Values under keys that may belong to a person are never written, whoever passes them.
package struct JSONLogHandler: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    package var logLevel: Logger.Level

    private let label: String
    private let origin: LogOrigin
    private let sink: any LogSink

    package init(label: String, level: Logger.Level, origin: LogOrigin, sink: any LogSink) {
        self.label = label
        self.origin = origin
        self.sink = sink
        logLevel = level
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var all = metadataProvider?.get() ?? [:]
        all.merge(metadata) { $1 }
        all.merge(event.metadata ?? [:]) { $1 }
        if let trace = TraceContext.current { all["traceID"] = "\(trace.traceID)" }
        if let error = event.error { all["errorType"] = "\(type(of: error))" }
        var text = JSONText()
        text.raw("{\"time\":")
        text.string(Timestamp.now.description)
        text.raw(",\"level\":")
        text.string(event.level.rawValue)
        text.raw(",\"service\":")
        text.string(origin.service)
        text.raw(",\"instance\":")
        text.string(origin.instance)
        text.raw(",\"logger\":")
        text.string(label)
        text.raw(",\"message\":")
        text.string(event.message.description)
        if !all.isEmpty {
            text.raw(",\"metadata\":")
            Self.write(.dictionary(all), into: &text)
        }
        text.raw("}\n")
        sink.write(text.bytes)
    }

    private static let personalKeys: Set<String> = [
        "address", "authorization", "body", "customer", "email", "name", "password", "payload", "phone", "secret",
        "symptom", "token",
    ]

    private static func write(_ value: Logger.MetadataValue, into text: inout JSONText) {
        switch value {
        case .string(let string): text.string(string)
        case .stringConvertible(let convertible): text.string(convertible.description)
        case .array(let values):
            text.raw("[")
            for (index, value) in values.enumerated() {
                if index > 0 { text.raw(",") }
                write(value, into: &text)
            }
            text.raw("]")
        case .dictionary(let pairs):
            text.raw("{")
            for (index, pair) in pairs.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { text.raw(",") }
                text.string(pair.key)
                text.raw(":")
                write(personalKeys.contains(pair.key.lowercased()) ? "‹personal›" : pair.value, into: &text)
            }
            text.raw("}")
        }
    }
}

/// Whose log lines these are.
package struct LogOrigin: Sendable {
    package let service: String
    package let instance: String

    package init(service: String, instance: String) {
        self.service = service
        self.instance = instance
    }
}

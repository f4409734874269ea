import Foundation
import Messages
import Vocabulary

/// A record read as a CloudEvent 1.0, binary or structured mode (CloudEvents Kafka protocol binding 1.0.2).
package struct CloudEvent: Sendable, Equatable {
    package let attributes: Attributes
    package let body: [UInt8]

    init(attributes: Attributes, body: [UInt8]) {
        self.attributes = attributes
        self.body = body
    }
}

/// Why a record is not a message; kept with its bytes as a dead letter.
package struct Unreadable: Error, Sendable, Equatable {
    /// Stable, kebab case.
    package let code: String
    package let reason: String
    /// What could be read of it: enough to know which number of its sender it has.
    package let attributes: Attributes?

    package init(_ code: String, _ reason: String, _ attributes: Attributes? = nil) {
        self.code = code
        self.reason = reason
        self.attributes = attributes
    }
}

/// Names of the Kafka headers.
enum HeaderName {
    static let version = "ce_specversion"
    static let id = "ce_id"
    static let source = "ce_source"
    static let type = "ce_type"
    static let time = "ce_time"
    static let schema = "ce_dataschema"
    static let partitionKey = "ce_partitionkey"
    static let correlation = "ce_correlationid"
    static let causation = "ce_causationid"
    static let traceparent = "ce_traceparent"
    static let tracestate = "ce_tracestate"
    static let sequence = "ce_sequence"
    static let principal = "ce_principal"
    static let contentType = "content-type"
}

extension CloudEvent {
    /// The largest body that is read; what is larger is kept as a dead letter.
    package static let maximumBytes = 262_144

    /// The longest key, id, source and type; `sku@site` of two names in Chinese is well below.
    static let maximumKeyBytes = 1024

    /// Numbers that a relay may give; bounded so that counting on never overflows.
    static let sequences: ClosedRange<Int64> = 1...(1 << 53)

    package init(_ record: IncomingRecord) throws(Unreadable) {
        guard let value = record.value else {
            throw Unreadable("tombstone", "the record has no value")
        }
        guard value.count <= Self.maximumBytes else {
            throw Unreadable("too-large", "the value has \(value.count) bytes, at most \(Self.maximumBytes) are read")
        }
        let headers = try Self.headers(of: record)
        if headers[HeaderName.contentType]?.hasPrefix("application/cloudevents+json") == true {
            try self.init(structured: value, record: record)
        } else {
            self.init(attributes: try Self.attributes(record) { headers["ce_\($0)"] }, body: value)
        }
    }

    private init(structured value: [UInt8], record: IncomingRecord) throws(Unreadable) {
        let document: JSONValue
        do {
            document = try JSONParser.parse(value)
        } catch {
            throw Unreadable("not-json", "structured event: \(error.reason.rawValue) (byte \(error.offset))")
        }
        guard let data = document["data"] else {
            throw Unreadable("no-data", "the structured event has no member 'data'")
        }
        let attributes = try Self.attributes(record) { name in
            switch document[name] {
            case .string(let text): text
            case .integer(let number): String(number)
            default: nil
            }
        }
        self.init(attributes: attributes, body: data.bytes)
    }

    private static func headers(of record: IncomingRecord) throws(Unreadable) -> [String: String] {
        var headers: [String: String] = [:]
        for header in record.headers {
            let name = header.name.lowercased()
            guard name.hasPrefix("ce_") || name == HeaderName.contentType else { continue }
            guard let value = header.value, let text = String(validating: value, as: UTF8.self) else {
                throw Unreadable("bad-header", "header \(name) is not UTF-8 text")
            }
            guard headers.updateValue(text, forKey: name) == nil else {
                throw Unreadable("duplicate-header", "header \(name) stands more than once")
            }
        }
        return headers
    }

    private static func attributes(
        _ record: IncomingRecord,
        _ attribute: (String) -> String?
    ) throws(Unreadable) -> Attributes {
        guard attribute("specversion") == "1.0" else {
            throw Unreadable("not-a-cloudevent", "attribute specversion must be 1.0")
        }
        guard let id = attribute("id"), (1...maximumKeyBytes).contains(id.utf8.count), !id.contains("\u{0}") else {
            throw Unreadable("bad-id", "attribute id is missing, empty or longer than \(maximumKeyBytes) bytes")
        }
        guard let source = attribute("source"), (1...maximumKeyBytes).contains(source.utf8.count),
            !source.contains("\u{0}")
        else {
            throw Unreadable("bad-source", "attribute source is missing, empty or longer than \(maximumKeyBytes) bytes")
        }
        guard let type = attribute("type"), (1...maximumKeyBytes).contains(type.utf8.count), !type.contains("\u{0}")
        else {
            throw Unreadable("bad-type", "attribute type is missing, empty or longer than \(maximumKeyBytes) bytes")
        }
        var attributes = Attributes(
            id: CommandID.derived("message", from: source, id).value,
            foreignID: id,
            source: source,
            type: type,
            time: record.timestamp ?? Timestamp(0),
            topic: record.topic,
            key: id
        )
        if ServiceName(source: source) != nil { try readOwn(&attributes, id, attribute) }
        attributes.correlationID = attribute("correlationid").flatMap(UniqueID.init)
        attributes.causationID = attribute("causationid").flatMap(UniqueID.init)
        attributes.trace = attribute("traceparent").flatMap { TraceContext($0, state: attribute("tracestate")) }
        if let text = attribute("time") {
            guard let time = Timestamp(text) else {
                throw Unreadable("bad-time", "attribute time is not RFC 3339", attributes)
            }
            attributes.time = time
        }
        guard let key = key(of: record, or: id) else {
            let reason = "the key is not UTF-8 text of at most \(maximumKeyBytes) bytes"
            throw Unreadable("bad-key", reason, attributes)
        }
        attributes.key = key
        return attributes
    }

    /// What only messages of the suite have.
    private static func readOwn(
        _ attributes: inout Attributes,
        _ id: String,
        _ attribute: (String) -> String?
    ) throws(Unreadable) {
        guard let own = UniqueID(id), own.version == 7, let number = attribute("sequence").flatMap(Int64.init),
            sequences.contains(number)
        else { throw Unreadable("bad-sequence", "a message of the suite needs a version 7 id and its sequence") }
        attributes.id = own
        attributes.foreignID = nil
        attributes.sequence = number
        attributes.principal = attribute("principal").flatMap { text in
            try? JSONDecoder().decode(Principal.self, from: Data(text.utf8))
        }
    }

    /// The record's key as text, the id when it has none; `nil` when it cannot be one.
    private static func key(of record: IncomingRecord, or id: String) -> String? {
        guard let bytes = record.key else { return id }
        guard bytes.count <= maximumKeyBytes, let text = String(validating: bytes, as: UTF8.self),
            !text.contains("\u{0}")
        else { return nil }
        return text
    }
}
